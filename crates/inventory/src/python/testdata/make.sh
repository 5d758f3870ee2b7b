#!/bin/sh
# Lets each of Python's package managers lock the same small project. Needs pip, pip-tools, pipenv, poetry, pdm and uv.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
cd "$folder"

# The metadata of an installed package.
python3 -m pip install --quiet --no-deps --target installed jinja2==2.10
cp installed/Jinja2-2.10.dist-info/METADATA "$here/METADATA"

cat >pyproject.toml <<'P'
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["jinja2==2.11.3"]

[dependency-groups]
dev = ["iniconfig==2.0.0"]

[tool.uv]
constraint-dependencies = ["markupsafe==2.0.1"]

[tool.pdm.resolution.overrides]
markupsafe = "2.0.1"

[tool.poetry]
package-mode = false
P
cp pyproject.toml "$here/pyproject.toml"

# Indexes differ from place to place; the files are those of the public one.
public() {
  python3 - "$1" <<'P'
import re, sys
text = open(sys.argv[1]).read()
text = re.sub(r'https?://[^"\s]+/simple/?', "https://pypi.org/simple", text)
text = re.sub(r'https?://[^"\s]+/packages/', "https://files.pythonhosted.org/packages/", text)
# Few of the many files of each release are enough.
seen = {}
lines = []
for line in text.splitlines(keepends=True):
    kept = re.match(r'\s*(\{ ?(file|url|name) ?=|"sha256:|--hash=)', line) and not re.search(r"\]\s*$", line)
    seen["count"] = seen.get("count", 0) + 1 if kept else 0
    if seen["count"] <= 2: lines.append(line)
text = re.sub(r'",(\s*\])', r'"\1', "".join(lines)) if sys.argv[1].endswith("Pipfile.lock") else "".join(lines)
text = re.sub(r" \\(\n +# via)", r"\1", text)
open(sys.argv[1], "w").write(text)
P
  cp "$1" "$here/$(basename "$1")"
}

uv lock --quiet && public uv.lock
pdm lock --quiet -G dev && public pdm.lock
PDM_LOCK_FORMAT=pylock pdm lock --quiet -G dev --lockfile pylock.toml && public pylock.toml

mkdir poetry && cat >poetry/pyproject.toml <<'P'
[tool.poetry]
package-mode = false
[tool.poetry.dependencies]
python = ">=3.9"
jinja2 = "2.11.3"
markupsafe = "2.0.1"
[tool.poetry.group.dev.dependencies]
iniconfig = "2.0.0"
[[tool.poetry.source]]
name = "simple"
url = "https://pypi.org/simple/"
priority = "primary"
P
(cd poetry && poetry lock --quiet && python3 - <<'P'
# The index's simple interface serves everywhere; Poetry states each source that is not its own default.
import re
text = re.sub(r"\[package.source\]\n(.+\n)+\n?", "", open("poetry.lock").read())
open("poetry.lock", "w").write(text)
P
public poetry.lock)

mkdir pipenv && cat >pipenv/Pipfile <<'P'
[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"
[packages]
jinja2 = "==2.11.3"
markupsafe = "==2.0.1"
[dev-packages]
iniconfig = "==2.0.0"
P
(cd pipenv && PIPENV_VENV_IN_PROJECT=1 pipenv lock --quiet >/dev/null 2>&1 && public Pipfile.lock)

printf 'jinja2[i18n]==2.11.3\nmarkupsafe==2.0.1\n' | sed 's/\[i18n\]//' >requirements.in
pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --output-file requirements.txt requirements.in && public requirements.txt

# An egg, as `easy_install` left it: one zip file.
mkdir -p egg/EGG-INFO && cd egg
cat >setup.py <<'P'
from setuptools import setup
setup(name="sample", version="1.2", license="MIT", description="A sample", py_modules=["sample"])
P
echo >sample.py
python3 setup.py --quiet bdist_egg
cp dist/sample-1.2-*.egg "$here/sample-1.2.egg"
