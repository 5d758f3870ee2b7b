//! One pass over a layer or folder: every analyzer sees every entry.

use crate::Scanners;
use crate::mask::Mask;
use crate::skip::Skip;
use std::collections::{BTreeMap, HashSet};
use tidewaiter_image::{Content, Entry, EntryKind, ImageError, Visitor};
use tidewaiter_inventory::{Analyzer, File, FileFacts, Setting, Stat, analyzers};
use tidewaiter_misconfig::{self as misconfig, Checked, EntryFacts, Note};
use tidewaiter_model::{Problem, Secret};
use tidewaiter_secrets::{Found, Pieces};

/// What one layer holds, and what it takes away from those below.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerFacts {
    /// Facts of files, in the order of the layer.
    pub(crate) files: Vec<FileFacts>,
    /// Paths that hide whatever earlier layers have there and below: whiteouts, and everything that is no folder.
    /// Only such are kept as could hide facts; see [`LayerFacts::hides`].
    pub(crate) replaced: HashSet<String>,
    /// Folders whose earlier contents are hidden.
    pub(crate) opaque: HashSet<String>,
    /// Wanted paths that are links, with the path that they lead to.
    pub(crate) links: Vec<(String, String)>,
    /// What files give away, by path.
    pub(crate) secrets: Vec<(String, Vec<Secret>)>,
    /// What checks of files came to.
    pub(crate) checked: Vec<Checked>,
    /// What entries tell of the image, by path.
    pub(crate) notes: BTreeMap<String, Note>,
    /// Folders that are stated anew and tell nothing: their earlier modes hold no more.
    pub(crate) folders: HashSet<String>,
    /// What was not looked at by others than analyzers.
    pub(crate) problems: Vec<Problem>,
}

impl LayerFacts {
    /// Whether this layer hides what an earlier one has at a path.
    pub(crate) fn hides(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| path.get(..at).unwrap_or(""));
        self.replaced.contains(path)
            || folders.clone().any(|folder| self.replaced.contains(folder))
            || self.opaque.contains("")
            || folders.into_iter().any(|folder| self.opaque.contains(folder))
    }
}

/// The bytes at a file's beginning by which it is told whether it is a text.
const SNIFFED: usize = 8 << 10;
/// Files up to this size are looked through for secrets at once.
const MAX_WHOLE: u64 = 32 << 20;
/// Archives, databases and byte code make sense as a whole only; fat jars have a hundred megabytes and more.
const MAX_ARCHIVE: u64 = 256 << 20;
/// The bytes at a file's beginning by which analyzers tell whether it is theirs.
const HEAD: usize = 512;
/// More of a file is not read: nothing that analyzers know is larger.
const MAX_FILE: u64 = 1 << 30;
/// The least size at which an analyzer leaves a file alone for being too large.
const LEAST_LIMIT: u64 = 64 << 10;

/// Larger texts are looked through for secrets in pieces of this size,
const PIECE: usize = 8 << 20;
/// which overlap so far that no secret is cut in both.
const OVERLAP: usize = 64 << 10;

/// Shows entries to all analyzers, and to those who look for secrets.
pub(crate) struct Surveyor<'a> {
    pub(crate) facts: LayerFacts,
    /// Later layers hide earlier ones only in images of several.
    is_base: bool,
    /// Those that are asked.
    analyzers: Vec<&'static dyn Analyzer>,
    scanners: Scanners<'a>,
    /// A project's folder is no root file system: its modes and accounts are those of whoever checked it out.
    is_root: bool,
    skip: &'a Skip,
    mask: &'a Mask<'a>,
}

impl Visitor for Surveyor<'_> {
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        if self.skip.covers(entry.path) && matches!(entry.kind, EntryKind::File | EntryKind::Directory) {
            self.replace(entry);
            return Ok(());
        }
        self.note(entry, content)?;
        match entry.kind {
            EntryKind::OpaqueDirectory => {
                self.facts.opaque.insert(entry.path.to_owned());
            }
            EntryKind::Directory => self.folder(entry.path),
            EntryKind::File => {
                self.replace(entry);
                self.file(entry, content)?;
                self.checks(entry, content)?;
                self.secrets(entry, content)?;
            }
            EntryKind::Symlink(target) => {
                self.replace(entry);
                self.link(entry, &resolved(entry.path, target));
            }
            EntryKind::Hardlink(target) => {
                self.replace(entry);
                self.link(entry, target);
            }
            EntryKind::Whiteout | EntryKind::Other => self.replace(entry),
        }
        Ok(())
    }
}

