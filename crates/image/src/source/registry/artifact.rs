//! Artifacts that are no images: blobs and a manifest, put into a repository and taken out of it.
//!
//! Specification: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push>.
//! Limits: blobs are pushed in one piece and from memory; what they and the manifest mean is the caller's affair.

use super::blob::Blob;
use super::client::Client;
use super::transport::{Ask, text_of};
use super::{RegistryError, RegistryOptions, read_bounded, suffix};
use crate::digest::Hasher;
use crate::{ImageError, Limits, Reference, manifest};
use std::io::Read;
use std::sync::Arc;
use tidewaiter_model::Digest;
use ureq::http::Method;

/// An upload that broke off is begun anew so many times.
const TRIES: u32 = 4;

/// One name in a repository.
pub struct ArtifactRepository {
    client: Arc<Client>,
    reference: Reference,
}

impl ArtifactRepository {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// The credentials cannot be read.
    pub fn open(reference: &Reference, options: &RegistryOptions) -> Result<Self, RegistryError> {
        Ok(Self { client: Arc::new(Client::new(reference, options)?), reference: reference.clone() })
    }

    /// For people: `registry/repository:tag`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.reference.familiar_name(), suffix(&self.reference))
    }

    /// The manifest and its digest.
    ///
    /// # Errors
    /// See [`RegistryError`]; or it is not what the reference's digest names.
    pub fn manifest(&self, media_type: &str) -> Result<(Vec<u8>, Digest), ImageError> {
        let (_, body) = self.client.get(&format!("manifests/{}", self.reference.manifest()), media_type)?;
        let what = format!("the manifest of {}", self.name());
        let json = read_bounded(body, Limits::default().manifest_bytes, &what)?;
        if let Some(expected) = &self.reference.digest {
            manifest::verify(&json, expected, &what)?;
        }
        let digest = Hasher::sha256(&json);
        Ok((json, digest))
    }

    /// The bytes of a blob, taken up again where they break off. Whoever reads compares the digest.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub fn blob(&self, digest: &Digest, size: u64) -> Result<Box<dyn Read + Send>, ImageError> {
        Ok(Box::new(Blob::open(Arc::clone(&self.client), format!("blobs/{digest}"), Some(size))?))
    }

    /// Puts a blob there, unless it is there already.
    ///
    /// # Errors
    /// See [`RegistryError`].
    pub fn push_blob(&self, digest: &Digest, bytes: &[u8]) -> Result<(), ImageError> {
        let path = format!("blobs/{digest}");
        let head = self.client.send(&path, &Ask { method: &Method::HEAD, headers: &[], body: None })?;
        match head.status().as_u16() {
            200 => return Ok(()),
            404 => {}
            _ => return Err(self.client.refusal(&path, head).into()),
        }
        let mut tries = 0;
        loop {
            tries += 1;
            match self.upload(digest, bytes) {
                Err(RegistryError::Unreachable { .. } | RegistryError::Status { status: 500.., .. })
                    if tries < TRIES && !self.client.transport().is_late() =>
                {
                    self.client.transport().wait(tries, None);
                }
                outcome => return Ok(outcome?),
            }
        }
    }

    fn upload(&self, digest: &Digest, bytes: &[u8]) -> Result<(), RegistryError> {
        let begin = "blobs/uploads/";
        let begun = self.client.send(begin, &Ask { method: &Method::POST, headers: &[], body: Some(&[]) })?;
        if begun.status().as_u16() != 202 {
            return Err(self.client.refusal(begin, begun));
        }
        let place = self.client.transport().location(&begun)?;
        let separator = if place.contains('?') { '&' } else { '?' };
        let place = format!("{place}{separator}digest={digest}");
        let headers = [("content-type", "application/octet-stream")];
        let done = self.client.send(&place, &Ask { method: &Method::PUT, headers: &headers, body: Some(bytes) })?;
        match done.status().as_u16() {
            201 | 204 => Ok(()),
            _ => Err(self.client.refusal(&format!("blobs/{digest}"), done)),
        }
    }

    /// Puts the manifest there, whose blobs are there already, and gives its digest.
    ///
    /// # Errors
    /// See [`RegistryError`]; the registry must come to the same digest.
    pub fn push_manifest(&self, media_type: &str, json: &[u8]) -> Result<Digest, ImageError> {
        let path = format!("manifests/{}", self.reference.manifest());
        let headers = [("content-type", media_type)];
        let answer = self.client.send(&path, &Ask { method: &Method::PUT, headers: &headers, body: Some(json) })?;
        if answer.status().as_u16() != 201 {
            return Err(self.client.refusal(&path, answer).into());
        }
        let digest = Hasher::sha256(json);
        match text_of(answer.headers(), "docker-content-digest") {
            Some(said) if said != digest.as_str() => {
                Err(self.client.transport().protocol(format!("it stored {said} in place of {digest}")).into())
            }
            _ => Ok(digest),
        }
    }
}
