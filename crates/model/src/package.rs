//! Packages, as their package managers describe them.

use crate::Purl;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The identifier of the unit that read a package: `dpkg`, `apk`, `npm`, `pypi`. Chosen by the unit, stable for ever.
pub type EcosystemId = Cow<'static, str>;

/// One installed package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Package {
    /// Which unit read it.
    pub ecosystem: EcosystemId,
    /// The name, in the spelling of its own records.
    pub name: String,
    /// The whole version, in the package manager's own notation: `1:2.36-9+deb12u4`, `4.17.4`.
    pub version: String,
    /// The architecture it was built for, where packages have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<String>,
    /// What it was built from; `None` where source and binary have the same name and version or the idea is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourcePackage>,
    /// Licences as stated, SPDX identifiers where the package uses them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<String>,
    /// Who maintains it, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maintainer: Option<String>,
    /// Set when somebody else than the distribution built it (`Docker`): its versions mean nothing to the
    /// distribution's advisories, so it is not matched against them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party: Option<String>,
    /// What it may be known by, where its file does not say for certain which package it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// What it depends on, by package name or `name@version` where the file says which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// What somebody needs who develops with it, but not who runs it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dev: bool,
    /// How it came to be there, where a lock file tells.
    #[serde(default, skip_serializing_if = "Relationship::is_unknown")]
    pub relationship: Relationship,
    /// The module and stream that an rpm belongs to: `nodejs:18:8080020230206:abcdef`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modularity: Option<String>,
    /// The file that states it, relative to the root, without a leading slash. Packages of one system database
    /// (`var/lib/dpkg/status`) share it.
    pub path: String,
    /// The package URL without what only the surrounding system knows (the distribution's qualifiers).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purl: Option<Purl>,
    /// The least version that mends everything about it that can be mended; set when it is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upgrade_to: Option<String>,
    /// Index into the report's layers of the layer where it first came in; set when layers are put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<usize>,
}

/// What an archive may be known by that does not say for certain which package it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The digest of its file, `sha1:…`, which an index may know.
    pub digest: String,
    /// The namespace that most of its contents lie in, two parts of it: `org.springframework`.
    pub namespace: String,
}

/// How a package came to be in a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// It is the project itself.
    Root,
    /// It is a member of the project's workspace.
    Workspace,
    /// The project asks for it.
    Direct,
    /// Another package asks for it.
    Indirect,
    /// Nothing tells.
    #[default]
    Unknown,
}

impl Relationship {
    /// Whether nothing tells.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
}

/// The source package that a binary package was built from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourcePackage {
    /// Its name.
    pub name: String,
    /// Its whole version; differs from the binary's for binary-only rebuilds.
    pub version: String,
}

impl Package {
    /// The name and version that advisories about sources speak of.
    #[must_use]
    pub fn source_name_version(&self) -> (&str, &str) {
        self.source.as_ref().map_or((&self.name, &self.version), |s| (&s.name, &s.version))
    }

    /// `name@version`, or the name alone where no version is stated: the identifier within one report.
    #[must_use]
    pub fn id(&self) -> String {
        if self.version.is_empty() { self.name.clone() } else { format!("{}@{}", self.name, self.version) }
    }
}

/// The files that a package manager says belong to one package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedFiles {
    /// The package's name, with `:arch` where the database distinguishes architectures so.
    pub package: String,
    /// Paths relative to the root, without a leading slash; folders may be among them.
    pub paths: Vec<String>,
}
