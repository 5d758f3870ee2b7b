//! Which source package a binary package was built from: the manifest does not say, and advisories name sources.
//!
//! The table is made of Debian 12's archive: the packages that servers and runtimes need, without the versions at their names'
//! ends, which change from release to release (`libicu72`, `libicu74`), and without the mark `t64` of 64-bit times.
//! Limits: a package that is not in the table is taken for its own source; advisories of what it was built from are then missed.

/// The source of a package of this name and version.
pub(super) fn source(name: &str, version: &str) -> String {
    let name = name.replace("t64", "");
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+' | '-'));
    let major = || version.rsplit(':').next().unwrap_or(version).split(['.', '-']).next().unwrap_or("");
    if GCC.contains(&stem) || ["gcc-", "g++-", "cpp-"].iter().any(|begin| is_numbered(&name, begin)) {
        return format!("gcc-{}", major());
    }
    for (begin, source) in [("dotnet-", "dotnet"), ("aspnetcore-", "dotnet")] {
        if name.starts_with(begin) {
            return format!("{source}{}", major());
        }
    }
    for begin in ["python3.", "openjdk-", "postgresql-", "php8.", "ruby3.", "lua5."] {
        let bare = name.strip_prefix("lib").unwrap_or(&name);
        if is_numbered(bare, begin) {
            let digits = bare.get(begin.len()..).unwrap_or("");
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            return format!("{begin}{}", digits.get(..end).unwrap_or(""));
        }
    }
    if name.starts_with("mysql-") && stem != "mysql-common" || stem == "libmysqlclient" {
        return "mysql-8.0".to_owned();
    }
    if stem == "libpq" {
        return format!("postgresql-{}", major());
    }
    if let Some((_, source)) = NUMBERED.iter().find(|(begin, _)| name.starts_with(begin)) {
        return (*source).to_owned();
    }
    SOURCES
        .binary_search_by_key(&stem, |(stem, _)| stem)
        .ok()
        .and_then(|at| SOURCES.get(at))
        .map_or(name.clone(), |(_, source)| (*source).to_owned())
}

