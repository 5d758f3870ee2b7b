//! OCI image layouts: `index.json` and `blobs/`.

use super::Regions;
use super::files::{Files, Location};
use crate::manifest::{self, Descriptor, Manifest};
use crate::{Image, ImageError, OpenOptions};
use tidewaiter_model::Digest;

/// The name that an index gives to one of its manifests.
const REF_NAME: &str = "org.opencontainers.image.ref.name";
/// The name that containerd gives, which is a whole reference.
const CONTAINERD_NAME: &str = "io.containerd.image.name";

pub(super) fn open(files: Files, index: &[u8], name: &str, options: &OpenOptions) -> Result<Image, ImageError> {
    let Manifest::Index(manifests) = manifest::read(index, &format!("index.json of {name}"))? else {
        return Err(ImageError::NotAnImage { name: name.to_owned(), reason: "its index.json is no index".to_owned() });
    };
    let layout = Layout { files, name, options };
    let chosen = layout.choose(&manifests)?;
    let mut notes = Vec::new();
    let mut descriptor = chosen.clone();
    // An index in the index is an image for several platforms. Deeper nesting is allowed and used by nobody.
    for _ in 0..4 {
        match manifest::read(&layout.blob(&descriptor.digest, options.limits.manifest_bytes)?, &format!("manifest {}", descriptor.digest))? {
            Manifest::Index(manifests) => {
                let (found, note) = manifest::choose(&manifests, options.platform.as_ref(), name)?;
                notes.extend(note);
                descriptor = found.clone();
            }
            Manifest::Image { config, layers } => return layout.image(chosen, &descriptor, &config, &layers, notes),
        }
    }
    Err(ImageError::NotAnImage { name: name.to_owned(), reason: "its indexes are nested too deep".to_owned() })
}

struct Layout<'a> {
    files: Files,
    name: &'a str,
    options: &'a OpenOptions,
}

impl Layout<'_> {
    fn choose<'m>(&self, manifests: &'m [Descriptor]) -> Result<&'m Descriptor, ImageError> {
        let names = |m: &Descriptor| [CONTAINERD_NAME, REF_NAME].iter().find_map(|key| m.annotations.get(*key).cloned()).unwrap_or_else(|| m.digest.to_string());
        let choices = || manifests.iter().map(names).collect::<Vec<_>>().join(", ");
        let is = |m: &Descriptor, wanted: &str| {
            let is_name = |key| m.annotations.get(key).is_some_and(|name: &String| name == wanted || name.rsplit_once(':').is_some_and(|(_, tag)| tag == wanted));
            is_name(REF_NAME) || is_name(CONTAINERD_NAME) || m.digest.as_str() == wanted
        };
        match (&self.options.image, manifests) {
            (_, []) => Err(ImageError::NotAnImage { name: self.name.to_owned(), reason: "its index.json lists none".to_owned() }),
            (Some(wanted), _) => {
                let missing = || ImageError::NoSuchImage { name: self.name.to_owned(), wanted: wanted.clone(), choices: choices() };
                manifests.iter().find(|m| is(m, wanted)).ok_or_else(missing)
            }
            (None, [only]) => Ok(only),
            // Several manifests with different platforms and no names are one image.
            (None, several) if several.iter().all(|m| m.platform.is_some()) && several.iter().all(|m| !m.annotations.contains_key(REF_NAME)) => {
                manifest::choose(several, self.options.platform.as_ref(), self.name).map(|(found, _)| found)
            }
            (None, _) => Err(ImageError::SeveralImages { name: self.name.to_owned(), choices: choices() }),
        }
    }

    fn image(
        self,
        chosen: &Descriptor,
        manifest: &Descriptor,
        config: &Descriptor,
        layers: &[Descriptor],
        notes: Vec<String>,
    ) -> Result<Image, ImageError> {
        if layers.len() > self.options.limits.layers {
            return Err(ImageError::Limit { what: self.name.to_owned(), limit: self.options.limits.layers as u64, unit: "layers" });
        }
        let digests: Vec<Digest> = layers.iter().map(|layer| layer.digest.clone()).collect();
        let config = self.blob(&config.digest, self.options.limits.config_bytes)?;
        let mut metadata = manifest::metadata(&config, Some(&digests), layers.len(), self.name)?;
        metadata.manifest_digest = Some(manifest.digest.clone());
        metadata.reference = chosen.annotations.get(CONTAINERD_NAME).or_else(|| chosen.annotations.get(REF_NAME)).cloned();
        metadata.repo_tags = metadata.reference.iter().filter(|name| name.contains(':')).cloned().collect();
        let locations = digests.iter().map(|digest| self.location(digest)).collect::<Result<_, _>>()?;
        Ok(Image { name: self.name.to_owned(), metadata, notes, layers: Box::new(Regions { layers: locations }) })
    }

    fn location(&self, digest: &Digest) -> Result<Location, ImageError> {
        let missing = || ImageError::NotAnImage { name: self.name.to_owned(), reason: format!("blob {digest} is not there") };
        self.files.find(&format!("blobs/{}/{}", digest.algorithm(), digest.hex())).ok_or_else(missing)
    }

    /// A document, checked against the digest that led to it.
    fn blob(&self, digest: &Digest, limit: u64) -> Result<Vec<u8>, ImageError> {
        let path = format!("blobs/{}/{}", digest.algorithm(), digest.hex());
        let missing = || ImageError::NotAnImage { name: self.name.to_owned(), reason: format!("blob {digest} is not there") };
        let bytes = self.files.read(&path, limit)?.ok_or_else(missing)?;
        manifest::verify(&bytes, digest, &format!("blob {digest}"))?;
        Ok(bytes)
    }
}
