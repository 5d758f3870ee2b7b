#!/usr/bin/env python3
"""Writes julia.tsv: a TAB (<|=|>|!) TAB b; ! = no version.

Usage: make-julia.py
Julia comes from none of the registries that the project builds from, so these are the rules of its `VersionNumber`
(https://docs.julialang.org/en/v1/base/base/#Base.VersionNumber), written down a second time, independently of the order that is
tested, over made versions. Orders that Julia's own documentation states come first.
"""
import os, random, re

random.seed(20261126)
ID = r"[0-9A-Za-z-]+"
FORM = re.compile(rf"^v?(\d+)(?:\.(\d+)(?:\.(\d+))?)?(?:-({ID}(?:\.{ID})*)|([A-Za-z][0-9A-Za-z-]*(?:\.{ID})*))?(?:\+({ID}(?:\.{ID})*))?$", re.ASCII)
ASCENDING = [["0.2.0-rc1", "0.2", "0.2.1"], ["1.7.0-beta", "1.7.0-rc1", "1.7.0", "1.7.0+1", "1.7.1"], ["2.28.6+0", "2.28.6+1", "2.28.6+10"]]

def identifiers(text): return [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in text.split(".")] if text else []

def parse(text):
    m = FORM.match(text)
    if not m: return None
    prerelease = identifiers(m[4] or m[5])
    return [int(n or 0) for n in m.group(1, 2, 3)], not prerelease, prerelease, identifiers(m[6])

def answer(a, b):
    x, y = parse(a), parse(b)
    return "!" if x is None or y is None else "<" if x < y else ">" if x > y else "="

def made():
    out = random.choice(["", "", "", "v"]) + ".".join(str(random.choice([0, 1, 2, 9, 10, "01"])) for _ in range(random.choice([1, 2] + [3] * 12 + [4])))
    word = lambda: random.choice(["alpha", "beta2", "DEV", "rc1", "rc2", "0", "1", "2", "10", "01", "x-y", "-1"])
    for marks, chance in ((["-", "-", ""], .4), (["+"], .5)):
        if random.random() < chance: out += random.choice(marks) + ".".join(word() for _ in range(random.randint(1, 3)))
    return out + (random.choice(["-", "+", ".", "..1", "_x"]) if random.random() < .05 else "")

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "julia.tsv"), "w") as out:
    for row in ASCENDING:
        for i, a in enumerate(row):
            for b in row[i + 1:]:
                assert answer(a, b) == "<", (a, b)
                out.write(f"{a}\t<\t{b}\n")
    for _ in range(2200):
        a = made()
        b = made() if random.random() < .3 else a[: random.randint(min(6, len(a)), len(a))] + random.choice(["", "", "1", "-a", ".1", "+1", "+a", "rc1"])
        out.write(f"{a}\t{answer(a, b)}\t{b}\n")
