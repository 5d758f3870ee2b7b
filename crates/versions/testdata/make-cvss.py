#!/usr/bin/env python3
"""Scores generated vectors with the PyPI package `cvss` (Red Hat's), whose tests are FIRST's; writes cvss.tsv."""
import itertools, os, random
from cvss import CVSS2, CVSS3, CVSS4

random.seed(20261123)
def pick(spec, optional={}):
    parts = [f"{name}:{random.choice(values)}" for name, values in spec]
    return "/".join(parts + [f"{name}:{random.choice(values)}" for name, values in optional.items() if random.random() < .15])

V2 = [("AV", "LAN"), ("AC", "HML"), ("Au", "MSN"), ("C", "NPC"), ("I", "NPC"), ("A", "NPC")]
V3 = [("AV", "NALP"), ("AC", "LH"), ("PR", "NLH"), ("UI", "NR"), ("S", "UC"), ("C", "NLH"), ("I", "NLH"), ("A", "NLH")]
V4 = [("AV", "NALP"), ("AC", "LH"), ("AT", "NP"), ("PR", "NLH"), ("UI", "NPA"), ("VC", "HLN"), ("VI", "HLN"), ("VA", "HLN"), ("SC", "HLN"), ("SI", "HLN"), ("SA", "HLN")]
vectors = set()
for values in itertools.product(*(values for _, values in V2)): vectors.add("/".join(f"{name}:{value}" for (name, _), value in zip(V2, values)))
while len(vectors) < 1700: vectors.add(random.choice(["CVSS:3.0/", "CVSS:3.1/"]) + pick(V3, {"E": "UPFH", "RL": "OTWU"}))
while len(vectors) < 3200: vectors.add("CVSS:4.0/" + pick(V4, {"E": "XAPU", "CR": "XHML", "IR": "XHML", "AR": "XHML", "MAV": "XNALP", "MSI": "XSHLN"}))

def score(vector):
    if vector.startswith("CVSS:4"): return CVSS4(vector).base_score
    return (CVSS3 if vector.startswith("CVSS:3") else CVSS2)(vector).base_score
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "cvss.tsv"), "w") as out:
    for vector in sorted(vectors): out.write(f"{vector}\t{float(score(vector)):.1f}\n")
