//! From a header to a package, and from what packages require to the packages that provide it.

use super::header::{self, Header};
use super::{ECOSYSTEM, vendor};
use crate::license;
use std::collections::{BTreeSet, HashMap, HashSet};
use tidewaiter_model::{OwnedFiles, Package, Purl, SourcePackage};

/// A package with what its header says beyond it.
#[derive(Default)]
pub(super) struct Installed {
    pub(super) package: Package,
    pub(super) owned: OwnedFiles,
    requires: Vec<String>,
    provides: Vec<String>,
}

/// What headers, manifests and inventories say of a package.
pub(crate) struct Stated<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: &'a str,
    pub(crate) release: &'a str,
    pub(crate) epoch: u32,
    pub(crate) arch: &'a str,
    pub(crate) source_rpm: &'a str,
    pub(crate) vendor: &'a str,
    pub(crate) modularity: &'a str,
    pub(crate) license: &'a str,
}

/// The package of a header; `None` for a key that rpm keeps as if it were one.
pub(super) fn read(blob: &[u8], path: &str) -> Result<Option<Installed>, String> {
    let header = Header::parse(blob)?;
    let text = |tag| header.text(tag).unwrap_or_default();
    let name = header.text(header::NAME).ok_or("it has no name")?;
    if name == "gpg-pubkey" {
        return Ok(None);
    }
    let version = header.text(header::VERSION).ok_or_else(|| format!("{name} has no version"))?;
    let release = header.text(header::RELEASE).ok_or_else(|| format!("{name} has no release"))?;
    let stated = Stated {
        name: &name,
        version: &version,
        release: &release,
        epoch: header.numbers(header::EPOCH).next().unwrap_or(0),
        arch: &text(header::ARCH),
        source_rpm: &text(header::SOURCE_RPM),
        vendor: &text(header::VENDOR),
        modularity: &text(header::MODULARITY_LABEL),
        license: &text(header::LICENSE),
    };
    let owned = OwnedFiles { package: name.clone().into_owned(), paths: files(&header, blob.len()) };
    Ok(Some(Installed {
        package: package(&stated, path),
        owned,
        requires: distinct(header.texts(header::REQUIRE_NAME)),
        provides: distinct(header.texts(header::PROVIDE_NAME)),
    }))
}

fn distinct<'a>(texts: impl Iterator<Item = std::borrow::Cow<'a, str>>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts.filter(|text| !text.starts_with("rpmlib(") && seen.insert(text.clone())).map(|text| text.into_owned()).collect()
}

/// A package in the report's words.
pub(crate) fn package(stated: &Stated<'_>, path: &str) -> Package {
    let Stated { name, version, release, epoch, arch, source_rpm, .. } = *stated;
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty() && text != "(none)");
    let with_epoch = |rest: String| if epoch == 0 { rest } else { format!("{epoch}:{rest}") };
    let evr = format!("{version}-{release}");
    let epoch_text = if epoch == 0 { String::new() } else { epoch.to_string() };
    let source_rpm = if source_rpm == "(none)" { "" } else { source_rpm };
    let modularity = some(stated.modularity);
    let mut licenses = Vec::new();
    license::names(stated.license).iter().for_each(|name| license::add(&mut licenses, name));
    let purl = Purl::new("rpm", "", name, &evr)
        .with("arch", arch)
        .with("epoch", &epoch_text)
        .with("upstream", source_rpm)
        .with("modularitylabel", modularity.as_deref().unwrap_or(""));
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: with_epoch(evr),
        arch: some(arch),
        source: source(source_rpm)
            .map(|(name, rest)| SourcePackage { name: name.to_owned(), version: with_epoch(rest.to_owned()) }),
        licenses,
        maintainer: some(stated.vendor),
        third_party: some(stated.vendor).filter(|vendor| !vendor::is_distribution(vendor)),
        modularity,
        path: path.to_owned(),
        purl: Some(purl),
        ..Package::default()
    }
}

