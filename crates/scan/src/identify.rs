//! Java archives that do not say which artifact they are, named by an index of digests where there is one.

use crate::Advisories;
use crate::squash::Inventory;
use tidewaiter_advisory::shard::ArchiveShard;
use tidewaiter_model::{Package, Problem, Purl};

/// Names what the indexes know; the rest is a problem each, since no advisory can be asked for it.
pub(crate) fn name_archives(inventory: &mut Inventory, advisories: &mut dyn Advisories) {
    if inventory.packages.iter().all(|package| package.digest.is_none()) {
        return;
    }
    let indexes = advisories.archives();
    for package in inventory.packages.iter_mut().filter(|package| package.digest.is_some()) {
        let known = sha1(package).and_then(|sha1| indexes.iter().find_map(|index: &ArchiveShard| index.find(&sha1)));
        match known.and_then(|(name, version)| Some((name.split_once(':')?, version))) {
            Some(((group, artifact), version)) => {
                package.name = format!("{group}:{artifact}");
                package.version = version.to_owned();
                package.purl = Some(Purl::new("maven", group, artifact, version));
            }
            None => inventory.problems.push(Problem {
                path: package.path.clone(),
                origin: package.ecosystem.to_string(),
                message: format!("{} {} names no group, so no advisory can be asked for", package.name, package.version),
            }),
        }
    }
}

fn sha1(package: &Package) -> Option<[u8; 20]> {
    let hex = package.digest.as_deref()?.strip_prefix("sha1:")?;
    let mut sha1 = [0; 20];
    for (at, byte) in sha1.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(sha1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_advisory::matching::Ratings;
    use tidewaiter_advisory::shard::{About, AdvisoryShard, Archives, write_archives};

    /// An index that knows one archive, where there is one.
    struct Index(Option<std::path::PathBuf>);

    impl Advisories for Index {
        fn advisories(&mut self, _: &str) -> Result<AdvisoryShard, String> {
            Err("none".to_owned())
        }
        fn ratings(&mut self) -> Result<Ratings, String> {
            Err("none".to_owned())
        }
        fn archives(&mut self) -> Vec<ArchiveShard> {
            self.0.iter().map(|path| ArchiveShard::open(path).unwrap()).collect()
        }
    }

    fn nameless(digest: &str) -> Package {
        Package {
            ecosystem: "maven".into(),
            name: "spring-core".to_owned(),
            version: "5".to_owned(),
            digest: Some(digest.to_owned()),
            ..Package::default()
        }
    }

    #[test]
    fn archives_are_named_by_an_index_or_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("java.archives");
        let mut archives = Archives::default();
        archives.add(&[0xab; 20], "org.springframework:spring-core", "5.3.17");
        write_archives(&path, About::default(), archives).unwrap();
        let packages = vec![nameless(&format!("sha1:{}", "ab".repeat(20))), nameless(&format!("sha1:{}", "cd".repeat(20)))];
        let mut inventory = Inventory { packages, ..Inventory::default() };
        name_archives(&mut inventory, &mut Index(Some(path)));
        assert_eq!(inventory.packages[0].id(), "org.springframework:spring-core@5.3.17");
        assert_eq!(inventory.packages[1].id(), "spring-core@5");
        assert_eq!(inventory.problems.len(), 1);
        let mut alone = Inventory { packages: vec![nameless("sha1:x")], ..Inventory::default() };
        name_archives(&mut alone, &mut Index(None));
        assert_eq!(alone.problems.len(), 1);
    }
}
