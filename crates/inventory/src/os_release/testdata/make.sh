#!/bin/sh
# Takes the release file of a Debian 12 that mmdebstrap made.
set -eu
root=$(mktemp -d)
mmdebstrap --variant=minbase bookworm "$root/root.tar"
tar -xOf "$root/root.tar" ./usr/lib/os-release >"$(dirname "$0")/debian12"
