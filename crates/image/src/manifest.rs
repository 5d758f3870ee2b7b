//! Manifests, indexes and configurations.
//!
//! Specifications: <https://github.com/opencontainers/image-spec/blob/main/manifest.md>, `image-index.md` and `config.md`
//! beside it, and Docker's schema 2, <https://distribution.github.io/distribution/spec/manifest-v2-2/>.
//! Limits: schema 1 and artifacts that are no images are refused by name.

use crate::digest::Hasher;
use crate::{ImageError, Platform};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use tidewaiter_model::{Digest, ImageMetadata, Layer};

/// A manifest or an index: which of them, its fields tell.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Document {
    pub(crate) schema_version: Option<u32>,
    pub(crate) media_type: Option<String>,
    pub(crate) config: Option<Descriptor>,
    pub(crate) layers: Option<Vec<Descriptor>>,
    pub(crate) manifests: Option<Vec<Descriptor>>,
}

/// Points at a document or blob.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Descriptor {
    pub(crate) media_type: Option<String>,
    pub(crate) digest: Digest,
    pub(crate) size: Option<u64>,
    pub(crate) platform: Option<PlatformOf>,
    pub(crate) annotations: Option<BTreeMap<String, String>>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PlatformOf {
    os: String,
    architecture: String,
    variant: Option<String>,
}

impl Descriptor {
    pub(crate) fn platform(&self) -> Option<Platform> {
        let platform = self.platform.as_ref()?;
        let variant = platform.variant.clone().filter(|variant| !variant.is_empty());
        Some(Platform { os: platform.os.clone(), architecture: platform.architecture.clone(), variant })
    }

    pub(crate) fn annotation(&self, key: &str) -> Option<&str> {
        self.annotations.as_ref()?.get(key).map(String::as_str)
    }

    /// Attestations lie beside the images, for a platform that nothing runs on.
    pub(crate) fn is_attestation(&self) -> bool {
        self.platform.as_ref().is_some_and(|p| p.os == "unknown" || p.architecture == "unknown")
            || self.annotation("vnd.docker.reference.type") == Some("attestation-manifest")
    }
}

/// Which document was read.
pub(crate) enum Manifest {
    Image { config: Descriptor, layers: Vec<Descriptor> },
    Index(Vec<Descriptor>),
}

/// Reads a manifest or an index. `what` names it in errors.
pub(crate) fn read(json: &[u8], what: &str) -> Result<Manifest, ImageError> {
    let document: Document = serde_json::from_slice(json).map_err(|source| ImageError::Json { what: what.to_owned(), source })?;
    let broken = |reason: String| Err(ImageError::Manifest { what: what.to_owned(), reason });
    match document {
        Document { schema_version: Some(1), .. } => {
            broken("Docker's schema 1 is no longer supported: push the image again with a newer client".to_owned())
        }
        Document { manifests: Some(manifests), .. } => Ok(Manifest::Index(manifests)),
        Document { config: Some(config), layers: Some(layers), .. } => {
            // Old registries kept configurations as plain bytes.
            let is_image = |kind: &str| {
                ["", "application/octet-stream"].contains(&kind)
                    || kind.starts_with("application/vnd.oci.image.config.v1")
                    || kind.starts_with("application/vnd.docker.container.image.v1")
            };
            match &config.media_type {
                Some(kind) if !is_image(kind) => broken(format!("it is not a container image but {kind}")),
                _ => Ok(Manifest::Image { config, layers }),
            }
        }
        Document { media_type, .. } => {
            broken(format!("it is no manifest that we know ({})", media_type.unwrap_or_else(|| "no media type".to_owned())))
        }
    }
}

