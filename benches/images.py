"""Writes images as streams: tars with their digests, docker-archives, OCI layouts. Nothing is held but a chunk at a time.

Contents are iterables of bytes. A chunk that is HOLE is not written but left out of the file on the disk, where it reads as zeros.
"""
import contextlib, hashlib, json, os, subprocess, zlib

HOLE = bytes(1 << 20)
BLOCK = 512

def header(path, size=0, mode=0o644, kind=b"0", link=""):
    """A header of GNU's format, which knows sizes of 8 GiB and more."""
    field = b"%011o\0" % size if size < 8 << 30 else b"\x80" + size.to_bytes(11)
    raw = b"%s%07o\x000000000\x000000000\0%s00000000000\0        %s%sustar  \0" % (
        path.encode().ljust(100, b"\0"), mode, field, kind, link.encode().ljust(100, b"\0"))
    return b"%s%06o\0 %s" % (raw[:148], sum(raw), raw[156:].ljust(BLOCK - 156, b"\0"))

class Tar:
    """A tar in the making, on whatever takes bytes."""
    def __init__(self, sink):
        self.sink, self.size, self.hash, self.folders, self.is_whole = sink, 0, hashlib.sha256(), set(), False

    def write(self, chunk):
        self.sink(chunk)
        self.hash.update(chunk)
        self.size += len(chunk)

    def entry(self, path, contents, size, mode=0o644, kind=b"0", link=""):
        if len(path) > 100:
            self.write(header("././@LongLink", len(path) + 1, 0, b"L") + (path.encode() + b"\0").ljust(-(-(len(path) + 1) // BLOCK) * BLOCK, b"\0"))
        self.write(header(path[:100], size, mode, kind, link))
        begin = self.size
        for chunk in contents: self.write(chunk)
        assert self.size - begin == size, f"{path}: {self.size - begin} bytes instead of {size}"
        self.write(bytes(-size % BLOCK))

    def folder(self, path):
        """A folder, after those above it, unless it is there."""
        if path and path not in self.folders:
            self.folder(os.path.dirname(path))
            self.folders.add(path)
            self.entry(path + "/", (), 0, 0o755, b"5")

    def file(self, path, contents, size=None, mode=0o644):
        self.folder(os.path.dirname(path))
        if isinstance(contents, str): contents = contents.encode()
        if isinstance(contents, bytes): contents, size = (contents,), len(contents)
        self.entry(path, contents, size, mode)

    def end(self):
        if not self.is_whole: self.write(bytes(2 * BLOCK))
        return "sha256:" + self.hash.hexdigest()

class DockerArchive:
    """An image as `docker save` writes it, in one file that is written once and in order."""
    def __init__(self, path, name):
        self.file, self.name, self.layers, self.diff_ids = open(path, "wb"), name, [], []

    def write(self, chunk):
        if chunk is HOLE: self.file.seek(len(chunk), os.SEEK_CUR)
        else: self.file.write(chunk)

    def put(self, path, contents):
        self.write(header(path, len(contents)) + contents + bytes(-len(contents) % BLOCK))

    @contextlib.contextmanager
    def layer(self):
        path, at = f"{len(self.layers):04}/layer.tar", self.file.tell()
        self.file.seek(BLOCK, os.SEEK_CUR)
        tar = Tar(self.write)
        yield tar
        self.diff_ids.append(tar.end())
        self.layers.append(path)
        # Its size is known now.
        self.file.seek(at)
        self.file.write(header(path, tar.size))
        self.file.seek(0, os.SEEK_END)

    def end(self, **config):
        contents = json.dumps(configuration(self.diff_ids, config)).encode()
        self.put("config.json", contents)
        self.put("manifest.json", json.dumps([{"Config": "config.json", "RepoTags": [self.name], "Layers": self.layers}]).encode())
        self.write(bytes(2 * BLOCK))
        self.file.close()

class OciLayout:
    """An image as a layout in a folder, its layers compressed by gzip, by the program zstd, or not at all."""
    def __init__(self, folder, name, compression="gzip", level=1):
        self.folder, self.name, self.compression, self.level = folder, name, compression, level
        self.layers, self.diff_ids = [], []
        os.makedirs(f"{folder}/blobs/sha256")

    def adopt(self, path, digest, kind):
        os.rename(path, f"{self.folder}/blobs/sha256/{digest}")
        size = os.path.getsize(f"{self.folder}/blobs/sha256/{digest}")
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": size}

    def document(self, document, kind):
        contents = json.dumps(document).encode()
        with open(f"{self.folder}/new", "wb") as file: file.write(contents)
        return self.adopt(f"{self.folder}/new", hashlib.sha256(contents).hexdigest(), kind)

    @contextlib.contextmanager
    def layer(self):
        path = f"{self.folder}/new"
        with open(path, "wb") as file:
            if self.compression == "zstd":
                packer = subprocess.Popen(["zstd", "-q", f"-{self.level}", "-c"], stdin=subprocess.PIPE, stdout=file)
                tar = Tar(packer.stdin.write)
            else:
                packer = zlib.compressobj(self.level, wbits=31) if self.compression == "gzip" else None
                tar = Tar(lambda chunk: file.write(packer.compress(chunk) if packer else chunk))
            yield tar
            self.diff_ids.append(tar.end())
            if self.compression == "zstd":
                packer.stdin.close()
                assert packer.wait() == 0
            elif packer: file.write(packer.flush())
        with open(path, "rb") as file: digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.layers.append(self.adopt(path, digest, "layer.v1.tar" + (f"+{self.compression}" if self.compression else "")))

    def end(self, **config):
        config = self.document(configuration(self.diff_ids, config), "config.v1+json")
        manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": self.layers}
        manifest = self.document(manifest, "manifest.v1+json")
        manifest["annotations"] = {"org.opencontainers.image.ref.name": self.name.rpartition(":")[2]}
        index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]}
        with open(f"{self.folder}/index.json", "w") as file: json.dump(index, file)
        with open(f"{self.folder}/oci-layout", "w") as file: file.write('{"imageLayoutVersion":"1.0.0"}')

def configuration(diff_ids, config):
    history = [{"created_by": f"RUN layer {number}"} for number in range(len(diff_ids))]
    return {"os": "linux", "architecture": "amd64", "config": {"Cmd": ["/bin/sh"], **config}, "history": history,
            "rootfs": {"type": "layers", "diff_ids": diff_ids}}

def repacked(layout, folder, level=3):
    """The image of a layout whose layers are gzip, in another one whose layers are Zstandard, by the program of that name."""
    def read(descriptor):
        with open(f"{layout}/blobs/" + descriptor["digest"].replace(":", "/")) as file: return json.load(file)
    with open(f"{layout}/index.json") as file: index = json.load(file)
    manifest = read(index["manifests"][0])
    image = OciLayout(folder, "repacked:1", "zstd", level)
    for layer in manifest["layers"]:
        blob = f"{layout}/blobs/" + layer["digest"].replace(":", "/")
        with image.layer() as tar:
            with subprocess.Popen(["gzip", "-dc", blob], stdout=subprocess.PIPE) as unpacker:
                while chunk := unpacker.stdout.read(1 << 20): tar.write(chunk)
            tar.is_whole = True
    config = read(manifest["config"])
    image.end(**config.get("config") or {})
    return folder
