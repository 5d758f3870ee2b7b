#!/bin/sh
# The manifest of a published package.
set -eu
cd "$(mktemp -d)"
npm pack --silent lodash@4.17.4
tar -xzOf lodash-4.17.4.tgz package/package.json >"$OLDPWD/lodash.json"
