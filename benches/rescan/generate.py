#!/usr/bin/env python3
"""Makes inventories as a fleet has them: reports without findings, of packages with real names, for measuring `tidewaiter rescan`.

generate.py FOLDER REPORT... [--osv MIRROR] [--count 10000] [--packages 300] [--advised 10] [--seed 6]
Packages are drawn from the reports, which `tidewaiter image --format json` wrote of any images (Debian's, npm's and PyPI's are taken), and
so many in a hundred from those that the mirror of OSV has advisories about, in versions of their advisories. Two in five are the
system's, of one of twenty bases; the others are the application's, popular ones in many images, in up to six versions each.
"""
import hashlib, io, json, os, random, sys, zipfile

arguments = sys.argv[1:]
def option(name, usual):
    if name not in arguments: return usual
    at = arguments.index(name)
    _, value = arguments.pop(at), arguments.pop(at)
    return type(usual)(value)

mirror, count, size = option("--osv", ""), option("--count", 10_000), option("--packages", 300)
advised, seed = option("--advised", 10), option("--seed", 6)
folder, *reports = arguments
chance = random.Random(seed)
KINDS = {"debian": ("deb/debian", "dpkg"), "node-pkg": ("npm", "npm"), "python-pkg": ("pypi", "pypi")}
ECOSYSTEMS = {"debian": "Debian", "node-pkg": "npm", "python-pkg": "PyPI"}

def drawn():
    """Packages of the reports, by kind."""
    pools = {kind: {} for kind in KINDS}
    for path in reports:
        for result in json.load(open(path)).get("Results", []):
            pool = pools.get(result.get("Type"))
            for package in result.get("Packages", []) if pool is not None else []:
                pool.setdefault(package["Name"], package)
    return {kind: list(pool.values()) for kind, pool in pools.items()}

def known_bad(kind):
    """Names and versions that advisories speak of."""
    if not mirror: return []
    found = {}
    with zipfile.ZipFile(os.path.join(mirror, ECOSYSTEMS[kind], "all.zip")) as archive:
        for name in archive.namelist():
            for affected in json.loads(archive.read(name)).get("affected", []):
                of = affected.get("package", {})
                wanted = "Debian:12" if kind == "debian" else ECOSYSTEMS[kind]
                if of.get("ecosystem") != wanted: continue
                for span in affected.get("ranges", []):
                    for event in span["events"]:
                        version = event.get("fixed") or event.get("introduced")
                        if version and version != "0": found.setdefault(of["name"], set()).add(version)
    return [(name, sorted(versions)) for name, versions in sorted(found.items())]

def stated(kind, name, version, source=None):
    """A package as our reports tell it."""
    purl, reader = KINDS[kind]
    package = {"ID": f"{name}@{version}", "Name": name, "Identifier": {"PURL": f"pkg:{purl}/{name}@{version}".replace("+", "%2B"),
               "UID": hashlib.sha256(f"{name}@{version}".encode()).hexdigest()[:16]}}
    if kind == "debian":
        epoch, _, rest = version.rpartition(":")
        upstream, _, release = rest.rpartition("-")
        parts = {"Version": upstream or release} | ({"Release": release} if upstream else {}) | ({"Epoch": int(epoch)} if epoch else {})
        package |= parts | {"Arch": "amd64", "SrcName": source or name} | {f"Src{key}": value for key, value in parts.items()}
        package |= {"Maintainer": "Debian Developers <packages@lists.debian.org>", "Repository": {"Class": "official"}}
    else:
        package |= {"Version": version, "Licenses": ["MIT"], "FilePath": f"app/{'node_modules' if kind == 'node-pkg' else 'lib/python3.11/site-packages'}/{name}/package.json"}
    return package | {"Layer": {"DiffID": "sha256:" + "1" * 64, "CreatedBy": "COPY . /app"}, "AnalyzedBy": reader}

def other_version(package):
    """One of six versions of the same package."""
    step = chance.randrange(6)
    if step == 0 or "SrcName" in package: return package
    head, dot, last = package["Version"].rpartition(".")
    if not last.isdigit(): return package
    version = f"{head}{dot}{int(last) + step}"
    return package | {"Version": version, "ID": f"{package['Name']}@{version}"}

pools, bad = drawn(), {kind: known_bad(kind) for kind in KINDS}
for kind, pool in pools.items():
    if not pool: sys.exit(f"no report tells packages of {kind}")

def chosen(kind, wanted):
    """So many packages, each once; the first of a pool are the popular ones."""
    taken, pool = {}, pools[kind]
    for _ in range(20 * wanted):
        if len(taken) == wanted: break
        if bad[kind] and chance.randrange(100) < advised:
            name, versions = chance.choice(bad[kind])
            package = stated(kind, name, chance.choice(versions))
        else:
            package = other_version(pool[min(int(chance.expovariate(4 / len(pool))), len(pool) - 1)])
        taken.setdefault(package["Name"], package)
    return list(taken.values())

systems = [chosen("debian", min(size * 2 // 5, len(pools["debian"]))) for _ in range(20)]
total = 0
for number in range(count):
    system = chance.choice(systems)
    rest = size - len(system)
    node, python = chosen("node-pkg", rest * 2 // 3), chosen("python-pkg", rest - rest * 2 // 3)
    identity = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()
    name = f"registry.example/team-{number % 97}/app-{number}:1"
    results = [("app (debian 12.8)", "os-pkgs", "debian", system), ("Node.js", "lang-pkgs", "node-pkg", node), ("Python", "lang-pkgs", "python-pkg", python)]
    report = {
        "SchemaVersion": 2, "Tidewaiter": {"Version": "0.1.0"}, "CreatedAt": "2025-01-01T00:00:00Z", "ArtifactName": name, "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "debian", "Name": "12.8"}, "ImageID": f"sha256:{identity}", "DiffIDs": ["sha256:" + "1" * 64], "RepoTags": [name],
                     "ImageConfig": {"architecture": "amd64", "os": "linux"}},
        "Results": [{"Target": target, "Class": of, "Type": kind, "Packages": packages} for target, of, kind, packages in results],
        "Coverage": {"Complete": True, "Gaps": [], "Problems": [], "Shards": [], "ThirdParty": [], "LayersVerified": True},
    }
    path = os.path.join(folder, f"team-{number % 97}", f"app-{number}.json")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with io.open(path, "w") as file:
        json.dump(report, file, indent=2)
        total += file.tell()
print(f"{count} inventories of {size} packages, {total / 1e6:.0f} MB")
