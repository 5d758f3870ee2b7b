#!/usr/bin/env python3
"""Sample images from a seed, for machines that have none: sample.py OUT [--tiny]

  node-app.tar, node-app.oci, node-app.zst.oci   Debian 12 with Node and its packages: 590 MB in two layers, 240 MB of it text
  node-app.rootfs                                the same, unpacked
  alpine-NN.tar                                  40 small images of one base
  osv                                            advisories about some of it, for who has none: `tidewaiter db build --from OUT/osv`

Names and versions are of real packages where advisories matter, contents are words and noise. --tiny makes the same in a few megabytes.
"""
import argparse, json, os, shutil, subprocess, sys, zipfile
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from images import DockerArchive, OciLayout, repacked
from matter import Matter

NPM = """lodash@4.17.4 minimist@1.2.0 express@4.16.0 axios@0.21.0 moment@2.24.0 ws@7.4.0 node-fetch@2.6.0 qs@6.5.2 json5@1.0.1 semver@5.7.1
 tar@4.4.8 ini@1.3.5 glob-parent@5.1.1 ansi-regex@5.0.0 follow-redirects@1.14.0 path-parse@1.0.6 hosted-git-info@2.8.8 y18n@4.0.0 ejs@3.1.5
 handlebars@4.7.6 marked@0.8.0 jquery@3.4.1 underscore@1.9.1 async@2.6.3 debug@2.6.8 send@0.16.0 cookie@0.3.1 braces@2.3.1 micromatch@3.1.10
 word-wrap@1.2.3 tough-cookie@2.5.0 request@2.88.0 shelljs@0.8.4 nth-check@1.0.2 postcss@7.0.35 loader-utils@1.4.0 terser@4.8.0 decode-uri-component@0.2.0
 got@9.6.0 http-cache-semantics@4.1.0 undici@5.0.0 xml2js@0.4.23 jsonwebtoken@8.5.1 socket.io-parser@3.3.0 engine.io@3.5.0 @babel/traverse@7.12.0""".split()
DEBIAN = """openssl/libssl3@3.0.9-1 zlib/zlib1g@1:1.2.13.dfsg-1 glibc/libc6@2.36-9 curl/libcurl4@7.88.1-10 expat/libexpat1@2.5.0-1 libxml2/libxml2@2.9.14+dfsg-1.2
 perl/perl-base@5.36.0-7 tar/tar@1.34+dfsg-1.2 systemd/libsystemd0@252.12-1~deb12u1 krb5/libkrb5-3@1.20.1-2 git/git@1:2.39.2-1.1 nghttp2/libnghttp2-14@1.52.0-1
 ncurses/libtinfo6@6.4-4 sqlite3/libsqlite3-0@3.40.1-2 gnutls28/libgnutls30@3.7.9-2 util-linux/libuuid1@2.38.1-5 libtasn1-6/libtasn1-6@4.19.0-2 openssh/openssh-client@1:9.2p1-2
 python3.11/python3.11@3.11.2-6 libwebp/libwebp7@1.2.4-0.2 tiff/libtiff6@4.5.0-6 imagemagick/imagemagick-6-common@8:6.9.11.60+dfsg-1.6 pcre2/libpcre2-8-0@10.42-1""".split()
ALPINE = """musl@1.2.4-r2 busybox@1.36.1-r5 libcrypto3@3.1.4-r5 libssl3@3.1.4-r5 zlib@1.2.13-r1 apk-tools@2.14.0-r5 libcurl@8.5.0-r0 libexpat@2.5.0-r1
 ca-certificates@20230506-r0 alpine-baselayout@3.4.3-r1 scanelf@1.3.7-r1 ssl_client@1.36.1-r5 musl-utils@1.2.4-r2 nghttp2-libs@1.57.0-r0 xz-libs@5.4.3-r0""".split()

