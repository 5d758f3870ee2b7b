#!/usr/bin/env python3
"""Asks opam how it orders versions, and writes opam.tsv: a TAB (<|=|>|!) TAB b; ! = refused.

opam tells all versions of a package in their order, once where two are the same to it. Needs opam 2.
"""
import os, random, subprocess, tempfile

here = os.path.dirname(os.path.abspath(__file__))
random.seed(20261124)


def made():
    version = random.choice(["", "", "v"]) + str(random.choice([0, 1, 2, 9, 10]))
    for _ in range(random.randint(0, 4)):
        version += random.choice([".", ".", ".", "-", "~", "+", ""])
        version += random.choice(["0", "1", "2", "10", "a", "b", "beta", "rc1", "flambda", "trunk", "dev", "p1", ""])
    return version


versions = sorted({made() for _ in range(1500)})
with tempfile.TemporaryDirectory() as folder:
    for version in versions:
        path = f"{folder}/repo/packages/x/x.{version}"
        os.makedirs(path)
        with open(f"{path}/opam", "w") as file:
            file.write('opam-version: "2.0"\nsynopsis: "x"\nmaintainer: "x"\n')
    with open(f"{folder}/repo/repo", "w") as file:
        file.write('opam-version: "2.0"\n')
    environment = os.environ | {"OPAMROOT": f"{folder}/root", "OPAMROOTISOK": "1"}

    def opam(*arguments):
        return subprocess.run(["opam", *arguments], env=environment, check=True, capture_output=True, text=True).stdout

    opam("init", "--bare", "--disable-sandboxing", "--no-setup", "default", f"{folder}/repo")
    opam("switch", "create", "sea", "--empty")
    ordered = opam("show", "x", "--field=all-versions").split()
assert len(ordered) > 500, len(ordered)
pairs = [(at, at + 1) for at in range(len(ordered) - 1)]
pairs += [tuple(random.sample(range(len(ordered)), 2)) for _ in range(1500)]
with open(f"{here}/opam.tsv", "w") as file:
    for a, b in pairs:
        file.write(f"{ordered[a]}\t{'<' if a < b else '>'}\t{ordered[b]}\n")
    # What it refuses to take for a version.
    for version in ["1.0 a", "", "1:0", "1/0"]:
        file.write(f"{version}\t!\t1.0\n")
print(len(pairs))
