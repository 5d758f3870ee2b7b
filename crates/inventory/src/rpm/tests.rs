//! The reader against databases that rpm wrote, and against what rpm itself says of them.

use super::*;
use crate::testing::{assert_survives_damage, read};
use std::io::Read;
use std::process::Command;

const SQLITE: &str = "usr/lib/sysimage/rpm/rpmdb.sqlite";

fn sample(gzip: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(gzip).read_to_end(&mut bytes).unwrap();
    bytes
}

fn samples() -> [(&'static str, Vec<u8>); 4] {
    [
        (SQLITE, sample(include_bytes!("testdata/rpmdb.sqlite.gz"))),
        ("var/lib/rpm/Packages.db", sample(include_bytes!("testdata/Packages.db.gz"))),
        ("var/lib/rpm/Packages", sample(include_bytes!("testdata/Packages.little.gz"))),
        ("usr/share/rpm/Packages", sample(include_bytes!("testdata/Packages.big.gz"))),
    ]
}

#[test]
fn every_format_states_the_same() {
    let mut first = None;
    for (path, bytes) in samples() {
        let facts = read(&Rpm, path, &bytes);
        assert!(facts.problems.is_empty(), "{path}: {:?}", facts.problems);
        let packages: Vec<_> =
            facts.packages.into_iter().map(|p| tidewaiter_model::Package { path: String::new(), ..p }).collect();
        let stated = (packages, facts.owned);
        assert_eq!(*first.get_or_insert_with(|| stated.clone()), stated, "{path}");
    }
    insta::assert_json_snapshot!(first.unwrap());
}

#[test]
fn damage_is_survived() {
    for (path, bytes) in samples() {
        assert_survives_damage(&Rpm, path, &bytes);
    }
}

#[test]
fn what_is_cut_off_is_told_and_the_rest_stated() {
    for (path, bytes) in samples() {
        let cut = read(&Rpm, path, &bytes[..bytes.len() / 2]);
        assert!(!cut.problems.is_empty() && cut.packages.len() < 2, "{path}: {:?}", cut.problems);
    }
    assert_eq!(read(&Rpm, SQLITE, b"nonsense").problems[0].message, "it is no database that rpm writes");
    assert!(read(&Rpm, SQLITE, b"").is_empty());
}

#[test]
fn pages_in_a_loop_end() {
    let (path, mut bytes) = samples().into_iter().next().unwrap();
    // The root of Packages becomes its own child, whichever page it is.
    for page in 1..bytes.len() / 512 {
        let child = (page as u32 + 1).to_be_bytes();
        let at = page * 512;
        bytes[at] = 5;
        bytes[at + 8..at + 12].copy_from_slice(&child);
    }
    assert!(!read(&Rpm, path, &bytes).problems.is_empty());
}

#[test]
fn distroless_images_of_microsoft_have_a_list() {
    let text = "bash\t5.1.8-1.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t(none)\t9500\tx86_64\t0\tbash-5.1.8-1.cm2.src.rpm\n\
                gpg-pubkey\t1-1\t1\t1\t(none)\t(none)\t0\t(none)\t0\t(none)\nbind-libs\t9.16-1\t1\t1\t(none)\t1\t0\tx86_64\t1\tbind-9.16-1.src.rpm\nbroken\n";
    let facts = read(&Rpm, MANIFEST, text.as_bytes());
    let told: Vec<_> = facts.packages.iter().map(|p| (p.name.as_str(), p.version.as_str(), p.source_name_version().0)).collect();
    assert_eq!(told, [("bash", "5.1.8-1.cm2", "bash"), ("bind-libs", "1:9.16-1", "bind")]);
    assert_eq!(facts.packages[1].third_party, None);
    assert_eq!(facts.problems[0].message, "line 4: not a package's ten columns");
}

fn real(name: &str) -> Option<Vec<u8>> {
    let found = tidewaiter_testkit::test_data().and_then(|folder| std::fs::read(folder.join("corpus/rpmdb").join(name)).ok());
    if found.is_none() {
        eprintln!("skipped: there is no test data");
    }
    found
}

/// What rpm's own query says, sorted: name, version and so on by lines. `None` where there is no rpm.
fn queried(database: &[u8], file: &str, backend: &str, format: &str) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), database).unwrap();
    let mut rpm = Command::new("rpm");
    rpm.arg("--dbpath").arg(folder.path()).args(["--define", &format!("_db_backend {backend}"), "-qa", "--nosignature"]);
    let output = rpm.args(["--nodigest", "--queryformat", format]).output().ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.starts_with("gpg-pubkey|") && !line.is_empty()).map(str::to_owned).collect();
    lines.sort();
    (!lines.is_empty()).then_some(lines)
}

