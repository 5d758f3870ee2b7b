#!/bin/sh
# Builds packages of our own with makepkg, installs them with pacman into a new root, and keeps what pacman's local
# database then says of them. Needs pacman and makepkg (Debian: pacman-package-manager, makepkg, zstd, fakeroot, libarchive-tools)
# and root, who gives what must not be root to nobody.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
cat >PKGBUILD <<'EOF'
pkgbase=tide
pkgname=(tide libtide)
pkgver=1.2.3
pkgrel=4.1
epoch=2
arch=(x86_64)
url=https://example.org/tide
license=(GPL-2.0-or-later 'custom:tide')
package_tide() {
  pkgdesc="Tells the tide"
  depends=('libtide>=2:1.2' 'sh' 'libtide.so=1-64')
  optdepends=('cron: for tides at night')
  backup=(etc/tide.conf)
  install -Dm755 /dev/stdin "$pkgdir/usr/bin/tide" <<<'#!/bin/sh'
  install -Dm644 /dev/stdin "$pkgdir/etc/tide.conf" <<<'moon=full'
  install -Dm644 /dev/stdin "$pkgdir/usr/share/tide/naïve name" <<<x
}
package_libtide() {
  pkgdesc="Knows the tide"
  license=(MIT)
  provides=(libtide.so=1-64)
  install -Dm644 /dev/stdin "$pkgdir/usr/lib/libtide.so.1" <<<x
}
EOF
cat >shell.PKGBUILD <<'EOF'
pkgname=plainsh
pkgver=5
pkgrel=1
arch=(any)
license=(0BSD)
provides=(sh)
package() { install -Dm755 /dev/stdin "$pkgdir/usr/bin/plainsh" <<<'#!/bin/sh'; }
EOF
cat >makepkg.conf <<'EOF'
CARCH=x86_64
CHOST=x86_64-pc-linux-gnu
BUILDENV=(!distcc color !ccache check !sign)
OPTIONS=(!strip docs libtool staticlibs emptydirs zipman purge !debug !lto)
INTEGRITY_CHECK=(sha256)
PKGEXT=.pkg.tar.gz
SRCEXT=.src.tar.gz
COMPRESSGZ=(gzip -c -f -n)
EOF
export PACKAGER='Tide Watch <watch@archlinux.org>' SOURCE_DATE_EPOCH=1700000000
chown -R nobody "$work"
for file in PKGBUILD shell.PKGBUILD; do
  setpriv --reuid nobody --clear-groups env HOME="$work" makepkg --config makepkg.conf -p "$file" --nodeps --force
done
mkdir -p root/var/lib/pacman
printf '[options]\nArchitecture = auto\nSigLevel = Never\n' >pacman.conf
pacman --root root --dbpath root/var/lib/pacman --config pacman.conf --noconfirm --noscriptlet -U ./*.pkg.tar.gz
for package in root/var/lib/pacman/local/*/; do
  name=$(basename "$package")
  name=${name%-*-*}
  # The time of the installation would change the sample each time.
  sed '/^%INSTALLDATE%$/{n;s/.*/1700000000/}' "$package/desc" >"$here/$name.desc"
  cp "$package/files" "$here/$name.files"
done
rm -rf "$work"
