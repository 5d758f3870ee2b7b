//! `manifest.json`, the list of images that `docker save` writes.
//!
//! New engines write an OCI layout beside it, whose blobs it then names; since its layers may be compressed there, their
//! digests are taken from the blobs' names and checked.

use super::files::Files;
use super::{Region, Regions};
use crate::{Image, ImageError, OpenOptions, manifest};
use serde::Deserialize;
use tidewaiter_model::{Digest, ImageMetadata, Layer};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Saved {
    config: String,
    repo_tags: Option<Vec<String>>,
    layers: Option<Vec<String>>,
}

impl Saved {
    fn names(&self) -> &[String] {
        self.repo_tags.as_deref().unwrap_or(&[])
    }

    fn layers(&self) -> &[String] {
        self.layers.as_deref().unwrap_or(&[])
    }

    /// The hexadecimal digits that the configuration's file is named after.
    fn id(&self) -> &str {
        let file = self.config.rsplit('/').next().unwrap_or("");
        let file = file.strip_suffix(".json").unwrap_or(file);
        file.strip_prefix("sha256:").unwrap_or(file)
    }

    /// The name under which it is what somebody wants, if it has one.
    fn name(&self, wanted: &str) -> Option<&String> {
        let is_part =
            |name: &&String| name.rsplit_once(':').is_some_and(|(repository, tag)| tag == wanted || repository == wanted);
        self.names().iter().find(|name| *name == wanted).or_else(|| self.names().iter().find(is_part))
    }

    fn is(&self, wanted: &str) -> bool {
        // Twelve digits are what engines show.
        let digits = wanted.strip_prefix("sha256:").unwrap_or(wanted);
        self.name(wanted).is_some() || (digits.len() >= 12 && self.id().starts_with(digits))
    }
}

pub(super) fn open(files: &Files, json: &[u8], name: &str, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let broken = |source| ImageError::Json { what: format!("manifest.json of {name}"), source };
    let saved: Vec<Saved> = serde_json::from_slice(json).map_err(broken)?;
    let image = choose(&saved, name, options)?;
    let count = image.layers().len();
    if count > options.limits.layers {
        return Err(ImageError::Limit { what: name.to_owned(), limit: options.limits.layers as u64, unit: "layers" });
    }
    let missing = |file: &str| ImageError::Manifest {
        what: format!("manifest.json of {name}"),
        reason: format!("it names {file}, which is not there"),
    };
    let config = files.read(&image.config, options.limits.config_bytes)?.ok_or_else(|| missing(&image.config))?;
    if let Some(digest) = blob_digest(&image.config) {
        manifest::verify(&config, &digest, &format!("the configuration of {name}"))?;
    }
    let mut metadata = manifest::metadata(&config, None, count, name)?;
    let notes = manifest::check_platform(&metadata, options.platform.as_ref(), name)?.into_iter().collect();
    let mut layers = Vec::with_capacity(count);
    for (layer, file) in metadata.layers.iter_mut().zip(image.layers()) {
        let digest = blob_digest(file);
        // Only a layer whose digest is not its diff ID was compressed when it was stored; a plain one has no other.
        layer.digest = digest.clone().filter(|digest| layer.diff_id.as_ref() != Some(digest));
        let location = files.find(file).ok_or_else(|| missing(file))?;
        layers.push(Region { name: layer_name(layer, file), digest, location });
    }
    metadata.repo_tags = image.names().to_vec();
    metadata.reference = reference(image, options, &metadata);
    Ok(Image::new(name.to_owned(), metadata, notes, Box::new(Regions { layers })))
}

fn choose<'a>(saved: &'a [Saved], name: &str, options: &OpenOptions<'_>) -> Result<&'a Saved, ImageError> {
    let choices = || saved.iter().map(|s| s.names().first().map_or(s.id(), |name| name)).collect::<Vec<_>>().join(", ");
    match (&options.image, saved) {
        (_, []) => Err(ImageError::NotAnImage { name: name.to_owned(), reason: "its manifest.json lists no image".to_owned() }),
        (Some(wanted), _) => {
            let whole = saved.iter().find(|image| image.names().contains(wanted));
            let missing = || ImageError::NoSuchImage { name: name.to_owned(), wanted: wanted.clone(), choices: choices() };
            whole.or_else(|| saved.iter().find(|image| image.is(wanted))).ok_or_else(missing)
        }
        (None, [only]) => Ok(only),
        (None, _) => Err(ImageError::SeveralImages { name: name.to_owned(), choices: choices() }),
    }
}

fn reference(image: &Saved, options: &OpenOptions<'_>, metadata: &ImageMetadata) -> Option<String> {
    let wanted = options.image.as_deref().and_then(|wanted| image.name(wanted));
    wanted.or(metadata.repo_tags.first()).cloned()
}

fn layer_name(layer: &Layer, file: &str) -> String {
    layer.diff_id.as_ref().map_or_else(|| format!("layer {file}"), |diff_id| format!("layer {diff_id}"))
}

/// `blobs/sha256/HEX` names its own digest.
fn blob_digest(file: &str) -> Option<Digest> {
    Digest::parse(&file.strip_prefix("blobs/")?.replacen('/', ":", 1)).ok()
}
