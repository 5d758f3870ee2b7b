#!/bin/sh
# Cuts four packages out of the database of the Alpine 3.18.9 minirootfs, given as the first argument.
set -eu
tar -xzOf "$1" ./lib/apk/db/installed | awk 'BEGIN{RS="";ORS="\n\n"} /\nP:(busybox|libssl3|musl|zlib)\n/' >"$(dirname "$0")/installed"
