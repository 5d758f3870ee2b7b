#!/bin/sh
# What Cabal freezes, what Stack locks, and how GHC registers a package. Hackage is not reached from where the samples are made: Cabal
# takes a package from a folder, and packages of Hackage and of a repository are added to Stack's lock file in the form in which
# Stack writes them. Needs ghc, libghc-random-dev, cabal 3.4 and stack 2.7.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
export HOME="$work"
mkdir -p inner repository project
cat >inner/inner.cabal <<'C'
cabal-version: 2.4
name: inner
version: 0.3.1
license: MIT
library
  build-depends: base, random
  default-language: Haskell2010
C
cat >project/sample.cabal <<'C'
cabal-version:   2.4
name:            sample
version:         0.1.0.0
-- build-depends: nothing

library
    build-depends:    base >=4 && <5
                    , random ^>=1.2
                    , inner:{inner, parts}
    default-language: Haskell2010

executable sample
  main-is:          Main.hs
  if os(windows)
    build-depends: Win32
  build-depends:    base, text
  default-language: Haskell2010

test-suite tests
  type:             exitcode-stdio-1.0
  main-is:          T.hs
  Build-Depends:
    base,
    containers >=0.6
  default-language: Haskell2010
C
cp project/sample.cabal "$here/sample.cabal"
sed -i '/Win32/d; /if os/d; s/inner:{inner, parts}/inner/' project/sample.cabal
cat >"$here/package.yaml" <<'C'
name: sample
version: 0.1.0.0
dependencies:
- base >= 4.7 && < 5
- name: text
  version: ">= 1.2"
library:
  source-dirs: src
  dependencies: random, inner
executables:
  sample:
    main: Main.hs
    dependencies:
    - sample
tests:
  sample-test:
    main: Spec.hs
    dependencies:
      hspec: 2.*
C
(cd inner && cabal --config-file=/dev/null sdist -o ../repository >/dev/null 2>&1)
printf 'repository local\n  url: file+noindex://%s\n' "$work/repository" >config
cd project
printf 'packages: .\ntests: True\n' >cabal.project
cabal --config-file=../config v2-freeze >/dev/null 2>&1
cp cabal.project.freeze "$here/cabal.project.freeze"
mkdir vendor
cp ../repository/inner-0.3.1.tar.gz vendor/
printf 'resolver: ghc-9.0.2\npackages: [.]\nextra-deps:\n- ./vendor/inner-0.3.1.tar.gz\n' >stack.yaml
stack --system-ghc --no-install-ghc --skip-ghc-check ls dependencies >/dev/null 2>&1
sha=$(printf sample | sha256sum | cut -c-64)
sed "/^snapshots/,\$d" stack.yaml.lock >"$here/stack.yaml.lock"
cat >>"$here/stack.yaml.lock" <<C
- completed:
    hackage: aeson-2.0.1.0@sha256:$sha,6229
    pantry-tree:
      sha256: $sha
      size: 37910
  original:
    hackage: aeson-2.0.1.0
- completed:
    commit: 0123456789abcdef0123456789abcdef01234567
    git: https://github.com/Acme/tool.git
    name: tool
    pantry-tree:
      sha256: $sha
      size: 512
    version: 0.2.0
  original:
    commit: 0123456789abcdef0123456789abcdef01234567
    git: https://github.com/Acme/tool.git
snapshots: []
C
# Its description and the list of its modules are long.
grep -v '^    [^ ]*==\|^    [A-Z>]' /var/lib/ghc/package.conf.d/random-*.conf | sed '/^description/,/^category/{/^description/d;/^category/!d}' >"$here/random.conf"
rm -rf "$work"
