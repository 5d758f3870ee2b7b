#!/bin/sh
# A rock that LuaRocks has installed, and what it has pinned. The registry of LuaRocks is not reached from where the samples are made:
# the rocks are written here. Needs luarocks, lua5.4 and liblua5.4-dev.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
mkdir base sample
cat >base/acme-base-0.3.0-2.rockspec <<'L'
package = "Acme-Base"
version = "0.3.0-2"
source = { url = "git+https://git.example.org/acme/base.git" }
description = { license = "MIT/X11" }
dependencies = { "lua >= 5.1" }
build = { type = "builtin", modules = { base = "base.lua" } }
L
cat >sample/sample-1.2.0-1.rockspec <<'L'
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
L
echo 'return {}' | tee base/base.lua >sample/sample.lua
rocks="luarocks --lua-version 5.4"
(cd base && $rocks make --tree="$work/tree") >/dev/null 2>&1
(cd sample && $rocks make --pin --tree="$work/tree") >/dev/null 2>&1
cp tree/lib/luarocks/rocks-5.4/sample/1.2.0-1/sample-1.2.0-1.rockspec "$here/sample.rockspec"
cp tree/lib/luarocks/rocks-5.4/acme-base/0.3.0-2/acme-base-0.3.0-2.rockspec "$here/base.rockspec"
cp sample/luarocks.lock "$here/luarocks.lock"
rm -rf "$work"
