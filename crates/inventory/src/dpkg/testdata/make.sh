#!/bin/sh
# Cuts a few packages out of the database of a Debian 12 that mmdebstrap made, and takes one copyright file.
set -eu
root=$(mktemp -d)
mmdebstrap --variant=minbase --include=perl,openssl bookworm "$root/root.tar"
tar -C "$root" -xf "$root/root.tar" ./var/lib/dpkg/status
awk 'BEGIN{RS="";ORS="\n\n"} /^Package: (libc6|libselinux1|base-passwd|perl|apt|openssl|zlib1g|login)\n/' "$root/var/lib/dpkg/status" >"$(dirname "$0")/status"
tar -xOf "$root/root.tar" ./usr/share/doc/dash/copyright >"$(dirname "$0")/copyright"
