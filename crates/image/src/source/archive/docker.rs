//! `manifest.json`, the list of images that `docker save` writes.
//!
//! New engines write an OCI layout beside it, whose blobs it then names; since its layers may be compressed there, their
//! digests are taken from the blobs' names and checked.

use super::Regions;
use super::files::Files;
use crate::{Image, ImageError, OpenOptions, manifest};
use serde::Deserialize;
use tidewaiter_model::Digest;

#[derive(Deserialize)]
struct Saved {
    #[serde(rename = "Config")]
    config: String,
    #[serde(rename = "RepoTags", default)]
    repo_tags: Option<Vec<String>>,
    #[serde(rename = "Layers")]
    layers: Vec<String>,
}

impl Saved {
    fn names(&self) -> &[String] {
        self.repo_tags.as_deref().unwrap_or(&[])
    }

    fn is(&self, wanted: &str) -> bool {
        let is_name = |name: &String| name == wanted || name.rsplit_once(':').is_some_and(|(repository, tag)| tag == wanted || repository == wanted);
        let id = self.config.trim_end_matches(".json").rsplit('/').next().unwrap_or("");
        self.names().iter().any(is_name) || (wanted.len() >= 12 && id.starts_with(wanted.trim_start_matches("sha256:")))
    }
}

pub(super) fn open(files: Files, json: &[u8], name: &str, options: &OpenOptions) -> Result<Image, ImageError> {
    let what = format!("manifest.json of {name}");
    let saved: Vec<Saved> = serde_json::from_slice(json).map_err(|source| ImageError::Json { what: what.clone(), source })?;
    let choices = || saved.iter().map(|s| s.names().first().unwrap_or(&s.config).clone()).collect::<Vec<_>>().join(", ");
    let image = match (&options.image, &saved[..]) {
        (_, []) => return Err(ImageError::NotAnImage { name: name.to_owned(), reason: "its manifest.json lists none".to_owned() }),
        (Some(wanted), images) => {
            let missing = || ImageError::NoSuchImage { name: name.to_owned(), wanted: wanted.clone(), choices: choices() };
            images.iter().find(|image| image.is(wanted)).ok_or_else(missing)?
        }
        (None, [only]) => only,
        (None, _) => return Err(ImageError::SeveralImages { name: name.to_owned(), choices: choices() }),
    };
    if image.layers.len() > options.limits.layers {
        return Err(ImageError::Limit { what: name.to_owned(), limit: options.limits.layers as u64, unit: "layers" });
    }
    let missing = |file: &str| ImageError::NotAnImage { name: name.to_owned(), reason: format!("{file}, which its manifest.json names, is not there") };
    let config = files.read(&image.config, options.limits.config_bytes)?.ok_or_else(|| missing(&image.config))?;
    if let Some(digest) = blob_digest(&image.config) {
        manifest::verify(&config, &digest, &format!("the configuration of {name}"))?;
    }
    // Only a layer whose digest is not its diff ID was compressed when it was stored; a plain one has nothing to show.
    let mut metadata = manifest::metadata(&config, None, image.layers.len(), name)?;
    for (layer, file) in metadata.layers.iter_mut().zip(&image.layers) {
        layer.digest = blob_digest(file).filter(|digest| layer.diff_id.as_ref() != Some(digest));
    }
    metadata.repo_tags = image.names().to_vec();
    metadata.reference = image.names().first().cloned();
    let layers = image.layers.iter().map(|file| files.find(file).ok_or_else(|| missing(file))).collect::<Result<_, _>>()?;
    let notes = platform_note(options, &metadata.platform).into_iter().collect();
    Ok(Image { name: name.to_owned(), metadata, notes, layers: Box::new(Regions { layers }) })
}

/// `blobs/sha256/HEX` names its own digest.
fn blob_digest(file: &str) -> Option<Digest> {
    Digest::parse(&file.strip_prefix("blobs/")?.replacen('/', ":", 1)).ok()
}

/// An archive holds an image for one platform, whatever was asked for.
fn platform_note(options: &OpenOptions, platform: &str) -> Option<String> {
    let wanted = options.platform.as_ref()?;
    let accepts = platform.parse().is_ok_and(|platform| wanted.accepts(&platform));
    (!accepts).then(|| format!("the archive's image is for {platform}, not for {wanted}"))
}
