//! Tensors as most models are published.
//!
//! Format: <https://github.com/huggingface/safetensors#format>: the length of a header, and a JSON object with what each tensor is;
//! `__metadata__` holds texts by key, of which those of <https://github.com/Stability-AI/ModelSpec> name the model.
//! Files: `*.safetensors`.
//! Limits: the first MiB; writers put `__metadata__` first.

use super::{Origin, name_of, package};
use crate::{Analyzer, File, FileFacts, Names, Stat, license};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The analyzer.
pub(crate) struct Safetensors;

const EXTENT: u64 = 1 << 20;
/// The format's own limit.
const MAX_HEADER: u64 = 100_000_000;
const FIRST: &[u8] = b"{\"__metadata__\":";

type Texts = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Header {
    #[serde(default, rename = "__metadata__")]
    metadata: Option<Texts>,
}

impl Analyzer for Safetensors {
    fn id(&self) -> &'static str {
        "safetensors"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".safetensors"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with(".safetensors")
    }

    fn extent(&self) -> u64 {
        EXTENT
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let texts = match metadata(file.bytes, file.stat.size) {
            Ok(texts) => texts,
            Err(reason) => return facts.problem(format!("broken model: {reason}")),
        };
        let text = |key: &str| texts.get(key).map_or("", String::as_str).trim();
        let mut model = match Origin::of_path(file.stat.path) {
            Some(origin) => origin.package(file.stat.path),
            None => {
                let title = Some(text("modelspec.title")).filter(|title| !title.is_empty());
                let Some(name) = title.or_else(|| name_of(file.stat.path)) else { return };
                package(name, "", file.stat.path)
            }
        };
        license::add(&mut model.licenses, text("modelspec.license"));
        model.maintainer = Some(text("modelspec.author")).filter(|name| !name.is_empty()).map(str::to_owned);
        facts.packages.push(model);
    }
}

/// What is said of the model as a whole; nothing if the header is longer than what was read and does not begin with it.
fn metadata(bytes: &[u8], size: u64) -> Result<Texts, String> {
    let (length, rest) = bytes.split_first_chunk::<8>().ok_or("it ends within its header")?;
    let length = u64::from_le_bytes(*length);
    if length > MAX_HEADER || length.checked_add(8).is_none_or(|end| end > size) {
        return Err(format!("its header cannot have {length} bytes"));
    }
    if let Some(header) = usize::try_from(length).ok().and_then(|length| rest.get(..length)) {
        let header: Header = serde_json::from_slice(header).map_err(|error| error.to_string())?;
        return Ok(header.metadata.unwrap_or_default());
    }
    let first = rest.strip_prefix(FIRST).and_then(|rest| serde_json::Deserializer::from_slice(rest).into_iter::<Texts>().next());
    Ok(first.and_then(Result::ok).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const TITLED: &[u8] = include_bytes!("testdata/titled.safetensors");
    const SHARD: &[u8] = include_bytes!("testdata/model-00001-of-00002.safetensors");
    const SNAPSHOT: &str = "hub/models--harbour--tide-1b/snapshots/0c0bab0f4b3a2b2f4f4f0a1b1c1d1e1f2a2b2c2d/model.safetensors";

    #[test]
    fn a_model_is_told_by_itself_its_origin_or_its_path() {
        let told = [("m/x.safetensors", TITLED), ("m/tide-1b/model-00001-of-00002.safetensors", SHARD), (SNAPSHOT, SHARD)]
            .map(|(path, bytes)| listing(&read(&Safetensors, path, bytes)));
        insta::assert_snapshot!(told.join("\n"), @r#"
        ai-model pkg:generic/Tide%20Painter ["MIT"]
        ai-model pkg:generic/tide-1b
        ai-model pkg:huggingface/harbour/tide-1b@0c0bab0f4b3a2b2f4f4f0a1b1c1d1e1f2a2b2c2d
        "#);
    }

    #[test]
    fn a_header_longer_than_what_is_read_tells_its_beginning() {
        let header = b"{\"__metadata__\":{\"modelspec.title\":\"Tide\"},\"a\":{";
        let bytes = [&50_000_000_u64.to_le_bytes()[..], header].concat();
        assert_eq!(metadata(&bytes, 1 << 40).unwrap()["modelspec.title"], "Tide");
        let other = [&50_000_000_u64.to_le_bytes()[..], b"{\"a\":{"].concat();
        assert!(metadata(&other, 1 << 40).unwrap().is_empty());
    }

    #[test]
    fn what_is_broken_is_told() {
        for bytes in [&TITLED[..6], &TITLED[..20], &[0xff; 40], b"\x02\0\0\0\0\0\0\0[}"] {
            assert!(read(&Safetensors, "m/x.safetensors", bytes).problems[0].message.starts_with("broken model"));
        }
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Safetensors, "m/x.safetensors", TITLED);
    }
}
