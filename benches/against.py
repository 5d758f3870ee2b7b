#!/usr/bin/env python3
"""Times tidewaiter beside Trivy on the same images and advisories, in one run, and prints a table of medians and ratios.

against.py TIDEWAITER TRIVY CACHE IMAGES [--rounds 7] [--only TEXT] [--warm PATH] [--registry HOST:PORT/REPOSITORY:TAG]
CACHE is tidewaiter's cache with its advisories built; TRIVY a command that scans offline on the same advisories; IMAGES a
folder with NAME.tar (docker-archive) and NAME.oci (OCI layout, gzip). --registry is the same image as node-app in a registry
on this machine. Runs alternate, inputs, advisories and what --warm names (Trivy's database) are read before each run, and
Trivy's layer cache is removed before each of its runs (COLD=1), so that every run is a cold one with warm pages.
"""
import os, resource, shlex, statistics, subprocess, sys, time

ours, theirs, cache, images = sys.argv[1:5]
rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 7
also = [cache] + ([sys.argv[sys.argv.index("--warm") + 1]] if "--warm" in sys.argv else [])
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else None
registry = sys.argv[sys.argv.index("--registry") + 1] if "--registry" in sys.argv else None
env = {**os.environ, "TIDEWAITER_CACHE_DIR": cache, "COLD": "1"}

def warm(path):
    files = [path] if os.path.isfile(path) else [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    for name in files:
        with open(name, "rb", buffering=0) as file:
            while file.read(1 << 22): pass

def run(command, path):
    for name in [path, *also]: warm(name)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3): sys.exit(f"failed: {shlex.join(command)}")
    return time.monotonic() - start, usage.ru_maxrss / 1024

print("| path | Trivy s (MB) | tidewaiter s (MB) | ratio | ms a MB |\n|---|---|---|---|---|")
for label, path, scanners, flags in [
    ("docker-archive, vulnerabilities", "node-app.tar", "vuln", []),
    ("docker-archive, diff IDs verified", "node-app.tar", "vuln", ["--verify-layers"]),
    ("docker-archive, secrets", "node-app.tar", "secret", []),
    ("docker-archive, vulnerabilities and secrets", "node-app.tar", "vuln,secret", []),
    ("docker-archive, misconfigurations", "node-app.tar", "misconfig", []),
    ("docker-archive, all scanners", "node-app.tar", "vuln,secret,misconfig", []),
    ("OCI layout gzip, digests verified", "node-app.oci", "vuln", []),
    ("OCI layout gzip, all scanners", "node-app.oci", "vuln,secret,misconfig", []),
    ("registry on loopback, gzip", "node-app.oci", "vuln", []),
    ("docker-archive, Debian", "debian12.tar", "vuln", []),
    ("docker-archive, Alpine", "alpine-3.18.9-x86_64.tar", "vuln", []),
    ("docker-archive, ten ecosystems (mixed.sh)", "mixed.tar", "vuln", []),
    ("docker-archive, ten ecosystems, all scanners", "mixed.tar", "vuln,secret,misconfig", []),
]:
    if only and only not in label: continue
    image = os.path.join(images, path)
    if "registry" in label:
        if not registry: continue
        their_source, our_source = ["--image-src", "remote", "--insecure", registry], ["--image-src", "remote", registry]
    else:
        their_source = our_source = ["--input", image]
    if not os.path.exists(image): continue
    a, b = [], []
    for _ in range(rounds):
        a.append(run([*shlex.split(theirs), "image", *their_source, "--scanners", scanners, "--image-config-scanners", scanners.removeprefix("vuln").lstrip(",") or "secret", "-f", "json"], image))
        b.append(run([ours, "image", *our_source, "--skip-db-update", "-q", "-f", "json", "--scanners", scanners, *flags], image))
    (ta, ma), (tb, mb) = ([statistics.median(x) for x in zip(*runs)] for runs in (a, b))
    size = f"{tb * 1e9 / os.path.getsize(image):.2f}" if os.path.isfile(image) else ""
    print(f"| {label} | {ta:.2f} ({ma:.0f}) | {tb:.3f} ({mb:.0f}) | {ta / tb:.1f} | {size} |", flush=True)