/// `bash` and `5.1.8-6.el9` of `bash-5.1.8-6.el9.src.rpm`.
pub(crate) fn source(file: &str) -> Option<(&str, &str)> {
    let stem = file.strip_suffix(".rpm")?;
    let stem = stem.strip_suffix(".src").or_else(|| stem.strip_suffix(".nosrc")).unwrap_or(stem);
    let (rest, _) = stem.rsplit_once('-')?;
    let (name, _) = rest.rsplit_once('-')?;
    let version = stem.get(name.len() + 1..)?;
    (!name.is_empty()).then_some((name, version))
}

/// The files that a package owns. Folders are stored once, so that a broken header could ask for any number of long paths:
/// all together may not take much more room than the header itself, as no real ones do.
fn files(header: &Header<'_>, header_size: usize) -> Vec<String> {
    let mut room = header_size.saturating_mul(16);
    let folders: Vec<_> = header.texts(header::DIR_NAMES).collect();
    let indexes = header.numbers(header::DIR_INDEXES).map(|at| usize::try_from(at).ok().and_then(|at| folders.get(at)));
    let split = header.texts(header::BASE_NAMES).zip(indexes);
    let joined = split.map_while(|(name, folder)| {
        let folder = folder.map_or("", |folder| folder.trim_start_matches('/'));
        room = room.checked_sub(folder.len() + name.len())?;
        Some(format!("{folder}{name}"))
    });
    let mut files: Vec<String> = joined.collect();
    if files.is_empty() {
        files = header.texts(header::OLD_FILE_NAMES).map(|path| path.trim_start_matches('/').to_owned()).collect();
    }
    files.retain(|path| !path.is_empty());
    files
}

/// Replaces what packages require (names, sonames, files) by the packages that provide it. What nobody provides is left out:
/// rpm leaves no package without what it requires, so it is a file or a condition.
pub(super) fn relate(installed: &mut [Installed]) {
    let required_files: HashSet<&str> =
        installed.iter().flat_map(|i| &i.requires).filter_map(|name| name.strip_prefix('/')).collect();
    let mut providers: HashMap<&str, &str> = HashMap::new();
    for Installed { package, owned, provides, .. } in installed.iter() {
        let files = owned.paths.iter().filter(|path| required_files.contains(path.as_str()));
        for provided in provides.iter().chain(files) {
            providers.entry(provided).or_insert(&package.name);
        }
    }
    let resolve = |i: &Installed| -> Vec<String> {
        let provider =
            |required: &String| providers.get(required.as_str()).or_else(|| providers.get(required.strip_prefix('/')?)).copied();
        let found: BTreeSet<&str> = i.requires.iter().filter_map(provider).filter(|name| *name != i.package.name).collect();
        found.into_iter().map(str::to_owned).collect()
    };
    let resolved: Vec<Vec<String>> = installed.iter().map(resolve).collect();
    installed.iter_mut().zip(resolved).for_each(|(installed, found)| installed.package.depends_on = found);
}

#[cfg(test)]
mod tests {
    use super::super::header::tests::header;
    use super::*;
    use header::*;

    fn one(texts: &[(u32, &[&str])], numbers: &[(u32, &[u32])]) -> Installed {
        read(&header(texts, numbers), "db").unwrap().unwrap()
    }

