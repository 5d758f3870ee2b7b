#!/bin/sh
# A key pair that signs in tests and nowhere else. Needs openssl.
set -eu
cd "$(dirname "$0")"
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out openssl.key
openssl pkey -in openssl.key -pubout -out openssl.pub