fn is_numbered(name: &str, begin: &str) -> bool {
    name.strip_prefix(begin).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// What GCC's sources build, each release from its own.
const GCC: &[&str] = &[
    "libasan",
    "libatomic",
    "libcc",
    "libgcc-s",
    "libgomp",
    "libitm",
    "liblsan",
    "libquadmath",
    "libstdc",
    "libtsan",
    "libubsan",
];

/// Names of which the number is a part, by their beginnings.
const NUMBERED: &[(&str, &str)] = &[
    ("libidn12", "libidn"),
    ("libidn2-", "libidn2"),
    ("libpcre2-", "pcre2"),
    ("libpcre3", "pcre3"),
    ("libssh-", "libssh"),
    ("libssh2-", "libssh2"),
    ("libx11-", "libx11"),
];

/// Names without the versions at their ends, and sources; sorted.
const SOURCES: &[(&str, &str)] = &[
    ("apache2-bin", "apache2"),
    ("apache2-data", "apache2"),
    ("apache2-utils", "apache2"),
    ("bind9-dnsutils", "bind9"),
    ("bind9-host", "bind9"),
    ("bind9-libs", "bind9"),
    ("bind9-utils", "bind9"),
    ("binutils-common", "binutils"),
    ("bsdutils", "util-linux"),
    ("busybox-static", "busybox"),
    ("cpp", "gcc-defaults"),
    ("cron-daemon-common", "cron"),
    ("dbus-bin", "dbus"),
    ("dbus-daemon", "dbus"),
    ("dbus-session-bus-common", "dbus"),
    ("dbus-system-bus-common", "dbus"),
    ("dmsetup", "lvm2"),
    ("dnsmasq-base", "dnsmasq"),
    ("fdisk", "util-linux"),
    ("fontconfig-config", "fontconfig"),
    ("g", "gcc-defaults"),
    ("gcc", "gcc-defaults"),
    ("git-man", "git"),
    ("gpg", "gnupg2"),
    ("gpg-agent", "gnupg2"),
    ("gpgconf", "gnupg2"),
    ("gpgv", "gnupg2"),
    ("iputils-ping", "iputils"),
    ("ldap-utils", "openldap"),
    ("libacl", "acl"),
    ("libapparmor", "apparmor"),
    ("libapr", "apr"),
    ("libaprutil", "apr-util"),
    ("libaprutil1-dbd-sqlite", "apr-util"),
    ("libaprutil1-ldap", "apr-util"),
    ("libapt-pkg", "apt"),
    ("libargon", "argon2"),
    ("libattr", "attr"),
    ("libaudit", "audit"),
    ("libaudit-common", "audit"),
    ("libavahi-client", "avahi"),
    ("libavahi-common", "avahi"),
    ("libbinutils", "binutils"),
    ("libblkid", "util-linux"),
    ("libbrotli", "brotli"),
    ("libbz", "bzip2"),
    ("libc", "glibc"),
    ("libc-ares", "c-ares"),
    ("libc-bin", "glibc"),
    ("libc-l10n", "glibc"),
    ("libcap2-bin", "libcap2"),
    ("libcares", "c-ares"),
    ("libcom-err", "e2fsprogs"),
    ("libcrypt", "libxcrypt"),
    ("libcryptsetup", "cryptsetup"),
    ("libctf", "binutils"),
    ("libctf-nobfd", "binutils"),
    ("libcups", "cups"),
    ("libcurl", "curl"),
    ("libcurl3-gnutls", "curl"),
    ("libdb", "db5.3"),
    ("libdbus", "dbus"),
    ("libdevmapper", "lvm2"),
    ("libdw", "elfutils"),
    ("libelf", "elfutils"),
    ("libexpat", "expat"),
    ("libfdisk", "util-linux"),
    ("libfido", "libfido2"),
    ("libfontconfig", "fontconfig"),
    ("libfreetype", "freetype"),
    ("libfribidi", "fribidi"),
    ("libfstrm", "fstrm"),
    ("libgdbm", "gdbm"),
    ("libgdbm-compat", "gdbm"),
    ("libgif", "giflib"),
    ("libglib", "glib2.0"),
    ("libgmp", "gmp"),
    ("libgnutls", "gnutls28"),
    ("libgprofng", "binutils"),
    ("libgraphite", "graphite2"),
    ("libgssapi-krb", "krb5"),
    ("libharfbuzz0b", "harfbuzz"),
    ("libhogweed", "nettle"),
    ("libicu", "icu"),
    ("libip4tc", "iptables"),
    ("libip6tc", "iptables"),
    ("libjansson", "jansson"),
    ("libjbig", "jbigkit"),
    ("libjemalloc", "jemalloc"),
    ("libjpeg62-turbo", "libjpeg-turbo"),
    ("libjq", "jq"),
    ("libjson-c", "json-c"),
    ("libk5crypto", "krb5"),
    ("libkeyutils", "keyutils"),
    ("libkmod", "kmod"),
    ("libkrb", "krb5"),
    ("libkrb5support", "krb5"),
    ("liblcms", "lcms2"),
    ("libldap", "openldap"),
    ("libldap-common", "openldap"),
    ("liblerc", "lerc"),
    ("liblmdb", "lmdb"),
    ("libltdl", "libtool"),
    ("liblttng-ust", "ust"),
    ("liblttng-ust-common", "ust"),
    ("liblttng-ust-ctl", "ust"),
    ("liblz", "lz4"),
    ("liblzma", "xz-utils"),
    ("libmagic", "file"),
    ("libmagic-mgc", "file"),
    ("libmariadb", "mariadb"),
    ("libmount", "util-linux"),
    ("libmpc", "mpclib3"),
    ("libmpdec", "mpdecimal"),
    ("libmpfr", "mpfr4"),
    ("libncurses", "ncurses"),
    ("libncursesw", "ncurses"),
    ("libnettle", "nettle"),
    ("libnftables", "nftables"),
    ("libnghttp", "nghttp2"),
    ("libnode", "nodejs"),
    ("libnpth", "npth"),
    ("libnspr", "nspr"),
    ("libnss", "nss"),
    ("libnuma", "numactl"),
    ("libodbc", "unixodbc"),
    ("libodbccr", "unixodbc"),
    ("libp11-kit", "p11-kit"),
    ("libpam-modules", "pam"),
    ("libpam-modules-bin", "pam"),
    ("libpam-runtime", "pam"),
    ("libpam0g", "pam"),
    ("libpcsclite", "pcsc-lite"),
    ("libperl", "perl"),
    ("libpixman", "pixman"),
    ("libpng", "libpng1.6"),
    ("libpopt", "popt"),
    ("libproc", "procps"),
    ("libprotobuf-c", "protobuf-c"),
    ("libpython3-stdlib", "python3-defaults"),
    ("libreadline", "readline"),
    ("librtmp", "rtmpdump"),
    ("libsasl", "cyrus-sasl2"),
    ("libsasl2-modules-db", "cyrus-sasl2"),
    ("libsemanage-common", "libsemanage"),
    ("libsensors", "lm-sensors"),
    ("libsmartcols", "util-linux"),
    ("libsnappy", "snappy"),
    ("libsqlite", "sqlite3"),
    ("libssl", "openssl"),
    ("libsybdb", "freetds"),
    ("libsystemd", "systemd"),
    ("libsystemd-shared", "systemd"),
    ("libtiff", "tiff"),
    ("libtinfo", "ncurses"),
    ("libtirpc-common", "libtirpc"),
    ("libudev", "systemd"),
    ("libuuid", "util-linux"),
    ("libuv", "libuv1"),
    ("libwrap", "tcp-wrappers"),
    ("libxml", "libxml2"),
    ("linux-libc-dev", "linux"),
    ("locales", "glibc"),
    ("login", "shadow"),
    ("mariadb-client", "mariadb"),
    ("mariadb-server", "mariadb"),
    ("mount", "util-linux"),
    ("mysql-common", "mysql-defaults"),
    ("nginx-common", "nginx"),
    ("nginx-core", "nginx"),
    ("nginx-extras", "nginx"),
    ("nginx-full", "nginx"),
    ("nginx-light", "nginx"),
    ("openssh-client", "openssh"),
    ("openssh-server", "openssh"),
    ("openssh-sftp-server", "openssh"),
    ("passwd", "shadow"),
    ("perl-base", "perl"),
    ("perl-modules", "perl"),
    ("python", "python3-defaults"),
    ("python3-minimal", "python3-defaults"),
    ("readline-common", "readline"),
    ("redis-sentinel", "redis"),
    ("redis-server", "redis"),
    ("redis-tools", "redis"),
    ("ruby-rubygems", "rubygems"),
    ("slapd", "openldap"),
    ("systemd-sysv", "systemd"),
    ("util-linux-extra", "util-linux"),
    ("valkey-server", "valkey"),
    ("valkey-tools", "valkey"),
    ("vim-common", "vim"),
    ("vim-tiny", "vim"),
    ("xxd", "vim"),
    ("zlib1g", "zlib"),
    ("zstd", "libzstd"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_ubuntus_packages_are_known() {
        for (name, version, expected) in [
            ("libc6", "2.39-0ubuntu8.3", "glibc"),
            ("libssl3t64", "3.0.13-0ubuntu3.4", "openssl"),
            ("libgcc-s1", "14.2.0-4ubuntu2~24.04", "gcc-14"),
            ("libstdc++6", "12.3.0-1ubuntu1~22.04", "gcc-12"),
            ("gcc-12-base", "12.3.0-1", "gcc-12"),
            ("zlib1g", "1:1.3.dfsg-3.1ubuntu2", "zlib"),
            ("libicu74", "74.2-1ubuntu3", "icu"),
            ("python3.12-minimal", "3.12.3-1", "python3.12"),
            ("libpython3.12-stdlib", "3.12.3-1", "python3.12"),
            ("python3", "3.12.3-0ubuntu2", "python3-defaults"),
            ("openjdk-21-jre-headless", "21.0.4+7-1", "openjdk-21"),
            ("dotnet-runtime-8.0", "8.0.8-0ubuntu1~24.04.1", "dotnet8"),
            ("libglib2.0-0t64", "2.80.0-6", "glib2.0"),
            ("libcurl3t64-gnutls", "8.5.0-2", "curl"),
            ("libldap2", "2.6.7", "openldap"),
            ("libpq5", "16.4-0ubuntu0.24.04.2", "postgresql-16"),
            ("libssh-4", "0.10.6-2build2", "libssh"),
            ("libpcre2-8-0", "10.42-4ubuntu2", "pcre2"),
            ("libpcre3", "2:8.39-15build1", "pcre3"),
            ("mysql-server-core-8.0", "8.0.39-0ubuntu0.24.04.2", "mysql-8.0"),
            ("openssl", "3.0.13-0ubuntu3.5", "openssl"),
            ("ca-certificates", "20240203", "ca-certificates"),
            ("libtinfo6", "6.4", "ncurses"),
        ] {
            assert_eq!(source(name, version), expected, "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(SOURCES.is_sorted_by(|a, b| a.0 < b.0) && GCC.is_sorted());
    }
}
