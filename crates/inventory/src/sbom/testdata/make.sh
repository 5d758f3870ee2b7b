#!/usr/bin/env bash
# Makes the samples: one small root file system, told by Syft and Trivy in every format that they have.
# Needs syft, trivy, and the samples of the other units.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); units=$here/../..
root=$(mktemp -d)/root; trap 'rm -rf "$(dirname "$root")"' EXIT
mkdir -p "$root/etc" "$root/var/lib/dpkg" "$root/app/node_modules/lodash" "$root/app/lib/Django-2.2.dist-info"
printf 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' >"$root/etc/os-release"
echo 12.8 >"$root/etc/debian_version"
cat >"$root/var/lib/dpkg/status" <<'STATUS'
Package: libssl3
Status: install ok installed
Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>
Architecture: amd64
Source: openssl
Version: 3.0.9-1
Description: Secure Sockets Layer toolkit

Package: bash
Status: install ok installed
Maintainer: Matthias Klose <doko@debian.org>
Architecture: amd64
Version: 5.2.15-2+b2
Source: bash (5.2.15-2)
Depends: libssl3
Description: GNU Bourne Again SHell

Package: libmpfr6
Status: install ok installed
Maintainer: Debian GCC Maintainers <debian-gcc@lists.debian.org>
Architecture: amd64
Source: mpfr4
Version: 1:4.2.0-1
Description: multiple precision floating-point computation

STATUS
cp "$units/npm/testdata/lodash.json" "$root/app/node_modules/lodash/package.json"
cp "$units/java/testdata/commons-io-2.11.0.jar" "$root/app/"
printf 'Metadata-Version: 2.1\nName: Django\nVersion: 2.2\nLicense: BSD\n' >"$root/app/lib/Django-2.2.dist-info/METADATA"
cd "$(dirname "$root")"
export SYFT_CHECK_FOR_APP_UPDATE=false
for format in cyclonedx-json cyclonedx-xml spdx-json spdx-tag-value syft-json; do syft scan dir:root -q --override-default-catalogers image -o "$format" >"$here/syft.$format"; done
for format in cyclonedx spdx spdx-json; do trivy rootfs root -q -f "$format" -o "$here/trivy.$format"; done
# What the machine that ran the tools is called does not matter.
sed -i "s|$root|root|g" "$here"/syft.* "$here"/trivy.*

# GraalVM is not to be had where this was made, so the linker exports a bill of materials as it does.
bill='{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{"type":"library","group":"io.netty","name":"netty-codec-http2","version":"4.1.76.Final","purl":"pkg:maven/io.netty/netty-codec-http2@4.1.76.Final"}]}'
printf %s "$bill" | gzip -9n >bill.gz
cat >image.s <<EOF
.data
.globl sbom, sbom_length, __svm_version_info, _start
.type sbom, @object
.type sbom_length, @object
.type __svm_version_info, @object
__svm_version_info: .asciz "GraalVM 23.1"
.balign 8
sbom_length: .quad $(stat -c %s bill.gz)
sbom: .incbin "bill.gz"
.text
_start: ret
EOF
gcc -s -shared -nostdlib -Wl,-z,noseparate-code,--build-id=none -o image image.s
gzip -9nc image >"$here/native-image.gz"
