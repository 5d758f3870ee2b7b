//! Artifacts in one file: a tar with an OCI layout in it.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>.

use super::{ArtifactSink, ArtifactSource, MANIFEST};
use crate::digest::Hasher;
use crate::source::Files;
use crate::{ImageError, Limits, OpenOptions, manifest};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;
use tidewaiter_model::Digest;

const REF_NAME: &str = "org.opencontainers.image.ref.name";
/// The name of what was not given one.
const LATEST: &str = "latest";

/// A layout that is read.
pub struct Layout {
    path: PathBuf,
    files: Files,
}

impl Layout {
    /// Lists the file.
    ///
    /// # Errors
    /// It is not there, or no tar.
    pub fn open(path: &Path) -> Result<Self, ImageError> {
        let file = File::open(path).map_err(|source| ImageError::Open { path: path.to_owned(), source })?;
        let files = Files::tar(Arc::new(file), &path.display().to_string(), &OpenOptions::default())?;
        Ok(Self { path: path.to_owned(), files })
    }
}

impl ArtifactSource for Layout {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn manifest(&self, tag: Option<&str>) -> Result<Option<(Vec<u8>, Digest)>, ImageError> {
        let limit = Limits::default().manifest_bytes;
        let what = format!("index.json of {}", self.name());
        let Some(index) = self.files.read("index.json", limit)? else {
            let reason = "it has no index.json".to_owned();
            return Err(ImageError::Manifest { what: self.name(), reason });
        };
        let manifest::Manifest::Index(manifests) = manifest::read(&index, &what)? else {
            return Err(ImageError::Manifest { what, reason: "it is no index".to_owned() });
        };
        let Some(found) = manifests.into_iter().find(|m| m.annotation(REF_NAME) == Some(tag.unwrap_or(LATEST))) else {
            return Ok(None);
        };
        let json = self.files.read(&path_of(&found.digest), limit)?;
        let json = json.ok_or_else(|| self.missing(&found.digest))?;
        manifest::verify(&json, &found.digest, &format!("the manifest in {}", self.name()))?;
        Ok(Some((json, found.digest)))
    }

    fn blob(&self, digest: &Digest, _: u64) -> Result<Box<dyn Read + Send>, ImageError> {
        let location = self.files.find(&path_of(digest)).ok_or_else(|| self.missing(digest))?;
        Ok(Box::new(location.reader()?))
    }
}

impl Layout {
    fn missing(&self, digest: &Digest) -> ImageError {
        ImageError::Manifest { what: self.name(), reason: format!("blob {digest} is not there") }
    }
}

fn path_of(digest: &Digest) -> String {
    format!("blobs/{}/{}", digest.algorithm(), digest.hex())
}

/// A layout that is written, aside first: [`LayoutWriter::finish`] puts it into its place.
pub struct LayoutWriter {
    path: PathBuf,
    tar: tar::Builder<NamedTempFile>,
    written: HashSet<Digest>,
    manifests: Vec<Value>,
}

impl LayoutWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// Its folder cannot be written.
    pub fn create(path: &Path) -> Result<Self, ImageError> {
        let unwritable = |source| ImageError::Write { path: path.to_owned(), source };
        // Renaming would put a file in a device's place.
        if path.symlink_metadata().is_ok_and(|known| !known.is_file() && !known.is_symlink()) {
            return Err(unwritable(io::Error::other("it is there already, and no file")));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::new_in(folder).map_err(unwritable)?;
        let mut writer =
            Self { path: path.to_owned(), tar: tar::Builder::new(file), written: HashSet::new(), manifests: Vec::new() };
        writer.append("oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)?;
        Ok(writer)
    }

    /// Ends the file and puts it into its place.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(mut self) -> Result<(), ImageError> {
        let index =
            json!({ "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": self.manifests });
        self.append("index.json", index.to_string().as_bytes())?;
        let Self { path, tar, .. } = self;
        let unwritable = |source| ImageError::Write { path: path.clone(), source };
        let file = tar.into_inner().map_err(unwritable)?;
        readable_by_others(file.as_file()).map_err(unwritable)?;
        file.persist(&path).map_err(|error| unwritable(error.error))?;
        Ok(())
    }

    /// Without dates and owners, so that the same shards give the same file.
    fn append(&mut self, path: &str, bytes: &[u8]) -> Result<(), ImageError> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        self.tar.append_data(&mut header, path, bytes).map_err(|source| ImageError::Write { path: self.path.clone(), source })
    }
}

impl ArtifactSink for LayoutWriter {
    fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    fn put_blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<bool, ImageError> {
        let is_new = self.written.insert(digest.clone());
        if is_new {
            self.append(&path_of(digest), bytes)?;
        }
        Ok(is_new)
    }

    fn put_manifest(&mut self, tag: Option<&str>, json: &[u8]) -> Result<Digest, ImageError> {
        let digest = Hasher::sha256(json);
        self.put_blob(&digest, json)?;
        self.manifests.push(json!({
            "mediaType": MANIFEST,
            "digest": digest,
            "size": json.len(),
            "annotations": { REF_NAME: tag.unwrap_or(LATEST) },
        }));
        Ok(digest)
    }
}

/// Temporary files are private to their owner; a bundle is made to be carried elsewhere.
fn readable_by_others(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tar");
        let blob = Hasher::sha256(b"blob");
        let mut writer = LayoutWriter::create(&path).unwrap();
        assert!(writer.put_blob(&blob, b"blob").unwrap() && !writer.put_blob(&blob, b"blob").unwrap());
        let manifest = writer.put_manifest(None, br#"{"schemaVersion":2}"#).unwrap();
        writer.put_manifest(Some("other"), b"{}").unwrap();
        assert!(!path.exists(), "written aside");
        writer.finish().unwrap();
        let layout = Layout::open(&path).unwrap();
        assert_eq!(layout.manifest(None).unwrap().unwrap(), (br#"{"schemaVersion":2}"#.to_vec(), manifest));
        assert_eq!(layout.manifest(Some("other")).unwrap().unwrap().0, b"{}");
        assert!(layout.manifest(Some("none")).unwrap().is_none());
        let mut bytes = Vec::new();
        layout.blob(&blob, 4).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"blob");
        assert!(layout.blob(&Hasher::sha256(b"x"), 1).is_err());
        assert!(Layout::open(&folder.path().join("none.tar")).is_err());
    }
}
