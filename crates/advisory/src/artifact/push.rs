//! Putting the shards of a store into a registry or a file.

use super::manifest::{self, EMPTY_CONFIG, Listed};
use super::{ArtifactError, pull};
use crate::source::{Progress, Step};
use crate::store::Store;
use tidewaiter_image::artifact::ArtifactSink;
use tidewaiter_image::artifact::cosign::{self, SigningKey};
use tidewaiter_model::Digest;

/// What was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// Of the manifest: what a signature is of.
    pub digest: Digest,
    /// All shards.
    pub shards: Vec<Listed>,
    /// How many of them were not there yet.
    pub new: usize,
}

/// Puts every sound shard of a store into an artifact, and signs it.
///
/// # Errors
/// The store has no shards, or the artifact cannot be written.
pub fn push(
    store: &Store,
    sink: &mut dyn ArtifactSink,
    key: Option<&SigningKey>,
    progress: &Progress<'_>,
) -> Result<Pushed, ArtifactError> {
    let unreadable = |source| ArtifactError::File { path: store.folder().to_owned(), source };
    let (mut shards, mut new) = (Vec::new(), 0);
    for entry in store.entries().map_err(unreadable)? {
        if let Err(error) = entry.state {
            progress(Step::Note { text: &format!("{} is left out: {error}", entry.name) });
            continue;
        }
        let title = entry.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let bytes = std::fs::read(&entry.path).map_err(|source| ArtifactError::File { path: entry.path.clone(), source })?;
        let digest = pull::digest_of(&bytes);
        progress(Step::Building { what: &format!("{} ({:.1} MB)", title, bytes.len() as f64 / 1e6) });
        new += usize::from(sink.put_blob(&digest, &bytes)?);
        shards.push(Listed { title, digest, size: bytes.len() as u64 });
    }
    if shards.is_empty() {
        return Err(ArtifactError::Empty(store.folder().display().to_string()));
    }
    let empty = pull::digest_of(EMPTY_CONFIG);
    sink.put_blob(&empty, EMPTY_CONFIG)?;
    let digest = sink.put_manifest(None, &manifest::write(&shards, &empty))?;
    if let Some(key) = key {
        cosign::sign(sink, &digest, key)?;
    }
    Ok(Pushed { digest, shards, new })
}
