#!/bin/sh
# Images of Bottlerocket are published for clouds and its tool builds them from registries that are not reached from where this
# was made, so it is written as that tool writes it, with facts of a real image.
set -eu
cd "$(dirname "$0")"
python3 - >application-inventory.json <<'EOF'
import json
RELEASE = "1.1740525475.e3a5862c.br1"
packages = [
    ("chrony", "4.6.1", "0", "https://chrony.tuxfamily.org", "A versatile implementation of the Network Time Protocol"),
    ("containerd", "1.7.25", "1", "https://github.com/containerd/containerd", "An industry-standard container runtime"),
    ("kernel-6.1", "6.1.50", None, "https://www.kernel.org/", "The Linux kernel"),
]
content = []
for name, version, epoch, url, summary in packages:
    entry = {"Name": name, "Publisher": "bottlerocket-core-kit", "Version": version, "Release": RELEASE}
    if epoch is not None:
        entry["Epoch"] = epoch
    entry |= {"InstalledTime": "2025-02-27T20:55:41Z", "ApplicationType": "Unspecified", "Architecture": "x86_64"}
    content.append(entry | {"Url": url, "Summary": summary})
print(json.dumps({"Content": content}, indent=2))
EOF