def debian(tar, matter, scale):
    tar.file("etc/os-release", 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    tar.file("etc/debian_version", "12.1\n")
    tar.file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n")
    known = [text.split("@") for text in DEBIAN]
    made = [(f"lib{number}/lib{number}", f"1.{number}-1") for number in range(int(400 * scale))]
    status = "".join(f"Package: {name.split('/')[1]}\nStatus: install ok installed\nSource: {name.split('/')[0]}\nMaintainer: Debian <debian@lists.debian.org>\n"
                     f"Architecture: amd64\nVersion: {version}\nDescription: what it is\n {matter.part(matter.text, 60).decode().splitlines()[0]}\n\n" for name, version in [*known, *made])
    tar.file("var/lib/dpkg/status", status)
    for number in range(int(400 * scale)):
        tar.file(f"usr/share/doc/lib{number}/copyright", matter.part(matter.text, 9000))
        tar.file(f"usr/lib/x86_64-linux-gnu/lib{number}.so.1", matter.elf(600_000), 600_000)
        tar.file(f"var/lib/dpkg/info/lib{number}.list", f"/.\n/usr\n/usr/lib/x86_64-linux-gnu/lib{number}.so.1\n/usr/share/doc/lib{number}/copyright\n")

def node(tar, matter, scale):
    tar.file("usr/local/bin/node", matter.elf(int(90e6 * scale) + 100_000), int(90e6 * scale) + 100_000, 0o755)
    made = [f"pack-{number}@1.{number % 40}.{number % 7}" for number in range(int(1600 * scale))]
    for spec in [*NPM[:max(5, int(4000 * scale))], *made]:
        name, _, version = spec.rpartition("@")
        folder = f"srv/app/node_modules/{name}"
        tar.file(f"{folder}/package.json", json.dumps({"name": name, "version": version, "license": "MIT", "main": "lib/0.js",
                                                       "dependencies": {"lodash": "^4.0.0"}}, indent=2))
        tar.file(f"{folder}/README.md", matter.part(matter.text, 3000))
        for number in range(35): tar.file(f"{folder}/lib/{number}.js", matter.part(matter.text, matter.random.choice((200, 900, 2500, 6000, 11_000))))
    tar.file("srv/app/Dockerfile", "FROM node:18\nRUN npm install\nCMD [\"node\", \"app.js\"]\n")
    tar.file("srv/app/.env", "AWS_ACCESS_KEY_ID=AKIA" + "Q3EGRIZ5MXVLWTCN\n")

def alpine(image, matter, number):
    with image.layer() as tar:
        tar.file("etc/os-release", 'ID=alpine\nVERSION_ID=3.18.5\nPRETTY_NAME="Alpine Linux v3.18"\n')
        tar.file("etc/alpine-release", "3.18.5\n")
        packages = [*ALPINE, *(f"extra-{extra}@1.{extra}-r0" for extra in range(number))]
        tar.file("lib/apk/db/installed", "".join(f"P:{name}\nV:{version}\nA:x86_64\no:{name}\nL:MIT\n\n" for name, version in (text.split("@") for text in packages)))
        tar.file("bin/busybox", matter.elf(900_000), 900_000, 0o755)
        for part in range(8): tar.file(f"lib/lib{part}.so.1", matter.elf(700_000), 700_000)
    with image.layer() as tar:
        tar.file("srv/run.sh", f"#!/bin/sh\necho {number}\n")
        tar.file("srv/data.txt", matter.part(matter.text, 200_000))

def make_node(image, seed, scale):
    matter = Matter(seed)
    with image.layer() as tar: debian(tar, matter, scale)
    with image.layer() as tar: node(tar, matter, scale)
    image.end(Env=["PATH=/usr/local/bin:/usr/bin:/bin"])

def advisories(folder):
    """In the form of OSV's own mirror, an archive an ecosystem."""
    def record(ecosystem, release, name, events, number):
        return {"id": f"CVE-2023-{number:04}", "modified": "2024-01-01T00:00:00Z", "summary": f"Something in {name}", "details": "It is bad. " * 30,
                "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
                "affected": [{"package": {"ecosystem": ecosystem + release, "name": name}, "ranges": [{"type": "SEMVER" if ecosystem == "npm" else "ECOSYSTEM", "events": events}]}]}
    for ecosystem, release, names in (("npm", "", [text.rpartition("@")[0] for text in NPM]), ("Debian", ":12", [text.split("/")[0] for text in DEBIAN]),
                                      ("Alpine", ":v3.18", [text.split("@")[0] for text in ALPINE])):
        os.makedirs(f"{folder}/{ecosystem}")
        with zipfile.ZipFile(f"{folder}/{ecosystem}/all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for number, name in enumerate(names):
                for more in range(3):
                    fixed = [] if more == 2 else [{"fixed": "999.0.0" if ecosystem == "npm" else "999"}]
                    made = record(ecosystem, release, name, [{"introduced": "0"}, *fixed], number * 3 + more)
                    packed.writestr(f"{made['id']}.json", json.dumps(made))

def advisories_once(folder):
    if not os.path.exists(folder): advisories(folder)

def make(out, is_tiny=False, seed=1):
    """Everything that is not there yet."""
    os.makedirs(out, exist_ok=True)
    scale = 0.01 if is_tiny else 1
    if not os.path.exists(f"{out}/node-app.tar"): make_node(DockerArchive(f"{out}/node-app.tar", "node-app:1"), seed, scale)
    if not os.path.exists(f"{out}/node-app.oci"): make_node(OciLayout(f"{out}/node-app.oci", "node-app:1", "gzip", 6), seed, scale)
    if not os.path.exists(f"{out}/node-app.zst.oci") and shutil.which("zstd"): repacked(f"{out}/node-app.oci", f"{out}/node-app.zst.oci")
    if not os.path.exists(f"{out}/alpine-00.tar"):
        matter = Matter(seed)
        for number in range(3 if is_tiny else 40):
            image = DockerArchive(f"{out}/alpine-{number:02}.tar", f"alpine-{number}:1")
            alpine(image, matter, number)
            image.end()
    unpack(f"{out}/node-app.oci", f"{out}/node-app.rootfs")
    advisories_once(f"{out}/osv")

def unpack(layout, folder):
    """Lays an image's layers over each other. Good for images without whiteouts of what counts: tar does not know them."""
    if os.path.exists(folder) or not os.path.exists(layout): return
    blob = lambda descriptor: f"{layout}/blobs/" + descriptor["digest"].replace(":", "/")
    with open(f"{layout}/index.json") as file: manifest = json.load(file)["manifests"][0]
    with open(blob(manifest)) as file: layers = json.load(file)["layers"]
    os.makedirs(folder)
    for layer in layers:
        # Devices need rights that nobody needs here.
        subprocess.run(["tar", "-C", folder, "--no-same-owner", "--no-same-permissions", "--exclude=dev/*", "-xzf", blob(layer)], check=True, stderr=subprocess.DEVNULL)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    make(args.out, args.tiny, args.seed)
