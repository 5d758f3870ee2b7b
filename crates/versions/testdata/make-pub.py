#!/usr/bin/env python3
"""Writes pub.tsv: a TAB (<|=|>|!) TAB b; ! = no version.

Usage: make-pub.py
Dart comes from none of the registries that the project builds from, so these are the rules of pub_semver
(https://pub.dev/documentation/pub_semver), written down a second time, independently of the order that is tested, over made
versions. The orders that pub_semver itself states in its documentation and demands in its tests come first, with its answers.
"""
import os, random, re

random.seed(20261124)
PARTS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
FORM = re.compile(rf"^(\d+)\.(\d+)\.(\d+)(?:-({PARTS}))?(?:\+({PARTS}))?$", re.ASCII)
ASCENDING = [
    ["1.2.3+1", "1.2.3+2"],
    ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0-rc.1+build.1", "1.0.0", "1.0.0+0.3.7",
     "1.3.7+build", "1.3.7+build.2.b8f12d7", "1.3.7+build.11.e0f985a", "2.0.0", "2.1.0", "2.2.0", "2.11.0", "2.11.1"],
]
EQUAL = [("01.2.3", "1.2.3"), ("1.02.3", "1.2.3"), ("1.2.03", "1.2.3"), ("1.2.3-01", "1.2.3-1"), ("1.2.3+01", "1.2.3+1")]
NONE = ["1.0", "1.2.3.4", "1234", "-2.3.4", "1.3-pre", "1.3+build", "1.3+bu?!3ild"]

def parts(text):
    return [(0, int(p), "") if re.fullmatch(r"-?[0-9]+", p) else (1, 0, p) for p in text.split(".")] if text else []

def parse(text):
    m = FORM.match(text)
    if not m: return None
    prerelease, build = parts(m[4]), parts(m[5])
    return [int(m[i]) for i in (1, 2, 3)], not prerelease, prerelease, build

def answer(a, b):
    x, y = parse(a), parse(b)
    if x is None or y is None: return "!"
    return "<" if x < y else ">" if x > y else "="

def made():
    out = ".".join(str(random.choice([0, 1, 2, 9, 10, "01"])) for _ in range(random.choice([2] + [3] * 30 + [4])))
    word = lambda: random.choice(["alpha", "beta", "dev", "nullsafety", "0", "1", "2", "10", "01", "x-y", "a", "-1", "-2", "-", "B"])
    for mark, chance in (("-", .5), ("+", .5)):
        if random.random() < chance: out += mark + ".".join(word() for _ in range(random.randint(1, 3)))
    return out + (random.choice(["-", ".", "..1", "_x", "+", "+a+b"]) if random.random() < .05 else "")

pairs = []
for _ in range(2200):
    a = made()
    b = made() if random.random() < .3 else a[: random.randint(min(8, len(a)), len(a))] + random.choice(["", "", "1", "-a", ".1", "+1", "+a", "-1"])
    pairs.append((a, b))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "pub.tsv"), "w") as out:
    for row in ASCENDING:
        for i, a in enumerate(row):
            for b in row[i + 1:]:
                assert answer(a, b) == "<", (a, b)
                out.write(f"{a}\t<\t{b}\n")
    for a, b in EQUAL:
        assert answer(a, b) == "=", (a, b)
        out.write(f"{a}\t=\t{b}\n")
    for a in NONE:
        assert answer(a, "1.0.0") == "!", a
        out.write(f"{a}\t!\t1.0.0\n")
    for a, b in pairs: out.write(f"{a}\t{answer(a, b)}\t{b}\n")
