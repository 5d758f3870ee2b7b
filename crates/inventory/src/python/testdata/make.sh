#!/bin/sh
# The metadata of an installed package.
set -eu
folder=$(mktemp -d)
python3 -m pip install --quiet --no-deps --target "$folder" jinja2==2.10
cp "$folder/Jinja2-2.10.dist-info/METADATA" "$(dirname "$0")/METADATA"
