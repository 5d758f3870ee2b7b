#!/bin/sh
# Takes an assembly from a package of PyPI's that comes with one, and makes programs of one file as the bundler of .NET does: a
# host's data, then the list of packages and the header.
set -eu
cd "$(dirname "$0")"
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
pip download -q --no-deps -d "$FOLDER" clr_loader==0.3.1
python3 -m zipfile -e "$FOLDER"/clr_loader-*.whl "$FOLDER"
gzip -9nc "$FOLDER/clr_loader/ffi/dlls/amd64/ClrLoader.dll" >ClrLoader.dll.gz
python3 - "$FOLDER" <<'EOF'
import gzip, hashlib, struct, subprocess, sys

folder = sys.argv[1]
deps = open("web.deps.json", "rb").read()
signature = hashlib.sha256(b".net core bundle\n").digest()
text = lambda value: bytes([len(value)]) + value


def host(offset):
    data = ",".join(str(byte) for byte in struct.pack("<q", offset) + signature)
    source = f"static volatile unsigned char placeholder[] = {{{data}}};\n"
    source += "void _start(void) { placeholder[0] = placeholder[1]; }\n"
    subprocess.run(
        ["gcc", "-s", "-static", "-nostdlib", "-Wl,--build-id=none", "-o", f"{folder}/host", "-x", "c", "-"],
        input=source.encode(), check=True,
    )
    return open(f"{folder}/host", "rb").read()


for version in 1, 6:
    at = len(host(1))
    header = struct.pack("<IIi", version, 0, 1) + text(b"deps-here")
    if version > 1:
        header += struct.pack("<qqqqQ", at, len(deps), 0, 0, 0)
    compressed = struct.pack("<q", 0) if version >= 6 else b""
    header += struct.pack("<qq", at, len(deps)) + compressed + b"\x03" + text(b"Web.deps.json")
    with open(f"bundle-v{version}.gz", "wb") as file:
        file.write(gzip.compress(host(at + len(deps)) + deps + header, 9, mtime=0))
EOF
# The other samples are written by hand in the tools' formats: neither the .NET SDK nor Paket (a .NET tool) comes from any registry that
# the project builds from. Where they are at hand, these make such files:
#   web.deps.json                       dotnet publish (Web, which refers to the project Api)
#   selfcontained.deps.json             dotnet publish --self-contained -r linux-x64
#   Microsoft.NETCore.App.deps.json     lies in shared/Microsoft.NETCore.App/VERSION of every .NET runtime
#   packages.lock.json                  dotnet restore --use-lock-file, with CentralPackageTransitivePinningEnabled for version 2
#   packages.config, Directory.Packages.props, paket.dependencies    are written by people
#   paket.lock                          paket install
