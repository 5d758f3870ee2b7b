//! Pieces of real programs.

use super::*;
use crate::testing::{assert_survives_damage, listing, read};

/// A piece by the name of its program.
macro_rules! pieces {
    ($($name:literal)*) => { [$(($name, include_bytes!(concat!("testdata/cut/", $name)))),*] };
}

const PIECES: [(&str, &[u8]); 45] = pieces!(
    "apache2" "bash" "bun" "busybox" "curl" "deno" "envoy" "ffmpeg" "getopt" "ghc" "git" "gzip" "haproxy" "jq" "ldapsearch"
    "libQt5Core.so.5" "libavcodec.so.59" "libcrypto.so.3" "libcurl.so.4" "liblzma.so.5" "libpython3.11.so.1.0" "libruby-3.1.so.3.1"
    "libsqlite3.so.0" "libz.so.1" "libzstd.so.1" "lighttpd" "lua5.4" "mariadb" "mariadbd" "memcached" "nginx" "node" "openssl"
    "perl" "pgbouncer" "php8.2" "postgres" "proftpd" "python3.11" "redis-check-rdb" "redis-server" "slapd" "varnishd" "xz" "zstd"
);

#[test]
fn versions_are_found_in_real_programs() {
    let told: Vec<String> = PIECES
        .iter()
        .map(|(name, bytes)| format!("{name}: {}", listing(&read(&Binary, &format!("usr/local/bin/{name}"), bytes))))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn apache_is_known_to_advisories_by_another_name() {
    let facts = read(&Binary, "usr/local/apache2/bin/httpd", PIECES[0].1);
    assert_eq!((facts.packages[0].name.as_str(), facts.packages[0].ecosystem.as_ref()), ("apache", "binary"));
}

#[test]
fn programs_without_samples_are_known_by_what_others_found_in_them() {
    for (path, bytes, expected) in [
        (
            "valkey-server",
            &b"\x7fELF\0A\0valkey9.0.0buildkitsandbox-1764887574000000000\0"[..],
            "binary pkg:generic/valkey@9.0.0",
        ),
        ("mongod", b"\x7fELF\x007.0.28\0heap_size\0", "binary pkg:generic/mongodb@7.0.28"),
        ("mysqld", b"\x7fELF/release/mysql-8.0.37/mysys\0", "binary-unadvised pkg:generic/mysql@8.0.37"),
        ("mysql", b"\x7fELF\x0010.6.15-MariaDB\0", "binary pkg:generic/mariadb@10.6.15"),
        ("mysql", b"\x7fELF/build/percona-server-8.0.35-27/x\0", "binary-unadvised pkg:generic/percona-server@8.0.35"),
        ("nginx", b"\x7fELF\0nginx version: openresty/1.21.4.1\0", "binary pkg:generic/nginx@1.21.4"),
        ("libcrypto.so.1.1", b"\x7fELF\0OpenSSL 1.1.1w  11 Sep 2023\0", "binary-unadvised pkg:generic/openssl@1.1.1w"),
        ("openssl", b"\x7fELF\0OpenSSL 1.1.1 (compatible; AWS-LC 1.69.0)\0", "binary-unadvised pkg:generic/aws-lc@1.69.0"),
        ("fluent-bit", b"\x7fELF\x003.0.2\0%sFluent Bit v%s\0", "binary pkg:generic/fluent-bit@3.0.2"),
        ("libjulia-internal.so", b"\x7fELF__init__\x001.9.3\0verify\0", "binary-unadvised pkg:generic/julia@1.9.3"),
        ("dart", b"\x7fELF\0\"\x003.5.2 (stable) (Wed\0", "binary-unadvised pkg:generic/dart@3.5.2"),
        ("composer.phar", b"#!/usr/bin/env php\n'pretty_version' => '2.5.5',", "binary pkg:generic/composer@2.5.5"),
        ("wp", b"#!/usr/bin/env php\n wp-cli/wp-cli 2.9.0\n", "binary pkg:generic/wp-cli@2.9.0"),
        (
            "libstd-d1237ef7159db0a2.so",
            b"\x7fELF\0clang LLVM (rustc version 1.95.0 (59807616e 2026-04-14))\0",
            "binary-unadvised pkg:generic/rust@1.95.0",
        ),
    ] {
        assert_eq!(listing(&read(&Binary, path, bytes)), expected, "{path}");
    }
}

#[test]
fn other_files_are_not_wanted() {
    let wants = |path: &str, mode: u32| Binary.wants(&Stat::new(path, 4096, mode));
    assert!(wants("usr/lib/libz.so.1.2.13", 0o644) && wants("bin/node", 0o755));
    assert!(!wants("usr/share/node", 0o644) && !wants("usr/lib/libm.so.6", 0o644) && !wants("usr/bin/vim", 0o755));
    assert!(!wants("opt/bitnami/node/bin/node", 0o755));
    // A script of the name says nothing.
    assert!(read(&Binary, "bin/node", b"#!/bin/sh\nexec node.js/v20.1.0\n").is_empty());
    assert!(read(&Binary, "bin/nginx", b"\x7fELF").is_empty());
}

#[test]
fn damage_is_survived() {
    for (name, bytes) in PIECES {
        assert_survives_damage(&Binary, name, bytes);
    }
}
