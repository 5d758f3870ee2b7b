//! What checks are asked about.

use super::metadata::{Metadata, Selector, Subtype};
use crate::yaml::{Node, Value};
use serde_json::{Map, Value as Json, json};

/// A kind of input, as checks select it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Dockerfile: its stages with their instructions.
    Dockerfile,
    /// A Kubernetes resource, whose mappings know their lines.
    Kubernetes,
    /// A Compose file.
    Compose,
    /// Any document of a YAML file.
    Yaml,
    /// Any JSON file.
    Json,
    /// Any TOML file.
    Toml,
}

impl Kind {
    /// Documents by their files' endings.
    pub(crate) const DOCUMENTS: [(Self, &'static [&'static str]); 3] =
        [(Self::Yaml, &[".yaml", ".yml"]), (Self::Json, &[".json"]), (Self::Toml, &[".toml"])];

    /// The kind of a document that is nothing more special.
    pub(crate) fn of_document(path: &str) -> Option<Self> {
        Self::DOCUMENTS.into_iter().find(|(_, endings)| endings.iter().any(|end| path.ends_with(end))).map(|(kind, _)| kind)
    }

    /// For selectors and reports.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Dockerfile => "dockerfile",
            Self::Kubernetes => "kubernetes",
            Self::Compose => "compose",
            Self::Yaml => "yaml",
            Self::Json => "json",
            Self::Toml => "toml",
        }
    }

    /// For people.
    pub(super) fn check(self) -> &'static str {
        match self {
            Self::Dockerfile => "Dockerfile Security Check",
            Self::Kubernetes => "Kubernetes Security Check",
            Self::Compose => "Compose Security Check",
            Self::Yaml => "YAML Security Check",
            Self::Json => "JSON Security Check",
            Self::Toml => "TOML Security Check",
        }
    }

    /// Whether files of this kind are checked anyway, so that checks that select nothing are about them.
    fn is_special(self) -> bool {
        matches!(self, Self::Dockerfile | Self::Kubernetes | Self::Compose)
    }
}

/// Something that checks are asked about.
#[derive(Clone, Debug)]
pub struct Input {
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub value: Json,
}

impl Input {
    /// The documents of a file as such, and before them as what they are beside that, if checks are asked about it.
    pub(crate) fn of_documents(documents: &[Node], path: &str, special: Option<Kind>) -> Vec<Self> {
        let special = special.into_iter().flat_map(|kind| {
            documents.iter().map(move |node| Self {
                kind,
                value: if kind == Kind::Kubernetes { with_lines(node, path) } else { node.to_json() },
            })
        });
        let plain = Kind::of_document(path).into_iter();
        let plain = plain.flat_map(|kind| documents.iter().map(move |node| Self { kind, value: node.to_json() }));
        special.chain(plain).collect()
    }

    /// Whether a check is about it.
    pub(super) fn is_meant_by(&self, metadata: &Metadata) -> bool {
        let mut selectors = metadata.selectors.iter();
        metadata.selectors.is_empty() && self.kind.is_special() || selectors.any(|selector| self.is_selected_by(selector))
    }

    fn is_selected_by(&self, selector: &Selector) -> bool {
        let is_kind = selector.kind == self.kind.word() || selector.kind == "rbac" && self.kind == Kind::Kubernetes;
        let is_any = selector.subtypes.is_empty() || self.kind != Kind::Kubernetes;
        is_kind && (is_any || selector.subtypes.iter().any(|subtype| self.is_resource(subtype)))
    }

    fn is_resource(&self, subtype: &Subtype) -> bool {
        let version = self.value["apiVersion"].as_str().unwrap_or_default();
        let (group, version) = version.split_once('/').unwrap_or(("", version));
        let is = |wanted: &str, there: &str| wanted.is_empty() || wanted == "*" || wanted.eq_ignore_ascii_case(there);
        let is_group = is(&subtype.group, group) || subtype.group == "core" && group.is_empty();
        is_group && is(&subtype.version, version) && is(&subtype.kind, self.value["kind"].as_str().unwrap_or_default())
    }
}

/// A document whose mappings know their lines: results find theirs by them.
fn with_lines(node: &Node, path: &str) -> Json {
    match &node.value {
        Value::Sequence(items) => items.iter().map(|item| with_lines(item, path)).collect(),
        Value::Mapping(fields) => {
            let entries = fields.entries.iter().map(|entry| (entry.key.clone(), with_lines(&entry.node, path)));
            let mut entries: Map<String, Json> = entries.collect();
            let lines = json!({ "startline": node.first, "endline": node.last, "filepath": path });
            entries.insert("__defsec_metadata".to_owned(), lines);
            Json::Object(entries)
        }
        _ => node.to_json(),
    }
}
