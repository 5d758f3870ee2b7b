//! The facts of all layers, put together as the engine stacks the layers.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/layer.md>.
//! A file that a later layer replaces or removes counts no more. A package came in with the first of the layers that have
//! it without a break, though each layer that installs anything writes the whole database anew.

use crate::project;
use crate::survey::LayerFacts;
use std::collections::{HashMap, HashSet};
use tidewaiter_inventory::{FileFacts, analyzers, merge_os};
use tidewaiter_model::{EcosystemId, Os, OwnedFiles, Package, Problem, ResultSet};

/// What an image or folder holds.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    pub(crate) os: Option<Os>,
    pub(crate) packages: Vec<Package>,
    pub(crate) owned: Vec<OwnedFiles>,
    pub(crate) problems: Vec<Problem>,
    /// Results about no packages.
    pub(crate) others: Vec<ResultSet>,
}

/// Puts layers together, base first. `is_layered` is false for a folder, whose packages come from no layer.
pub(crate) fn squash(layers: Vec<LayerFacts>, is_layered: bool) -> Inventory {
    let mut standing: HashMap<(String, String), FileFacts> = HashMap::new();
    let mut links: HashMap<String, String> = HashMap::new();
    let mut inventory = Inventory::default();
    for (index, layer) in layers.into_iter().enumerate() {
        let mut before: HashMap<(String, String), FileFacts> = HashMap::new();
        let hidden: Vec<(String, String)> = standing.keys().filter(|(path, _)| layer.hides(path)).cloned().collect();
        for key in hidden {
            if let Some(facts) = standing.remove(&key) {
                before.insert(key, facts);
            }
        }
        links.retain(|path, _| !layer.hides(path));
        links.extend(layer.links);
        inventory.problems.extend(layer.problems);
        for mut facts in layer.files {
            let key = (facts.path.clone(), facts.analyzer.clone());
            let earlier = before.get(&key).or_else(|| standing.get(&key)).filter(|_| is_layered).map(origins).unwrap_or_default();
            for package in &mut facts.packages {
                package.layer = is_layered.then(|| earlier.get(&identity(package)).copied().flatten().unwrap_or(index));
            }
            standing.insert(key, facts);
        }
    }
    let mut files: Vec<FileFacts> = standing.into_values().collect();
    files.sort_by(|a, b| (&a.path, &a.analyzer).cmp(&(&b.path, &b.analyzer)));
    unread_links(&files, links, &mut inventory.problems);
    inventory.os = merge_os(files.iter().filter_map(|facts| facts.os.as_ref()));
    project::relate(&mut files);
    drop_repeated(&mut files);
    let mut licenses: HashMap<(EcosystemId, String), Vec<String>> = HashMap::new();
    for facts in files {
        licenses.extend(facts.licenses.into_iter().map(|stated| ((stated.ecosystem, stated.package), stated.licenses)));
        inventory.packages.extend(facts.packages);
        inventory.owned.extend(facts.owned);
        inventory.problems.extend(facts.problems);
    }
    // Some state licences in files of their own, by the package's name or with its version.
    for package in inventory.packages.iter_mut().filter(|p| p.licenses.is_empty() && !licenses.is_empty()) {
        let by = |name: String| licenses.get(&(package.ecosystem.clone(), name));
        package.licenses = by(package.name.clone()).or_else(|| by(package.id())).cloned().unwrap_or_default();
    }
    inventory
}

/// What logs and copies state is told by the records of the same, where there are any.
fn drop_repeated(files: &mut [FileFacts]) {
    let secondary: HashSet<&str> =
        analyzers().iter().filter(|analyzer| analyzer.is_secondary()).map(|analyzer| analyzer.id()).collect();
    let (repeated, recorded): (Vec<_>, Vec<_>) = files.iter_mut().partition(|facts| secondary.contains(facts.analyzer.as_str()));
    let key = |package: &Package| (package.ecosystem.clone(), package.name.clone(), package.version.clone());
    let known: HashSet<_> = recorded.iter().flat_map(|facts| &facts.packages).map(key).collect();
    for facts in repeated {
        facts.packages.retain(|package| !known.contains(&key(package)));
    }
}

/// What makes a package the same in two states of a file.
type Identity<'a> = (&'a str, &'a str, Option<&'a str>);

fn identity(package: &Package) -> Identity<'_> {
    (&package.name, &package.version, package.arch.as_deref())
}

/// The layers in which the packages of a file's earlier state came in; of the same twice the first counts.
fn origins(earlier: &FileFacts) -> HashMap<Identity<'_>, Option<usize>> {
    earlier.packages.iter().rev().map(|package| (identity(package), package.layer)).collect()
}

/// A wanted path that is a link to a file whose facts stand needs nothing; one that leads elsewhere was not read.
fn unread_links(files: &[FileFacts], links: HashMap<String, String>, problems: &mut Vec<Problem>) {
    let is_known = |path: &str| files.binary_search_by(|facts| facts.path.as_str().cmp(path)).is_ok();
    let mut unread: Vec<(String, String)> =
        links.into_iter().filter(|(path, target)| matters(path) && !is_known(target)).collect();
    unread.sort();
    problems.extend(unread.into_iter().map(|(path, target)| Problem {
        path,
        origin: "links".to_owned(),
        message: format!("it is a link to {target}, which was not read"),
    }));
}

