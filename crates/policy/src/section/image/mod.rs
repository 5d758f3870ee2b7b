//! `[image]`: where images may come from, what they may stand on, and how old they may be. It says nothing of other artifacts.
//!
//! Annotations: <https://github.com/opencontainers/image-spec/blob/main/annotations.md>.
//! Limits: the name of the base is what the image says of itself, and its date, too; its layers cannot be claimed.

mod name;

use super::{Case, Outcome, Section, listed};
use crate::Reason;
use crate::day::Day;
use crate::value::{Action, Limit, Pattern, Patterns, any_matches};
use name::Name;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeSet;
use tidewaiter_model::{ArtifactKind, Digest, ImageMetadata, Severity};

/// Where an image names the one that it was built on.
const BASE_NAME: &str = "org.opencontainers.image.base.name";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Image {
    /// Repositories that images may come from, with their registry; an empty list for any.
    #[serde(default, deserialize_with = "repositories")]
    pub(crate) allow_repositories: Option<Patterns>,
    /// Repositories that images may not come from.
    #[serde(default, deserialize_with = "repositories")]
    pub(crate) deny_repositories: Option<Patterns>,
    /// Images that an image may name as its base.
    #[serde(default, deserialize_with = "repositories")]
    pub(crate) base_names: Option<Patterns>,
    /// Layers that an image may begin with.
    pub(crate) base_layers: Option<BTreeSet<Layers>>,
    /// Days since it was built.
    pub(crate) max_age_days: Option<Limit>,
    /// What follows when not every layer was compared with its diff ID.
    pub(crate) unverified_layers: Option<Action>,
}

/// Diff IDs, from the first layer on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Vec<Digest>")]
pub(crate) struct Layers(Vec<Digest>);

impl TryFrom<Vec<Digest>> for Layers {
    type Error = &'static str;

    fn try_from(layers: Vec<Digest>) -> Result<Self, Self::Error> {
        if layers.is_empty() { Err("a base has at least one layer") } else { Ok(Self(layers)) }
    }
}

/// Patterns with a registry: one without would match nothing.
fn repositories<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Patterns>, D::Error> {
    let patterns = Patterns::deserialize(deserializer)?;
    match patterns.iter().map(Pattern::as_str).find(|text| !text.contains('/') && *text != "**") {
        Some(text) => {
            let all = if text.contains(['.', ':', '*']) { format!("`{text}/**`") } else { format!("`docker.io/library/{text}`") };
            Err(de::Error::custom(format!("`{text}` names no registry and repository, as {all} does")))
        }
        None => Ok(Some(patterns)),
    }
}

impl Section for Image {
    fn over(self, base: Self) -> Self {
        Self {
            allow_repositories: self.allow_repositories.or(base.allow_repositories),
            deny_repositories: self.deny_repositories.or(base.deny_repositories),
            base_names: self.base_names.or(base.base_names),
            base_layers: self.base_layers.or(base.base_layers),
            max_age_days: self.max_age_days.or(base.max_age_days),
            unverified_layers: self.unverified_layers.or(base.unverified_layers),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let artifact = &case.report.artifact;
        if artifact.kind != ArtifactKind::ContainerImage {
            return;
        }
        let nothing = ImageMetadata::default();
        let image = artifact.image.as_ref().unwrap_or(&nothing);
        let name = Name::of(image.reference.as_deref().unwrap_or(&artifact.name));
        outcome.reasons.extend(self.judge_repository(&name));
        outcome.reasons.extend(self.judge_base(image));
        outcome.reasons.extend(self.judge_age(image, case.today));
        if !case.report.coverage.layers_verified {
            let message = "Not every layer was compared with the digest of its contents".to_owned();
            let reason = Reason::new("unverified-layers", Severity::Medium, message);
            outcome.tell(self.unverified_layers.unwrap_or(Action::Ignore), reason);
        }
    }

    fn explain(&self) -> Vec<String> {
        let names = |patterns: &Patterns| listed(patterns.iter().map(Pattern::as_str), "or");
        let mut told = Vec::new();
        told.extend(self.allow_repositories.as_ref().map(|only| match only.is_empty() {
            true => "Images may come from any repository.".to_owned(),
            false => format!("Images have to come from {}.", names(only)),
        }));
        told.extend(
            self.deny_repositories
                .as_ref()
                .filter(|deny| !deny.is_empty())
                .map(|deny| format!("Images must not come from {}.", names(deny))),
        );
        told.extend(self.explain_base());
        told.extend(self.max_age_days.map(|limit| match limit.0 {
            Some(1) => "Images must not be older than a day.".to_owned(),
            Some(days) => format!("Images must not be older than {days} days."),
            None => "Images may have any age.".to_owned(),
        }));
        told.extend(self.unverified_layers.and_then(|action| match action {
            Action::Fail => Some("Every layer has to be compared with the digest of its contents.".to_owned()),
            Action::Warn => Some("A warning tells when not every layer was compared with the digest of its contents.".to_owned()),
            Action::Ignore => None,
        }));
        told
    }
}

impl Image {
    fn judge_repository(&self, name: &Name) -> Option<Reason> {
        let only = self.allow_repositories.as_ref().filter(|only| !only.is_empty());
        let is_denied = any_matches(self.deny_repositories.as_ref(), &name.repository);
        let is_allowed = only.is_none_or(|only| any_matches(Some(only), &name.repository));
        (is_denied || !is_allowed).then(|| {
            let message = "Container image comes from a repository that is not allowed".to_owned();
            Reason { notes: vec![name.repository.clone()], ..Reason::new("repository", Severity::High, message) }
        })
    }

