//! Members of zip, tar and gzip files, one by one; specifications:
//! <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>,
//! <https://www.rfc-editor.org/rfc/rfc1952>.

use super::{Kind, Look, is_media, is_tar};
use flate2::read::MultiGzDecoder;
use std::io::{Cursor, Read, Seek, Take};

/// Bytes of a member that are looked at.
const MEMBER: u64 = 64 << 20;
const TOO_MUCH: &str = "it inflates to more than is looked at (512 MiB in 100,000 members)";

/// Looks into every member.
pub(super) fn members(look: &mut Look<'_, '_>, kind: Kind, from: &mut (impl Read + Seek), name: Option<&str>, depth: usize) {
    match kind {
        Kind::Zip => zip(look, from, name, depth),
        Kind::Tar => tar(look, &mut from.take(u64::MAX), name, depth),
        _ => gzip(look, from, name, depth),
    }
}

fn zip(look: &mut Look<'_, '_>, from: &mut (impl Read + Seek), name: Option<&str>, depth: usize) {
    let mut archive = match zip::ZipArchive::new(from) {
        Ok(archive) => archive,
        Err(error) => return look.problem(name, &format!("the archive cannot be read: {error}")),
    };
    for index in 0..archive.len() {
        let mut member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                look.problem(name, &format!("a member of the archive cannot be read: {error}"));
                continue;
            }
        };
        let path = member.name().map_or_else(|_| format!("member {index}"), |name| name.into_owned());
        if member.is_dir() || is_media(&path) {
            continue;
        }
        let inner = joined(name, &path);
        if !one(look, &mut member, &inner, depth) {
            return;
        }
    }
}

fn tar(look: &mut Look<'_, '_>, from: &mut Take<impl Read>, name: Option<&str>, depth: usize) {
    let mut archive = tar::Archive::new(&mut *from);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return look.problem(name, &format!("the archive cannot be read: {error}")),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            // Behind a broken header nobody knows where the next one is.
            Err(error) => {
                let message = format!("the archive breaks off: {error}");
                return look.problem(name, if from.limit() == 0 { TOO_MUCH } else { &message });
            }
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() || is_media(&path) {
            continue;
        }
        if !one(look, &mut entry, &joined(name, &path), depth) {
            return;
        }
    }
}

fn gzip(look: &mut Look<'_, '_>, from: &mut impl Read, name: Option<&str>, depth: usize) {
    // What is in it has the archive's name without its end, but is told under the archive's.
    let inner = name.map(str::to_owned);
    let mut decoder = MultiGzDecoder::new(from);
    let mut head = Vec::new();
    if let Err(error) = decoder.by_ref().take(512).read_to_end(&mut head) {
        return look.problem(name, &format!("it cannot be inflated: {error}"));
    }
    let is_tar = is_tar(&head);
    let mut whole = Cursor::new(head).chain(decoder).take(look.budget.bytes);
    // Of a tar only members are held, however large it is.
    if is_tar {
        return tar(look, &mut whole, name, depth);
    }
    match inflated(look, &mut whole) {
        Ok(Some(text)) => look.inside(&text, inner.as_deref(), depth),
        Ok(None) => look.problem(name, TOO_MUCH),
        Err(error) => look.problem(name, &format!("it cannot be inflated: {error}")),
    }
}

/// Looks into one member; `false` when there is no more to be inflated.
fn one(look: &mut Look<'_, '_>, member: &mut impl Read, name: &str, depth: usize) -> bool {
    match inflated(look, member) {
        Ok(Some(bytes)) => look.inside(&bytes, Some(name), depth),
        Ok(None) => {
            look.problem(None, TOO_MUCH);
            return false;
        }
        Err(error) => look.problem(Some(name), &format!("it cannot be inflated: {error}")),
    }
    true
}

/// The contents; nothing where the budget ends. Of a member that is too large the beginning is looked at, which is told.
fn inflated(look: &mut Look<'_, '_>, from: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let Some(members) = look.budget.members.checked_sub(1) else { return Ok(None) };
    look.budget.members = members;
    let mut bytes = Vec::new();
    let limit = MEMBER.min(look.budget.bytes);
    from.take(limit).read_to_end(&mut bytes)?;
    look.budget.bytes -= bytes.len() as u64;
    if bytes.len() as u64 == MEMBER {
        look.problem(None, "of a member of more than 64 MiB only the beginning is looked at");
    }
    Ok((look.budget.bytes > 0).then_some(bytes))
}

fn joined(outer: Option<&str>, inner: &str) -> String {
    outer.map_or_else(|| inner.to_owned(), |outer| format!("{outer}!/{inner}"))
}
