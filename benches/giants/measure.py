#!/usr/bin/env python3
"""Scans giants and prints a table of time and peak memory: measure.py TIDEWAITER CACHE PATH... [--scanners vuln --scanners vuln,secret,misconfig]

PATH is what make.py made: an archive, the folder of a layout, or a project's folder.
"""
import argparse, os, subprocess, time

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("tidewaiter")
parser.add_argument("cache")
parser.add_argument("paths", nargs="+")
parser.add_argument("--scanners", action="append")
parser.add_argument("--options", default="", help="more options of the scan, as one text")
args = parser.parse_args()

print("| what | scanners | MB on disk | wall s | user s | peak MB | findings' bytes |\n|---|---|---|---|---|---|---|")
for path in args.paths:
    is_project = os.path.isdir(path) and not os.path.exists(f"{path}/oci-layout")
    source = ["fs", path] if is_project else ["image", "--input", path]
    for scanners in args.scanners or ["vuln", "vuln,secret,misconfig"]:
        start = time.monotonic()
        process = subprocess.Popen([args.tidewaiter, *source, "--skip-db-update", "-q", "-f", "json", "--scanners", scanners, *args.options.split()],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TIDEWAITER_CACHE_DIR": args.cache})
        written = 0
        while chunk := process.stdout.read(1 << 20): written += len(chunk)
        told = process.stderr.read().decode(errors="replace").strip().replace("\n", " ")[:200]
        _, status, usage = os.wait4(process.pid, 0)
        size = sum(os.stat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(path) for name in names) if os.path.isdir(path) else os.path.getsize(path)
        failed = f" exit {os.waitstatus_to_exitcode(status)}: {told}" if os.waitstatus_to_exitcode(status) else ""
        print(f"| {os.path.basename(path)} | {scanners} | {size / 1e6:.0f} | {time.monotonic() - start:.2f} | {usage.ru_utime:.2f} | {usage.ru_maxrss / 1024:.0f} | {written}{failed} |", flush=True)
