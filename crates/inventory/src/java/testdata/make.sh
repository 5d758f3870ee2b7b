#!/bin/sh
# A published archive without its classes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
mvn -q -B dependency:copy -Dartifact=commons-io:commons-io:2.11.0 -DoutputDirectory=.
python3 - <<'P'
import zipfile
with zipfile.ZipFile("commons-io-2.11.0.jar") as old, zipfile.ZipFile("small.jar", "w", zipfile.ZIP_DEFLATED) as new:
    for info in old.infolist():
        if not info.filename.endswith(".class"): new.writestr(info, old.read(info))
P
cp small.jar "$here/commons-io-2.11.0.jar"
