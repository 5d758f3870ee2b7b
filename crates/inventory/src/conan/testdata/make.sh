#!/bin/sh
# The lock files and caches of Conan 1 and 2, of recipes that are written here. Needs python3; fetches conan 1.66.0 and 2.34.0.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
export CONAN_USER_HOME="$work/one" CONAN_HOME="$work/two"
for version in 1.66.0 2.34.0; do
	python3 -m venv "$version"
	"$version/bin/pip" install -q "conan==$version"
done
recipe() {
	mkdir -p "$1"
	{
		printf 'from conan import ConanFile\n\n\nclass Recipe(ConanFile):\n'
		cat
	} >"$1/conanfile.py"
}
recipe zlib <<'P'
    name = "zlib"
    version = "1.2.11"
    license = "Zlib"
P
recipe cmake <<'P'
    name = "cmake"
    version = "3.27.0"
P
recipe pytool <<'P'
    name = "pytool"
    version = "1.0"
P
recipe poco <<'P'
    name = "poco"
    version = "1.9.4"
    license = "BSL-1.0"
    requires = "zlib/1.2.11"
    build_requires = "cmake/3.27.0"
    python_requires = "pytool/1.0"
P
recipe app <<'P'
    name = "app"
    version = "0.1.0"
    requires = "poco/1.9.4@acme/stable"
    tool_requires = "cmake/3.27.0"
P
for version in 1.66.0 2.34.0; do
	conan="$version/bin/conan"
	case $version in
	1.*) "$conan" profile new default --detect ;;
	2.*) "$conan" profile detect && echo 'package_type = "python-require"' | sed 's/^/    /' >>pytool/conanfile.py ;;
	esac
	"$conan" export pytool
	for name in zlib cmake; do "$conan" create "$name"; done
	case $version in
	1.*)
		"$conan" create poco acme/stable
		"$conan" lock create app/conanfile.py --build poco --lockfile-out one.lock
		;;
	2.*)
		"$conan" create poco --user acme --channel stable
		"$conan" lock create app --build='*' --lockfile-out two.lock
		;;
	esac
done >/dev/null 2>&1
cp one.lock "$here/conan1.lock"
cp two.lock "$here/conan2.lock"
cp one/.conan/data/poco/1.9.4/acme/stable/package/*/conaninfo.txt "$here/conaninfo.txt"
gzip -9n <two/p/cache.sqlite3 >"$here/cache.sqlite3.gz"
cp app/conanfile.py "$here/conanfile.py"
cat >"$here/conanfile.txt" <<'T'
[requires]
poco/1.9.4@acme/stable
# boost/1.70.0
zlib/[>=1.2.11 <2]

[tool_requires]
cmake/3.27.0 # builds it

[generators]
CMakeDeps
T
rm -rf "$work"
