//! Java archives.
//!
//! Formats: <https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html>; Maven writes `pom.properties` into each
//! archive that it builds, shaded archives hold those of all that went into them.
//! Files: `.jar`, `.war`, `.ear`, `.par`, `.jpi`, `.hpi`, and such archives within them.
//! Limits: archives within archives to a depth of 8 and 1 GiB inflated altogether. Without `pom.properties` a package is
//! known by its manifest or its file name; where neither names a group, the artifact's name stands for it. Its SHA-1 and
//! the namespace of its classes are told, by which an index or the advisories may know it.

mod archive;
mod gradle;
mod manifest;
mod pom;
mod sbt;
mod spool;

pub(crate) use gradle::{GRADLE, Gradle};
pub(crate) use pom::{POM, Pom};
pub(crate) use sbt::{SBT, Sbt};

use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Names, Partial, Source, Stat};
use archive::Coordinates;
use tidewaiter_model::{Class, Package, Purl};

/// Java's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "maven",
    class: Class::LangPkgs,
    kind: "jar",
    target: Some("Java"),
    evr: false,
    advisories: Some(Advisories { osv: "Maven", order: tidewaiter_versions::MAVEN, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) struct Java;

const MAX: u64 = 16 << 30;

impl Analyzer for Java {
    fn id(&self) -> &'static str {
        "jar"
    }

    fn version(&self) -> u32 {
        3
    }

    fn names(&self) -> Names {
        Names::End(&[".jar", ".war", ".ear", ".par", ".jpi", ".hpi"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        is_archive(stat.name()) && stat.size <= MAX
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PK")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for Java {
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        archive::Reading::new(facts).read(source, stat.path, 0);
    }
}

/// An artifact of Maven's repositories.
fn package(ecosystem: &Ecosystem, found: Coordinates, path: &str) -> Package {
    let Coordinates { group, artifact, version } = found;
    Package {
        ecosystem: ecosystem.id.into(),
        name: if group.is_empty() { artifact.clone() } else { format!("{group}:{artifact}") },
        path: path.to_owned(),
        purl: Some(Purl::new("maven", &group, &artifact, &version)),
        version,
        ..Package::default()
    }
}

/// Whether a name is that of a Java archive.
fn is_archive(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["jar", "war", "ear", "par", "jpi", "hpi"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    const SAMPLE: &[u8] = include_bytes!("testdata/commons-io-2.11.0.jar");

    fn jar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn packages(path: &str, bytes: &[u8]) -> Vec<(String, String, String)> {
        read(&Java, path, bytes).packages.into_iter().map(|p| (p.name, p.version, p.path)).collect()
    }

    fn of(name: &str, version: &str, path: &str) -> (String, String, String) {
        (name.to_owned(), version.to_owned(), path.to_owned())
    }

    #[test]
    fn a_published_archive_is_known_by_its_properties() {
        assert_eq!(packages("app/x.jar", SAMPLE), [of("commons-io:commons-io", "2.11.0", "app/x.jar")]);
    }

    #[test]
    fn nested_and_shaded_archives_are_read() {
        let shaded = jar(&[
            ("META-INF/maven/g/a/pom.properties", b"groupId=g\nartifactId=a\nversion=1\n"),
            ("META-INF/maven/g/b/pom.properties", b"groupId = g\nartifactId = b\nversion = 2\n"),
        ]);
        let war = jar(&[("WEB-INF/lib/shaded.jar", &shaded), ("WEB-INF/lib/plain-3.1.jar", &jar(&[("A.class", b"")]))]);
        let found = packages("app.war", &war);
        assert!(found.contains(&of("g:a", "1", "app.war/WEB-INF/lib/shaded.jar")), "{found:?}");
        assert!(found.contains(&of("g:b", "2", "app.war/WEB-INF/lib/shaded.jar")));
        assert!(found.contains(&of("plain", "3.1", "app.war/WEB-INF/lib/plain-3.1.jar")));
    }

    #[test]
    fn the_manifest_serves_where_there_are_no_properties() {
        let implementation = jar(&[(
            "META-INF/MANIFEST.MF",
            b"Implementation-Title: thing\r\nImplementation-Version: 1.2\r\nImplementation-Vendor-Id: org.e\r\n xample\r\n",
        )]);
        assert_eq!(packages("t.jar", &implementation), [of("org.example:thing", "1.2", "t.jar")]);
        let bundle =
            jar(&[("META-INF/MANIFEST.MF", b"Bundle-SymbolicName: org.example.core;singleton:=true\nBundle-Version: 4.0\n")]);
        assert_eq!(packages("t.jar", &bundle), [of("org.example:org.example.core", "4.0", "t.jar")]);
    }

    #[test]
    fn a_file_named_after_its_artifact_knows_it_best() {
        let bundle = jar(&[
            ("META-INF/MANIFEST.MF", b"Bundle-SymbolicName: org.apache.tomcat-embed-core\nBundle-Version: 9.0.55\n".as_slice()),
            ("org/apache/tomcat/A.class", b""),
            ("org/apache/tomcat/B.class", b""),
            ("META-INF/versions/11/org/apache/tomcat/B.class", b""),
            ("javax/servlet/C.class", b""),
        ]);
        let facts = read(&Java, "lib/tomcat-embed-core-9.0.55.jar", &bundle);
        assert_eq!(facts.packages[0].id(), "org.apache:tomcat-embed-core@9.0.55");
        let evidence = facts.packages[0].evidence.as_ref().unwrap();
        assert!(evidence.digest.starts_with("sha1:") && evidence.namespace == "org.apache", "{evidence:?}");
        // Another version in the name says that the name is somebody's own.
        assert_eq!(packages("app-2.0.jar", &bundle), [of("org.apache:org.apache.tomcat-embed-core", "9.0.55", "app-2.0.jar")]);
        // The vendor's own word needs no evidence.
        let sure = jar(&[(
            "META-INF/MANIFEST.MF",
            b"Implementation-Title: a\nImplementation-Version: 1\nImplementation-Vendor-Id: g.h\n",
        )]);
        assert!(read(&Java, "a-1.jar", &sure).packages[0].evidence.is_none());
    }

    #[test]
    fn archives_that_nest_for_ever_are_a_problem() {
        let mut inner = jar(&[("A.class", b"")]);
        for _ in 0..12 {
            inner = jar(&[("inner-1.jar", &inner)]);
        }
        assert!(read(&Java, "x.jar", &inner).problems.iter().any(|p| p.message.contains("nested")));
    }

    #[test]
    fn what_inflates_without_end_is_given_up() {
        let zeros = vec![0; 9 << 20];
        let names: Vec<String> = (0..130).map(|n| format!("META-INF/maven/g/{n}/pom.properties")).collect();
        let facts = read(&Java, "x.jar", &jar(&names.iter().map(|name| (name.as_str(), &zeros[..])).collect::<Vec<_>>()));
        assert!(facts.problems.iter().any(|p| p.message.contains("inflates to more than")), "{:?}", facts.problems);
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(read(&Java, "x.jar", &SAMPLE[..SAMPLE.len() / 2]).problems.len(), 1);
        assert_survives_damage(&Java, "x.jar", SAMPLE);
    }
}
