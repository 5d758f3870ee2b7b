#!/bin/sh
# A key pair of cosign, encrypted with the password "password". Needs cosign.
set -eu
cd "$(dirname "$0")"
rm -f cosign.key cosign.pub
COSIGN_PASSWORD=password cosign generate-key-pair
