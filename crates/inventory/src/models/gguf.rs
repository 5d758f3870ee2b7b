//! Models of llama.cpp and its kin.
//!
//! Format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>: a header, then keys with typed values, then tensors. Since
//! version 3 in either byte order; version 1 had numbers of four bytes where later ones have eight.
//! Files: `*.gguf`, and files without an ending in folders called `blobs`, where Ollama keeps them.
//! Limits: the first MiB, in which the keys lie that speak of the model as a whole.

use super::{Origin, name_of, package};
use crate::{Analyzer, File, FileFacts, Stat, license};
use std::collections::BTreeMap;

/// The analyzer.
pub(crate) struct Gguf;

const EXTENT: u64 = 1 << 20;
const MAGIC: &[u8] = b"GGUF";
/// Arrays may hold arrays; none do so deeper.
const MAX_DEPTH: usize = 4;
const STRING: u32 = 8;
const ARRAY: u32 = 9;

impl Analyzer for Gguf {
    fn id(&self) -> &'static str {
        "gguf"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let is_blob = || {
            let mut parts = stat.path.rsplit('/').skip(1);
            // Those of Hugging Face's client are told by their folders.
            parts.next() == Some("blobs") && parts.next().is_none_or(|folder| !folder.starts_with("models--"))
        };
        stat.path.ends_with(".gguf") || is_blob()
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn extent(&self) -> u64 {
        EXTENT
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let (texts, end) = texts(file.bytes);
        let is_whole = file.bytes.len() as u64 == file.stat.size;
        match end {
            End::Odd(reason) => facts.problem(format!("broken model: {reason}")),
            End::CutOff if is_whole => facts.problem("broken model: it ends within its header"),
            End::CutOff | End::Reached => {}
        }
        let text = |key: &str| texts.get(key).map_or("", String::as_str).trim();
        let stated = ["general.repo_url", "general.source.repo_url"].into_iter().find_map(|key| Origin::of_url(text(key)));
        let mut model = match Origin::of_path(file.stat.path).or(stated) {
            Some(origin) => origin.package(file.stat.path),
            None => {
                let own = ["general.name", "general.basename"].into_iter().map(text).find(|name| !name.is_empty());
                let Some(name) = own.or_else(|| name_of(file.stat.path)).filter(|_| end != End::Odd("its header is not one"))
                else {
                    return;
                };
                package(name, text("general.version"), file.stat.path)
            }
        };
        license::add(&mut model.licenses, text("general.license"));
        model.maintainer = Some(text("general.organization")).filter(|name| !name.is_empty()).map(str::to_owned);
        facts.packages.push(model);
    }
}

/// How far the keys could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Reached,
    CutOff,
    Odd(&'static str),
}

/// Values that are texts, by key.
fn texts(bytes: &[u8]) -> (BTreeMap<String, String>, End) {
    let mut texts = BTreeMap::new();
    let end = read(bytes, &mut texts).err().unwrap_or(End::Reached);
    (texts, end)
}

fn read(bytes: &[u8], texts: &mut BTreeMap<String, String>) -> Result<(), End> {
    let mut reader =
        Reader { rest: bytes.strip_prefix(MAGIC).ok_or(End::Odd("its header is not one"))?, is_big: false, is_old: false };
    let version = reader.u32()?;
    let (version, is_big) = if version > 0xffff { (version.swap_bytes(), true) } else { (version, false) };
    if !(1..=3).contains(&version) {
        return Err(End::Odd("its header is not one"));
    }
    (reader.is_big, reader.is_old) = (is_big, version == 1);
    let (_tensors, keys) = (reader.length()?, reader.length()?);
    for _ in 0..keys {
        let key = reader.text()?;
        let kind = reader.u32()?;
        if kind == STRING && key.starts_with(b"general.") {
            texts.insert(String::from_utf8_lossy(key).into_owned(), String::from_utf8_lossy(reader.text()?).into_owned());
        } else {
            reader.skip_value(kind, 0)?;
        }
    }
    Ok(())
}

