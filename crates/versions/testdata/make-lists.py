#!/usr/bin/env python3
"""Asks Conan, Cabal and R how they order versions, and writes NAME.tsv: a TAB (<|=|>|!) TAB b; ! = refused.

Usage: make-lists.py [NAME...]
Needs python3 with `conan` 2, ghc with its library `Cabal`, R. The pairs are made: none of the three publishes its advisories with
versions of so many kinds as people write.
"""
import os, random, re, subprocess, sys, tempfile

only = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
random.seed(20261125)
MADE = 3600

def made(pieces, separators, first=(0, 1, 2, 9, 10)):
    def version():
        out = str(random.choice(first))
        for _ in range(random.randint(0, 5)): out += random.choice(separators) + str(random.choice(pieces))
        return out
    pairs = []
    for _ in range(MADE):
        a, b = version(), version()
        if random.random() < .7:
            cut = random.randint(1, len(a))
            b = a[:cut] + random.choice(["", *map(str, pieces), *separators]) + random.choice(["", a[cut:]])
        pairs.append((a, b))
    return pairs

def run(command, pairs): return subprocess.run(command, input="\n".join(map("\t".join, pairs)) + "\n", capture_output=True, text=True, check=True).stdout.split("\n")

def conan(pairs):
    from conan.internal.model.version import Version
    from conan.api.model import RecipeReference
    def accepts(version):
        try: RecipeReference("name", version).validate_ref()
        except Exception: return False
        return True
    # What Conan accepts begins with more characters than one; versions of one are in use all the same.
    ok = lambda version: re.fullmatch(r"[0-9a-z_]", version) or accepts(version)
    return ["!" if not (ok(a) and ok(b)) else "<" if Version(a) < Version(b) else ">" if Version(b) < Version(a) else "=" for a, b in pairs]

def in_circles(a, b):
    """Whether Conan compares a number with a word that begins with one of another length, which it does as texts: 9 < 10 < 1a < 9."""
    items = lambda version: re.split(r"[.+-]", version)
    digits = lambda item: len(re.match(r"\d*", item)[0].lstrip("0"))
    heads = [item for item in items(a) + items(b) if re.match(r"\d+[^\d]", item)]
    return bool(heads) and (len({digits(item) for item in items(a) + items(b) if item[:1].isdigit()}) > 1 or any(item.startswith("0") for item in items(a) + items(b)))

def hackage(pairs):
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/Pairs.hs", "w").write("""import Distribution.Parsec (simpleParsec)
import Distribution.Version (Version)
parse :: String -> Maybe Version
parse = simpleParsec
main :: IO ()
main = interact (unlines . map answer . lines)
  where answer line = let (a, b) = break (== '\\t') line in
          case (parse a, parse (drop 1 b)) of { (Just x, Just y) -> case compare x y of { LT -> "<"; EQ -> "="; GT -> ">" }; _ -> "!" }
""")
        subprocess.run(["ghc", "-v0", "-package", "Cabal", "-outputdir", folder, "-o", f"{folder}/pairs", f"{folder}/Pairs.hs"], check=True)
        return run([f"{folder}/pairs"], pairs)

def cran(pairs):
    with tempfile.NamedTemporaryFile("w", suffix=".R") as script:
        script.write("""p <- read.table(file("stdin"), sep = "\\t", colClasses = "character", quote = "", comment.char = "")
a <- numeric_version(p[[1]], strict = FALSE); b <- numeric_version(p[[2]], strict = FALSE)
bad <- is.na(a) | is.na(b)
cat(sapply(seq_along(a), function(i) if (bad[i]) "!" else c("<", "=", ">")[compareVersion(p[i, 1], p[i, 2]) + 2]), sep = "\\n")
""")
        script.flush()
        return run(["Rscript", "--vanilla", script.name], pairs)

# Python takes `-0` after the last `+` for a number, and an item may hold all `+` but the last; nobody writes either.
odd = re.compile(r"\+-|\+.*\+")
PLAN = {
    "conan": (conan, lambda: [p for p in made([0, 1, 2, 10, 0, "a", "b", "rc1", "alpha", "cci", "20210118", "1k", "1t", "x_y"], [".", ".", ".", "-", "+", ""], (0, 1, 2, 9, 10, "cci", "v1", "system", "_a", "-")) if not in_circles(*p) and not any(odd.search(v) for v in p)]),
    "hackage": (hackage, lambda: made([0, 0, 1, 2, 10, "01", 2024], [".", ".", ".", ".", ".", ".", ".", ""])),
    "cran": (cran, lambda: made([0, 0, 1, 2, 10, "01", 2024], [".", "-"] * 5 + [".", ""])),
}
for name, (ask, pairs) in PLAN.items():
    if only and name not in only: continue
    pairs = pairs()
    with open(f"{here}/{name}.tsv", "w") as out:
        answers = ask(pairs)
        for (a, b), answer in zip(pairs, answers): out.write(f"{a}\t{answer}\t{b}\n")
    print(name, len(pairs), {s: answers.count(s) for s in "<=>!"})
