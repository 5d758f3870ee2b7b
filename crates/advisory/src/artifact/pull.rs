//! Taking shards from a registry or a file.

use super::ArtifactError;
use super::manifest::{self, Listed};
use crate::source::{Progress, Step};
use crate::store::Store;
use sha2::{Digest as _, Sha256};
use std::io::{Read, Write};
use std::path::Path;
use tidewaiter_image::artifact::ArtifactSource;
use tidewaiter_image::artifact::cosign::{self, VerifyingKey};
use tidewaiter_model::Digest;

const PIECE: usize = 256 << 10;

/// An artifact whose manifest has been read, and whose signature has been checked where there was a key.
pub struct Prebuilt {
    source: Box<dyn ArtifactSource>,
    shards: Vec<Listed>,
    digest: Digest,
}

/// What became of one shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pulled {
    /// It is there now.
    Fetched,
    /// It was there already.
    Unchanged,
}

impl Prebuilt {
    /// Reads the manifest, and checks its signature if there is a key for it.
    ///
    /// # Errors
    /// There is none, it is something else, or not signed by the key.
    pub fn open(source: Box<dyn ArtifactSource>, key: Option<&VerifyingKey>) -> Result<Self, ArtifactError> {
        let name = source.name();
        let (json, digest) = source.manifest(None)?.ok_or_else(|| ArtifactError::Empty(name.clone()))?;
        if let Some(key) = key {
            cosign::verify(&*source, &digest, key)?;
        }
        let shards = manifest::read(&json, &name)?;
        Ok(Self { source, shards, digest })
    }

    /// Where it lies.
    #[must_use]
    pub fn name(&self) -> String {
        self.source.name()
    }

    /// Of its manifest.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// What it holds.
    #[must_use]
    pub fn shards(&self) -> &[Listed] {
        &self.shards
    }

    /// Puts one of its shards into a store, if it is not there already.
    ///
    /// # Errors
    /// There is no such shard; it cannot be fetched or written, or is not what the manifest says, or no shard of ours.
    pub fn pull(&self, title: &str, store: &Store, progress: &Progress<'_>) -> Result<Pulled, ArtifactError> {
        let missing = || ArtifactError::Missing { name: self.name(), title: title.to_owned() };
        let shard = self.shards.iter().find(|shard| shard.title == title).ok_or_else(missing)?;
        let path = store.folder().join(&shard.title);
        if has_digest(&path, shard) {
            return Ok(Pulled::Unchanged);
        }
        let unwritable = |source| ArtifactError::File { path: path.clone(), source };
        let mut file = store.temporary().map_err(unwritable)?;
        let mut body = self.source.blob(&shard.digest, shard.size)?;
        let (mut hasher, mut piece, mut done) = (Sha256::new(), vec![0; PIECE], 0u64);
        loop {
            let read = body.read(&mut piece).map_err(unwritable)?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            done += read as u64;
            if done > shard.size {
                break;
            }
            hasher.update(bytes);
            file.write_all(bytes).map_err(unwritable)?;
            progress(Step::Fetching { what: &shard.title, done, total: Some(shard.size) });
        }
        if done != shard.size || Digest::sha256(&hasher.finalize().into()) != shard.digest {
            return Err(ArtifactError::Exchanged { name: self.name(), title: shard.title.clone() });
        }
        store.adopt(file, &shard.title)?;
        Ok(Pulled::Fetched)
    }
}

fn has_digest(path: &Path, shard: &Listed) -> bool {
    let has_size = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == shard.size);
    has_size && std::fs::read(path).is_ok_and(|bytes| digest_of(&bytes) == shard.digest)
}

pub(super) fn digest_of(bytes: &[u8]) -> Digest {
    Digest::sha256(&Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests;
