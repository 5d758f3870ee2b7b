//! One archive and those within it.

use super::manifest::{self, Stated};
use super::spool::Spool;
use super::{ECOSYSTEM, is_archive, package};
use crate::source::{Part, Reader};
use crate::{FileFacts, Source};
use sha1::{Digest as _, Sha1};
use std::collections::BTreeMap;
use std::io::{self, Read};
use tidewaiter_model::{Evidence, Package};
use zip::{CompressionMethod, ZipArchive};

const MAX_DEPTH: usize = 8;
const MAX_INFLATED: u64 = 1 << 30;
/// A manifest or properties file larger than this is none.
const MAX_TEXT: u64 = 10 << 20;

/// Goes through an archive and states what it finds.
pub(super) struct Reading<'f> {
    facts: &'f mut FileFacts,
    inflated: u64,
}

/// The coordinates of an artifact.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Coordinates {
    pub(super) group: String,
    pub(super) artifact: String,
    pub(super) version: String,
}

impl<'f> Reading<'f> {
    pub(super) fn new(facts: &'f mut FileFacts) -> Self {
        Self { facts, inflated: 0 }
    }

    pub(super) fn read(&mut self, source: &dyn Source, path: &str, depth: usize) {
        if depth > MAX_DEPTH {
            self.facts.problem(format!("{path} is nested deeper than {MAX_DEPTH} archives"));
            return;
        }
        let mut archive = match ZipArchive::new(Reader::new(source)) {
            Ok(archive) => archive,
            Err(error) => return self.facts.problem(format!("{path} is no readable archive: {error}")),
        };
        let mut properties = Vec::new();
        let mut from_manifest = None;
        let mut namespaces = Namespaces::default();
        for index in 0..archive.len() {
            let name = match archive.by_index_raw(index) {
                Ok(file) => file.name().map(|name| name.into_owned()).unwrap_or_default(),
                Err(error) => {
                    self.facts.problem(format!("entry {index} of {path} is unreadable: {error}"));
                    continue;
                }
            };
            namespaces.note(&name);
            let is_properties = name.starts_with("META-INF/maven/") && name.ends_with("/pom.properties");
            let is_manifest = name == "META-INF/MANIFEST.MF";
            let is_nested = is_archive(name.rsplit('/').next().unwrap_or(&name));
            if !is_properties && !is_manifest && !is_nested {
                continue;
            }
            if let Some((start, length)) = stored(&mut archive, index).filter(|_| is_nested) {
                // Its members have checksums of their own.
                self.read(&Part::new(source, start, length), &format!("{path}/{name}"), depth + 1);
                continue;
            }
            let left = MAX_INFLATED.saturating_sub(self.inflated);
            let limit = if is_nested { left } else { left.min(MAX_TEXT) };
            let Some(contents) = self.contents(&mut archive, index, limit, path, &name) else { continue };
            if is_nested {
                self.read(&contents, &format!("{path}/{name}"), depth + 1);
                continue;
            }
            let Some(contents) = contents.text() else { continue };
            if is_properties {
                properties.extend(manifest::properties(contents));
            } else {
                from_manifest = manifest::coordinates(contents);
            }
        }
        if !properties.is_empty() {
            properties.sort_by(|a, b| (&a.group, &a.artifact, &a.version).cmp(&(&b.group, &b.artifact, &b.version)));
            properties.dedup();
            self.facts.packages.extend(properties.into_iter().map(|found| package(&ECOSYSTEM, found, path)));
            return;
        }
        let from_name = manifest::from_file_name(path.rsplit('/').next().unwrap_or(path));
        let Some(Stated { coordinates, is_certain }) = manifest::together(from_manifest, from_name) else { return };
        let evidence = || Evidence { digest: format!("sha1:{}", hex(&sha1(source))), namespace: namespaces.most() };
        let evidence = (!is_certain).then(evidence);
        self.facts.packages.push(Package { evidence, ..package(&ECOSYSTEM, coordinates, path) });
    }

    fn contents(
        &mut self,
        archive: &mut ZipArchive<Reader<'_>>,
        index: usize,
        limit: u64,
        path: &str,
        name: &str,
    ) -> Option<Spool> {
        let mut contents = Spool::default();
        let read = archive
            .by_index(index)
            .map_err(|error| error.to_string())
            .and_then(|file| io::copy(&mut file.take(limit + 1), &mut contents).map_err(|error| error.to_string()));
        // Also what turned out to be too much or broken took its time.
        self.inflated += contents.size();
        match read {
            Err(error) => self.facts.problem(format!("{path}/{name} is unreadable: {error}")),
            Ok(_) if contents.size() > limit => self.facts.problem(format!("{path}/{name} inflates to more than {limit} bytes")),
            Ok(_) => return Some(contents),
        }
        None
    }
}

/// Where a member stands that is stored as it is.
fn stored(archive: &mut ZipArchive<Reader<'_>>, index: usize) -> Option<(u64, u64)> {
    let file = archive.by_index_raw(index).ok()?;
    let is_plain = file.compression() == CompressionMethod::Stored && !file.encrypted();
    file.data_start().filter(|_| is_plain).map(|start| (start, file.size()))
}

fn sha1(source: &dyn Source) -> impl AsRef<[u8]> {
    let mut hasher = Sha1::new();
    match source.whole() {
        Some(bytes) => hasher.update(bytes),
        None => {
            let mut at = 0;
            let mut piece = vec![0; 256 << 10];
            while let Some(read) = source.read_at(at, &mut piece).ok().filter(|read| *read > 0) {
                hasher.update(piece.get(..read).unwrap_or_default());
                at += read as u64;
            }
        }
    }
    hasher.finalize()
}

/// Where the classes of an archive lie, by the first two parts of their packages.
#[derive(Default)]
struct Namespaces(BTreeMap<String, usize>);

impl Namespaces {
    fn note(&mut self, entry: &str) {
        // Classes for newer machines lie in folders of their own.
        let class =
            entry.strip_prefix("META-INF/versions/").and_then(|rest| rest.split_once('/')).map_or(entry, |(_, rest)| rest);
        let mut parts = class.split('/');
        if let (Some(first), Some(second), Some(_), true) = (parts.next(), parts.next(), parts.next(), class.ends_with(".class"))
        {
            *self.0.entry(format!("{first}.{second}")).or_default() += 1;
        }
    }

    fn most(&self) -> String {
        self.0.iter().max_by_key(|(_, count)| **count).map(|(name, _)| name.clone()).unwrap_or_default()
    }
}

fn hex(bytes: &impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
