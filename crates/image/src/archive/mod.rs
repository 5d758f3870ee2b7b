//! Images in files: what `docker save` writes, and OCI layouts as folders and tars.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>; the format of `docker save` is
//! described in <https://github.com/moby/moby/tree/master/image/spec>.
//! Limits: a gzipped archive is inflated into an unlinked temporary file first, since its parts are read out of order.

mod docker;
mod files;
mod oci;

use crate::layer::LayerStore;
use crate::tar::{FileInput, Input};
use crate::{Image, ImageError, LayerInput, OpenOptions};
use files::{Files, Location};
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// Opens an image in a file or folder. `PATH:tag` and `PATH@digest` choose an image of an OCI layout.
///
/// # Errors
/// There is no image, or several, or the wanted one is not there.
pub fn open_archive(path: &Path, options: &OpenOptions) -> Result<Image, ImageError> {
    let name = path.display().to_string();
    if !path.exists() {
        if let Some((path, chosen)) = split_choice(&name) {
            let options = OpenOptions { image: Some(chosen), ..options.clone() };
            return open_files(Path::new(&path), &name, &options);
        }
    }
    open_files(path, &name, options)
}

fn open_files(path: &Path, name: &str, options: &OpenOptions) -> Result<Image, ImageError> {
    let files = if path.is_dir() { Files::folder(path) } else { Files::tar(open_plain(path, name)?, name, &options.limits)? };
    if let Some(manifest) = files.read("manifest.json", options.limits.manifest_bytes)? {
        return docker::open(files, &manifest, name, options);
    }
    if let Some(index) = files.read("index.json", options.limits.manifest_bytes)? {
        return oci::open(files, &index, name, options);
    }
    let reason = "it has neither manifest.json nor index.json".to_owned();
    Err(ImageError::NotAnImage { name: name.to_owned(), reason })
}

/// `path:tag` and `path@digest`, where the path leads somewhere.
fn split_choice(name: &str) -> Option<(String, String)> {
    let at = name.split_once('@').filter(|(path, _)| Path::new(path).exists());
    let colon = || name.rsplit_once(':').filter(|(path, _)| Path::new(path).exists());
    at.or_else(colon).map(|(path, chosen)| (path.to_owned(), chosen.to_owned()))
}

/// The file, or, if it is gzipped, a temporary one with what is in it.
fn open_plain(path: &Path, name: &str) -> Result<Arc<File>, ImageError> {
    let file = Arc::new(File::open(path).map_err(|source| ImageError::Open { path: path.to_owned(), source })?);
    let mut magic = [0; 2];
    let filled = FileInput::new(Arc::clone(&file), name.to_owned(), 0, 2).fill(&mut magic)?;
    if filled < 2 || magic != [0x1f, 0x8b] {
        return Ok(file);
    }
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::UnexpectedEof => ImageError::Truncated { what: name.to_owned(), offset: 0 },
        _ => ImageError::Read { what: name.to_owned(), source },
    };
    let mut inflated = tempfile::tempfile().map_err(unreadable)?;
    io::copy(&mut flate2::read::MultiGzDecoder::new(io::BufReader::with_capacity(1 << 20, &*file)), &mut inflated).map_err(unreadable)?;
    inflated.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    Ok(Arc::new(inflated))
}

/// The layers of an image in a file: each a region of one.
struct Regions {
    layers: Vec<Location>,
}

impl LayerStore for Regions {
    fn open(&self, index: usize) -> Result<LayerInput, ImageError> {
        let location = self.layers.get(index).ok_or_else(|| ImageError::Manifest { what: format!("layer {}", index + 1), reason: "there is no such layer".to_owned() })?;
        location.open()
    }
}
