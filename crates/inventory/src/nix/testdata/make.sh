#!/bin/sh
# Lets Nix (Debian: nix-bin) build packages of our own, and lists what is then in its store. Needs root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
cat >tide.nix <<'EOF'
let
  make = name: outputs: derivation {
    inherit name outputs;
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-c" "for output in $outputs; do eval folder=\\$$output; /bin/mkdir -p $folder/bin; echo x > $folder/bin/x; done" ];
  };
in [
  (make "tide-1.2.3" [ "out" "dev" "bin" ])
  (make "libtide-2-2.5pre1_abc" [ "out" ])
  (make "python3.11-tide-0.1.0" [ "out" ])
  (make "plain-script" [ "out" ])
]
EOF
nix-build --option sandbox false tide.nix >built
echo x >tide-1.0.patch
nix-store --add tide-1.0.patch >>built
# The other outputs are built with the first; derivations and sources are files.
find /nix/store -mindepth 1 -maxdepth 2 -printf '%y %P\n' | grep -E 'tide|plain|links$' | sort >"$here/store"
rm -rf "$work"
