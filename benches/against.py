#!/usr/bin/env python3
"""Times tidewaiter beside Trivy on the same images and advisories, in one run, and prints a table of medians, peaks of memory and ratios.

`./bench` builds what is measured and calls this. Without Trivy the program's own figures are printed alone; rows whose tools or images
are missing say so on stderr. Runs alternate; inputs and advisories are read before each run, so that all run on warm pages; caches of
layers are emptied before each run but in the row that is about them. Exit codes of both may say that there were findings or gaps.
"""
import argparse, json, os, platform, resource, shlex, shutil, statistics, subprocess, sys, time
from setting import Setting

ALL = "vuln,secret,misconfig"
# What is measured: its name, what of the images it reads, the scanners, more options of ours, the ratio that is aimed at.
ROWS = [
    ("docker-archive, vulnerabilities", "{images}/node-app.tar", "vuln", [], 15),
    ("docker-archive, vulnerabilities, contents verified", "{images}/node-app.tar", "vuln", ["--verify-layers"], 3.5),
    ("docker-archive, vulnerabilities and secrets", "{images}/node-app.tar", "vuln,secret", [], 4),
    ("docker-archive, all scanners", "{images}/node-app.tar", ALL, [], 9),
    ("OCI layout gzip, vulnerabilities and secrets", "{images}/node-app.oci", "vuln,secret", [], 2.9),
    ("OCI layout gzip, all scanners", "{images}/node-app.oci", ALL, [], 6),
    ("OCI layout zstd, all scanners", "{images}/node-app.zst.oci", ALL, [], 7),
    ("registry on loopback, gzip, all scanners", "registry", ALL, [], 6),
    ("layers cached, all scanners", "{images}/node-app.tar", ALL, [], 40),
    ("root file system in a folder, all scanners", "{images}/node-app.rootfs", ALL, [], 6),
    ("small images, one after the other, vulnerabilities", "{images}/alpine-*.tar", "vuln", [], 20),
]

def run(command, env):
    """Seconds and peak megabytes of one process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    # What was waited for here, Python need not wait for.
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1, 3) and not 200 <= process.returncode <= 205: sys.exit(f"failed ({process.returncode}): {shlex.join(command)}")
    return time.monotonic() - start, usage.ru_maxrss / 1024

def run_all(commands, env):
    """Several processes one after the other: the sum of their times, the highest of their peaks."""
    times, peaks = zip(*(run(command, env) for command in commands))
    return sum(times), max(peaks)

def median(runs):
    return [statistics.median(values) for values in zip(*runs)] if runs else None

def shown(result):
    return f"{result[0]:.3f} ({result[1]:.0f})" if result else "-"

class Table:
    def __init__(self, setting, rounds):
        self.setting, self.rounds = setting, rounds

    def head(self):
        cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine()) if os.path.exists("/proc/cpuinfo") else platform.machine()
        print(f"{os.cpu_count()} cores, {cpu}, {platform.system()} {platform.release()}; Trivy {self.setting.trivy_version or 'is not there'}; medians of {self.rounds}\n")
        print("| path | Trivy s (MB) | tidewaiter s (MB) | ratio | goal | of gzip -dc |\n|---|---|---|---|---|---|", flush=True)

    def row(self, label, path, scanners, options, goal):
        setting = self.setting
        paths = setting.found(path)
        if not paths: return print(f"left out: {label}: {path} is not there", file=sys.stderr)
        is_cached = "cached" in label
        theirs, ours, unpacking = [], [], []
        blobs = setting.gzip_blobs(paths[0]) if "gzip" in label else []
        for turn in range(self.rounds + (1 if is_cached else 0)):
            if not is_cached: setting.empty_caches()
            setting.warm(paths)
            if setting.trivy: theirs.append(run_all([setting.trivy_command(path, scanners) for path in paths], setting.env))
            ours.append(run_all([setting.own_command(path, scanners, options, is_cached) for path in paths], setting.env))
            if blobs: unpacking.append(run(["gzip", "-dc", *blobs], setting.env))
        # The first of the cached runs fills the cache.
        kept = slice(1, None) if is_cached else slice(None)
        theirs, ours, unpacking = median(theirs[kept]), median(ours[kept]), median(unpacking)
        ratio = f"{theirs[0] / ours[0]:.1f}" if theirs else "-"
        print(f"| {label} | {shown(theirs)} | {shown(ours)} | {ratio} | {goal} | {ours[0] / unpacking[0]:.2f} |" if unpacking
              else f"| {label} | {shown(theirs)} | {shown(ours)} | {ratio} | {goal} | |", flush=True)

    def secrets(self):
        """Secrets alone over the unpacked file system, beside those who look for nothing else."""
        folder = self.setting.found("{images}/node-app.rootfs")
        others = {"gitleaks": ["gitleaks", "dir", "--no-banner", "--log-level", "error", "--exit-code", "0", "--report-format", "json", "--report-path", os.devnull],
                  "kingfisher": ["kingfisher", "scan", "--no-validate", "--format", "json", "--quiet"]}
        there = [name for name in others if shutil.which(name)]
        if not folder: return
        if not there: print("left out: secrets beside others: neither gitleaks nor kingfisher is in PATH", file=sys.stderr)
        runs = {name: [] for name in ("tidewaiter", *there)}
        for _ in range(self.rounds):
            self.setting.warm(folder)
            for name in there: runs[name].append(run([*others[name], folder[0]], self.setting.env))
            runs["tidewaiter"].append(run(self.setting.own_command(folder[0], "secret", [], False), self.setting.env))
        ours = median(runs["tidewaiter"])
        print("\n| secrets alone, unpacked | s (MB) | ratio | goal |\n|---|---|---|---|")
        for name, measured in runs.items():
            found = median(measured)
            print(f"| {name} | {shown(found)} | {found[0] / ours[0]:.1f} | {'' if name == 'tidewaiter' else 5} |", flush=True)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program that is measured")
    parser.add_argument("--work", required=True, help="a folder for images, advisories and caches, which are kept for the next time")
    parser.add_argument("--images", help="a folder with node-app.tar, node-app.oci and alpine-*.tar, instead of images made from a seed")
    parser.add_argument("--cache", help="a cache of tidewaiter whose advisories are built, instead of those of Trivy's database")
    parser.add_argument("--trivy", default="trivy", help="the program Trivy, or the path of another one")
    parser.add_argument("--trivy-cache", help="a cache of Trivy with its database; else its usual one")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="rows whose name has this text")
    parser.add_argument("--tiny", action="store_true", help="images of a few megabytes, to see whether everything still runs")
    args = parser.parse_args()
    with Setting(args) as setting:
        table = Table(setting, args.rounds)
        table.head()
        for row in ROWS:
            if args.only in row[0]: table.row(*row)
        if args.only in "secrets alone": table.secrets()