    /// Either a name or the layers will do, where both are asked for.
    fn judge_base(&self, image: &ImageMetadata) -> Option<Reason> {
        let names = self.base_names.as_ref().filter(|names| !names.is_empty());
        let bases = self.base_layers.as_ref().filter(|bases| !bases.is_empty());
        if names.is_none() && bases.is_none() {
            return None;
        }
        let said = image.config.get("config").and_then(|config| config.get("Labels")?.get(BASE_NAME)?.as_str());
        let is_named = said.is_some_and(|said| Name::of(said).is_any_of(names));
        let begins_with = |base: &Layers| {
            let own = image.layers.iter().map(|layer| layer.diff_id.as_ref());
            base.0.len() <= image.layers.len() && own.zip(&base.0).all(|(own, expected)| own == Some(expected))
        };
        if is_named || bases.is_some_and(|bases| bases.iter().any(begins_with)) {
            return None;
        }
        let message = "Container image is not built on a required base image".to_owned();
        let notes = match said {
            Some(said) => vec![format!("it names {said} as its base")],
            None => vec![format!("it names no base in the label {BASE_NAME}")],
        };
        Some(Reason { notes, ..Reason::new("base-image", Severity::High, message) })
    }

    fn judge_age(&self, image: &ImageMetadata, today: Option<Day>) -> Option<Reason> {
        let most = self.max_age_days?.0?;
        let created = image.config.get("created").and_then(|created| created.as_str()).unwrap_or("");
        let age = today.zip(Day::of(created)).map(|(today, created)| today.since(created));
        // Clocks may differ by a time zone; what comes from a farther future comes from nowhere.
        match age.filter(|age| *age >= -1) {
            Some(age) if u64::try_from(age).unwrap_or(0) <= most => None,
            Some(age) => {
                let notes = vec![format!("it was built on {}, {age} days before", created.get(..10).unwrap_or(created))];
                let message = format!(
                    "Container image is older than {}",
                    super::counted(usize::try_from(most).unwrap_or(usize::MAX), "day")
                );
                Some(Reason { notes, ..Reason::new("image-age", Severity::Medium, message) })
            }
            None => {
                let message = "Container image does not say credibly when it was built".to_owned();
                Some(Reason::new("image-age", Severity::Medium, message))
            }
        }
    }

    fn explain_base(&self) -> Option<String> {
        let names = self.base_names.as_ref().filter(|names| !names.is_empty());
        let bases = self.base_layers.as_ref().filter(|bases| !bases.is_empty());
        let named = names.map(|names| format!("name {} as their base", listed(names.iter().map(Pattern::as_str), "or")));
        let layers = bases.map(|bases| {
            let firsts = bases.iter().filter_map(|base| Some((base.0.last()?, base.0.len())));
            let told = firsts.map(|(last, number)| match number {
                1 => format!("the layer {last}"),
                _ => format!("the {number} layers up to {last}"),
            });
            format!("begin with {}", listed(told, "or"))
        });
        let ways: Vec<String> = named.into_iter().chain(layers).collect();
        (!ways.is_empty()).then(|| format!("Images have to {}.", listed(ways, "or")))
    }
}
