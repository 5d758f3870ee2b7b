#!/usr/bin/env python3
"""Counts the instructions of scans of a small image, and says where they grew: instructions.py TIDEWAITER [--record] [--work target/bench]

The image and its advisories are made from a seed, one thread scans, and valgrind's callgrind counts, which no other load disturbs: two
runs differ by less than one in a thousand, for the seeds of hash maps are the system's. Counts are kept in instructions.tsv beside this
file, by the build and the scanners; growth over 10 % is told and fails nothing: whoever meant it records anew with --record. A debug
build's counts weigh our own code too much against that of optimised libraries, but what makes it do more work shows in them as well.
"""
import argparse, os, re, subprocess, sys
import sample
from images import DockerArchive

SCANNERS = ["vuln", "secret", "misconfig"]
GROWTH = 1.10
KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.tsv")

def counted(command, env):
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], env=env, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode not in (0, 3) or not found: sys.exit(f"failed ({run.returncode}): {run.stderr[-2000:]}")
    return int(found[1])

def kept():
    """What was recorded, by build and scanners."""
    if not os.path.exists(KEPT): return {}
    with open(KEPT) as file: rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("build\t")]
    return {(build, scanners): int(count) for build, scanners, count in rows}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", help="its folder names the build: target/debug/tidewaiter")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--work", default="target/bench")
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    image, osv, cache = (f"{args.work}/{name}" for name in ("counted.tar", "osv", "cache-counted"))
    if not os.path.exists(image): sample.make_node(DockerArchive(image, "counted:1"), 1, 0.003)
    sample.advisories_once(osv)
    # The environment is a part of what is counted: an empty one is the same everywhere.
    env = {"PATH": os.environ["PATH"], "TIDEWAITER_CACHE_DIR": cache, "HOME": args.work}
    # Advisories are built by the program that is counted: older ones may have another form.
    subprocess.run([args.binary, "db", "build", "--from", osv, "--skip-ratings", "-q"], env=env, check=True)
    build = os.path.basename(os.path.dirname(os.path.abspath(args.binary)))
    before, now = kept(), {}
    for scanners in SCANNERS:
        now[build, scanners] = count = counted([args.binary, "image", "--input", image, "--skip-db-update", "-q", "-f", "json", "--parallel", "1", "--scanners", scanners, "--no-cache"], env)
        known = before.get((build, scanners))
        print(f"{build} {scanners}: {count / 1e6:.1f} million instructions" + (f", {count / known - 1:+.1%} of {known / 1e6:.1f}" if known else ", none recorded"), flush=True)
        if known and count > known * GROWTH and not args.record:
            print(f"WARNING: scanning for {scanners} takes {count:,} instructions instead of {known:,}. If this has to be, record it: python3 benches/instructions.py {args.binary} --record")
    if args.record:
        with open(KEPT, "w") as file:
            file.write("build\tscanners\tinstructions\n")
            file.writelines(f"{build}\t{scanners}\t{count}\n" for (build, scanners), count in sorted({**before, **now}.items()))
