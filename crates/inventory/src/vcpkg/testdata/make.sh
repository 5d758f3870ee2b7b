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
cat >"$here/vcpkg.spdx.json" <<'J'
{
  "$schema": "https://raw.githubusercontent.com/spdx/spdx-spec/v2.2.1/schemas/spdx-schema.json",
  "spdxVersion": "SPDX-2.2",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "documentNamespace": "https://spdx.org/spdxdocs/openssl-x64-linux-3.3.1#2-01234567-89ab-cdef-0123-456789abcdef",
  "name": "openssl:x64-linux@3.3.1#2 e488e2933d61918475e11ec0e8db9f3344d4d488a58a2ec59ed35e5cf7d44afc",
  "creationInfo": { "creators": ["Tool: vcpkg-2024-07-10-unknownhash"], "created": "2024-08-01T00:00:00Z" },
  "relationships": [
    { "spdxElementId": "SPDXRef-port", "relationshipType": "GENERATES", "relatedSpdxElement": "SPDXRef-binary" }
  ],
  "packages": [
    {
      "name": "openssl",
      "SPDXID": "SPDXRef-port",
      "versionInfo": "3.3.1#2",
      "downloadLocation": "git+https://github.com/Microsoft/vcpkg#ports/openssl",
      "licenseConcluded": "Apache-2.0",
      "licenseDeclared": "NOASSERTION",
      "copyrightText": "NOASSERTION",
      "comment": "This is the port (recipe) consumed by vcpkg."
    },
    {
      "name": "openssl:x64-linux",
      "SPDXID": "SPDXRef-binary",
      "versionInfo": "e488e2933d61918475e11ec0e8db9f3344d4d488a58a2ec59ed35e5cf7d44afc",
      "downloadLocation": "NONE",
      "licenseConcluded": "Apache-2.0",
      "licenseDeclared": "NOASSERTION",
      "copyrightText": "NOASSERTION",
      "comment": "This is a binary package built by vcpkg."
    }
  ]
}
J
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
