#!/bin/sh
# vcpkg and its ports come from repositories and servers that are not reached from where the samples are made; these are written
# in the form in which vcpkg-tool writes its status, and after the reference of manifests.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
paragraph() {
	name=$1 version=$2
	shift 2
	printf 'Package: %s\nVersion: %s\n' "$name" "$version"
	for field in "$@"; do printf '%s\n' "$field"; done
	printf 'Architecture: x64-linux\nMulti-Arch: same\n'
	printf 'Abi: %s\n' "$(printf '%s' "$name$version" | sha256sum | cut -c-64)"
}
{
	paragraph vcpkg-cmake 2024-04-23
	printf 'Status: install ok installed\n\n'
	paragraph zlib 1.3.1 'Depends: vcpkg-cmake' 'Description: A compression library'
	printf 'Status: install ok installed\n\n'
	paragraph openssl 3.3.1 'Port-Version: 2' 'Depends: vcpkg-cmake, vcpkg-cmake-get-vars:arm64-linux' 'Description: Cryptography'
	printf 'Status: install ok installed\n\n'
	paragraph curl 8.9.1 'Depends: vcpkg-cmake, zlib' 'Description: Transfers data' 'Default-Features: ssl'
	printf 'Status: install ok installed\n\n'
	printf 'Package: curl\nFeature: ssl\nDepends: openssl[core]:x64-linux\nArchitecture: x64-linux\nMulti-Arch: same\n'
	printf 'Description: Encrypts\nStatus: install ok installed\n\n'
	paragraph fmt 11.0.2 'Port-Version: 1'
	printf 'Status: purge ok not-installed\n\n'
} >"$here/status"
cat >"$here/vcpkg.json" <<'J'
{
  "name": "sample",
  "version-semver": "1.0.0",
  "builtin-baseline": "0123456789012345678901234567890123456789",
  "dependencies": [
    "curl",
    { "name": "openssl", "version>=": "3.0.0#1" },
    { "name": "protobuf", "host": true }
  ],
  "features": {
    "logging": { "description": "Writes logs", "dependencies": ["spdlog"] }
  },
  "overrides": [
    { "name": "openssl", "version": "3.3.1#2" },
    { "name": "protobuf", "version": "3.21.12", "port-version": 4 },
    { "name": "zlib", "version": "1.3.1" }
  ]
}
J
