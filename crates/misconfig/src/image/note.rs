//! What one entry of a layer tells that a check may care about.
//!
//! Limits: notes hold no contents but names, numbers and states. Of files that are read the beginning is ([`Place`] says how much);
//! what is cut is a problem.

use super::accounts::{self, Account, Group, Password};
use super::entry::{EntryFacts, EntryKind, is_open, is_setgid, is_setuid};
use super::place::Place;
use super::sudoers::{self, Passwordless};
use super::system::System;
use serde::{Deserialize, Serialize};

/// What one entry tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Relative to the root, without a leading slash.
    pub path: String,
    /// What it is.
    pub kind: EntryKind,
    /// Permission bits.
    pub mode: u32,
    /// Bytes of its contents.
    pub size: u64,
    /// Whether the file gives whoever runs it capabilities.
    pub has_capabilities: bool,
    /// What its path means, where that is borne out by the contents.
    pub place: Option<Place>,
    /// What its contents say.
    pub tells: Tells,
    /// The file whose other name it is, seen from the root.
    pub same_as: Option<String>,
    /// The layer that brought it, counted from the base.
    pub layer: Option<usize>,
}

/// What contents say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tells {
    /// Nothing, or they were not read.
    #[default]
    Nothing,
    /// `etc/passwd`
    Accounts(Vec<Account>),
    /// `etc/group`
    Groups(Vec<Group>),
    /// `etc/shadow`
    Passwords(Vec<(String, Password)>),
    /// `etc/sudoers`
    Sudoers(Vec<Passwordless>),
    /// `etc/os-release`
    System(System),
}

/// Whether an entry may tell something, and how many bytes of it have to be seen. Cheap: it is asked for every one.
pub(crate) fn wants(entry: &EntryFacts<'_>) -> Option<usize> {
    match Place::of(entry.path, entry.kind) {
        Some(place) => Some(place.extent()),
        None => is_odd(entry).then_some(0),
    }
}

/// What an entry tells; of its contents are these the beginning.
pub(crate) fn note(entry: &EntryFacts<'_>, contents: &[u8]) -> Option<Note> {
    let is_file = entry.kind == EntryKind::File;
    let place = Place::of(entry.path, entry.kind).filter(|place| !is_file || is_borne_out(*place, entry.size, contents));
    if place.is_none() && !is_odd(entry) {
        return None;
    }
    Some(Note {
        path: entry.path.to_owned(),
        kind: entry.kind,
        mode: entry.mode,
        size: entry.size,
        has_capabilities: entry.has_capabilities,
        place,
        tells: place.filter(|_| is_file).map(|place| tells(place, contents)).unwrap_or_default(),
        same_as: matches!(entry.kind, EntryKind::Link | EntryKind::HardLink).then(|| entry.target.to_owned()),
        layer: None,
    })
}

fn is_odd(entry: &EntryFacts<'_>) -> bool {
    let (kind, mode) = (entry.kind, entry.mode);
    entry.has_capabilities || is_setuid(kind, mode) || is_setgid(kind, mode) || is_open(entry.path, kind, mode)
}

fn tells(place: Place, contents: &[u8]) -> Tells {
    match place {
        Place::Accounts => Tells::Accounts(accounts::accounts(contents)),
        Place::Groups => Tells::Groups(accounts::groups(contents)),
        Place::Passwords => Tells::Passwords(accounts::passwords(contents)),
        Place::Sudoers => Tells::Sudoers(sudoers::passwordless(contents)),
        Place::System => Tells::System(System::read(contents)),
        _ => Tells::Nothing,
    }
}

/// Whether a file is what its name says.
fn is_borne_out(place: Place, size: u64, contents: &[u8]) -> bool {
    let has = |word: &str| contents.windows(word.len()).any(|there| there == word.as_bytes());
    match place {
        // One that is encrypted needs a passphrase, too.
        Place::PrivateKey => has("PRIVATE KEY-----") && !has("ENCRYPTED"),
        // Helpers keep the passwords elsewhere, and leave the file with their names.
        Place::Credentials if has("\"credsStore\"") || has("\"credHelpers\"") => has("\"auth\""),
        Place::Credentials | Place::HostKey | Place::AuthorizedKeys => !contents.trim_ascii().is_empty(),
        Place::CoreDump => is_core(contents),
        Place::Cache => size > 0,
        _ => true,
    }
}

