#!/usr/bin/env python3
"""Writes nuget.tsv: a TAB (<|=|>|!) TAB b; ! = no version.

Usage: make-nuget.py OSV_FOLDER
The rules of https://learn.microsoft.com/en-us/nuget/concepts/package-versioning, written down a second time, independently of
the order that is tested, over the real versions of OSV's NuGet records and made ones. The pairs that the documentation itself
gives come first, with its answers.
"""
import functools, json, os, random, re, sys, zipfile

random.seed(20261124)
FORM = re.compile(r"^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+.*)?$", re.ASCII)
DOCUMENTED = [  # ascending
    ["1.0.1-aaa", "1.0.1-alpha", "1.0.1-beta", "1.0.1-open", "1.0.1-rc", "1.0.1-zzz", "1.0.1"],
    ["1.0.1-alpha10", "1.0.1-alpha2"],
    ["1.0.1-alpha.2", "1.0.1-alpha.10"],
    ["1.0.0", "1.0.0.1", "1.0.1", "1.1", "2"],
]
EQUAL = [("1.0", "1.0.0"), ("1", "1.0.0.0"), ("1.01.1", "1.1.1"), ("1.00.0.1", "1.0.0.1"), ("1.0.0+build5", "1.0.0"), ("1.0.0-BETA", "1.0.0-beta")]

def parse(text):
    m = FORM.match(text)
    if not m: return None
    release = tuple(int(part or 0) for part in m.groups()[:4])
    labels = [(0, int(l), "") if l.isdigit() else (1, 0, l.upper()) for l in m.group(5).split(".")] if m.group(5) else None
    return release, (labels is None, labels or [])

def answer(a, b):
    x, y = parse(a), parse(b)
    if x is None or y is None: return "!"
    return "<" if x < y else ">" if x > y else "="

versions = {}
with zipfile.ZipFile(f"{sys.argv[1]}/NuGet/all.zip") as archive:
    for name in archive.namelist():
        for affected in json.loads(archive.read(name)).get("affected", []):
            found = versions.setdefault(affected["package"]["name"], set(affected.get("versions", [])))
            for r in affected.get("ranges", []):
                for event in r["events"]: found |= set(event.values())
names = sorted(name for name, found in versions.items() if len(found) > 1)
pairs = [tuple(random.sample(sorted(versions[random.choice(names)]), 2)) for _ in range(1200)]

def made():
    out = ".".join(str(random.choice([0, 1, 2, 9, 10, "01"])) for _ in range(random.choice([1, 2, 3, 3, 3, 4, 4, 5])))
    if random.random() < .6: out += "-" + ".".join(random.choice(["alpha", "ALPHA", "beta", "rc", "rc1", "rc10", "1", "2", "10", "01", "x-y", "a"]) for _ in range(random.randint(1, 3)))
    if random.random() < .15: out += "+" + random.choice(["abc", "1.2", "a-b"])
    if random.random() < .05: out += random.choice(["-", ".", "..1", "_x", "v"])
    return out

for _ in range(1500):
    a = made()
    b = made() if random.random() < .4 else a[: random.randint(1, len(a))] + random.choice(["", "1", "-a", ".1", "-Alpha"])
    pairs.append((a, b))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nuget.tsv"), "w") as out:
    for row in DOCUMENTED:
        for i, a in enumerate(row):
            for b in row[i + 1:]:
                assert answer(a, b) == "<", (a, b)
                out.write(f"{a}\t<\t{b}\n")
    for a, b in EQUAL:
        assert answer(a, b) == "=", (a, b)
        out.write(f"{a}\t=\t{b}\n")
    for a, b in pairs: out.write(f"{a}\t{answer(a, b)}\t{b}\n")
