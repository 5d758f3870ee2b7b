//! The readers against samples of both formats, and against odd and broken files.

use super::{manifest, port, status};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;
use crate::{Analyzer, Stat};

const STATUS: &str = "opt/vcpkg/installed/vcpkg/status";

const PORT: &str = "app/x64-linux/share/openssl/vcpkg.spdx.json";

const SAMPLES: [(&str, &dyn Analyzer, &str, &str); 3] = [
    ("status", &status::ANALYZER, STATUS, include_str!("testdata/status")),
    ("port", &port::Port, PORT, include_str!("testdata/vcpkg.spdx.json")),
    ("manifest", &manifest::ANALYZER, "vcpkg.json", include_str!("testdata/vcpkg.json")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn what_was_removed_is_not_installed() {
    let text = "Package: a\r\nVersion: 1-2\r\nArchitecture: x64-windows\r\nStatus: install ok installed\r\n\r\nPackage: a\r\n\
        Version: 1-2\r\nArchitecture: x64-windows\r\nStatus: purge ok not-installed\r\n";
    assert_eq!(told(&status::ANALYZER, STATUS, text), "");
    let (first, _) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(told(&status::ANALYZER, STATUS, first), "vcpkg-installed pkg:vcpkg/a@1-2");
}

#[test]
fn broken_files_are_problems() {
    for (analyzer, path, text) in [
        (&port::Port as &dyn Analyzer, PORT, "{\"packages\": []}"),
        (&port::Port, PORT, "{"),
        (&status::ANALYZER, STATUS, "Package: a\nVersion: 1\n"),
        (&status::ANALYZER, STATUS, "Package: a\nArchitecture: x\nStatus: install ok installed\n"),
        (&status::ANALYZER, STATUS, "\u{fffd}"),
        (&manifest::ANALYZER, "vcpkg.json", "{\"dependencies\": ["),
        (&manifest::ANALYZER, "vcpkg.json", "[]"),
        (
            &manifest::ANALYZER,
            "vcpkg.json",
            "{\"overrides\": [{\"name\": \"a\"}], \"dependencies\": {\"a\": 1}, \"features\": 3}",
        ),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{text}");
    }
}

#[test]
fn a_port_is_the_same_wherever_it_is_read() {
    let port = read(&port::Port, PORT, SAMPLES[1].3.as_bytes());
    let status = read(&status::ANALYZER, STATUS, SAMPLES[0].3.as_bytes());
    assert!(status.packages.iter().any(|p| p.id() == port.packages[0].id() && p.purl == port.packages[0].purl));
    assert_eq!(
        (port.licenses[0].package.as_str(), port.licenses[0].licenses.concat().as_str()),
        ("openssl@3.3.1#2", "Apache-2.0")
    );
    assert!(!crate::sbom::Sbom.wants(&Stat::new(PORT, 1, 0o644)));
}

#[test]
fn other_files_are_left_alone() {
    for (analyzer, path) in [
        (&manifest::ANALYZER as &TextFormat, "opt/vcpkg/ports/zlib/vcpkg.json"),
        (&status::ANALYZER, "var/lib/dpkg/status"),
        (&status::ANALYZER, "home/vcpkg/status"),
    ] {
        assert!(!analyzer.wants(&Stat::new(path, 1, 0o644)), "{path}");
    }
    assert!(status::ANALYZER.wants(&Stat::new("src/build/vcpkg_installed/vcpkg/status", 1, 0o644)));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
