#!/bin/sh
# Snapcraft is published as a snap from a store that is not reached from where these were made, so they are written in the form
# in which it writes them.
set -eu
cd "$(dirname "$0")"
cat >snap.yaml <<'EOF'
name: tide
version: 1.4.2
summary: Tells the tide
description: |
  Tells the tide.
architectures:
- amd64
base: core22
license: Apache-2.0 OR MIT
apps:
  tide:
    command: bin/tide
    plugs:
    - network
confinement: strict
grade: stable
environment:
  LD_LIBRARY_PATH: ${SNAP_LIBRARY_PATH}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
EOF
cat >manifest.yaml <<'EOF'
snapcraft-version: 7.5.4
snapcraft-started-at: '2024-05-02T09:11:43.000000Z'
snapcraft-os-release-id: ubuntu
snapcraft-os-release-version-id: '22.04'
name: tide
version: 1.4.2
summary: Tells the tide
description: |
  Tells the tide.
base: core22
grade: stable
confinement: strict
apps:
  tide:
    command: bin/tide
    plugs:
    - network
architectures:
- amd64
parts:
  tide:
    plugin: nil
    stage-packages:
    - libcurl4=7.81.0-1ubuntu1.15
    - vim-common=2:8.2.3995-1ubuntu2.15
types: []
primed-stage-packages:
- libcurl4=7.81.0-1ubuntu1.15
- vim-common=2:8.2.3995-1ubuntu2.15
EOF
