//! Puts layers together as images.
//!
//! Specifications: <https://github.com/opencontainers/image-spec> and, for `docker save`,
//! <https://github.com/moby/docker-image-spec>.

use crate::TarBuilder;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// How layers are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// As they are.
    #[default]
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Compression {
    /// Compresses.
    ///
    /// # Errors
    /// Memory.
    pub fn compress(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes.to_vec()),
            Self::Gzip => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Zstd => zstd::encode_all(bytes, 1),
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => "+gzip",
            Self::Zstd => "+zstd",
        }
    }
}

/// An image in the making.
#[derive(Clone, Debug)]
pub struct ImageBuilder {
    layers: Vec<Vec<u8>>,
    compression: Compression,
    config: Value,
    name: Option<String>,
}

impl Default for ImageBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// A stored document or layer.
struct Blob {
    hex: String,
    bytes: Vec<u8>,
}

impl Blob {
    fn new(bytes: Vec<u8>) -> Self {
        Self { hex: sha256(&bytes), bytes }
    }

    fn descriptor(&self, media_type: &str) -> Value {
        json!({ "mediaType": media_type, "digest": format!("sha256:{}", self.hex), "size": self.bytes.len() })
    }
}

impl ImageBuilder {
    /// A linux/amd64 image without layers.
    #[must_use]
    pub fn new() -> Self {
        let config = json!({ "os": "linux", "architecture": "amd64", "config": {} });
        Self { layers: Vec::new(), compression: Compression::None, config, name: Some("example:1".to_owned()) }
    }

    /// One more layer on top, a plain tar.
    #[must_use]
    pub fn layer(mut self, tar: Vec<u8>) -> Self {
        self.layers.push(tar);
        self
    }

    /// How layers are stored where the format leaves a choice.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Sets a field of the configuration: `architecture`, `config`, `history`.
    #[must_use]
    pub fn set(mut self, key: &str, value: Value) -> Self {
        if let Some(fields) = self.config.as_object_mut() {
            fields.insert(key.to_owned(), value);
        }
        self
    }

    /// `repository:tag`, or none.
    #[must_use]
    pub fn name(mut self, name: Option<&str>) -> Self {
        self.name = name.map(str::to_owned);
        self
    }

    /// The configuration, with the layers' diff IDs.
    #[must_use]
    pub fn config(&self) -> Vec<u8> {
        let diff_ids: Vec<String> = self.layers.iter().map(|layer| format!("sha256:{}", sha256(layer))).collect();
        let whole = self.clone().set("rootfs", json!({ "type": "layers", "diff_ids": diff_ids }));
        whole.config.to_string().into_bytes()
    }

    /// What `docker save` of engines before 25 writes.
    #[must_use]
    pub fn docker_archive(&self) -> Vec<u8> {
        docker_archive(&[self])
    }

    /// The image in the blobs of an OCI layout; the last one is the manifest.
    fn blobs(&self) -> io::Result<Vec<Blob>> {
        let config = Blob::new(self.config());
        let layers: Vec<Blob> =
            self.layers.iter().map(|tar| self.compression.compress(tar).map(Blob::new)).collect::<io::Result<_>>()?;
        let layer_type = format!("application/vnd.oci.image.layer.v1.tar{}", self.compression.suffix());
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": config.descriptor("application/vnd.oci.image.config.v1+json"),
            "layers": layers.iter().map(|layer| layer.descriptor(&layer_type)).collect::<Vec<_>>(),
        });
        let manifest = Blob::new(manifest.to_string().into_bytes());
        Ok(layers.into_iter().chain([config, manifest]).collect())
    }

    /// An OCI layout's files.
    ///
    /// # Errors
    /// Memory.
    pub fn oci_files(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        oci_files(&[self], false)
    }

    /// One image for the platforms of several, as an index in the index: an OCI layout's files.
    ///
    /// # Errors
    /// Memory.
    pub fn oci_multi_platform(images: &[&Self]) -> io::Result<Vec<(String, Vec<u8>)>> {
        oci_files(images, true)
    }

    /// Several images in one OCI layout: its files.
    ///
    /// # Errors
    /// Memory.
    pub fn oci_several(images: &[&Self]) -> io::Result<Vec<(String, Vec<u8>)>> {
        oci_files(images, false)
    }

    /// Several images in one archive, as engines before 25 save them.
    #[must_use]
    pub fn docker_several(images: &[&Self]) -> Vec<u8> {
        docker_archive(images)
    }

    /// An OCI layout in a folder.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write_oci(&self, folder: &Path) -> io::Result<()> {
        Self::write(&self.oci_files()?, folder)
    }

    /// An OCI layout in a tar.
    ///
    /// # Errors
    /// Memory.
    pub fn oci_tar(&self) -> io::Result<Vec<u8>> {
        Ok(Self::tar(&self.oci_files()?))
    }

    /// What `docker save` of newer engines writes: an OCI layout with a `manifest.json` that names its blobs.
    ///
    /// # Errors
    /// Memory.
    pub fn docker_archive_with_blobs(&self) -> io::Result<Vec<u8>> {
        let blobs = self.blobs()?;
        let path = |blob: &Blob| format!("blobs/sha256/{}", blob.hex);
        let layers: Vec<String> = blobs.iter().take(self.layers.len()).map(path).collect();
        let config = blobs.get(self.layers.len()).map(path);
        let manifest = json!([{ "Config": config, "RepoTags": self.name.as_ref().map(|name| [name]), "Layers": layers }]);
        let mut files = self.oci_files()?;
        files.push(("manifest.json".to_owned(), manifest.to_string().into_bytes()));
        Ok(Self::tar(&files))
    }

    /// Files as a tar.
    #[must_use]
    pub fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
        files.iter().fold(TarBuilder::new(), |tar, (path, contents)| tar.file(path, contents)).build()
    }

    /// Files in a folder.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn write(files: &[(String, Vec<u8>)], folder: &Path) -> io::Result<()> {
        for (path, contents) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, contents)?;
        }
        Ok(())
    }
}

