#!/bin/sh
# Links a program as Fedora and Debian have it done, and one with the JSON alone.
set -eu
cd "$(dirname "$0")"
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
echo 'void _start(void) { __asm__("mov $60, %eax; xor %edi, %edi; syscall"); }' >"$FOLDER/tide.c"
link() { gcc -s -static -nostdlib -Wl,--build-id=none "$@" -o "$FOLDER/tide" "$FOLDER/tide.c"; }
link -Xlinker --package-metadata='{"type":"rpm","name":"coreutils","version":"9.4-7.fc40","architecture":"x86_64","osCpe":"cpe:/o:fedoraproject:fedora:40"}'
gzip -9nc "$FOLDER/tide" >rpm.gz
link -Xlinker --package-metadata='{"type":"deb","os":"debian","osVersion":"13","name":"systemd","version":"1:257.5-2","architecture":"amd64","debugInfoUrl":"https://debuginfod.debian.net"}'
gzip -9nc "$FOLDER/tide" >deb.gz
link
printf '{"name":"libhello_world.so","type":"testfixture","version":"0.01","license":"MIT AND ISC"}' >"$FOLDER/note"
objcopy --add-section .note.package="$FOLDER/note" "$FOLDER/tide"
gzip -9nc "$FOLDER/tide" >raw.gz
