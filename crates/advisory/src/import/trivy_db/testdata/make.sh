#!/usr/bin/env bash
# Lets bbolt itself write a database shaped like the published one. Needs Go.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > main.go <<'GO'
package main

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

func main() {
	db, err := bolt.Open("sample.db", 0o600, nil)
	if err != nil {
		panic(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		debian, _ := tx.CreateBucketIfNotExists([]byte("debian 12"))
		for i := 0; i < 40; i++ {
			pkg, _ := debian.CreateBucketIfNotExists([]byte(fmt.Sprintf("package-%d", i)))
			pkg.Put([]byte(fmt.Sprintf("CVE-2024-%04d", i)), []byte(`{"FixedVersion":"1.2-3"}`))
		}
		vulnerabilities, _ := tx.CreateBucketIfNotExists([]byte("vulnerability"))
		for i := 0; i < 1000; i++ {
			vulnerabilities.Put([]byte(fmt.Sprintf("CVE-2024-%04d", i)), []byte(`{"Title":"Something","VendorSeverity":{"nvd":3}}`))
		}
		tx.CreateBucketIfNotExists([]byte("empty"))
		return nil
	})
	if err != nil {
		panic(err)
	}
	db.Close()
}
GO
go mod init sample >/dev/null 2>&1
go get go.etcd.io/bbolt@v1.3.10 >/dev/null 2>&1
go run .
gzip -9 -n < sample.db > "$here/sample.db.gz"
