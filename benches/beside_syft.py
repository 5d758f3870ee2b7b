#!/usr/bin/env python3
"""Packages of two reports side by side, tidewaiter's JSON and Syft's: beside_syft.py OURS.json SYFT.json [--show 20]

Compared by type, name and version, in the words of Syft: Java without groups, Python's names normalised, Go's toolchain as a version.
"""
import json, re, sys
from collections import Counter

KINDS = {"node-pkg": "npm", "python-pkg": "python", "gobinary": "go-module", "jar": "java-archive", "gemspec": "gem",
         "dotnet-core": "dotnet", "rustbinary": "rust-crate", "composer-vendor": "php-composer", "conda-pkg": "conda",
         "debian": "deb", "ubuntu": "deb", "alpine": "apk", "cbl-mariner": "rpm", "mariner": "rpm", "sles": "rpm", "almalinux": "rpm"}

def key(kind, name, version):
    if kind == "java-archive": name = name.split(":")[-1]
    if kind == "python": name = re.sub(r"[-_.]+", "-", name).lower()
    if kind == "go-module": version = re.sub(r"^go(?=\d)", "v", version).replace("(devel)", "")
    return kind, name, version

def whole(package):
    version = package.get("Version", "")
    version = f'{package["Epoch"]}:{version}' if package.get("Epoch") else version
    return f'{version}-{package["Release"]}' if package.get("Release") else version

results = json.load(open(sys.argv[1])).get("Results") or []
ours = {key(KINDS.get(r["Type"], r["Type"]), p["Name"], whole(p)) for r in results for p in r.get("Packages") or []}
theirs = {key(a["type"], a["name"], a["version"]) for a in json.load(open(sys.argv[2]))["artifacts"]}
show = int(sys.argv[sys.argv.index("--show") + 1]) if "--show" in sys.argv else 20
print(f"both {len(ours & theirs)}, only ours {len(ours - theirs)}, only Syft's {len(theirs - ours)}")
for label, extra in (("only ours", ours - theirs), ("only Syft's", theirs - ours)):
    print(f"  {label}:", dict(Counter(kind for kind, *_ in extra)))
    for package in sorted(extra)[:show]: print("   ", *package)
