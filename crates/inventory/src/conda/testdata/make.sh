#!/bin/sh
# Written by hand after conda's documentation (links in meta.rs and environment.rs): a record as `conda install zlib` leaves
# it, with its list of files cut, and an environment as `conda env export` and people write it.
set -eu
cd "$(dirname "$0")"
cat >zlib-1.2.13-hd590300_5.json <<'J'
{
  "build": "hd590300_5",
  "build_number": 5,
  "channel": "https://conda.anaconda.org/conda-forge/linux-64",
  "constrains": [],
  "depends": ["__glibc >=2.17", "libgcc-ng >=12", "libzlib 1.2.13 hd590300_5"],
  "files": ["include/zlib.h"],
  "fn": "zlib-1.2.13-hd590300_5.conda",
  "license": "Zlib",
  "license_family": "Other",
  "link": { "source": "/opt/conda/pkgs/zlib-1.2.13-hd590300_5", "type": 1 },
  "name": "zlib",
  "platform": "linux",
  "subdir": "linux-64",
  "timestamp": 1686575179621,
  "version": "1.2.13"
}
J
cat >environment.yml <<'Y'
name: sample
channels:
  - conda-forge
  - defaults
dependencies:
  - python=3.9
  - numpy=1.26.4=py39h474f0d3_0
  - conda-forge::openssl>=3
  - pip
  - pip:
      - requests==2.31.0
      - -r requirements.txt
prefix: /opt/conda/envs/sample
Y