/// Chooses the manifest of an index for a platform: the one asked for, else this machine's, else linux/amd64, else the
/// only one. The second value is what the caller should be told.
pub(crate) fn choose<'a>(
    manifests: &'a [Descriptor],
    wanted: Option<&Platform>,
    name: &str,
) -> Result<(&'a Descriptor, Option<String>), ImageError> {
    let images: Vec<&Descriptor> = manifests.iter().filter(|m| !m.is_attestation()).collect();
    let find = |platform: &Platform| {
        let fitting = images.iter().copied().filter(|m| m.platform().is_some_and(|p| platform.accepts(&p)));
        fitting.max_by_key(|m| m.platform().map(|p| platform.closeness(&p)))
    };
    let available = || {
        let names: Vec<String> = images.iter().filter_map(|m| m.platform()).map(|p| p.to_string()).collect();
        if names.is_empty() { "none that names its platform".to_owned() } else { names.join(", ") }
    };
    let missing = |wanted: &Platform| {
        let (name, wanted, available) = (name.to_owned(), wanted.to_string(), available());
        ImageError::NoSuchPlatform { name, wanted, available }
    };
    let only = images.first().copied().filter(|_| images.len() == 1);
    if let Some(wanted) = wanted {
        // One that does not say what it is for says so in its configuration, which is compared later.
        let silent = only.filter(|m| m.platform.is_none());
        return find(wanted).or(silent).map(|m| (m, None)).ok_or_else(|| missing(wanted));
    }
    let host = Platform::host();
    if let Some(found) = find(&host) {
        return Ok((found, None));
    }
    let amd64 = Platform { os: "linux".to_owned(), architecture: "amd64".to_owned(), variant: None };
    if let Some(found) = find(&amd64) {
        return Ok((found, Some(format!("there is no image for {host}; this is the one for {amd64}"))));
    }
    let only = only.ok_or_else(|| missing(&host))?;
    Ok((only, only.platform().map(|p| format!("there is no image for {host}; this is the only one, for {p}"))))
}

/// Compares the platform of a configuration with the one that was asked for. A configuration that names none is
/// accepted; what comes back is what the caller should be told.
pub(crate) fn check_platform(
    metadata: &ImageMetadata,
    wanted: Option<&Platform>,
    name: &str,
) -> Result<Option<String>, ImageError> {
    let Some(wanted) = wanted else { return Ok(None) };
    match metadata.platform.parse::<Platform>() {
        // Many builders write no variant, and then it cannot be held against the image.
        Ok(platform) if wanted.accepts(&platform) => Ok(None),
        Ok(Platform { os, architecture, variant: None }) if os == wanted.os && architecture == wanted.architecture => Ok(None),
        Ok(platform) => {
            let (wanted, available) = (wanted.to_string(), platform.to_string());
            Err(ImageError::NoSuchPlatform { name: name.to_owned(), wanted, available })
        }
        Err(_) => Ok(Some(format!("the image does not say which platform it is for; it is taken for {wanted}"))),
    }
}

#[derive(Deserialize)]
struct Config {
    os: Option<String>,
    architecture: Option<String>,
    variant: Option<String>,
    rootfs: RootFs,
    history: Option<Vec<History>>,
}

#[derive(Deserialize)]
struct RootFs {
    diff_ids: Option<Vec<Digest>>,
}

#[derive(Deserialize)]
struct History {
    created_by: Option<String>,
    empty_layer: Option<bool>,
}

/// What an image's configuration says. `blobs` are the digests of the stored layers, where the source has them.
pub(crate) fn metadata(config: &[u8], blobs: Option<&[Digest]>, count: usize, what: &str) -> Result<ImageMetadata, ImageError> {
    let unreadable = |source| ImageError::Json { what: format!("the configuration of {what}"), source };
    let value: serde_json::Value = serde_json::from_slice(config).map_err(unreadable)?;
    let parsed: Config = serde_json::from_slice(config).map_err(unreadable)?;
    let diff_ids = parsed.rootfs.diff_ids.unwrap_or_default();
    if diff_ids.len() != count {
        let reason = format!("its configuration lists {} layers, its manifest {count}", diff_ids.len());
        return Err(ImageError::Manifest { what: what.to_owned(), reason });
    }
    let history = parsed.history.unwrap_or_default().into_iter().filter(|line| line.empty_layer != Some(true));
    let history: Vec<Option<String>> = history.map(|line| line.created_by.filter(|text| !text.is_empty())).collect();
    let has_history = history.len() == count;
    let layer = |(index, diff_id): (usize, Digest)| Layer {
        digest: blobs.and_then(|blobs| blobs.get(index)).cloned(),
        diff_id: Some(diff_id),
        created_by: history.get(index).filter(|_| has_history).cloned().flatten(),
        size: 0,
    };
    let platform = match (parsed.os, parsed.architecture) {
        (Some(os), Some(architecture)) if !os.is_empty() && !architecture.is_empty() => {
            Platform { os, architecture, variant: parsed.variant.filter(|variant| !variant.is_empty()) }.to_string()
        }
        _ => String::new(),
    };
    Ok(ImageMetadata {
        image_id: Some(Digest::sha256(&Sha256::digest(config).into())),
        platform,
        config: value,
        layers: diff_ids.into_iter().enumerate().map(layer).collect(),
        ..ImageMetadata::default()
    })
}

