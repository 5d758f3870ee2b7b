"""A mirror of advisories with one of them, about the package in the image of surroundings.py.

advisories.py FOLDER: makes `osv` and `nvd` there.
"""

import datetime
import gzip
import json
import pathlib
import sys
import zipfile

ADVISORY = {
    "id": "GHSA-left",
    "aliases": ["CVE-2024-0002"],
    "modified": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "summary": "It goes left",
    "database_specific": {"severity": "CRITICAL"},
    "affected": [{
        "package": {"ecosystem": "npm", "name": "left"},
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}],
    }],
}

folder = pathlib.Path(sys.argv[1])
(folder / "osv/npm").mkdir(parents=True)
(folder / "nvd").mkdir()
with zipfile.ZipFile(folder / "osv/npm/all.zip", "w") as records:
    records.writestr("GHSA-left.json", json.dumps(ADVISORY))
with gzip.open(folder / "nvd/nvdcve-2.0-2024.json.gz", "wt") as feed:
    json.dump({"vulnerabilities": [{"cve": {"id": "CVE-2024-0002"}}]}, feed)
