#!/usr/bin/env python3
"""Makes images that are too large in one way each, from a seed, as streams: make.py KIND OUT [--size N] [--seed 1] [--oci gzip|zstd]

  layer   one layer of N GiB (10): programs and libraries, large texts, jars, models, many files of middle size
  files   N million files (3) in one layer            files-above  the same in a second layer
  layers  N layers (500), each with files of its own and the package manager's database anew
  jar     a fat jar of N MB (2000) with jars within, some of them packed once more
  lock    a package-lock.json of N entries (700,000, 300 MB)    lock-folder  the same in a project's folder

OUT is a docker-archive, with --oci the folder of a layout, for lock-folder a folder. Where zeros are, files have holes.
"""
import argparse, io, os, sys, tempfile, zipfile
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from images import DockerArchive, OciLayout
from matter import MIB, Matter

OS_RELEASE = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'

def jar(matter, group, name, version, size):
    """The bytes of a jar of about this size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\nImplementation-Title: {name}\nImplementation-Version: {version}\n")
        packed.writestr(f"META-INF/maven/{group}/{name}/pom.properties", f"groupId={group}\nartifactId={name}\nversion={version}\n")
        for number in range(max(size // 40_000, 1)):
            at = matter.random.randrange(MIB // 2)
            packed.writestr(f"{group.replace('.', '/')}/{name}/C{number}.class", matter.noise[number % 8][at:at + 30_000] + matter.text[0][at:at + 20_000])
    return out.getvalue()

def fat_jar(matter, path, megabytes):
    """As Spring Boot lays them out: jars within are stored, resources packed; and one jar holds jars of its own."""
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nStart-Class: org.example.Main\nImplementation-Title: fat\nImplementation-Version: 1.0\n")
        for number in range(megabytes // 10):
            inner = jar(matter, f"org.example.g{number % 30}", f"lib{number}", f"1.{number}.0", 3 * MIB)
            packed.writestr(f"BOOT-INF/lib/lib{number}-1.{number}.0.jar", inner, zipfile.ZIP_DEFLATED if number % 10 == 9 else zipfile.ZIP_STORED, 1)
        inner_path = path + ".inner"
        with zipfile.ZipFile(inner_path, "w") as inner:
            inner.writestr("deep/deep-2.0.jar", jar(matter, "org.example", "deep", "2.0", MIB))
            with inner.open("native/lib.so", "w") as file:
                for chunk in matter.binary(megabytes * MIB // 6): file.write(chunk)
        packed.write(inner_path, "BOOT-INF/lib/native-2.0.jar")
        os.remove(inner_path)
        left = megabytes * MIB - packed.fp.tell() - MIB
        with packed.open("BOOT-INF/classes/model.bin", "w") as file:
            for chunk in matter.binary(max(left, 0)): file.write(chunk)

def lock(matter, entries):
    """As npm writes it: each entry says where it came from, what it has to come to, and what it asks for."""
    rng = matter.random
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    def name(number): return f"@scope{number % 97}/pack-{number}" if number % 5 == 0 else f"pack-{number}"
    yield b'{\n  "name": "giant",\n  "version": "1.0.0",\n  "lockfileVersion": 3,\n  "requires": true,\n  "packages": {\n'
    direct = ", ".join(f'"{name(number)}": "^1.0.0"' for number in range(0, min(entries, 200)))
    yield f'    "": {{"name": "giant", "version": "1.0.0", "dependencies": {{{direct}}}}}'.encode()
    for number in range(entries):
        version = f"{number % 7}.{number % 31}.{number % 11}"
        wanted = ",\n".join(f'        "{name(rng.randrange(entries))}": "^1.0.0"' for _ in range(number % 4))
        wanted = f',\n      "dependencies": {{\n{wanted}\n      }}' if wanted else ""
        digest = "".join(rng.choices(alphabet, k=86))
        yield (f',\n    "node_modules/{name(number)}": {{\n      "version": "{version}",\n      "resolved": '
               f'"https://registry.npmjs.org/{name(number)}/-/{name(number).rpartition("/")[2]}-{version}.tgz",\n      "integrity": "sha512-{digest}==",\n'
               f'      "license": "MIT",\n      "engines": {{\n        "node": ">=14"\n      }}{wanted}\n    }}').encode()
    yield b'\n  }\n}\n'

def spooled(chunks):
    """Contents whose size nobody knows yet, and the size."""
    file = tempfile.TemporaryFile()
    for chunk in chunks: file.write(chunk)
    size = file.tell()
    file.seek(0)
    return iter(lambda: file.read(MIB), b""), size

def status(packages):
    return "".join(f"Package: lib{number}\nStatus: install ok installed\nPriority: optional\nSection: libs\nMaintainer: D <d@example.com>\n"
                   f"Architecture: amd64\nVersion: 1.{number}-1\nDescription: library\n of number {number}\n\n" for number in range(packages))

def put_package(tar, folder, number):
    tar.file(f"{folder}/pack-{number}/package.json", f'{{"name": "pack-{number}", "version": "1.{number % 50}.0", "license": "MIT"}}')

def make_layer(image, matter, size):
    with image.layer() as tar:
        tar.file("etc/os-release", OS_RELEASE)
        total = int(size * 1024) << 20
        programs = ("usr/bin/server", "usr/lib/libtorch_cuda.so", "usr/lib/libnode.so.108", "usr/bin/node", "usr/lib/libcublas.so.12")
        for name in programs: tar.file(name, matter.elf(total // 12), total // 12, 0o755)
        tar.file("srv/models/model.safetensors", matter.binary(total // 8), total // 8)
        for number, end in enumerate(("log", "csv", "json", "sql")):
            tar.file(f"var/log/large-{number}.{end}", matter.texts(total // 24), total // 24)
        number = 0
        while tar.size < total * 3 // 4:
            tar.file(f"srv/java/lib{number}-1.0.jar", jar(matter, "org.example", f"lib{number}", "1.0", 8 * MIB))
            number += 1
            if number == 60: break
        number = 0
        while tar.size < total:
            put_package(tar, "srv/node_modules", number)
            for part in range(20):
                at, length = matter.random.randrange(MIB // 2), matter.random.choice((300, 2000, 20_000, 400_000))
                kind, end = ((matter.noise, "bin") if part % 5 == 4 else (matter.text, "js"))
                tar.file(f"srv/node_modules/pack-{number}/lib/part-{part}.{end}", kind[part % 8][at:at + length])
            number += 1

def put_files(tar, matter, millions):
    for number in range(round(millions * 1_000_000)):
        folder = f"srv/data/{number // 40_000:03}/{number // 200 % 200:03}"
        if number % 1000 == 0: put_package(tar, f"{folder}/node_modules", number)
        at = number * 37 % (MIB // 2)
        tar.file(f"{folder}/record-{number:07}.{('txt', 'js', 'dat', 'py')[number % 4]}", matter.text[number % 8][at:at + number % 500])

def make_files(image, matter, size):
    with image.layer() as tar:
        tar.file("etc/os-release", OS_RELEASE)
        put_files(tar, matter, size)

def make_files_above(image, matter, size):
    with image.layer() as tar: tar.file("etc/os-release", OS_RELEASE)
    with image.layer() as tar: put_files(tar, matter, size)

def make_layers(image, matter, size):
    for number in range(size):
        with image.layer() as tar:
            if number == 0: tar.file("etc/os-release", OS_RELEASE)
            tar.file("var/lib/dpkg/status", status(300 + number))
            put_package(tar, "srv/node_modules", number)
            for part in range(30): tar.file(f"srv/layer-{number}/part-{part}.js", matter.text[part % 8][:3000 * part])

def make_jar(image, matter, size):
    with tempfile.TemporaryDirectory() as folder, image.layer() as tar:
        fat_jar(matter, f"{folder}/fat.jar", size)
        with open(f"{folder}/fat.jar", "rb") as file:
            tar.file("srv/app/fat.jar", iter(lambda: file.read(MIB), b""), os.path.getsize(file.name))

def make_lock(image, matter, size):
    with image.layer() as tar:
        tar.file("etc/os-release", OS_RELEASE)
        tar.file("srv/app/package-lock.json", *spooled(lock(matter, size)))

KINDS = {"layer": (make_layer, 10), "files": (make_files, 3), "files-above": (make_files_above, 3), "layers": (make_layers, 500),
         "jar": (make_jar, 2000), "lock": (make_lock, 700_000), "lock-folder": (None, 700_000)}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("out")
    parser.add_argument("--size", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--oci", choices=("gzip", "zstd"))
    args = parser.parse_args()
    make, usual = KINDS[args.kind]
    size = args.size or usual
    if args.kind not in ("layer", "files", "files-above"): size = int(size)
    matter = Matter(args.seed)
    if args.kind == "lock-folder":
        os.makedirs(args.out)
        with open(f"{args.out}/package-lock.json", "wb") as file: file.writelines(lock(matter, size))
        with open(f"{args.out}/package.json", "w") as file: file.write('{"name": "giant", "version": "1.0.0"}')
    else:
        name = f"giant-{args.kind}:1"
        image = OciLayout(args.out, name, args.oci) if args.oci else DockerArchive(args.out, name)
        make(image, matter, size)
        image.end()
