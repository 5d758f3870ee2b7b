#!/usr/bin/env python3
"""Asks the real package managers how they order versions, and writes NAME.tsv: a TAB (<|=|>|!) TAB b; ! = refused.

Usage: make.py OSV_FOLDER ALPINE_ROOT JARS NODE_MODULES [NAME...]
OSV_FOLDER holds ECOSYSTEM/all.zip of the public OSV bucket, ALPINE_ROOT an unpacked Alpine root file system, JARS the
class path of maven-artifact 3.9.9, NODE_MODULES a folder with `semver`. Needs dpkg, rpm, pacman's libalpm, python3 with
`packaging` and `portage`, node, ruby, java, go.
"""
import json, os, random, re, shutil, subprocess, sys, tempfile, zipfile

osv, alpine, jars, modules = sys.argv[1:5]
only = sys.argv[5:]
here = os.path.dirname(os.path.abspath(__file__))
random.seed(20261123)
REAL, MADE = 1500, 1500

def real(ecosystem):
    found = {}
    with zipfile.ZipFile(f"{osv}/{ecosystem}/all.zip") as archive:
        for name in archive.namelist():
            for affected in json.loads(archive.read(name)).get("affected", []):
                package = affected.get("package", {})
                if package.get("ecosystem", "").split(":")[0] != ecosystem: continue
                for r in affected.get("ranges", []):
                    for event in r["events"]:
                        for version in event.values():
                            if version != "0": found.setdefault(package["name"], set()).add(version)
    names = sorted(found)
    pairs = []
    while len(pairs) < REAL:
        versions = sorted(found[random.choice(names)])
        if len(versions) > 1: pairs.append(tuple(random.sample(versions, 2)))
    return pairs

def made(pieces, separators, prefix=("",)):
    def version():
        out = random.choice(prefix) + str(random.choice([0, 1, 2, 9, 10, "01"]))
        for _ in range(random.randint(0, 5)): out += random.choice(separators) + str(random.choice(pieces))
        return out
    pairs = []
    for _ in range(MADE):
        a = version()
        b = version()
        if random.random() < .6:
            cut = random.randint(1, len(a))
            b = a[:cut] + random.choice([str(p) for p in pieces] + list(separators)) + random.choice(["", a[cut:]])
        pairs.append((a, b))
    return pairs

def sign(n): return "<" if n < 0 else ">" if n > 0 else "="
def run(command, text): return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.split("\n")

def dpkg(pairs):
    out = []
    for a, b in pairs:
        p = subprocess.run(["dpkg", "--compare-versions", a, "lt", b], capture_output=True, text=True)
        if p.stderr: out.append("!"); continue
        out.append("<" if p.returncode == 0 else "=" if subprocess.run(["dpkg", "--compare-versions", a, "eq", b]).returncode == 0 else ">")
    return out

def apk(pairs):
    with open(f"{alpine}/pairs.sh", "w") as script:
        for a, b in pairs:
            script.write(f"if apk version -c -q '{a}' >/dev/null 2>&1 && apk version -c -q '{b}' >/dev/null 2>&1; then apk version -t '{a}' '{b}'; else echo '!'; fi\n")
    return run(["chroot", alpine, "/bin/sh", "/pairs.sh"], "")

def semver(pairs):
    js = """const s=require('semver');const pad=v=>{const m=/^([v=\\s]*\\d+)(\\.\\d+)?(\\.\\d+)?(.*)$/.exec(v);return m?m[1]+(m[2]||'.0')+(m[3]||'.0')+m[4]:v};
    for(const l of require('fs').readFileSync(0,'utf8').split('\\n').filter(x=>x)){const [a,b]=l.split('\\t').map(pad);
    const x=s.parse(a,{loose:true}),y=s.parse(b,{loose:true});console.log(x&&y?['<','=','>'][s.compare(x,y)+1]:'!')}"""
    return subprocess.run(["node", "-e", js], input="\n".join(map("\t".join, pairs)), capture_output=True, text=True, check=True,
        env={**os.environ, "NODE_PATH": modules}).stdout.split("\n")

