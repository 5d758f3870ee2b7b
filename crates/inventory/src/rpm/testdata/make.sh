#!/bin/sh
# Builds two small packages with rpmbuild (Debian's rpm 4.18) and lets rpm install them into its SQLite database, without the
# files themselves. The same headers then go into Berkeley DB hash tables of either byte order by its own db_load
# (db5.3-util), since rpm no longer writes these, and into an ndb file that is laid out here as rpmpkg.c lays it out, since
# Debian's rpm is built without ndb.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$(mktemp -d)"
cat >tide.spec <<'S'
Name: tide
Epoch: 2
Version: 1.4
Release: 3.el9
Summary: A sample
License: MIT and GPLv2+
Vendor: Fedora Project
ModularityLabel: tide:1:9010020230101000000:abcdef12
Source0: nothing
Requires: tide-libs, /usr/share/tide/scale, libtide.so.1()(64bit), nobody
BuildArch: noarch
%description
A sample.
%package libs
Summary: Its library
Provides: libtide.so.1()(64bit)
%description libs
Its library.
%install
mkdir -p %{buildroot}/usr/bin %{buildroot}/usr/share/tide
echo x >%{buildroot}/usr/bin/tide
echo x >%{buildroot}/usr/share/tide/scale
%files
/usr/bin/tide
%files libs
/usr/share/tide
S
: >nothing
export SOURCE_DATE_EPOCH=1700000000
rpmbuild --quiet -bb --define "_topdir $PWD/top" --define "_sourcedir $PWD" --define "_buildhost localhost" \
  --define "use_source_date_epoch_as_buildtime 1" --define "_build_id_links none" tide.spec
mkdir sqlite
rpm --dbpath "$PWD/sqlite" --define "_db_backend sqlite" --nodeps --justdb --nosignature --force-debian -i top/RPMS/noarch/*.rpm
python3 - "$here" <<'P'
import gzip, sqlite3, struct, subprocess, sys, zlib
here = sys.argv[1]
def keep(name, data):
    with open(f"{here}/{name}.gz", "wb") as out, gzip.GzipFile("", "wb", 9, out, 0) as packed: packed.write(data)
db = sqlite3.connect("sqlite/rpmdb.sqlite")
blobs = [blob for (blob,) in db.execute("SELECT blob FROM Packages ORDER BY hnum")]
assert len(blobs) == 2
# Only the table that is read; small pages, so that headers overflow.
small = sqlite3.connect("small.sqlite")
schema = [row[0] for row in db.execute("SELECT sql FROM sqlite_schema WHERE name IN ('Packages', 'Name')")]
small.execute("PRAGMA page_size=512")
for sql in schema: small.execute(sql)
for number in range(40): small.execute("INSERT INTO Name VALUES (?, ?, ?)", (f"name {number}", number, 0))
small.executemany("INSERT INTO Packages VALUES (?, ?)", enumerate(blobs, 1))
small.commit(); small.execute("VACUUM"); small.close()
keep("rpmdb.sqlite", open("small.sqlite", "rb").read())

slots, body, block = b"", b"", 4096 // 16
for number, blob in enumerate(blobs, 1):
    padded = blob + bytes(-(16 + len(blob) + 12) % 16)
    whole = struct.pack("<4sIII", b"BlbS", number, 1, len(blob)) + padded
    whole += struct.pack("<II4s", zlib.adler32(whole), len(blob), b"BlbE")
    slots += struct.pack("<4sIII", b"Slot", number, block, len(whole) // 16)
    body += whole; block += len(whole) // 16
slots += struct.pack("<4sIII", b"Slot", 0, 0, 0) * ((4096 - 32 - len(slots)) // 16)
keep("Packages.db", struct.pack("<4s7I", b"RpmP", 0, 3, 1, 3, 0, 0, 0) + slots + body)

for name, order, page in (("Packages.little", 1234, 512), ("Packages.big", 4321, 4096)):
    pack = "<I" if order == 1234 else ">I"
    items = [(struct.pack(pack, 0), struct.pack(pack, 3))] + [(struct.pack(pack, n), b) for n, b in enumerate(blobs, 1)]
    lines = "".join(f" {key.hex()}\n {data.hex()}\n" for key, data in items)
    text = f"VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize={page}\ndb_lorder={order}\nHEADER=END\n{lines}DATA=END\n"
    subprocess.run(["db5.3_load", name], input=text, text=True, check=True)
    keep(name, open(name, "rb").read())
P
