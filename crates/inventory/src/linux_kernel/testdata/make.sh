#!/bin/sh
# Takes the head of Debian's kernel for clouds, builds a module against its headers, and packs it as depmod's kernels have it.
set -eu
cd "$(dirname "$0")"
VERSION=6.1.0-50-cloud-amd64
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
apt-get install -y -qq --no-install-recommends "linux-headers-$VERSION" gcc make xz-utils zstd
(cd "$FOLDER" && apt-get download -qq "linux-image-$VERSION-unsigned" && dpkg-deb -x linux-image-*.deb root)
head -c 24576 "$FOLDER/root/boot/vmlinuz-$VERSION" | gzip -9n >vmlinuz.gz
cat >"$FOLDER/tide.c" <<'EOF'
#include <linux/module.h>
MODULE_LICENSE("GPL v2");
MODULE_VERSION("1.4.2");
MODULE_DESCRIPTION("Tells the tide");
MODULE_AUTHOR("Somebody");
EOF
echo 'obj-m := tide.o' >"$FOLDER/Makefile"
make -s -C "/usr/src/linux-headers-$VERSION" M="$FOLDER" modules
strip -g -o "$FOLDER/small.ko" "$FOLDER/tide.ko"
gzip -9nc "$FOLDER/small.ko" >tide.ko.gz
xz -9c --check=crc32 "$FOLDER/small.ko" >tide.ko.xz
zstd -19 -qc "$FOLDER/small.ko" >tide.ko.zst