    #[test]
    fn a_header_becomes_a_package() {
        let texts: &[(u32, &[&str])] = &[
            (NAME, &["nodejs"]),
            (VERSION, &["18.1"]),
            (RELEASE, &["2.module+el8"]),
            (ARCH, &["x86_64"]),
            (SOURCE_RPM, &["node-js-18.1-2.module+el8.src.rpm"]),
            (VENDOR, &["Somebody"]),
            (LICENSE, &["MIT and ASL 2.0"]),
            (MODULARITY_LABEL, &["nodejs:18:8080:abc"]),
            (BASE_NAMES, &["node", "doc"]),
            (DIR_NAMES, &["/usr/bin/", "/usr/share/"]),
        ];
        let found = one(texts, &[(EPOCH, &[1]), (DIR_INDEXES, &[0, 1])]);
        assert_eq!(found.package.version, "1:18.1-2.module+el8");
        assert_eq!(found.package.source_name_version(), ("node-js", "1:18.1-2.module+el8"));
        assert_eq!(found.package.third_party.as_deref(), Some("Somebody"));
        assert_eq!(found.owned.paths, ["usr/bin/node", "usr/share/doc"]);
        assert_eq!(
            found.package.purl.unwrap().to_string(),
            "pkg:rpm/nodejs@18.1-2.module%2Bel8?arch=x86_64&epoch=1&modularitylabel=nodejs:18:8080:abc&upstream=node-js-18.1-2.module%2Bel8.src.rpm"
        );
    }

    #[test]
    fn old_headers_list_whole_paths_and_keys_are_no_packages() {
        let texts: &[(u32, &[&str])] =
            &[(NAME, &["old"]), (VERSION, &["1"]), (RELEASE, &["2"]), (OLD_FILE_NAMES, &["/bin/a", "/etc/b"])];
        assert_eq!(one(texts, &[]).owned.paths, ["bin/a", "etc/b"]);
        assert!(read(&header(&[(NAME, &["gpg-pubkey"])], &[]), "db").unwrap().is_none());
        assert_eq!(read(&header(&[(NAME, &["a"])], &[]), "db").err().as_deref(), Some("a has no version"));
    }

    #[test]
    fn what_is_required_leads_to_who_provides_it() {
        let package = |name: &str, provides: &[&str], requires: &[&str], file: &str| {
            let texts: &[(u32, &[&str])] = &[
                (NAME, &[name]),
                (VERSION, &["1"]),
                (RELEASE, &["1"]),
                (PROVIDE_NAME, provides),
                (REQUIRE_NAME, requires),
                (OLD_FILE_NAMES, &[file]),
            ];
            one(texts, &[])
        };
        let mut all = [
            package("bash", &["bash", "config(bash)"], &["libc.so.6()(64bit)", "config(bash)", "rpmlib(X)"], "/bin/sh"),
            package("glibc", &["glibc", "libc.so.6()(64bit)"], &["basesystem"], "/lib/libc.so"),
            package("x", &["x", "x(64)"], &["/bin/sh", "glibc"], "/x"),
        ];
        relate(&mut all);
        assert_eq!(all[0].package.depends_on, ["glibc"]);
        assert!(all[1].package.depends_on.is_empty());
        assert_eq!(all[2].package.depends_on, ["bash", "glibc"]);
    }

    #[test]
    fn a_source_file_is_taken_apart_from_its_end() {
        assert_eq!(source("a-b-1.0-2.el9.src.rpm"), Some(("a-b", "1.0-2.el9")));
        assert_eq!(source("kernel-5-1.nosrc.rpm"), Some(("kernel", "5-1")));
        assert_eq!(source("nonsense"), None);
        assert_eq!(source("a-1.src.rpm"), None);
    }

    #[test]
    fn paths_take_no_more_room_than_the_header_explains() {
        let long = "/x".repeat(4000);
        let names: Vec<&str> = vec!["a"; 100_000];
        let indexes = vec![0; 100_000];
        let texts: &[(u32, &[&str])] =
            &[(NAME, &["a"]), (VERSION, &["1"]), (RELEASE, &["1"]), (BASE_NAMES, &names), (DIR_NAMES, &[&long, "b"])];
        let blob = header(texts, &[(DIR_INDEXES, &indexes)]);
        let owned = read(&blob, "db").unwrap().unwrap().owned;
        assert!(owned.paths.iter().map(String::len).sum::<usize>() <= blob.len() * 16);
    }
}