/// ELF, of the type ET_CORE: <https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html>.
fn is_core(contents: &[u8]) -> bool {
    let kind = match contents.get(5) {
        Some(2) => contents.get(16..18).map(|kind| kind == [0, 4]),
        _ => contents.get(16..18).map(|kind| kind == [4, 0]),
    };
    contents.starts_with(b"\x7fELF") && kind == Some(true)
}

impl Note {
    /// Takes over what the file tells that this is another name of. `false` if accounts are there that were not read.
    pub(super) fn follow(&mut self, file: Option<&Self>) -> bool {
        let Some(place) = self.place.filter(|place| place.extent() > 0) else { return true };
        if let Some(file) = file.filter(|file| file.place == Some(place)) {
            self.tells = file.tells.clone();
            self.size = file.size;
            return true;
        }
        if self.is_about_accounts() {
            return false;
        }
        // Its name alone is no proof.
        self.place = None;
        true
    }

    /// Whether the file says who there is and what they may do.
    fn is_about_accounts(&self) -> bool {
        matches!(self.place, Some(Place::Accounts | Place::Groups | Place::Passwords | Place::Sudoers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, mode: u32) -> EntryFacts<'_> {
        EntryFacts { path, kind: EntryKind::File, target: "", size: 10, mode, has_capabilities: false }
    }

    #[test]
    fn most_entries_are_not_wanted() {
        assert_eq!(wants(&file("usr/bin/ls", 0o755)), None);
        assert_eq!(wants(&file("usr/bin/su", 0o4755)), Some(0));
        assert_eq!(wants(&file("etc/passwd", 0o644)), Some(1 << 20));
        assert_eq!(wants(&EntryFacts { kind: EntryKind::Folder, ..file("app", 0o777) }), Some(0));
        assert_eq!(wants(&EntryFacts { kind: EntryKind::Link, ..file("app/a", 0o777) }), None);
    }

    #[test]
    fn names_are_no_proof() {
        let is_noted = |path, contents: &[u8]| note(&file(path, 0o644), contents).is_some();
        assert!(is_noted("app/a.key", b"-----BEGIN RSA PRIVATE KEY-----\n"));
        assert!(!is_noted("app/a.key", b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n") && !is_noted("app/a.key", b"white"));
        assert!(is_noted("root/.docker/config.json", b"{\"auths\":{\"a\":{\"auth\":\"x\"}}}"));
        assert!(!is_noted("root/.docker/config.json", b"{\"auths\":{\"a\":{}},\"credsStore\":\"x\"}"));
        assert!(is_noted("core", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x04\0") && !is_noted("core", b"\x7fELF\x02\x01\x01"));
        assert!(!is_noted("root/.netrc", b"\n"));
    }

    #[test]
    fn other_names_of_a_file_tell_the_same() {
        let shadow = note(&file("etc/shadow", 0o640), b"root::1:").unwrap();
        let linked = EntryFacts { kind: EntryKind::HardLink, target: "a", ..file("etc/shadow", 0o640) };
        let mut note = note(&linked, b"").unwrap();
        assert!(note.follow(Some(&shadow)) && note.tells == shadow.tells);
        assert!(!note.follow(None));
    }

    proptest::proptest! {
        #[test]
        fn no_contents_are_too_odd(contents in proptest::collection::vec(proptest::num::u8::ANY, 0..300), mode in 0u32..0o10000) {
            for path in ["etc/passwd", "etc/shadow", "etc/sudoers", "etc/os-release", "core", "a.key", ".docker/config.json", "home/", "/"] {
                note(&file(path, mode), &contents);
            }
        }
    }
}