struct Reader<'a> {
    rest: &'a [u8],
    is_big: bool,
    is_old: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], End> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(End::CutOff)?;
        self.rest = rest;
        Ok(taken)
    }

    fn number<const N: usize>(&mut self) -> Result<[u8; N], End> {
        let mut bytes = <[u8; N]>::try_from(self.take(N)?).map_err(|_| End::CutOff)?;
        if self.is_big {
            bytes.reverse();
        }
        Ok(bytes)
    }

    fn u32(&mut self) -> Result<u32, End> {
        Ok(u32::from_le_bytes(self.number()?))
    }

    fn length(&mut self) -> Result<u64, End> {
        if self.is_old { self.u32().map(u64::from) } else { Ok(u64::from_le_bytes(self.number()?)) }
    }

    fn text(&mut self) -> Result<&'a [u8], End> {
        let length = usize::try_from(self.length()?).map_err(|_| End::CutOff)?;
        self.take(length)
    }

    fn skip_value(&mut self, kind: u32, depth: usize) -> Result<(), End> {
        let Some(size) = size(kind) else {
            return match kind {
                STRING => self.text().map(drop),
                ARRAY if depth < MAX_DEPTH => self.skip_array(depth),
                _ => Err(End::Odd("a key has a value of no known kind")),
            };
        };
        self.take(size).map(drop)
    }

    fn skip_array(&mut self, depth: usize) -> Result<(), End> {
        let kind = self.u32()?;
        let count = usize::try_from(self.length()?).map_err(|_| End::CutOff)?;
        if let Some(size) = size(kind) {
            return self.take(count.checked_mul(size).ok_or(End::CutOff)?).map(drop);
        }
        (0..count).try_for_each(|_| self.skip_value(kind, depth + 1))
    }
}

/// Bytes of a value, where its kind tells.
fn size(kind: u32) -> Option<usize> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const TIDE: &[u8] = include_bytes!("testdata/tide.gguf");
    const BARE: &[u8] = include_bytes!("testdata/bare.gguf");
    const BIG_ENDIAN: &[u8] = include_bytes!("testdata/big-endian.gguf");

    #[test]
    fn a_model_tells_itself() {
        let told = [("models/tide.gguf", TIDE), ("models/other.gguf", BARE), ("ollama/models/blobs/sha256-1", BIG_ENDIAN)]
            .map(|(path, bytes)| listing(&read(&Gguf, path, bytes)));
        insta::assert_snapshot!(told.join("\n"), @r#"
        ai-model pkg:generic/Tide%201B%20Instruct@v1.1 ["Apache-2.0"]
        ai-model pkg:generic/other
        ai-model pkg:generic/Tide%201B%20Instruct@v1.1 ["Apache-2.0"]
        "#);
        assert_eq!(read(&Gguf, "models/tide.gguf", TIDE).packages[0].maintainer.as_deref(), Some("Harbour"));
    }

    #[test]
    fn a_stated_origin_names_the_model() {
        let url = b"https://huggingface.co/harbour/tide-1b";
        let text = |text: &[u8]| [&(text.len() as u64).to_le_bytes()[..], text].concat();
        let mut bytes = [MAGIC, &3_u32.to_le_bytes(), &0_u64.to_le_bytes(), &1_u64.to_le_bytes()].concat();
        bytes.extend([text(b"general.repo_url"), STRING.to_le_bytes().to_vec(), text(url)].concat());
        assert_eq!(listing(&read(&Gguf, "a.gguf", &bytes)), "ai-model pkg:huggingface/harbour/tide-1b");
    }

    #[test]
    fn what_is_broken_is_told() {
        let cut = read(&Gguf, "models/tide.gguf", &TIDE[..TIDE.len().min(120)]);
        assert_eq!(cut.problems[0].message, "broken model: it ends within its header");
        // A large model's header may well go on.
        let stat = Stat::new("models/tide.gguf", 10 << 30, 0o644);
        let mut facts = FileFacts::new(stat.path, "gguf");
        Gguf.read(&File { stat, bytes: &TIDE[..120] }, &mut facts);
        assert_eq!((facts.packages.len(), facts.problems.len()), (1, 0));
        let odd = read(&Gguf, "models/tide.gguf", b"GGUF\x09\0\0\0");
        assert_eq!((odd.packages.len(), odd.problems[0].message.as_str()), (0, "broken model: its header is not one"));
        let kind = [MAGIC, &3_u32.to_le_bytes(), &[0; 8], &1_u64.to_le_bytes(), &[0; 8], &99_u32.to_le_bytes()].concat();
        assert_eq!(read(&Gguf, "a.gguf", &kind).problems[0].message, "broken model: a key has a value of no known kind");
    }

    #[test]
    fn arrays_within_arrays_end_somewhere() {
        let mut bytes = [MAGIC, &3_u32.to_le_bytes(), &[0; 8], &1_u64.to_le_bytes(), &[0; 8], &ARRAY.to_le_bytes()].concat();
        for _ in 0..100 {
            bytes.extend([&ARRAY.to_le_bytes()[..], &u64::MAX.to_le_bytes()].concat());
        }
        assert_eq!(read(&Gguf, "a.gguf", &bytes).problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Gguf, "models/tide.gguf", TIDE);
        assert_survives_damage(&Gguf, "models/tide.gguf", BIG_ENDIAN);
    }
}
