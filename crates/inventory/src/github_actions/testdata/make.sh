#!/bin/sh
# Workflows are written by people, not by a tool; these two are, in the forms that the documentation names. With the tool that
# lints them (actionlint, from Go's module proxy) they are seen to be well-formed.
set -eu
cd "$(dirname "$0")"
go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 -shellcheck= ci.yml