def pep440(pairs):
    from packaging.version import InvalidVersion, Version
    out = []
    for a, b in pairs:
        try: x, y = Version(a), Version(b)
        except InvalidVersion: out.append("!"); continue
        out.append("<" if x < y else ">" if x > y else "=")
    return out

def alpm(pairs):
    import ctypes, ctypes.util
    compare = ctypes.CDLL(ctypes.util.find_library("alpm")).alpm_pkg_vercmp
    return [sign(compare(a.encode(), b.encode())) for a, b in pairs]

def portage(pairs):
    from portage.versions import vercmp
    out = []
    for a, b in pairs:
        n = vercmp(a, b, silent=1)
        # It says that equal texts are equal, whatever they are.
        out.append("!" if n is None or vercmp(a, "1", silent=1) is None else sign(n))
    return out

def rubygems(pairs):
    rb = """STDIN.each_line(chomp: true){|l| a,b=l.split("\\t",-1); puts((Gem::Version.correct?(a)&&Gem::Version.correct?(b)) ? {-1=>'<',0=>'=',1=>'>'}[Gem::Version.new(a)<=>Gem::Version.new(b)] : '!')}"""
    return run(["ruby", "-W0", "-e", rb], "\n".join(map("\t".join, pairs)) + "\n")

def rpm(pairs):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("for line in io.lines('/dev/stdin') do local a, b = line:match('^(.-)\\t(.*)$'); local ok, c = pcall(rpm.vercmp, a, b); print(ok and ({[-1]='<',[0]='=',[1]='>'})[c] or '!') end")
        script.flush()
        return run(["rpmlua", script.name] if shutil.which("rpmlua") else ["rpm", "--eval", f"%{{lua: dofile('{script.name}')}}"], "\n".join(map("\t".join, pairs)) + "\n")

