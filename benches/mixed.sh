#!/usr/bin/env bash
# Builds an image of about 1 GB with some 3,000 packages of more than ten ecosystems: mixed.sh MKIMAGE BASE OUT
# MKIMAGE is a program that makes images of layers (--layer TAR... --name NAME --docker-archive FILE --oci FOLDER), BASE a tar of a
# Debian root file system. Packages come from the real package managers; what no registry gives here comes from the samples of
# our own units. Needs npm, pip, mvn, go, apt-get and dpkg-deb.
set -euo pipefail
mkimage=$1 base=$2 out=$(mkdir -p "$3" && cd "$3" && pwd)
samples=$(cd "$(dirname "$0")/../crates/inventory/src" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root/srv"/{web,java} "$root/opt" "$root/usr/local/bin" "$work/debs"

(cd "$root/srv/web" && npm init -y >/dev/null && npm install --ignore-scripts --no-audit --no-fund --loglevel=error \
  react-scripts@5.0.0 @angular/cli@15.0.0 @nestjs/core@9.0.0 gulp@4.0.2 mocha@9.0.0 serverless@3.20.0 lerna@6.6.2 @storybook/react@6.5.16 >/dev/null)
python3 -m pip install -q --target "$root/usr/local/lib/python3.11/dist-packages" \
  'jupyterlab==3.6.0' 'django==3.2.0' 'pandas==1.5.3' 'scikit-learn==1.2.0' 'celery==5.2.0' 'fastapi==0.95.0' 2>/dev/null
cat >"$work/pom.xml" <<'X'
<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version><dependencies>
<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId><version>2.6.0</version></dependency>
<dependency><groupId>org.apache.hadoop</groupId><artifactId>hadoop-client</artifactId><version>3.3.1</version></dependency>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>3.0.0</version></dependency>
</dependencies></project>
X
mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$root/srv/java" >/dev/null || true
GOBIN=$root/usr/local/bin go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7
GOBIN=$root/usr/local/bin go install github.com/mikefarah/yq/v4@v4.44.3

# What Debian packages, unpacked where its package manager does not know them: gems, R packages, programs.
for name in ruby-{rails,activerecord,activesupport,actionpack,actionview,nokogiri,rack,sinatra,faraday,mail,json,i18n,tzinfo} \
  r-cran-{ggplot2,dplyr,tibble,rlang,stringr,stringi,glue,vctrs} redis-tools nginx nodejs haproxy busybox mariadb-server-core; do
  (cd "$work/debs" && apt-get download -qq "$name" >/dev/null 2>&1) || echo "left out: $name"
done
for deb in "$work/debs"/*.deb; do dpkg-deb -x "$deb" "$root/opt/$(basename "$deb" | cut -d_ -f1)"; done
sample() { mkdir -p "$root/$(dirname "$2")" && case $1 in *.gz) gzip -dc "$samples/$1" >"$root/$2" ;; *) cp "$samples/$1" "$root/$2" ;; esac; }
sample rust/testdata/tool.gz usr/local/bin/tool && chmod +x "$root/usr/local/bin/tool"
sample php/testdata/installed-v2.json srv/php/vendor/composer/installed.json
for deps in "$samples"/dotnet/testdata/*.deps.json; do sample "dotnet/testdata/$(basename "$deps")" "srv/dotnet/$(basename "$deps")"; done
for meta in "$samples"/conda/testdata/*.json; do sample "conda/testdata/$(basename "$meta")" "opt/conda/conda-meta/$(basename "$meta")"; done
sample agents/testdata/mcp.json root/.mcp.json

tar -C "$root" --sort=name --owner=0 --group=0 --mtime=@0 -cf "$work/mixed.tar" .
python3 "$mkimage" --layer "$base" --layer "$work/mixed.tar" --name mixed:1 --arch amd64 --docker-archive "$out/mixed.tar" --oci "$out/mixed.oci"
ls -l "$out/mixed.tar"
