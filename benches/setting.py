"""What a comparison needs: images, advisories of the same making for both programs, caches of their own, a registry on this machine."""
import glob, json, os, shutil, socket, subprocess, sys, time
import sample

class Setting:
    def __init__(self, args):
        self.binary, self.work = os.path.abspath(args.binary), os.path.abspath(args.work)
        os.makedirs(self.work, exist_ok=True)
        self.images = os.path.abspath(args.images) if args.images else f"{self.work}/{'tiny' if args.tiny else 'images'}"
        if not args.images: sample.make(self.images, args.tiny)
        else: self.complete()
        self.trivy = shutil.which(args.trivy)
        self.trivy_version = self.asked([self.trivy, "--version"]).split("\n")[0].removeprefix("Version: ") if self.trivy else None
        self.their_cache = f"{self.work}/trivy"
        self.env = {**os.environ, "TRIVY_CACHE_DIR": self.their_cache, "TRIVY_SKIP_DB_UPDATE": "true", "TRIVY_SKIP_JAVA_DB_UPDATE": "true",
                    "TRIVY_SKIP_CHECK_UPDATE": "true", "TRIVY_OFFLINE_SCAN": "true", "TRIVY_SKIP_VERSION_CHECK": "true", "TRIVY_DISABLE_TELEMETRY": "true"}
        if self.trivy: self.share_database(args.trivy_cache or os.environ.get("TRIVY_CACHE_DIR") or os.path.expanduser("~/.cache/trivy"))
        self.cache = os.path.abspath(args.cache) if args.cache else self.built_advisories(args.tiny)
        self.env["TIDEWAITER_CACHE_DIR"] = self.cache
        self.registry = None

    def __enter__(self):
        self.registry = self.started_registry()
        return self

    def __exit__(self, *_):
        if self.registry:
            self.registry[0].terminate()
            self.registry[0].wait()

    def asked(self, command):
        return subprocess.run(command, capture_output=True, text=True).stdout

    def complete(self):
        """Of given images the forms that are not there are made in the work folder."""
        made = f"{self.work}/given"
        os.makedirs(made, exist_ok=True)
        for name in os.listdir(self.images):
            if name.startswith(("node-app", "alpine")) and not os.path.exists(f"{made}/{name}"): os.symlink(f"{self.images}/{name}", f"{made}/{name}")
        layout = f"{made}/node-app.oci"
        if os.path.exists(layout) and shutil.which("zstd") and not os.path.exists(f"{made}/node-app.zst.oci"): sample.repacked(layout, f"{made}/node-app.zst.oci")
        sample.unpack(layout, f"{made}/node-app.rootfs")
        self.images = made

    def share_database(self, cache):
        """Trivy's own database, fetched where there is none, in a cache that may be emptied."""
        if not os.path.exists(f"{cache}/db/trivy.db"):
            print("fetching Trivy's database", file=sys.stderr)
            subprocess.run([self.trivy, "image", "--download-db-only", "--cache-dir", cache], check=True)
        os.makedirs(self.their_cache, exist_ok=True)
        link = f"{self.their_cache}/db"
        if os.path.islink(link): os.remove(link)
        if not os.path.exists(link): os.symlink(os.path.abspath(f"{cache}/db"), link)

    def built_advisories(self, is_tiny):
        """Built from Trivy's database where there is one, so that both judge by the same; else from a few that are made up."""
        cache = f"{self.work}/cache{'-tiny' if is_tiny else ''}{'' if self.trivy else '-made-up'}"
        if not os.path.exists(f"{cache}/db"):
            of_trivy = ["--feed", f"trivy-db={self.their_cache}/db"]
            sample.advisories_once(f"{self.work}/osv")
            source = of_trivy if self.trivy else ["--from", f"{self.work}/osv", "--skip-ratings"]
            subprocess.run([self.binary, "db", "build", *source, "--cache-dir", cache, "-q"], check=True)
        return cache

    def started_registry(self):
        """A registry that has the image; `None` where docker-registry or skopeo is missing."""
        layout = f"{self.images}/node-app.oci"
        if not (shutil.which("docker-registry") and shutil.which("skopeo") and os.path.exists(layout)): return None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        with open(f"{self.work}/registry.yml", "w") as file:
            json.dump({"version": 0.1, "log": {"level": "error", "accesslog": {"disabled": True}}, "http": {"addr": address}, "storage": {"filesystem": {"rootdirectory": f"{self.work}/registry"}}}, file)
        process = subprocess.Popen(["docker-registry", "serve", f"{self.work}/registry.yml"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        host, port = address.split(":")
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex((host, int(port))) == 0: break
            time.sleep(0.1)
        pushed = subprocess.run(["skopeo", "copy", "-q", "--insecure-policy", "--dest-tls-verify=false", f"oci:{layout}", f"docker://{address}/bench/node-app:1"], capture_output=True, text=True)
        if pushed.returncode == 0: return process, f"{address}/bench/node-app:1"
        print(f"left out: the registry: {pushed.stderr.strip()}", file=sys.stderr)
        process.terminate()
        process.wait()
        return None

    def found(self, path):
        """What a row's path stands for; nothing if it is not there."""
        if path == "registry": return [self.registry[1]] if self.registry else []
        return sorted(glob.glob(path.format(images=self.images)))

    def gzip_blobs(self, path):
        """An image's compressed layers."""
        layout = path if os.path.isdir(path) else f"{self.images}/node-app.oci"
        blobs = glob.glob(f"{layout}/blobs/sha256/*")
        def is_gzip(blob):
            with open(blob, "rb") as file: return file.read(2) == b"\x1f\x8b"
        return [blob for blob in blobs if is_gzip(blob)]

    def warm(self, paths):
        """Reads what the next run will read."""
        files = [path for path in paths if os.path.isfile(path)]
        for top in [*(path for path in paths if os.path.isdir(path)), self.cache, f"{self.their_cache}/db/"]:
            files += [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names]
        for name in files:
            if os.path.islink(name) or not os.path.isfile(name): continue
            with open(name, "rb", buffering=0) as file:
                while file.read(1 << 22): pass

    def empty_caches(self):
        shutil.rmtree(f"{self.their_cache}/fanal", ignore_errors=True)

    def source(self, path):
        if self.registry and path == self.registry[1]: return ["image", "--image-src", "remote", path]
        is_image = os.path.isfile(path) or os.path.exists(f"{path}/oci-layout")
        return ["image", "--input", path] if is_image else ["rootfs", path]

    def trivy_command(self, path, scanners):
        source = self.source(path)
        of_image = []
        if source[0] == "image":
            of_configuration = ",".join(name for name in scanners.split(",") if name != "vuln") or "secret"
            of_image = ["--image-config-scanners", of_configuration, *(["--insecure"] if "remote" in source else [])]
        return [self.trivy, *source, "--scanners", scanners, *of_image, "-f", "json", "-q"]

    def own_command(self, path, scanners, options, is_cached):
        source = self.source(path)
        # Only layers of images are remembered.
        cold = ["--no-cache"] if source[0] == "image" and not is_cached else []
        return [self.binary, *source, "--skip-db-update", "-q", "-f", "json", "--scanners", scanners, *options, *cold]
