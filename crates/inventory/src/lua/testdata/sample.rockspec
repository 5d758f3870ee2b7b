rockspec_format = "3.0"
local release, revision = "1.2.0", "1"
package = "sample"
version = release .. "-" .. revision
source = {
   url = "git+https://git.example.org/acme/sample.git",
   tag = "v" .. release,
}
description = {
   summary = "A sample",
   detailed = [[
      version = "9.9.9-9"
   ]],
   license = "MIT", -- no doubt
}
dependencies = {
   "lua >= 5.1, < 5.5",
   "acme-base ~> 0.3",
}
build_dependencies = { "acme-base" }
test_dependencies = { "busted" }
build = {
   type = "builtin",
   modules = { sample = "sample.lua" },
}
