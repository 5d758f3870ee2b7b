#!/bin/sh
# How R describes packages that it has installed: one written here, and two of Debian's, one of which comes from Bioconductor. renv
# comes from none of the registries that are reached from where the samples are made: its lock file is written here in both forms
# that it has had. Needs r-base-core, r-bioc-biocgenerics and r-cran-r6.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
mkdir -p sample/R library
cat >sample/DESCRIPTION <<'D'
Package: sample
Title: A Sample
Version: 0.1-2
Author: Nobody
Maintainer: Nobody <nobody@example.org>
Description: Shows how R describes
    what it has installed.
License: GPL (>= 2) | MIT + file LICENSE
Depends: R (>= 3.5.0), methods
Imports: utils (>= 3.0),
    R6
Suggests: testthat,
    knitr (>= 1.2)
RemoteType: github
RemoteUrl: https://github.com/acme/sample
D
: >sample/NAMESPACE
: >sample/LICENSE
cp sample/DESCRIPTION "$here/project.dcf"
R CMD INSTALL --library=library sample >/dev/null 2>&1
cp library/sample/DESCRIPTION "$here/sample.dcf"
cp /usr/lib/R/site-library/R6/DESCRIPTION "$here/R6.dcf"
# The names of its files are long.
sed '/^Collate/,/^git_url/{/^git_url/!d}' /usr/lib/R/site-library/BiocGenerics/DESCRIPTION >"$here/BiocGenerics.dcf"
cat >"$here/renv.lock" <<'J'
{
  "R": {
    "Version": "4.2.2",
    "Repositories": [{ "Name": "CRAN", "URL": "https://cloud.r-project.org" }]
  },
  "Bioconductor": { "Version": "3.16" },
  "Packages": {
    "BiocGenerics": {
      "Package": "BiocGenerics",
      "Version": "0.44.0",
      "Source": "Bioconductor",
      "Requirements": ["R", "methods"],
      "Hash": "0123456789abcdef0123456789abcdef"
    },
    "R6": {
      "Package": "R6",
      "Version": "2.5.1",
      "Source": "Repository",
      "Repository": "CRAN",
      "Requirements": ["R"],
      "Hash": "0123456789abcdef0123456789abcdef"
    },
    "promises": {
      "Package": "promises",
      "Version": "1.2.0.1",
      "Source": "Repository",
      "Repository": "RSPM",
      "Depends": ["R (>= 3.5.0)"],
      "Imports": ["R6 (>= 2.0)", "stats"],
      "LinkingTo": "later"
    },
    "later": {
      "Package": "later",
      "Version": "1.3.0",
      "Source": "Repository",
      "Repository": "CRAN"
    },
    "sample": {
      "Package": "sample",
      "Version": "0.1-2",
      "Source": "GitHub",
      "RemoteType": "github",
      "RemoteHost": "api.github.com",
      "RemoteUsername": "acme",
      "RemoteRepo": "sample",
      "RemoteRef": "main",
      "RemoteSha": "0123456789abcdef0123456789abcdef01234567",
      "Requirements": ["R", "R6"]
    }
  }
}
J
rm -rf "$work"