impl<'a> Surveyor<'a> {
    /// For one layer of an image, whose first is its base.
    pub(crate) fn of_layer(is_base: bool, scanners: Scanners<'a>, skip: &'a Skip, mask: &'a Mask<'a>) -> Self {
        let is_asked = |analyzer: &&dyn Analyzer| scanners.packages && analyzer.setting() != Setting::Project;
        let installed = analyzers().iter().copied().filter(is_asked);
        Self { facts: LayerFacts::default(), is_base, analyzers: installed.collect(), scanners, is_root: true, skip, mask }
    }

    /// For a folder; a project's is read for what would be installed, too.
    pub(crate) fn of_folder(is_project: bool, scanners: Scanners<'a>, skip: &'a Skip, mask: &'a Mask<'a>) -> Self {
        let surveyor = Self { is_root: !is_project, ..Self::of_layer(true, scanners, skip, mask) };
        if is_project && scanners.packages { Self { analyzers: analyzers().to_vec(), ..surveyor } } else { surveyor }
    }

    /// Notes what an entry tells of the image.
    fn note(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let Some(checks) = self.scanners.checks.filter(|_| self.is_root) else { return Ok(()) };
        let kind = match entry.kind {
            EntryKind::File => misconfig::EntryKind::File,
            EntryKind::Directory => misconfig::EntryKind::Folder,
            EntryKind::Symlink(_) => misconfig::EntryKind::Link,
            EntryKind::Hardlink(_) => misconfig::EntryKind::HardLink,
            EntryKind::Whiteout | EntryKind::OpaqueDirectory | EntryKind::Other => return Ok(()),
        };
        let Entry { path, size, mode, has_capabilities, .. } = *entry;
        let facts = EntryFacts { path, kind, target: "", size, mode, has_capabilities };
        let note = match checks.wants_note(&facts) {
            Some(needed) => {
                let target = match entry.kind {
                    EntryKind::Symlink(target) => resolved(path, target),
                    EntryKind::Hardlink(target) => target.to_owned(),
                    _ => String::new(),
                };
                let beginning = if needed > 0 && kind == misconfig::EntryKind::File { content.head(needed)? } else { &[] };
                checks.note(&EntryFacts { target: &target, ..facts }, beginning)
            }
            None => None,
        };
        match note {
            Some(note) => drop(self.facts.notes.insert(path.to_owned(), note)),
            None => {
                // Of several entries of one path in a layer the last counts.
                self.facts.notes.remove(path);
                if kind == misconfig::EntryKind::Folder && !self.is_base {
                    self.facts.folders.insert(path.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Checks a file that says how to build or run something.
    fn checks(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let Some(checks) = self.scanners.checks.filter(|checks| checks.wants(entry.path, entry.size)) else { return Ok(()) };
        let Some(bytes) = content.read_all(MAX_WHOLE)? else { return Ok(()) };
        if let Some(mut checked) = checks.file(entry.path, bytes) {
            self.mask.lines(bytes, &mut checked);
            self.facts.checked.push(checked);
        }
        Ok(())
    }

    /// Looks for secrets in a file.
    fn secrets(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let Some(scanner) = self.scanners.secrets.filter(|scanner| scanner.wants(entry.path, entry.size)) else { return Ok(()) };
        let head = content.head(SNIFFED)?;
        if !scanner.sniff(entry.path, head) {
            return Ok(());
        }
        let is_divisible = scanner.is_divisible(entry.path, head);
        let mut found = Found::default();
        match content.read_all(if is_divisible { MAX_WHOLE } else { MAX_ARCHIVE })? {
            Some(bytes) => scanner.file(entry.path, bytes, &mut found),
            None if !is_divisible => {
                let message = format!("it has {} MB, and archives and databases are opened up to 256", entry.size / 1_000_000);
                found.problems.push(Problem { path: entry.path.to_owned(), origin: "secrets".to_owned(), message });
            }
            None => {
                let mut pieces = Pieces::new(scanner, entry.path, OVERLAP);
                while let Some((offset, bytes)) = content.piece(PIECE, OVERLAP)? {
                    pieces.look(offset, bytes, &mut found);
                }
            }
        }
        if !found.secrets.is_empty() {
            self.facts.secrets.push((entry.path.to_owned(), found.secrets));
        }
        self.facts.problems.extend(found.problems);
        Ok(())
    }

    fn replace(&mut self, entry: &Entry<'_>) {
        if !self.is_base {
            self.facts.replaced.insert(entry.path.to_owned());
        }
    }

    fn folder(&mut self, path: &str) {
        for analyzer in &self.analyzers {
            if let Some(package) = analyzer.folder(path) {
                let packages = vec![package];
                self.facts.files.push(FileFacts { packages, ..FileFacts::new(path, analyzer.id()) });
            }
        }
    }

    fn file(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let stat = Stat::new(entry.path, entry.size, entry.mode);
        let mut wanting: Vec<&dyn Analyzer> = self.analyzers.iter().copied().filter(|analyzer| analyzer.wants(&stat)).collect();
        if entry.size > LEAST_LIMIT {
            self.oversized(entry, content)?;
        }
        if wanting.is_empty() {
            return Ok(());
        }
        let head = content.head(HEAD)?;
        wanting.retain(|analyzer| analyzer.sniff(head));
        if wanting.is_empty() {
            return Ok(());
        }
        let extent = |analyzer: &dyn Analyzer| analyzer.extent().min(entry.size);
        let (reading, refused): (Vec<_>, Vec<_>) = wanting.into_iter().partition(|analyzer| extent(*analyzer) <= MAX_FILE);
        self.refuse(entry, &refused, "it is larger than 1 GiB");
        let needed = reading.iter().map(|analyzer| extent(*analyzer)).max().unwrap_or(0);
        let bytes = content.head(usize::try_from(needed).unwrap_or(usize::MAX))?;
        if (bytes.len() as u64) < needed {
            let reason = format!("only {} of its {} bytes are there", bytes.len(), entry.size);
            self.refuse(entry, &reading, &reason);
            return Ok(());
        }
        for analyzer in reading {
            let mut facts = FileFacts::new(entry.path, analyzer.id());
            let asked = usize::try_from(extent(analyzer)).unwrap_or(usize::MAX);
            analyzer.read(&File { stat, bytes: bytes.get(..asked).unwrap_or(bytes) }, &mut facts);
            if !facts.is_empty() {
                self.facts.files.push(facts);
            }
        }
        Ok(())
    }

    /// Names a file that is larger than what those who would have read it read at all.
    fn oversized(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let stat = Stat::new(entry.path, entry.size, entry.mode);
        let usual = Stat::new(stat.path, LEAST_LIMIT, stat.mode);
        let is_refusing = |analyzer: &&dyn Analyzer| analyzer.wants(&usual) && !analyzer.wants(&stat);
        let mut refusing: Vec<&dyn Analyzer> = self.analyzers.iter().copied().filter(is_refusing).collect();
        if !refusing.is_empty() {
            let head = content.head(HEAD)?;
            refusing.retain(|analyzer| analyzer.sniff(head));
            self.refuse(entry, &refusing, &format!("it has {} MB, more than is read of such files", entry.size / 1_000_000));
        }
        Ok(())
    }

    fn refuse(&mut self, entry: &Entry<'_>, wanting: &[&dyn Analyzer], reason: &str) {
        for analyzer in wanting {
            let mut facts = FileFacts::new(entry.path, analyzer.id());
            facts.problem(reason);
            self.facts.files.push(facts);
        }
    }

    /// A link is of interest if an analyzer would want a file in its place.
    fn link(&mut self, entry: &Entry<'_>, target: &str) {
        let stat = Stat::new(entry.path, HEAD as u64, 0);
        if self.analyzers.iter().any(|analyzer| analyzer.wants(&stat)) {
            self.facts.links.push((entry.path.to_owned(), target.to_owned()));
        }
    }
}

/// Where a symbolic link leads, seen from the root.
fn resolved(path: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGES: Scanners<'static> = Scanners { packages: true, secrets: None, checks: None };

    #[test]
    fn links_are_resolved_from_the_root() {
        assert_eq!(resolved("etc/os-release", "../usr/lib/os-release"), "usr/lib/os-release");
        assert_eq!(resolved("etc/os-release", "/usr/lib/os-release"), "usr/lib/os-release");
        assert_eq!(resolved("a", "../../../b"), "b");
    }

    /// A file of which only the beginning may be read.
    struct Beginning(Vec<u8>);

    impl Content for Beginning {
        fn head(&mut self, n: usize) -> Result<&[u8], ImageError> {
            assert!(n <= 1 << 20, "{n} bytes are asked for");
            self.0.resize(1 << 20, 0);
            Ok(&self.0[..n])
        }

        fn read_all(&mut self, _max: u64) -> Result<Option<&[u8]>, ImageError> {
            unreachable!("the whole file is asked for")
        }

        fn piece(&mut self, _size: usize, _overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
            unreachable!("all pieces are asked for")
        }
    }

    #[test]
    fn of_a_large_model_only_the_beginning_is_read() {
        let skip = Skip::default();
        let mask = Mask::new(None);
        let mut surveyor = Surveyor::of_layer(false, PACKAGES, &skip, &mask);
        let header = [b"GGUF".as_slice(), &3_u32.to_le_bytes(), &[0; 16]].concat();
        let path = "models/tide.gguf";
        let entry = Entry { path, kind: EntryKind::File, size: 10 << 30, mode: 0o644, uid: 0, gid: 0, has_capabilities: false };
        surveyor.entry(&entry, &mut Beginning(header)).unwrap();
        assert_eq!(surveyor.facts.files[0].packages[0].name, "tide");
        assert!(surveyor.facts.files[0].problems.is_empty());
    }

    #[test]
    fn an_archive_that_is_too_large_is_told() {
        struct Huge;
        impl Content for Huge {
            fn head(&mut self, _n: usize) -> Result<&[u8], ImageError> {
                Ok(b"PK\x03\x04")
            }

            fn read_all(&mut self, max: u64) -> Result<Option<&[u8]>, ImageError> {
                assert_eq!(max, MAX_ARCHIVE);
                Ok(None)
            }

            fn piece(&mut self, _size: usize, _overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
                unreachable!("pieces of an archive say nothing")
            }
        }
        let (skip, mask, scanner) = (Skip::default(), Mask::new(None), tidewaiter_secrets::Scanner::default());
        let scanners = Scanners { packages: false, secrets: Some(&scanner), checks: None };
        let mut surveyor = Surveyor::of_layer(true, scanners, &skip, &mask);
        let entry =
            Entry { path: "a.jar", kind: EntryKind::File, size: 2 << 30, mode: 0, uid: 0, gid: 0, has_capabilities: false };
        surveyor.entry(&entry, &mut Huge).unwrap();
        assert_eq!(surveyor.facts.problems[0].message, "it has 2147 MB, and archives and databases are opened up to 256");
    }

    #[test]
    fn a_folder_may_be_a_package() {
        let skip = Skip::default();
        let mask = Mask::new(None);
        let mut surveyor = Surveyor::of_layer(false, PACKAGES, &skip, &mask);
        let path = "nix/store/0c0rxqkxx2dh5lzqxrqzlzlxxhyivsz9-tide-1.2.3";
        for folder in ["nix", "nix/store", path, &format!("{path}/bin")] {
            surveyor.folder(folder);
        }
        let told: Vec<&str> = surveyor.facts.files.iter().map(|facts| facts.path.as_str()).collect();
        assert_eq!(told, [path]);
        // A whiteout of the folder hides it.
        let later = LayerFacts { replaced: [path.to_owned()].into(), ..LayerFacts::default() };
        assert!(later.hides(path));
    }

    #[test]
    fn what_a_layer_hides() {
        let mut facts = LayerFacts::default();
        facts.replaced.insert("app/node_modules".to_owned());
        facts.opaque.insert("var/lib".to_owned());
        assert!(facts.hides("app/node_modules") && facts.hides("app/node_modules/a/package.json"));
        assert!(facts.hides("var/lib/dpkg/status") && !facts.hides("var/lib") && !facts.hides("var/log/x"));
        assert!(!facts.hides("app/node_modules2/a"));
    }
}
