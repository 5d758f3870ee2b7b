#!/usr/bin/env python3
"""Runs scanners over a labelled folder and says what each finds, misses and makes up.

    compare.py FOLDER [--least RECALL,PRECISION] NAME=COMMAND...

FOLDER is what labelled.py wrote. COMMAND is run in a shell with {tree} and {out} put in; NAME says whose JSON it writes to {out}:
tidewaiter, trivy, gitleaks or kingfisher. A find is right if it stands in the lines of a planted secret (in archives: in the
file), and wrong everywhere else; several finds in one secret count once, several wrong ones in one line once. With --least it fails if a
scanner has less.
"""
import json, subprocess, sys, tempfile, time
from collections import Counter
from pathlib import Path


def trivy(report, tree):
    for result in report.get("Results") or []:
        for secret in result.get("Secrets") or []:
            yield result["Target"].split("!/")[0].lstrip("/"), secret["StartLine"]


def gitleaks(report, tree):
    for found in report:
        yield found["File"].split("!")[0].removeprefix(str(tree)).lstrip("/"), found["StartLine"]


def kingfisher(report, tree):
    for found in report.get("findings", report if isinstance(report, list) else []):
        found = found.get("finding", found)
        path = found["path"].removeprefix(str(tree)).lstrip("/")
        for archive in (".jar", ".gz"):
            head, mark, _ = path.partition(archive)
            path = head + mark
        yield path, found["line"]


READERS = {"tidewaiter": trivy, "trivy": trivy, "gitleaks": gitleaks, "kingfisher": kingfisher}


def read(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        # kingfisher writes a document a line.
        documents = [json.loads(line) for line in text.splitlines() if line.startswith(("{", "["))]
        return next((document for document in documents if "findings" in document), documents[0] if documents else [])


def judge(labels, found):
    """Which labels were hit, and the wrong finds."""
    hits, wrong = set(), set()
    for path, line in found:
        of_file = [(index, label) for index, label in enumerate(labels) if label["file"] == path]
        at = [index for index, label in of_file if label["line"] == 0 or label["line"] <= line <= label["last"]]
        hits.update(index for index in at if labels[index]["secret"])
        if not any(labels[index]["secret"] for index in at):
            wrong.add((path, line, next((labels[index]["kind"] for index in at), "another line")))
    return hits, wrong


def main():
    folder = Path(sys.argv[1])
    tree, labels = folder / "tree", json.loads((folder / "labels.json").read_text())
    planted = [index for index, label in enumerate(labels) if label["secret"]]
    print(f"{len(planted)} secrets, {len(labels) - len(planted)} lookalikes\n")
    print("| scanner | found | recall | wrong | precision | F1 | seconds |\n|---|---|---|---|---|---|---|")
    details = []
    commands = sys.argv[2:]
    least = (0.0, 0.0)
    if commands[0] == "--least":
        least, commands = tuple(map(float, commands[1].split(","))), commands[2:]
    is_less = False
    for argument in commands:
        name, command = argument.split("=", 1)
        with tempfile.TemporaryDirectory() as temporary:
            out = Path(temporary) / "out.json"
            started = time.monotonic()
            subprocess.run(command.format(tree=tree, out=out), shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            took = time.monotonic() - started
            hits, wrong = judge(labels, READERS[name.split("-")[0]](read(out.read_text()), tree))
        recall, precision = len(hits) / len(planted), len(hits) / max(1, len(hits) + len(wrong))
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"| {name} | {len(hits)} | {recall:.1%} | {len(wrong)} | {precision:.1%} | {f1:.3f} | {took:.2f} |")
        missed = Counter(labels[index]["kind"] for index in planted if index not in hits)
        is_less |= recall < least[0] or precision < least[1]
        details.append((name, missed, Counter(kind for _, _, kind in wrong), sorted(wrong)[:20]))
    for name, missed, wrong, examples in details:
        print(f"\n{name}\n  missed: {', '.join(f'{kind} {count}' for kind, count in missed.most_common())}")
        print(f"  wrong: {', '.join(f'{kind} {count}' for kind, count in wrong.most_common())}")
        for path, line, kind in examples:
            print(f"    {path}:{line} {kind}")
    if is_less:
        sys.exit(f"less than {least[0]:.0%} found, or less than {least[1]:.0%} of it right")


if __name__ == "__main__":
    main()
