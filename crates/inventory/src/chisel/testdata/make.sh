#!/bin/sh
# Chisel fetches packages and slices from Ubuntu's servers alone, so this is written as its public/manifest and public/jsonwall
# write a manifest (a header, then sorted objects, a line each), and packed with zstd as it does.
set -eu
cd "$(dirname "$0")"
zstd -q -19 -f -o manifest.wall <<'EOF'
{"jsonwall":"1.0","schema":"1.0","count":18}
{"kind":"content","slice":"base-files_release-info","path":"/etc/os-release"}
{"kind":"content","slice":"libc6_libs","path":"/usr/lib/x86_64-linux-gnu/libc.so.6"}
{"kind":"content","slice":"libssl3t64_libs","path":"/usr/lib/x86_64-linux-gnu/libcrypto.so.3"}
{"kind":"content","slice":"openssl_bins","path":"/usr/bin/openssl"}
{"kind":"package","name":"base-files","version":"13ubuntu10.1","sha256":"95b9bd7bdfbd7b5c4f0d6ee1b2b1a1d0dd7f5cc56d67e1bd0e10b8d4a7a7a2a5","arch":"amd64"}
{"kind":"package","name":"libc6","version":"2.39-0ubuntu8.3","sha256":"5d0a0d6f3cbd4d9a5e6a6fb0a0c3f3a3e0f1f6e4f3f6b7b2a6f4b8d5b6a8c9e1","arch":"amd64"}
{"kind":"package","name":"libssl3t64","version":"3.0.13-0ubuntu3.4","sha256":"1f0f5d1d3d1a9a4c3f2b6a7b1c0f9a6d5e4c3b2a1f0e9d8c7b6a5f4e3d2c1b0a","arch":"amd64"}
{"kind":"package","name":"openssl","version":"3.0.13-0ubuntu3.4","sha256":"00f9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9","arch":"amd64"}
{"kind":"path","path":"/etc/","mode":"0755"}
{"kind":"path","path":"/etc/os-release","mode":"0777","slices":["base-files_release-info"],"link":"../usr/lib/os-release"}
{"kind":"path","path":"/usr/bin/openssl","mode":"0755","slices":["openssl_bins"],"sha256":"ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12","size":1002832}
{"kind":"path","path":"/usr/lib/x86_64-linux-gnu/libc.so.6","mode":"0755","slices":["libc6_libs"],"sha256":"bc12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12","size":2125328}
{"kind":"path","path":"/usr/lib/x86_64-linux-gnu/libcrypto.so.3","mode":"0644","slices":["libssl3t64_libs"],"sha256":"cd12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12","size":5305304}
{"kind":"slice","name":"base-files_release-info"}
{"kind":"slice","name":"libc6_libs"}
{"kind":"slice","name":"libssl3t64_libs"}
{"kind":"slice","name":"openssl_bins"}
EOF
