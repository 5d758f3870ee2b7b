//! Language packages that a distribution's package installed are told once, as the distribution's.
//!
//! Their fixes come from the distribution, under its version numbers; the upstream advisories would call them vulnerable
//! for ever. Packages of third parties are told as both: the distribution's advisories say nothing of them.

use crate::squash::Inventory;
use std::collections::{BTreeSet, HashSet};
use tidewaiter_inventory::ecosystem;
use tidewaiter_model::{Class, Package};

/// Drops language packages whose file belongs to a package of the distribution.
pub(crate) fn drop_owned(inventory: &mut Inventory) {
    let is_language = |id: &str| ecosystem(id).is_some_and(|ecosystem| ecosystem.class == Class::LangPkgs);
    let candidates: HashSet<&str> =
        inventory.packages.iter().filter(|p| is_language(&p.ecosystem)).map(|p| unmerged(file_on_disk(&p.path))).collect();
    if candidates.is_empty() {
        return;
    }
    let third_party: HashSet<&str> =
        inventory.packages.iter().filter(|p| p.third_party.is_some()).map(|p| p.name.as_str()).collect();
    let is_official = |package: &str| !third_party.contains(package.split(':').next().unwrap_or(package));
    let owned: HashSet<String> = inventory
        .owned
        .iter()
        .filter(|owned| is_official(&owned.package))
        .flat_map(|owned| &owned.paths)
        .map(|path| unmerged(path))
        .filter(|path| candidates.contains(path))
        .map(str::to_owned)
        .collect();
    inventory
        .packages
        .retain(|package| !is_language(&package.ecosystem) || !owned.contains(unmerged(file_on_disk(&package.path))));
}

/// Programs that nobody packaged are known by their files, of which one build has several (a server, its client, a shared
/// library; a kernel's image and its modules; a model's parts): each version is told once, for the first of them.
pub(crate) fn tell_programs_once(inventory: &mut Inventory) {
    let is_program = |id: &str| {
        ecosystem(id).is_some_and(|ecosystem| ["ai-model", "binary", "elf-note", "linux-kernel"].contains(&ecosystem.kind))
    };
    let mut told = HashSet::new();
    inventory.packages.retain(|package| {
        !is_program(&package.ecosystem) || told.insert((package.purl.as_ref().map(ToString::to_string), package.id()))
    });
}

/// The assemblies of a published program, and of the runtime, are named by the list beside them or above, in the versions of
/// their packages.
pub(crate) fn drop_listed_assemblies(inventory: &mut Inventory) {
    let kind = |package: &Package| ecosystem(&package.ecosystem).map(|ecosystem| ecosystem.kind);
    let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let is_list = |package: &&Package| kind(package) == Some("dotnet-core") && package.path.ends_with(".deps.json");
    let listed: BTreeSet<String> = inventory.packages.iter().filter(is_list).map(|package| folder(&package.path)).collect();
    let is_below =
        |path: &str, folder: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let is_listed = |path: &str| listed.iter().any(|folder| is_below(path, folder));
    inventory.packages.retain(|package| kind(package) != Some("dotnet-assembly") || !is_listed(&package.path));
}

/// A package within an archive belongs to whom the archive belongs.
fn file_on_disk(path: &str) -> &str {
    let ends = [".jar/", ".war/", ".ear/", ".par/", ".jpi/", ".hpi/"];
    ends.iter().filter_map(|end| path.find(end)).min().and_then(|at| path.get(..at + 4)).unwrap_or(path)
}

/// Systems with a merged `/usr` list `bin/x` for what is in `usr/bin/x`, or the other way round: `bin/x` of both.
fn unmerged(path: &str) -> &str {
    let is_merged = |rest: &&str| ["bin/", "lib", "sbin/"].iter().any(|folder| rest.starts_with(folder));
    path.strip_prefix("usr/").filter(is_merged).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::{OwnedFiles, Purl};

    #[test]
    fn a_program_in_several_files_is_told_once() {
        let program = |version: &str, path: &str| Package {
            ecosystem: "binary".into(),
            path: path.to_owned(),
            purl: Some(Purl::new("generic", "", "php", version)),
            ..Package::default()
        };
        let packages = vec![program("8.2.1", "bin/php"), program("8.2.1", "bin/php-fpm"), program("8.3.0", "opt/php")];
        let mut inventory = Inventory { packages, ..Inventory::default() };
        tell_programs_once(&mut inventory);
        assert_eq!(inventory.packages.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["bin/php", "opt/php"]);
    }

    #[test]
    fn assemblies_that_a_list_names_are_dropped() {
        let package = |ecosystem: &'static str, path: &str| Package {
            ecosystem: ecosystem.into(),
            path: path.to_owned(),
            ..Package::default()
        };
        let packages = vec![
            package("dotnet-core", "app/Web.deps.json"),
            package("dotnet-core", "srv/single"),
            package("dotnet-assembly", "app/Web.dll"),
            package("dotnet-assembly", "app/runtimes/unix/lib/A.dll"),
            package("dotnet-assembly", "srv/A.dll"),
            package("dotnet-assembly", "apple/A.dll"),
        ];
        let mut inventory = Inventory { packages, ..Inventory::default() };
        drop_listed_assemblies(&mut inventory);
        let left: Vec<&str> = inventory.packages.iter().map(|package| package.path.as_str()).collect();
        assert_eq!(left, ["app/Web.deps.json", "srv/single", "srv/A.dll", "apple/A.dll"]);
        inventory.packages.push(package("dotnet-core", "Web.deps.json"));
        drop_listed_assemblies(&mut inventory);
        assert_eq!(inventory.packages.len(), 3);
    }

    #[test]
    fn only_what_the_distribution_owns_is_dropped() {
        let package = |ecosystem: &'static str, name: &str, path: &str| Package {
            ecosystem: ecosystem.into(),
            name: name.to_owned(),
            path: path.to_owned(),
            ..Package::default()
        };
        let foreign = Package { third_party: Some("X".to_owned()), ..package("dpkg", "foreign", "status") };
        let owned = |package: &str, path: &str| OwnedFiles { package: package.to_owned(), paths: vec![path.to_owned()] };
        let mut inventory = Inventory {
            packages: vec![
                foreign,
                package("npm", "mine", "app/package.json"),
                package("npm", "theirs", "usr/share/nodejs/a/package.json"),
                package("npm", "vendors", "opt/x/package.json"),
                package("maven", "nested", "usr/share/java/x.war/lib/y.jar"),
                package("binary", "bash", "usr/bin/bash"),
                package("binary-unadvised", "zlib", "lib/libz.so.1"),
                package("binary", "local", "usr/local/bin/bash"),
            ],
            owned: vec![
                owned("node-a", "usr/share/nodejs/a/package.json"),
                owned("foreign:amd64", "opt/x/package.json"),
                owned("libx-java", "usr/share/java/x.war"),
                owned("bash", "bin/bash"),
                owned("zlib1g:amd64", "usr/lib/libz.so.1"),
            ],
            ..Inventory::default()
        };
        drop_owned(&mut inventory);
        assert_eq!(
            inventory.packages.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
            ["foreign", "mine", "vendors", "local"]
        );
    }
}
