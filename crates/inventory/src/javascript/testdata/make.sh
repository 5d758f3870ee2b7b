#!/bin/sh
# One small project with a workspace, an alias, two versions of a package, and optional, peer, bundled and developers'
# dependencies, locked by each package manager in each of its formats. Needs node and the public registry.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"

project() {
  rm -rf "$work/$1" && mkdir -p "$work/$1/packages/leaf" && cd "$work/$1"
  cat >package.json <<'J'
{
  "name": "sample", "version": "1.0.0", "private": true, "license": "MIT", "workspaces": ["packages/leaf"],
  "dependencies": { "chalk": "2.4.2", "ms": "2.0.0", "old-ms": "npm:ms@0.7.1" },
  "devDependencies": { "debug": "4.1.0", "is-number": "7.0.0" },
  "optionalDependencies": { "isarray": "1.0.0" },
  "peerDependencies": { "inherits": "2.0.3" }
}
J
  echo '{ "name": "leaf", "version": "0.1.0", "dependencies": { "color-name": "1.1.4" }, "devDependencies": { "ini": "1.3.5" } }' >packages/leaf/package.json
}
tool() { npx --yes "$@"; }

project npm
for version in 1 2 3; do
  npm install --package-lock-only --ignore-scripts --lockfile-version $version --omit-lockfile-registry-resolved=false
  cp package-lock.json "$here/package-lock-v$version.json"
  rm package-lock.json
done
cp package.json "$here/package.json"

project yarn1
tool yarn@1.22.22 install --ignore-scripts --non-interactive
cp yarn.lock "$here/yarn-v1.lock"

project berry
: >yarn.lock
YARN_ENABLE_TELEMETRY=0 tool -p @yarnpkg/cli-dist@4.9.2 yarn install --mode=skip-build
cp yarn.lock "$here/yarn-berry.lock"

for pair in 5:5.18.10 5.4:7.33.7 6:8.15.9 9:10.12.4; do
  project pnpm
  printf 'packages:\n  - packages/*\n' >pnpm-workspace.yaml
  tool "pnpm@${pair#*:}" install --lockfile-only --ignore-scripts
  cp pnpm-lock.yaml "$here/pnpm-v${pair%%:*}.yaml"
done

project bun
tool bun@1.2.18 install --lockfile-only
cp bun.lock "$here/bun.lock"

project deno
# Modules of jsr.io are not in it: the script needs npm's registry only. Their form is tested beside the reader.
echo '{ "imports": { "ms": "npm:ms@2.0.0" } }' >deno.json
rm -r package.json packages
echo 'import "ms"; import chalk from "npm:chalk@2.4.2"; console.log(chalk);' >main.ts
DENO_TLS_CA_STORE=system tool deno@2.3.6 cache main.ts
cp deno.lock "$here/deno.lock"

# Whatever registry served them, the files name the public one.
cd "$here"
sed -i -E 's#https?://[a-z0-9.:-]+/[^"]*/npm/#https://registry.npmjs.org/#g' ./*.json ./*.lock ./*.yaml
rm -rf "$work"