/// Links to libraries and programs lead to files that are read under their own name; a database that is a link does not.
fn matters(path: &str) -> bool {
    let rpm = ["/rpm/Packages", "/rpm/Packages.db", "/rpm/rpmdb.sqlite"];
    path.starts_with("var/lib/dpkg/status") || path.ends_with("lib/apk/db/installed") || rpm.iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, packages: &[(&str, &str)]) -> FileFacts {
        let package = |(name, version): &(&str, &str)| Package {
            name: (*name).to_owned(),
            version: (*version).to_owned(),
            path: path.to_owned(),
            ..Package::default()
        };
        FileFacts { packages: packages.iter().map(package).collect(), ..FileFacts::new(path, "test") }
    }

    fn layer(files: Vec<FileFacts>, replaced: &[&str]) -> LayerFacts {
        let replaced = replaced.iter().map(|&p| p.to_owned()).chain(files.iter().map(|f| f.path.clone())).collect();
        LayerFacts { files, replaced, ..LayerFacts::default() }
    }

    fn licensed(ecosystem: &str, package: &str, license: &str) -> tidewaiter_inventory::Licensed {
        tidewaiter_inventory::Licensed {
            ecosystem: ecosystem.to_owned().into(),
            package: package.to_owned(),
            licenses: vec![license.to_owned()],
        }
    }

    #[test]
    fn what_is_logged_is_told_by_the_records_of_it() {
        let of = |path: &str, analyzer: &str, packages: &[(&str, &str)]| FileFacts {
            analyzer: analyzer.to_owned(),
            ..file(path, packages)
        };
        let mut files = [
            of("a/.meta/Acme-1.0/install.json", "cpan-installed", &[("Acme", "1.0")]),
            of("b/perllocal.pod", "perllocal", &[("Acme", "1.0"), ("Base", "2.0")]),
        ];
        drop_repeated(&mut files);
        let names = |facts: &FileFacts| facts.packages.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
        assert_eq!((names(&files[0]), names(&files[1])), (vec!["Acme".to_owned()], vec!["Base".to_owned()]));
    }

    #[test]
    fn licences_in_files_of_their_own_find_their_packages() {
        let package = |ecosystem: &str, name: &str| Package {
            ecosystem: ecosystem.to_owned().into(),
            name: name.to_owned(),
            version: "1".to_owned(),
            ..Package::default()
        };
        let mut facts = file("records", &[]);
        facts.packages = vec![package("dpkg", "a"), package("cpan-installed", "A"), package("npm", "a")];
        facts.licenses = vec![licensed("dpkg", "a", "MIT"), licensed("cpan-installed", "A@1", "Zlib")];
        let told: Vec<_> =
            squash(vec![layer(vec![facts], &[])], true).packages.into_iter().map(|p| p.licenses.concat()).collect();
        assert_eq!(told, ["MIT", "Zlib", ""]);
    }

    fn told(layers: Vec<LayerFacts>) -> Vec<(String, String, Option<usize>)> {
        squash(layers, true).packages.into_iter().map(|p| (p.name, p.version, p.layer)).collect()
    }

    fn of(name: &str, version: &str, layer: usize) -> (String, String, Option<usize>) {
        (name.to_owned(), version.to_owned(), Some(layer))
    }

    #[test]
    fn a_package_comes_from_the_layer_that_brought_it() {
        let layers = vec![
            layer(vec![file("status", &[("a", "1"), ("b", "1")])], &[]),
            layer(vec![file("status", &[("a", "1"), ("b", "2"), ("c", "1")])], &[]),
            layer(vec![file("status", &[("a", "1"), ("b", "2"), ("c", "1")])], &[]),
        ];
        assert_eq!(told(layers), [of("a", "1", 0), of("b", "2", 1), of("c", "1", 1)]);
    }

    #[test]
    fn what_is_removed_or_replaced_by_something_else_is_gone() {
        let base = || layer(vec![file("app/a/package.json", &[("a", "1")]), file("b/package.json", &[("b", "1")])], &[]);
        assert_eq!(told(vec![base(), layer(vec![], &["app"])]), [of("b", "1", 0)]);
        let opaque = LayerFacts { opaque: ["app".to_owned()].into(), ..LayerFacts::default() };
        assert_eq!(told(vec![base(), opaque]), [of("b", "1", 0)]);
        assert_eq!(
            told(vec![base(), layer(vec![file("b/package.json", &[("b", "2")])], &[])]),
            [of("a", "1", 0), of("b", "2", 1)]
        );
    }

    #[test]
    fn a_package_that_comes_back_is_new() {
        let status = |packages: &[(&str, &str)]| layer(vec![file("status", packages)], &[]);
        assert_eq!(told(vec![status(&[("a", "1")]), status(&[]), status(&[("a", "1")])]), [of("a", "1", 2)]);
    }

    #[test]
    fn a_database_that_is_a_link_elsewhere_is_a_problem() {
        let linked = LayerFacts { links: vec![("var/lib/dpkg/status".to_owned(), "hidden".to_owned())], ..LayerFacts::default() };
        assert_eq!(squash(vec![linked], true).problems.len(), 1);
    }
}
