//! What conda keeps of each package that it has installed.
//!
//! Format: <https://docs.conda.io/projects/conda/en/stable/dev-guide/specs/index.html>; the folder `conda-meta` of an
//! environment holds one record a package.
//! Files: `conda-meta/*.json`.
//! Limits: what an environment holds of other managers (pip) is read by their units.

use super::package;
use crate::license;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use serde::Deserialize;
use tidewaiter_model::Class;

/// Installed packages of conda.
pub(crate) const META: Ecosystem =
    Ecosystem { id: "conda-pkg", class: Class::LangPkgs, kind: "conda-pkg", target: Some("Conda"), evr: false, advisories: None };

/// The analyzer.
pub(crate) struct CondaMeta;

/// Records list the package's files.
const MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct Record {
    name: String,
    version: String,
    license: Option<String>,
    #[serde(default)]
    depends: Vec<String>,
}

impl Analyzer for CondaMeta {
    fn id(&self) -> &'static str {
        "conda-pkg"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".json"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with(".json") && stat.size <= MAX && stat.path.rsplit('/').nth(1) == Some("conda-meta")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        match serde_json::from_slice::<Record>(file.bytes) {
            Ok(record) if !record.name.is_empty() && !record.version.is_empty() => {
                let mut package = package(&META, &record.name, &record.version, file.stat.path);
                package.licenses = record.license.as_deref().map(license::names).unwrap_or_default();
                let names = record.depends.iter().filter_map(|wanted| wanted.split_whitespace().next());
                // Names with two underscores before them are properties of the machine.
                package.depends_on = names.filter(|name| !name.starts_with("__")).map(str::to_owned).collect();
                facts.packages.push(package);
            }
            Ok(_) => facts.problem("a record without a name or version"),
            Err(error) => facts.problem(format!("broken record: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/zlib-1.2.13-hd590300_5.json");

    #[test]
    fn an_installed_packages_record_is_read() {
        let facts = read(&CondaMeta, "opt/conda/conda-meta/zlib-1.2.13-hd590300_5.json", SAMPLE);
        let package = &facts.packages[0];
        assert_eq!((package.name.as_str(), package.version.as_str()), ("zlib", "1.2.13"));
        assert_eq!(
            (package.licenses.as_slice(), package.depends_on.as_slice()),
            (&["Zlib".to_owned()][..], &["libgcc-ng".to_owned(), "libzlib".to_owned()][..])
        );
        assert_eq!(package.purl.as_ref().unwrap().to_string(), "pkg:conda/zlib@1.2.13");
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(read(&CondaMeta, "conda-meta/a.json", b"{").problems.len(), 1);
        assert!(!CondaMeta.wants(&Stat::new("conda-meta/history", 1, 0)));
        assert_survives_damage(&CondaMeta, "conda-meta/a.json", SAMPLE);
    }
}
