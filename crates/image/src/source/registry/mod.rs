//! Images in registries.
//!
//! Specifications: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md>, and for older registries
//! <https://distribution.github.io/distribution/spec/api/>.
//! Layers stream from the registry through the digest check into the walk; none is stored. Everything that a digest leads
//! to is checked against it, so what is judged is what the digest names.
//! Limits: layers that lie elsewhere (`urls` of foreign layers) are asked for in the registry itself.

mod artifact;
mod blob;
mod challenge;
mod client;
mod credentials;
mod docker_config;
mod error;
mod token;
mod transport;

pub use artifact::ArtifactRepository;
pub use credentials::Credentials;
pub use error::RegistryError;

use crate::digest::Hasher;
use crate::layer::{Identity, LayerBytes, LayerInput, LayerStore};
use crate::manifest::{self, Descriptor, Manifest};
use crate::network::Networks;
use crate::{Image, ImageError, OpenOptions, Reference};
use blob::Blob;
use client::Client;
use std::io::Read;
use std::sync::Arc;
use std::time::Instant;
use tidewaiter_model::Digest;

/// How to talk to a registry.
#[derive(Clone, Debug, Default)]
pub struct RegistryOptions {
    /// Whom to log in as.
    pub credentials: Credentials,
    /// Allow plain HTTP and certificates that nobody vouches for. Plain HTTP to this machine itself is always allowed.
    pub insecure: bool,
    /// Where connections may go, those to which it redirects or whose token server it names among them.
    pub networks: Networks,
    /// When to give up.
    pub deadline: Option<Instant>,
}

/// What we can read. Registries convert nothing nowadays; the list says which documents are welcome.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
    application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";
/// An index in an index is allowed and used by nobody.
const MAX_NESTING: usize = 4;

/// What a reference led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The same repository by the digest of the image's own manifest.
    pub image: Reference,
    /// That digest.
    pub manifest: Digest,
    /// The index that it was chosen from, if there was one.
    pub index: Option<Digest>,
}

/// Finds the one manifest that a reference leads to, so that everything that follows speaks of the same image.
///
/// # Errors
/// See [`RegistryError`]; or what it gives is no image, or none for the platform.
pub fn resolve(reference: &Reference, registry: &RegistryOptions, options: &OpenOptions<'_>) -> Result<Resolved, ImageError> {
    let name = format!("{}{}", reference.familiar_name(), suffix(reference));
    let client = Arc::new(Client::new(reference, registry)?);
    let found = Repository { client, name: &name, options }.find(reference)?;
    let image = Reference { tag: None, digest: Some(found.digest.clone()), ..reference.clone() };
    let index = (found.first != found.digest).then_some(found.first);
    Ok(Resolved { image, manifest: found.digest, index })
}

/// Opens an image in a registry.
///
/// # Errors
/// See [`RegistryError`]; or what it gives is no image, or not the one that was asked for.
pub fn open_registry(reference: &Reference, registry: &RegistryOptions, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let name = format!("{}{}", reference.familiar_name(), suffix(reference));
    let client = Arc::new(Client::new(reference, registry)?);
    let repository = Repository { client, name: &name, options };
    let found = repository.find(reference)?;
    let mut image = repository.image(&found.config, found.layers, found.has_platform, found.notes)?;
    image.metadata.manifest_digest = Some(found.digest);
    image.metadata.repo_tags = reference.tag.iter().map(|tag| format!("{}:{tag}", reference.familiar_name())).collect();
    image.metadata.repo_digests = vec![format!("{}@{}", reference.familiar_name(), found.first)];
    image.metadata.reference = Some(reference.to_string());
    Ok(image)
}

fn suffix(reference: &Reference) -> String {
    let tag = reference.tag.as_ref().map_or_else(String::new, |tag| format!(":{tag}"));
    reference.digest.as_ref().map_or(tag.clone(), |digest| format!("{tag}@{digest}"))
}

struct Repository<'a> {
    client: Arc<Client>,
    name: &'a str,
    options: &'a OpenOptions<'a>,
}

/// An image's manifest, and how it was found.
struct Found {
    digest: Digest,
    /// What the reference itself led to: the manifest, or the index that names it.
    first: Digest,
    config: Descriptor,
    layers: Vec<Descriptor>,
    /// Whether an index said for which platform it is.
    has_platform: bool,
    notes: Vec<String>,
}

