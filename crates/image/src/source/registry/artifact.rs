//! Artifacts in a registry's repository.
//!
//! Specification: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push>.

use super::blob::Blob;
use super::client::Client;
use super::transport::{Ask, text_of};
use super::{RegistryError, RegistryOptions, read_bounded, suffix};
use crate::artifact::{ArtifactSink, ArtifactSource, MANIFEST};
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
}

impl ArtifactSource for ArtifactRepository {
    fn name(&self) -> String {
        format!("{}{}", self.reference.familiar_name(), suffix(&self.reference))
    }

    fn manifest(&self, tag: Option<&str>) -> Result<Option<(Vec<u8>, Digest)>, ImageError> {
        let which = tag.unwrap_or_else(|| self.reference.manifest());
        let body = match self.client.get(&format!("manifests/{which}"), MANIFEST) {
            Ok((_, body)) => body,
            Err(RegistryError::Missing { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let what = format!("the manifest of {}", ArtifactSource::name(self));
        let json = read_bounded(body, Limits::default().manifest_bytes, &what)?;
        if let Some(expected) = self.reference.digest.as_ref().filter(|_| tag.is_none()) {
            manifest::verify(&json, expected, &what)?;
        }
        let digest = Hasher::sha256(&json);
        Ok(Some((json, digest)))
    }

    fn blob(&self, digest: &Digest, size: u64) -> Result<Box<dyn Read + Send>, ImageError> {
        Ok(Box::new(Blob::open(Arc::clone(&self.client), format!("blobs/{digest}"), Some(size))?))
    }
}

impl ArtifactSink for ArtifactRepository {
    /// The repository alone: a signature is of a digest in it, whatever tag leads there.
    fn name(&self) -> String {
        self.client.name()
    }

    fn put_blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<bool, ImageError> {
        let path = format!("blobs/{digest}");
        let head = self.client.send(&path, &Ask { method: &Method::HEAD, headers: &[], body: None })?;
        match head.status().as_u16() {
            200 => return Ok(false),
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
                outcome => return Ok(outcome.map(|()| true)?),
            }
        }
    }

    fn put_manifest(&mut self, tag: Option<&str>, json: &[u8]) -> Result<Digest, ImageError> {
        let path = format!("manifests/{}", tag.unwrap_or_else(|| self.reference.manifest()));
        let headers = [("content-type", MANIFEST)];
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

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_testkit::{Answer, Server};

    fn repository(server: &Server) -> ArtifactRepository {
        let reference = format!("{}/a:1", server.address()).parse().unwrap();
        ArtifactRepository::open(&reference, &RegistryOptions::default()).unwrap()
    }

    #[test]
    fn uploads_go_where_the_registry_says() {
        let digest = Hasher::sha256(b"blob");
        for place in ["/upload/1", "/upload/1?state=x", "//HOST/upload/1", "http://HOST/upload/1"] {
            let server = Server::start(move |request| match request.method.as_str() {
                "HEAD" => Answer::new(404, ""),
                "POST" => {
                    let host = request.header("host").unwrap_or_default();
                    Answer::new(202, "").header("location", &place.replace("HOST", host))
                }
                _ => Answer::new(201, ""),
            });
            let server = server.unwrap();
            assert!(repository(&server).put_blob(&digest, b"blob").unwrap());
            let put = server.requests().into_iter().find(|request| request.method == "PUT").unwrap();
            let separator = if place.contains('?') { '&' } else { '?' };
            assert!(put.path.ends_with(&format!("{separator}digest={digest}")), "{}", put.path);
            assert_eq!(put.body, b"blob");
        }
    }

    #[test]
    fn what_the_registry_refuses_or_changes_is_told() {
        let refusing = Server::start(|request| match request.method.as_str() {
            "HEAD" => Answer::new(404, ""),
            _ => Answer::new(403, r#"{"errors":[{"message":"read only"}]}"#),
        });
        let refusing = refusing.unwrap();
        let error = repository(&refusing).put_blob(&Hasher::sha256(b"x"), b"x").unwrap_err();
        assert!(error.to_string().ends_with("is denied: read only"), "{error}");
        assert!(repository(&refusing).put_manifest(None, b"{}").is_err());
        let other = Hasher::sha256(b"other");
        let changing = Server::start(move |_| Answer::new(201, "").header("docker-content-digest", other.as_str())).unwrap();
        let error = repository(&changing).put_manifest(Some("t"), b"{}").unwrap_err();
        assert!(error.to_string().contains("in place of"), "{error}");
    }
}
