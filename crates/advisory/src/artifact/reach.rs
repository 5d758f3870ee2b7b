//! How artifacts are reached: as whom at registries, and whose signature counts.

use super::{ArtifactError, Prebuilt};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tidewaiter_image::artifact::cosign::VerifyingKey;
use tidewaiter_image::artifact::{ArtifactSource, Layout};
use tidewaiter_image::{ArtifactRepository, ImageError, Reference, RegistryOptions};
use tidewaiter_model::Digest;

/// What comes before the name of an artifact in a registry.
pub const SCHEME: &str = "oci://";
/// Of one layer that is read whole.
const MAX_LAYER: u64 = 2 << 30;

/// Reaches artifacts, each of which is opened once.
#[derive(Default)]
pub struct Reach {
    /// Who we are at registries.
    pub registry: RegistryOptions,
    /// Whose signature counts; `None` believes everybody.
    pub key: Option<VerifyingKey>,
    opened: Mutex<Option<(String, Prebuilt)>>,
}

#[derive(Deserialize)]
struct Manifest {
    layers: Vec<Layer>,
}

#[derive(Deserialize)]
struct Layer {
    digest: Digest,
    size: u64,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

impl Reach {
    /// With nothing opened yet.
    #[must_use]
    pub fn new(registry: RegistryOptions, key: Option<VerifyingKey>) -> Self {
        Self { registry, key, opened: Mutex::new(None) }
    }

    /// An artifact in a registry, to be put there or taken.
    ///
    /// # Errors
    /// The name is no reference, or the credentials cannot be read.
    pub fn repository(&self, place: &str) -> Result<ArtifactRepository, ArtifactError> {
        let name = place.strip_prefix(SCHEME).unwrap_or(place);
        let foreign = |reason: String| ArtifactError::Foreign { name: place.to_owned(), reason };
        let reference: Reference =
            name.parse().map_err(|error: tidewaiter_image::InvalidReference| foreign(error.to_string()))?;
        Ok(ArtifactRepository::open(&reference, &self.registry).map_err(ImageError::from)?)
    }

    /// What lies at `oci://…` or in a file.
    ///
    /// # Errors
    /// See [`ArtifactError`].
    pub fn source(&self, place: &str) -> Result<Box<dyn ArtifactSource>, ArtifactError> {
        if place.starts_with(SCHEME) {
            Ok(Box::new(self.repository(place)?))
        } else {
            Ok(Box::new(Layout::open(Path::new(place))?))
        }
    }

    /// Asks an artifact of shards, which is opened when it is asked for the first time.
    ///
    /// # Errors
    /// See [`Prebuilt::open`], and whatever the question comes to.
    pub fn ask<T>(&self, place: &str, question: impl FnOnce(&Prebuilt) -> Result<T, ArtifactError>) -> Result<T, ArtifactError> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let prebuilt = match opened.take().filter(|(known, _)| known == place) {
            Some((_, prebuilt)) => prebuilt,
            None => Prebuilt::open(self.source(place)?, self.key.as_ref())?,
        };
        question(&opened.insert((place.to_owned(), prebuilt)).1)
    }

    /// The layers of any artifact, by title or else digest, each checked against its digest.
    ///
    /// # Errors
    /// See [`ArtifactError`].
    pub(crate) fn layers(&self, place: &str) -> Result<Vec<(String, Vec<u8>)>, ArtifactError> {
        let source = self.source(place)?;
        let name = source.name();
        let (json, _) = source.manifest(None)?.ok_or_else(|| ArtifactError::Empty(name.clone()))?;
        let manifest: Manifest = serde_json::from_slice(&json)
            .map_err(|error| ArtifactError::Foreign { name: name.clone(), reason: error.to_string() })?;
        let mut layers = Vec::new();
        for layer in manifest.layers {
            let title = layer.annotations.get(super::manifest::TITLE).cloned().unwrap_or_else(|| layer.digest.to_string());
            if layer.size > MAX_LAYER {
                return Err(ImageError::Limit { what: title, limit: MAX_LAYER, unit: "bytes" }.into());
            }
            let mut bytes = Vec::new();
            let read = source.blob(&layer.digest, layer.size)?.take(layer.size.saturating_add(1)).read_to_end(&mut bytes);
            read.map_err(|source| ImageError::Read { what: title.clone(), source })?;
            if super::pull::digest_of(&bytes) != layer.digest {
                return Err(ArtifactError::Exchanged { name, title });
            }
            layers.push((title, bytes));
        }
        Ok(layers)
    }
}