fn docker_archive(images: &[&ImageBuilder]) -> Vec<u8> {
    let mut tar = TarBuilder::new();
    let mut saved = Vec::new();
    let mut known: Vec<(String, String)> = Vec::new();
    for (number, image) in images.iter().enumerate() {
        let config = image.config();
        let config_path = format!("{}.json", sha256(&config));
        let mut layers = Vec::new();
        for (index, layer) in image.layers.iter().enumerate() {
            let path = format!("{number}{index}/layer.tar");
            let hex = sha256(layer);
            // Engines write a layer that is there already as a link to it.
            let first = known.iter().find(|(known, _)| *known == hex).map(|(_, first)| format!("../{first}"));
            tar = match first {
                Some(first) => tar.symlink(&path, &first),
                None => tar.file(&path, layer),
            };
            known.push((hex, path.clone()));
            layers.push(path);
        }
        saved.push(json!({
            "Config": config_path,
            "RepoTags": image.name.as_ref().map(|name| [name]),
            "Layers": layers,
        }));
        tar = tar.file(&config_path, config);
    }
    tar.file("manifest.json", Value::Array(saved).to_string()).build()
}

fn oci_files(images: &[&ImageBuilder], is_one_image: bool) -> io::Result<Vec<(String, Vec<u8>)>> {
    const INDEX: &str = "application/vnd.oci.image.index.v1+json";
    let mut blobs = Vec::new();
    let mut manifests = Vec::new();
    for image in images {
        let mut own = image.blobs()?;
        let manifest = own.pop();
        let mut descriptor =
            manifest.as_ref().map(|blob| blob.descriptor("application/vnd.oci.image.manifest.v1+json")).unwrap_or_default();
        let field = |key: &str| image.config.get(key).cloned().unwrap_or_default();
        if is_one_image {
            descriptor["platform"] = json!({ "os": field("os"), "architecture": field("architecture") });
        } else if let Some(name) = &image.name {
            let tag = name.rsplit_once(':').map_or(name.as_str(), |(_, tag)| tag);
            descriptor["annotations"] = json!({ "org.opencontainers.image.ref.name": tag, "io.containerd.image.name": name });
        }
        manifests.push(descriptor);
        blobs.extend(own.into_iter().chain(manifest));
    }
    if is_one_image {
        let attestation = Blob::new(b"{}".to_vec());
        let mut descriptor = attestation.descriptor("application/vnd.oci.image.manifest.v1+json");
        descriptor["platform"] = json!({ "os": "unknown", "architecture": "unknown" });
        manifests.push(descriptor);
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests });
        let index = Blob::new(index.to_string().into_bytes());
        manifests = vec![index.descriptor(INDEX)];
        blobs.extend([attestation, index]);
    }
    let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": manifests });
    let mut files = vec![
        ("oci-layout".to_owned(), br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec()),
        ("index.json".to_owned(), index.to_string().into_bytes()),
    ];
    files.extend(blobs.into_iter().map(|blob| (format!("blobs/sha256/{}", blob.hex), blob.bytes)));
    Ok(files)
}

/// The SHA-256 digest as hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
