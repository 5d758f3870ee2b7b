#!/bin/sh
# Lets opam install packages from a repository of our own into a switch, and lock a project to them. Needs opam.
set -eu
cd "$(dirname "$0")"
HERE=$(pwd)
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
export OPAMROOT="$FOLDER/root" OPAMROOTISOK=1
package() { # name, version, fields
    mkdir -p "$FOLDER/repo/packages/$1/$1.$2"
    printf 'opam-version: "2.0"\nsynopsis: "%s"\nmaintainer: "somebody@example.com"\n%s\n' "$1" "$3" >"$FOLDER/repo/packages/$1/$1.$2/opam"
}
package tide 1.2.3 'license: ["MIT" "LGPL-2.1-only WITH OCaml-LGPL-linking-exception"]
depends: ["harbour" {>= "v0.15"}]'
package harbour v0.16.0 'license: "ISC"'
package buoy 2.0~beta 'license: "MIT"'
echo 'opam-version: "2.0"' >"$FOLDER/repo/repo"
opam init -q --bare --disable-sandboxing --no-setup default "$FOLDER/repo"
opam switch create -q -y sea --empty
opam install -q -y --switch sea tide buoy
cp "$OPAMROOT/sea/.opam-switch/switch-state" switch-state
cp "$OPAMROOT/sea/.opam-switch/packages/tide.1.2.3/opam" tide.opam
mkdir "$FOLDER/port"
cd "$FOLDER/port"
printf 'opam-version: "2.0"\ndepends: [ "tide" "buoy" {with-test} ]\n' >port.opam
opam lock --switch sea ./port.opam
cp port.opam.locked "$HERE"