/// Checks a document against the digest that led to it.
pub(crate) fn verify(bytes: &[u8], expected: &Digest, what: &str) -> Result<(), ImageError> {
    let mut hasher = Hasher::like(expected);
    hasher.update(bytes);
    let mismatch = |actual| ImageError::Digest { what: what.to_owned(), expected: expected.clone(), actual };
    hasher.finish(expected).map_err(mismatch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(platforms: &[&str]) -> Vec<Descriptor> {
        let of = |(at, text): (usize, &&str)| {
            let platform: Platform = text.parse().unwrap();
            let platform = PlatformOf { os: platform.os, architecture: platform.architecture, variant: platform.variant };
            let digest = Digest::sha256(&[at as u8; 32]);
            Descriptor { media_type: None, digest, size: None, platform: Some(platform), annotations: None }
        };
        platforms.iter().enumerate().map(of).collect()
    }

    #[test]
    fn the_asked_for_platform_is_taken_or_the_choices_are_told() {
        let all = index(&["linux/s390x", "linux/arm64/v8", "unknown/unknown"]);
        let arm: Platform = "linux/arm64".parse().unwrap();
        assert_eq!(choose(&all, Some(&arm), "x").unwrap().0.digest, all[1].digest);
        let missing = choose(&all, Some(&"linux/386".parse().unwrap()), "x").unwrap_err();
        assert_eq!(missing.to_string(), "x has no image for linux/386; it has linux/s390x, linux/arm64/v8");
    }

    #[test]
    fn the_closest_variant_is_taken() {
        let all = index(&["linux/arm/v6", "linux/arm/v7", "linux/amd64/v3", "linux/amd64"]);
        let chosen = |wanted: &str| choose(&all, Some(&wanted.parse().unwrap()), "x").unwrap().0.platform().unwrap().to_string();
        assert_eq!(chosen("linux/arm"), "linux/arm/v7");
        assert_eq!(chosen("linux/arm/v6"), "linux/arm/v6");
        assert_eq!(chosen("linux/amd64"), "linux/amd64");
        assert_eq!(chosen("linux/amd64/v3"), "linux/amd64/v3");
    }

    #[test]
    fn a_platform_without_variant_is_given_the_benefit_of_the_doubt() {
        let of = |platform: &str| ImageMetadata { platform: platform.to_owned(), ..ImageMetadata::default() };
        let wanted: Platform = "linux/arm/v6".parse().unwrap();
        assert!(check_platform(&of("linux/arm"), Some(&wanted), "x").unwrap().is_none());
        assert!(check_platform(&of(""), Some(&wanted), "x").unwrap().is_some());
        assert!(check_platform(&of("linux/arm/v7"), Some(&wanted), "x").is_err());
    }

    #[test]
    fn fields_that_are_null_are_fields_that_are_missing() {
        let config = br#"{"os":null,"rootfs":{"diff_ids":null},"history":[{"created_by":null,"empty_layer":null}]}"#;
        let metadata = metadata(config, None, 0, "x").unwrap();
        assert_eq!((metadata.platform.as_str(), metadata.layers.len()), ("", 0));
        let zeros = "0".repeat(64);
        let json = format!(
            r#"{{"schemaVersion":2,"mediaType":null,"manifests":[{{"digest":"sha256:{zeros}","annotations":null,"platform":null}}]}}"#
        );
        assert!(matches!(read(json.as_bytes(), "x"), Ok(Manifest::Index(manifests)) if manifests.len() == 1));
    }

    #[test]
    fn a_fall_back_is_told() {
        let (found, note) =
            choose(&index(&["plan9/mips", "unknown/unknown"])[..], None, "x").map(|(d, n)| (d.digest.clone(), n)).unwrap();
        assert_eq!(found, Digest::sha256(&[0; 32]));
        assert!(note.unwrap().ends_with("this is the only one, for plan9/mips"));
    }

    #[test]
    fn what_is_no_image_is_refused_by_name() {
        let chart = br#"{"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000"},"layers":[]}"#;
        assert!(read(chart, "x").err().unwrap().to_string().contains("helm"));
        assert!(read(br#"{"schemaVersion":1}"#, "x").err().unwrap().to_string().contains("schema 1"));
        assert!(read(b"[", "x").is_err());
    }
}
