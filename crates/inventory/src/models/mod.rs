//! AI models: what their files say of themselves, and where those come from that a client of Hugging Face fetched.
//!
//! Formats: GGUF (`gguf`), safetensors (`safetensors`); the client's folder
//! <https://huggingface.co/docs/huggingface_hub/guides/manage-cache>, `models--ORGANISATION--NAME/snapshots/REVISION`.
//! Files: `*.gguf`, `*.safetensors`; folders of snapshots in the cache of Hugging Face's client.
//! Identity: `pkg:huggingface/…` where the origin is stated, else the name alone.
//! Limits: told, not judged. Only the beginning of a model is read, however large it is. Pickled models (`*.bin`, `*.pt`) say
//! nothing of themselves.

mod gguf;
mod safetensors;

pub(crate) use gguf::Gguf;
pub(crate) use safetensors::Safetensors;

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use tidewaiter_model::{Class, Package, Purl};

/// Models.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "ai-model",
    class: Class::LangPkgs,
    kind: "ai-model",
    target: Some("AI models"),
    evr: false,
    advisories: None,
};

/// The analyzer of the client's folders.
pub(crate) struct HuggingFace;

impl Analyzer for HuggingFace {
    fn id(&self) -> &'static str {
        "hugging-face"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&[])
    }

    fn wants(&self, _stat: &Stat<'_>) -> bool {
        false
    }

    fn read(&self, _file: &File<'_>, _facts: &mut FileFacts) {}

    fn folder(&self, path: &str) -> Option<Package> {
        let origin = Origin::of_path(path).filter(|origin| path.ends_with(origin.revision))?;
        Some(origin.package(path))
    }
}

/// Where a model is from.
struct Origin<'a> {
    /// Empty for the few models of the early days.
    organisation: &'a str,
    name: &'a str,
    /// A commit; empty if it is not known.
    revision: &'a str,
}

impl<'a> Origin<'a> {
    /// `org/name` of `…/models--org--name/snapshots/REVISION/…`.
    fn of_path(path: &'a str) -> Option<Self> {
        let mut parts = path.split('/').skip_while(|part| !part.starts_with("models--"));
        let model = parts.next()?.strip_prefix("models--")?;
        let revision = parts.next().filter(|part| *part == "snapshots").and_then(|_| parts.next())?;
        let (organisation, name) = model.split_once("--").unwrap_or(("", model));
        (!name.is_empty() && is_commit(revision)).then_some(Self { organisation, name, revision })
    }

    /// `org/name` of `https://huggingface.co/org/name`.
    fn of_url(url: &'a str) -> Option<Self> {
        let path = url.trim_end_matches('/').strip_prefix("https://huggingface.co/")?;
        let (organisation, rest) = path.split_once('/')?;
        let name = rest.split('/').next().filter(|name| !name.is_empty())?;
        (!matches!(organisation, "" | "datasets" | "spaces")).then_some(Self { organisation, name, revision: "" })
    }

    fn package(&self, path: &str) -> Package {
        let Self { organisation, name, revision } = *self;
        let full_name = if organisation.is_empty() { name.to_owned() } else { format!("{organisation}/{name}") };
        Package { purl: Some(Purl::new("huggingface", organisation, name, revision)), ..package(&full_name, revision, path) }
    }
}

fn is_commit(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A model that only its name tells.
fn package(name: &str, version: &str, path: &str) -> Package {
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("generic", "", name, version)),
        ..Package::default()
    }
}

/// The name that a path gives a model: its file's, or its folder's where every model's file is called so.
fn name_of(path: &str) -> Option<&str> {
    const COMMON: [&str; 5] = ["model", "pytorch_model", "diffusion_pytorch_model", "adapter_model", "consolidated"];
    let mut parts = path.rsplit('/');
    let (stem, _) = parts.next()?.rsplit_once('.')?;
    // `model-00001-of-00003`
    let whole = match stem.split_once("-of-") {
        Some((first, _)) => first.rsplit_once('-').map_or(first, |(name, _)| name),
        None => stem,
    };
    let name = if COMMON.contains(&whole.split('.').next()?) { parts.next()? } else { whole };
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVISION: &str = "0c0bab0f4b3a2b2f4f4f0a1b1c1d1e1f2a2b2c2d";

    #[test]
    fn the_clients_folders_tell_their_origin() {
        let told = |path: &str| HuggingFace.folder(path).map(|package| package.purl.unwrap().to_string());
        let hub = "root/.cache/huggingface/hub";
        let folders = include_str!("testdata/hub").lines();
        let purls: Vec<String> = folders.clone().filter_map(|folder| told(&format!("{hub}/{folder}"))).collect();
        let expected = ["google/bert-base", "gpt2"].map(|name| format!("pkg:huggingface/{name}@{REVISION}"));
        assert_eq!(purls, expected);
        let folder = folders.last().unwrap_or_default();
        for path in [&format!("{folder}/onnx"), "hub/models--a--b/snapshots/main", "hub/models--a--b/refs/main", "models--", ""] {
            assert_eq!(told(path), None, "{path}");
        }
    }

    #[test]
    fn links_are_origins_only_where_they_lead_to_a_model() {
        let told = |url: &str| Origin::of_url(url).map(|origin| origin.package("").purl.unwrap().to_string());
        let expected = Some("pkg:huggingface/mistralai/Mistral-7B-v0.1".to_owned());
        assert_eq!(told("https://huggingface.co/mistralai/Mistral-7B-v0.1/"), expected);
        assert_eq!(told("https://huggingface.co/mistralai/Mistral-7B-v0.1/tree/main"), expected);
        for url in ["https://huggingface.co/datasets/a", "https://huggingface.co/a", "https://example.com/a/b", ""] {
            assert_eq!(told(url), None, "{url}");
        }
    }

    #[test]
    fn a_path_names_what_does_not_name_itself() {
        for (path, name) in [
            ("models/tide-7b.Q4_K_M.gguf", Some("tide-7b.Q4_K_M")),
            ("models/tide-7b/model-00001-of-00003.safetensors", Some("tide-7b")),
            ("models/tide-7b/model.fp16.safetensors", Some("tide-7b")),
            ("tide-00001-of-00002.gguf", Some("tide")),
            ("model.safetensors", None),
            ("noend", None),
        ] {
            assert_eq!(name_of(path), name, "{path}");
        }
    }
}
