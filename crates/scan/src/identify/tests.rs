//! Archives named by an index, by advisories, and not at all.

use super::*;
use std::path::PathBuf;
use tidewaiter_advisory::matching::Ratings;
use tidewaiter_advisory::record::{Affected, Event, Record};
use tidewaiter_advisory::shard::{About, AdvisoryShard, ArchiveShard, Archives, write_advisories, write_archives};

/// What is in a folder: an index that knows one archive, advisories of some artifacts.
struct Known(PathBuf);

impl Advisories for Known {
    fn advisories(&mut self, _: &str) -> Result<AdvisoryShard, String> {
        AdvisoryShard::open(&self.0.join("Maven.advisories")).map_err(|error| error.to_string())
    }
    fn ratings(&mut self) -> Result<Ratings, String> {
        Err("none".to_owned())
    }
    fn archives(&mut self) -> Vec<ArchiveShard> {
        ArchiveShard::open(&self.0.join("java.archives")).into_iter().collect()
    }
}

fn write_names(folder: &std::path::Path, names: &[&str]) {
    let affected = |name: &&str| Affected {
        package: (*name).to_owned(),
        ranges: vec![vec![Event::Introduced("0".to_owned())]],
        ..Affected::default()
    };
    let record = Record { id: "CVE-1-1".to_owned(), affected: names.iter().map(affected).collect(), ..Record::default() };
    write_advisories(&folder.join("Maven.advisories"), About::default(), vec![record]).unwrap();
}

fn unsure(name: &str, namespace: &str, digest: &str) -> Package {
    Package {
        ecosystem: "maven".into(),
        name: name.to_owned(),
        version: "5".to_owned(),
        evidence: Some(Evidence { digest: digest.to_owned(), namespace: namespace.to_owned() }),
        ..Package::default()
    }
}

/// The names that packages come to, and how many problems there are.
fn named(packages: Vec<Package>, folder: &std::path::Path) -> (Vec<String>, usize) {
    let mut inventory = Inventory { packages, ..Inventory::default() };
    name_archives(&mut inventory, &mut Known(folder.to_owned()));
    (inventory.packages.iter().map(Package::id).collect(), inventory.problems.len())
}

#[test]
fn an_index_knows_archives_by_their_digests() {
    let folder = tempfile::tempdir().unwrap();
    let mut archives = Archives::default();
    archives.add(&[0xab; 20], "org.springframework:spring-core", "5.3.17");
    write_archives(&folder.path().join("java.archives"), About::default(), archives).unwrap();
    let digest = |byte: &str| format!("sha1:{}", byte.repeat(20));
    let packages = vec![unsure("spring-core", "", &digest("ab")), unsure("spring-core", "", &digest("cd"))];
    let told = ["org.springframework:spring-core@5.3.17", "spring-core@5"].map(str::to_owned).to_vec();
    assert_eq!(named(packages, folder.path()), (told, 1));
}

#[test]
fn advisories_know_archives_by_name_and_namespace() {
    let folder = tempfile::tempdir().unwrap();
    write_names(
        folder.path(),
        &[
            "org.springframework:spring-core",
            "org.apache.tomcat.embed:tomcat-embed-core",
            "com.google.code.gson:gson",
            "org.apache.one:core",
            "org.apache.two:core",
            "io.elsewhere:gson",
        ],
    );
    for (name, namespace, expected) in [
        ("spring-core", "org.springframework", "org.springframework:spring-core"),
        // A bundle's name is no group.
        ("org.apache:tomcat-embed-core", "jakarta.servlet", "org.apache.tomcat.embed:tomcat-embed-core"),
        ("com.google:gson", "com.google", "com.google.code.gson:gson"),
        // Two could be it; none could; another's classes.
        ("core", "org.apache", "core"),
        ("thing", "org.apache", "thing"),
        ("spring-core", "com.example", "spring-core"),
        ("spring-core", "", "spring-core"),
        // It is one that advisories speak of already.
        ("io.elsewhere:gson", "com.google", "io.elsewhere:gson"),
    ] {
        let (names, problems) = named(vec![unsure(name, namespace, "")], folder.path());
        assert_eq!(names, [format!("{expected}@5")], "{name} {namespace}");
        assert_eq!(problems, usize::from(!expected.contains(':')));
    }
}
