#!/bin/sh
# What `go mod tidy` makes of a small program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
cat >main.go <<'G'
package main

import (
	_ "github.com/gin-gonic/gin/render"
	_ "golang.org/x/text/language"
	_ "rsc.io/quote"
)

func main() {}
G
cat >go.mod <<'M'
module example.com/app

go 1.21

replace rsc.io/quote => rsc.io/quote/v3 v3.1.0

require (
	github.com/gin-gonic/gin v1.6.0
	golang.org/x/text v0.3.5
	rsc.io/quote v1.5.2
)
M
go mod tidy
cp go.mod "$here/go.mod"
