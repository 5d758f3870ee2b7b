#!/bin/sh
# Lets Portage (pip install portage==3.0.83) merge a package of our own from a repository of our own into a new root, and keeps
# what it then has in var/db/pkg. Needs root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
python3 -m venv portage
portage/bin/pip install --quiet portage==3.0.83
repo=$work/repo
mkdir -p "$repo/metadata" "$repo/profiles/default" "$repo/app-misc/tide-watch" root config/etc/portage config/usr/share
printf 'masters =\nthin-manifests = true\nsign-manifests = false\n' >"$repo/metadata/layout.conf"
echo gentoo >"$repo/profiles/repo_name"
echo amd64 >"$repo/profiles/arch.list"
echo app-misc >"$repo/profiles/categories"
echo 'amd64 default stable' >"$repo/profiles/profiles.desc"
echo 8 >"$repo/profiles/default/eapi"
printf 'ARCH=amd64\nACCEPT_KEYWORDS=amd64\nCHOST=x86_64-pc-linux-gnu\nACCEPT_LICENSE="*"\n' >"$repo/profiles/default/make.defaults"
mkdir -p "$repo/licenses"
touch "$repo/licenses/GPL-2+" "$repo/licenses/BSD" "$repo/licenses/MIT"
cat >"$repo/app-misc/tide-watch/tide-watch-1.2.3_p4-r2.ebuild" <<'EOF'
EAPI=8
DESCRIPTION="Tells the tide"
HOMEPAGE="https://example.org/tide"
LICENSE="|| ( GPL-2+ MIT ) doc? ( BSD )"
IUSE="doc"
SLOT="0/3"
KEYWORDS="amd64"
S=${WORKDIR}
src_install() {
	newbin - tide <<<'#!/bin/sh'
	dosym tide /usr/bin/tide-watch
	insinto /usr/share/tide
	newins - "high water" <<<x
}
EOF
cat >config/etc/portage/make.conf <<EOF
FEATURES="-sandbox -usersandbox -userpriv -userfetch -usersync -ipc-sandbox -network-sandbox -pid-sandbox -news -merge-sync"
PORTAGE_TMPDIR="$work/tmp"
DISTDIR="$work/distfiles"
PKGDIR="$work/packages"
PORTAGE_USERNAME=root
PORTAGE_GRPNAME=root
EOF
mkdir -p tmp distfiles
printf '[DEFAULT]\nmain-repo = gentoo\n[gentoo]\nlocation = %s\n' "$repo" >config/etc/portage/repos.conf
ln -s "$repo/profiles/default" config/etc/portage/make.profile
# Within a virtual environment Portage takes that for its prefix; without one it looks for its settings below /share.
mkdir /share
ln -s "$work/portage/share/portage" /share/portage
trap "rm -r /share" EXIT
export PORTAGE_OVERRIDE_EPREFIX= PORTAGE_CONFIGROOT=$work/config ROOT=$work/root
portage/bin/ebuild "$repo/app-misc/tide-watch/tide-watch-1.2.3_p4-r2.ebuild" digest merge
package=root/var/db/pkg/app-misc/tide-watch-1.2.3_p4-r2
# Times would change the sample each time.
sed -E 's/ [0-9]{10}$/ 1700000000/' "$package/CONTENTS" >"$here/CONTENTS"
cp "$package/LICENSE" "$here/LICENSE"
ls -la "$package"
rm -rf "$work"
