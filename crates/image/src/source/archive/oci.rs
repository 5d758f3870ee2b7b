//! OCI image layouts: `index.json` and `blobs/`.

use super::files::{Files, Location};
use super::{Region, Regions};
use crate::manifest::{self, Descriptor, Manifest};
use crate::{Image, ImageError, OpenOptions};
use tidewaiter_model::Digest;

/// The name that an index gives to one of its manifests, often only a tag.
const REF_NAME: &str = "org.opencontainers.image.ref.name";
/// The name that containerd gives, which is a whole reference.
const CONTAINERD_NAME: &str = "io.containerd.image.name";
/// An index in an index is an image for several platforms. Deeper nesting is allowed and used by nobody.
const MAX_NESTING: usize = 4;

pub(super) fn open(files: &Files, index: &[u8], name: &str, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let Manifest::Index(manifests) = manifest::read(index, &format!("index.json of {name}"))? else {
        return Err(ImageError::NotAnImage { name: name.to_owned(), reason: "its index.json is no index".to_owned() });
    };
    let layout = Layout { files, name, options };
    let mut notes = Vec::new();
    let chosen = layout.choose(&manifests, &mut notes)?;
    let mut descriptor = chosen.clone();
    for _ in 0..MAX_NESTING {
        let json = layout.blob(&descriptor.digest, options.limits.manifest_bytes)?;
        match manifest::read(&json, &format!("manifest {}", descriptor.digest))? {
            Manifest::Index(manifests) => {
                let (found, note) = manifest::choose(&manifests, options.platform.as_ref(), name)?;
                notes.extend(note);
                descriptor = found.clone();
            }
            Manifest::Image { config, layers } => {
                return layout.image(&chosen, &descriptor, &config, &layers, notes);
            }
        }
    }
    Err(ImageError::Manifest { what: name.to_owned(), reason: "its indexes are nested too deep".to_owned() })
}

struct Layout<'a> {
    files: &'a Files,
    name: &'a str,
    options: &'a OpenOptions<'a>,
}

impl Layout<'_> {
    fn choose(&self, all: &[Descriptor], notes: &mut Vec<String>) -> Result<Descriptor, ImageError> {
        let manifests: Vec<&Descriptor> = all.iter().filter(|m| !m.is_attestation()).collect();
        let choices = || {
            let told = |m: &&Descriptor| names(m).next().map_or_else(|| m.digest.to_string(), str::to_owned);
            manifests.iter().map(told).collect::<Vec<_>>().join(", ")
        };
        let Some(first) = manifests.first().copied() else {
            let reason = "its index.json lists no image".to_owned();
            return Err(ImageError::NotAnImage { name: self.name.to_owned(), reason });
        };
        if let Some(wanted) = &self.options.image {
            let whole = |m: &&Descriptor| m.digest.as_str() == wanted || names(m).any(|name| name == wanted);
            let tag = |m: &&Descriptor| {
                names(m).any(|name| name.rsplit_once(':').is_some_and(|(repository, tag)| tag == wanted || repository == wanted))
            };
            if let Some(found) = manifests.iter().copied().find(whole).or_else(|| manifests.iter().copied().find(tag)) {
                return Ok(found.clone());
            }
            // The manifest of one platform, which stands in an inner index only.
            if let Some(digest) = Digest::parse(wanted).ok().filter(|digest| self.location(digest).is_ok()) {
                return Ok(Descriptor { digest, size: None, platform: None, annotations: None, media_type: None });
            }
            let (name, wanted, choices) = (self.name.to_owned(), wanted.clone(), choices());
            return Err(ImageError::NoSuchImage { name, wanted, choices });
        }
        // Several names of the same manifest are one image.
        if manifests.iter().all(|m| m.digest == first.digest) {
            return Ok(first.clone());
        }
        // Several manifests for different platforms and without names are one image, too.
        let mut platforms: Vec<String> = manifests.iter().filter_map(|m| m.platform()).map(|p| p.to_string()).collect();
        platforms.sort();
        platforms.dedup();
        let mut all_names: Vec<&str> = manifests.iter().flat_map(|m| names(m)).collect();
        all_names.sort_unstable();
        all_names.dedup();
        if platforms.len() == manifests.len() && all_names.len() <= 1 {
            let (found, note) = manifest::choose(all, self.options.platform.as_ref(), self.name)?;
            notes.extend(note);
            return Ok(found.clone());
        }
        Err(ImageError::SeveralImages { name: self.name.to_owned(), choices: choices() })
    }

    fn image(
        &self,
        chosen: &Descriptor,
        manifest: &Descriptor,
        config: &Descriptor,
        layers: &[Descriptor],
        mut notes: Vec<String>,
    ) -> Result<Image, ImageError> {
        let limits = &self.options.limits;
        if layers.len() > limits.layers {
            return Err(ImageError::Limit { what: self.name.to_owned(), limit: limits.layers as u64, unit: "layers" });
        }
        let digests: Vec<Digest> = layers.iter().map(|layer| layer.digest.clone()).collect();
        let config = self.blob(&config.digest, limits.config_bytes)?;
        let mut metadata = manifest::metadata(&config, Some(&digests), layers.len(), self.name)?;
        // What an index says of the platform is more exact than what the configuration says, and has been compared.
        if manifest.platform.is_none() {
            notes.extend(manifest::check_platform(&metadata, self.options.platform.as_ref(), self.name)?);
        }
        metadata.manifest_digest = Some(manifest.digest.clone());
        metadata.reference = names(chosen).next().map(str::to_owned);
        metadata.repo_tags = names(chosen).filter(|name| name.contains(':')).take(1).map(str::to_owned).collect();
        let region = |digest: Digest| {
            Ok(Region { name: format!("layer {digest}"), location: self.location(&digest)?, digest: Some(digest) })
        };
        let layers = digests.into_iter().map(region).collect::<Result<_, ImageError>>()?;
        Ok(Image::new(self.name.to_owned(), metadata, notes, Box::new(Regions { layers })))
    }

    fn location(&self, digest: &Digest) -> Result<Location, ImageError> {
        let missing = || ImageError::Manifest { what: self.name.to_owned(), reason: format!("blob {digest} is not there") };
        self.files.find(&path_of(digest)).ok_or_else(missing)
    }

    /// A document, checked against the digest that led to it.
    fn blob(&self, digest: &Digest, limit: u64) -> Result<Vec<u8>, ImageError> {
        let missing = || ImageError::Manifest { what: self.name.to_owned(), reason: format!("blob {digest} is not there") };
        let bytes = self.files.read(&path_of(digest), limit)?.ok_or_else(missing)?;
        manifest::verify(&bytes, digest, &format!("blob {digest}"))?;
        Ok(bytes)
    }
}

fn path_of(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm(), digest.hex())
}

/// The names of a manifest in its index, the fuller one first.
fn names(manifest: &Descriptor) -> impl Iterator<Item = &str> {
    [CONTAINERD_NAME, REF_NAME].into_iter().filter_map(|key| manifest.annotation(key))
}