def maven(pairs):
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/Pairs.java", "w").write("""import org.apache.maven.artifact.versioning.ComparableVersion;
        public class Pairs { public static void main(String[] x) throws Exception { var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)); String l;
        while ((l = in.readLine()) != null) { String[] p = l.split("\\t", -1); int c = new ComparableVersion(p[0]).compareTo(new ComparableVersion(p[1])); System.out.println(c < 0 ? "<" : c > 0 ? ">" : "="); } } }""")
        return run(["java", "-cp", jars, f"{folder}/Pairs.java"], "\n".join(map("\t".join, pairs)) + "\n")

def go(pairs):
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/main.go", "w").write("""package main
import ("bufio"; "fmt"; "os"; "strings"; "golang.org/x/mod/semver")
func main() { s := bufio.NewScanner(os.Stdin); for s.Scan() { p := strings.Split(s.Text(), "\\t"); a, b := "v"+strings.TrimPrefix(p[0], "v"), "v"+strings.TrimPrefix(p[1], "v")
 if !semver.IsValid(a) || !semver.IsValid(b) { fmt.Println("!"); continue }; fmt.Println([]string{"<", "=", ">"}[semver.Compare(a, b)+1]) } }""")
        for c in (["go", "mod", "init", "pairs"], ["go", "get", "golang.org/x/mod@v0.20.0"]): subprocess.run(c, cwd=folder, check=True, capture_output=True)
        subprocess.run(["go", "build", "-o", "pairs"], cwd=folder, check=True)
        return run([f"{folder}/pairs"], "\n".join(map("\t".join, pairs)) + "\n")

def composer(pairs):
    # Composer compares versions that its parser has brought into one form, and does not order branches.
    php = """require '/usr/share/php/Composer/Semver/autoload.php'; use Composer\\Semver\\{VersionParser, Comparator};
    $p = new VersionParser(); while (($l = fgets(STDIN)) !== false) { [$a, $b] = explode("\\t", rtrim($l, "\\n"));
    try { $a = $p->normalize($a); $b = $p->normalize($b); } catch (UnexpectedValueException $e) { echo "!\\n"; continue; }
    echo Comparator::lessThan($a, $b) ? "<" : (Comparator::greaterThan($a, $b) ? ">" : "="), "\\n"; }"""
    return run(["php", "-r", php], "\n".join(map("\t".join, pairs)) + "\n")

PLAN = {
    "composer": (composer, lambda: real("Packagist") + made([0, 1, 2, 10, "01", "a", "b2", "beta", "RC1", "rc", "alpha3", "patch", "pl1", "p", "stable", "dev", "x", "2024", "x-dev"], [".", ".", "-", "_", "", "+"], ("", "", "v", "2024.", "20240101"))),
    "dpkg": (dpkg, lambda: real("Debian") + made([0, 1, 2, 10, "a", "b", "deb12u1", "~rc1", "+b1", "~", "+", "z"], [".", "-", "~", "+", ":", ""])),
    "apk": (apk, lambda: real("Alpine") + made([0, 1, 2, 10, "01", "a", "b", "alpha", "rc1", "p2", "git20240101", "r0", "r1", "r10"], [".", ".", "_", "-", "", "~"])),
    "semver": (semver, lambda: real("npm") + made([0, 1, 2, 10, "alpha", "beta", "rc", "x-y", "0a"], [".", ".", "-", "+", ""], ("", "", "v", "="))),
    "pep440": (pep440, lambda: real("PyPI") + made([0, 1, 2, 10, "a1", "b2", "rc1", "dev3", "post4", "alpha", "c", "rev", "r5", "local"], [".", ".", "-", "_", "+", "", "!"], ("", "", "v"))),
    "go": (go, lambda: real("Go") + made([0, 1, 2, 10, "alpha", "20240101000000", "incompatible", "abcdef123456"], [".", ".", "-", "+"], ("", "v"))),
    "alpm": (alpm, lambda: [p for p in real("AlmaLinux") + made([0, 1, 2, 10, "01", "a", "b", "rc1", "beta", "git", "20240101"], [".", ".", "_", "+", ":", "", "..", "-"], ("", "", "1:", "0:", ":"))
        + [(a.split("-")[0], b.split("-")[0]) for a, b in real("AlmaLinux")[:500]] if ("-" in p[0]) == ("-" in p[1])]),
    "portage": (portage, lambda: real("Alpine") + made([0, 1, 2, 10, "01", "010", "100", "a", "b", "alpha", "beta2", "pre", "rc1", "p", "p2", "p01", "r0", "r1", "r10"], [".", ".", "_", "_", "-", ""])),
    "rpm": (rpm, lambda: real("AlmaLinux") + made([0, 1, 2, 10, "a", "b", "rc1", "el9", "module+el8.6.0", "git20240101", "~rc", "^git"], [".", ".", "-", "~", "^", "_", "+", ":", ""])),
    "rubygems": (rubygems, lambda: real("RubyGems") + made([0, 1, 2, 10, "a", "b", "rc", "pre", "beta"], [".", ".", "-", ""])),
    "maven": (maven, lambda: real("Maven") + made([0, 1, 2, 10, "a", "b", "m", "alpha", "rc", "cr", "final", "ga", "snapshot", "sp", "jre", "x"], [".", ".", "-", ""])),
}
for name, (ask, pairs) in PLAN.items():
    if only and name not in only: continue
    # Not asked: node's loose mode finds a version in almost anything by trying again with less (9.10.10.10 is 9.10.1-0.10
    # to it), and apk's answer for a letter where a number belongs (1.b) hangs on what follows.
    # pacman's answers for a version without a release and for one that ends in a separator run in circles, as the order's head says.
    odd = re.compile({"alpm": r"[._+:]($|-)", "semver": r"^[v=]*\d+\.\d+\.\d+\.|-($|[+.])", "apk": r"\.[a-z]"}.get(name, r"$^"))
    pairs = [p for p in pairs() if not any(odd.search(v) for v in p) and all(v and "\t" not in v and "\n" not in v and "'" not in v for v in p)]
    answers = ask(pairs)
    with open(f"{here}/{name}.tsv", "w") as out:
        for (a, b), answer in zip(pairs, answers): out.write(f"{a}\t{answer}\t{b}\n")
    print(name, len(pairs), {s: answers.count(s) for s in "<=>!"})
