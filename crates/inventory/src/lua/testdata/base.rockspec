package = "Acme-Base"
version = "0.3.0-2"
source = { url = "git+https://git.example.org/acme/base.git" }
description = { license = "MIT/X11" }
dependencies = { "lua >= 5.1" }
build = { type = "builtin", modules = { base = "base.lua" } }