fn assert_as_queried(file: &str, path: &str, database: &[u8], backend: &str) -> FileFacts {
    let facts = read(&Rpm, path, database);
    assert!(facts.problems.is_empty(), "{:?}", facts.problems);
    let or_none = |text: Option<&str>| text.unwrap_or("(none)").to_owned();
    let mut told: Vec<String> = Vec::new();
    for package in &facts.packages {
        let purl = package.purl.as_ref().unwrap();
        let qualifier = |key: &str| purl.qualifiers.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value);
        let epoch = Some(qualifier("epoch")).filter(|epoch| !epoch.is_empty()).unwrap_or("0");
        told.push(format!(
            "{}|{epoch}|{}|{}|{}|{}",
            package.name,
            purl.version,
            or_none(package.arch.as_deref()),
            qualifier("upstream"),
            or_none(package.maintainer.as_deref()),
        ));
    }
    told.sort();
    let format = "%{NAME}|%{EPOCHNUM}|%{VERSION}-%{RELEASE}|%{ARCH}|%{SOURCERPM}|%{VENDOR}\n";
    match queried(database, file, backend, format) {
        Some(wanted) => assert_eq!(told, wanted),
        None => eprintln!("skipped: no rpm that reads {backend}"),
    }
    let mut owned: Vec<String> =
        facts.owned.iter().flat_map(|o| o.paths.iter().map(|path| format!("{}|/{path}", o.package))).collect();
    owned.sort();
    if let Some(wanted) = queried(database, file, backend, "[%{=NAME}|%{FILENAMES}\n]") {
        let wanted: Vec<String> = wanted.into_iter().filter(|line| !line.ends_with("|/")).collect();
        assert_eq!(owned, wanted);
    }
    facts
}

#[test]
fn a_real_sqlite_database_is_read_as_rpm_reads_it() {
    let Some(database) = real("cbl-mariner-2.0-rpmdb.sqlite") else { return };
    let facts = assert_as_queried("rpmdb.sqlite", "var/lib/rpm/rpmdb.sqlite", &database, "sqlite");
    assert!(facts.packages.len() > 100, "{}", facts.packages.len());
    let bash = facts.packages.iter().find(|p| p.name == "bash").unwrap();
    assert!(bash.depends_on.contains(&"glibc".to_owned()), "{:?}", bash.depends_on);
}

#[test]
fn a_real_ndb_database_is_read() {
    let Some(database) = real("sle15-bci-Packages.db") else { return };
    let facts = assert_as_queried("Packages.db", "usr/lib/sysimage/rpm/Packages.db", &database, "ndb");
    assert!(facts.packages.len() > 30, "{}", facts.packages.len());
    assert!(facts.packages.iter().all(|p| p.third_party.is_none() && p.source.is_some()));
}

#[test]
fn a_real_berkeley_database_is_read_as_rpm_reads_it() {
    let Some(database) = real("bdb-libuuid-Packages") else { return };
    let facts = assert_as_queried("Packages", "var/lib/rpm/Packages", &database, "bdb_ro");
    assert_eq!(facts.packages[0].name, "libuuid");
}

#[test]
fn a_berkeley_sample_is_read_as_rpm_reads_it() {
    let [_, _, (_, little), _] = samples();
    assert_as_queried("Packages", "var/lib/rpm/Packages", &little, "bdb_ro");
}