impl Repository<'_> {
    /// Follows indexes to the manifest of one image.
    fn find(&self, reference: &Reference) -> Result<Found, ImageError> {
        let (mut json, first) = self.manifest(reference.manifest(), reference.digest.as_ref())?;
        let mut digest = first.clone();
        let (mut notes, mut from_index) = (Vec::new(), None::<Descriptor>);
        for _ in 0..MAX_NESTING {
            match manifest::read(&json, &format!("manifest {digest}"))? {
                Manifest::Index(manifests) => {
                    let (found, note) = manifest::choose(&manifests, self.options.platform.as_ref(), self.name)?;
                    notes.extend(note);
                    (json, digest) = self.manifest(found.digest.as_str(), Some(&found.digest))?;
                    from_index = Some(found.clone());
                }
                Manifest::Image { config, layers } => {
                    let has_platform = from_index.is_some_and(|descriptor| descriptor.platform.is_some());
                    return Ok(Found { digest, first, config, layers, has_platform, notes });
                }
            }
        }
        Err(ImageError::Manifest { what: self.name.to_owned(), reason: "its indexes are nested too deep".to_owned() })
    }

    /// A manifest and its digest, which is checked where one was asked for.
    fn manifest(&self, which: &str, expected: Option<&Digest>) -> Result<(Vec<u8>, Digest), ImageError> {
        let (headers, body) = self.client.get(&format!("manifests/{which}"), MANIFESTS)?;
        let what = format!("manifest {which} of {}", self.name);
        let json = read_bounded(body, self.options.limits.manifest_bytes, &what)?;
        if let Some(expected) = expected {
            manifest::verify(&json, expected, &what)?;
            return Ok((json, expected.clone()));
        }
        // What the registry says of a tag must be true, too; most say it.
        let said = headers.get("docker-content-digest").and_then(|value| Digest::parse(value.to_str().ok()?).ok());
        if let Some(said) = &said {
            manifest::verify(&json, said, &what)?;
        }
        Ok((json.clone(), said.unwrap_or_else(|| Hasher::sha256(&json))))
    }

    fn image(
        &self,
        config: &Descriptor,
        layers: Vec<Descriptor>,
        has_platform: bool,
        mut notes: Vec<String>,
    ) -> Result<Image, ImageError> {
        let limits = &self.options.limits;
        if layers.len() > limits.layers {
            return Err(ImageError::Limit { what: self.name.to_owned(), limit: limits.layers as u64, unit: "layers" });
        }
        let (_, body) = self.client.get(&format!("blobs/{}", config.digest), "*/*")?;
        let what = format!("the configuration of {}", self.name);
        let json = read_bounded(body, limits.config_bytes, &what)?;
        manifest::verify(&json, &config.digest, &what)?;
        let digests: Vec<Digest> = layers.iter().map(|layer| layer.digest.clone()).collect();
        let metadata = manifest::metadata(&json, Some(&digests), layers.len(), self.name)?;
        if !has_platform {
            notes.extend(manifest::check_platform(&metadata, self.options.platform.as_ref(), self.name)?);
        }
        let store = Blobs { client: Arc::clone(&self.client), layers };
        Ok(Image::new(self.name.to_owned(), metadata, notes, Box::new(store)))
    }
}

fn read_bounded(body: impl Read, limit: u64, what: &str) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let read = body.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|source| ImageError::Read { what: what.to_owned(), source })?;
    if bytes.len() as u64 > limit {
        return Err(ImageError::Limit { what: what.to_owned(), limit, unit: "bytes" });
    }
    Ok(bytes)
}

/// The layers of an image in a registry.
struct Blobs {
    client: Arc<Client>,
    layers: Vec<Descriptor>,
}

impl LayerStore for Blobs {
    fn open(&self, index: usize) -> Result<LayerInput, ImageError> {
        let Some(layer) = self.layers.get(index) else {
            let reason = "there is no such layer".to_owned();
            return Err(ImageError::Manifest { what: format!("layer {}", index.saturating_add(1)), reason });
        };
        let blob = Blob::open(Arc::clone(&self.client), format!("blobs/{}", layer.digest), layer.size)?;
        let name = format!("layer {}", layer.digest);
        Ok(LayerInput { name, digest: Some(layer.digest.clone()), bytes: LayerBytes::Stream(Box::new(blob)) })
    }

    fn size(&self, index: usize) -> Option<u64> {
        self.layers.get(index)?.size
    }

    fn identity(&self, index: usize, diff_id: &Digest) -> Option<Identity> {
        let stored = self.layers.get(index)?.digest.clone();
        Some(Identity::Digests { stored, diff_id: diff_id.clone() })
    }
}

#[cfg(test)]
mod tests;
