#!/bin/sh
# opkg is packaged for OpenWrt and Yocto only. `status` is written as its lib/pkg.c writes the fields of an installed package,
# `busybox.control` as OpenWrt's package build writes a package's control file, and `busybox.list` as its lib/opkg_install.c
# writes the list of files (Yocto's adds the mode and the target of a link after tabs).
set -eu
cd "$(dirname "$0")"
cat >status <<'EOF'
Package: busybox
Version: 1.36.1-1
Depends: libc
Conflicts: busybox-selinux
Provides: @busybox-any, busybox-any
Status: install user installed
Essential: yes
Architecture: x86_64
Conffiles:
 /etc/syslog.conf 0a5c1ac26ab9bb4c0eaf1d7db2a4a4ea36bcbb7a3ee8e4e6fbf8bd4e31f5a6e2
Installed-Time: 1728000000
Auto-Installed: yes

Package: libc
Version: 1.2.4-4
Depends: libgcc1 (>= 12.3.0), kernel (= 5.15.167-1-0123456789abcdef0123456789abcdef)
Status: install hold installed
Architecture: x86_64
Installed-Time: 1728000000

Package: gone
Version: 1-1
Status: deinstall user not-installed
Architecture: all

EOF
cat >busybox.control <<'EOF'
Package: busybox
Version: 1.36.1-1
Depends: libc
Source: package/utils/busybox
SourceName: busybox
License: GPL-2.0
Section: base
SourceDateEpoch: 1728000000
Maintainer: Felix Fietkau <nbd@nbd.name>
Architecture: x86_64
Installed-Size: 245760
Description:  The Swiss Army Knife of embedded Linux.
EOF
printf '/bin/busybox\n/bin/sh\t120777\tbusybox\n/etc/syslog.conf\n' >busybox.list
