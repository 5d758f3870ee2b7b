//! Images in files: what `docker save` writes, and OCI layouts as folders and tars.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>; the format of `docker save` is
//! described in <https://github.com/moby/docker-image-spec>.
//! Limits: a compressed archive, or one that comes through a pipe, is laid down in an unlinked temporary file first, since
//! its parts are read out of order.

mod docker;
mod files;
mod oci;
mod spool;

use crate::layer::{Identity, LayerBytes, LayerStore};
use crate::{Image, ImageError, LayerInput, OpenOptions};
pub(crate) use files::Files;
use files::Location;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tidewaiter_model::Digest;

/// Opens an image in a file or folder. `PATH:tag` and `PATH@digest` choose one of several.
///
/// # Errors
/// There is no image, or several, or the wanted one is not there.
pub fn open_archive(path: &Path, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let name = path.display().to_string();
    if !path.exists()
        && let Some((path, chosen)) = split_choice(&name)
    {
        let options = OpenOptions { image: Some(chosen), ..options.clone() };
        return open_files(&path, &name, &options);
    }
    open_files(path, &name, options)
}

/// Opens an archive that comes from an engine.
pub(super) fn open_stream(stream: &mut dyn Read, name: &str, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let files = Files::tar(spool::laid_down(stream, name, options)?, name, options)?;
    open_image(&files, name, options)
}

fn open_files(path: &Path, name: &str, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
    let files =
        if path.is_dir() { Files::folder(path) } else { Files::tar(spool::random_access(path, name, options)?, name, options)? };
    open_image(&files, name, options)
}

fn open_image(files: &Files, name: &str, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
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
fn split_choice(name: &str) -> Option<(PathBuf, String)> {
    let leads = |(path, _): &(&str, &str)| Path::new(path).exists();
    let at = name.rsplit_once('@').filter(leads);
    let colon = || name.rmatch_indices(':').filter_map(|(at, _)| name.split_at_checked(at)).find(leads);
    let (path, chosen) = at.or_else(colon)?;
    Some((PathBuf::from(path), chosen.trim_start_matches(':').to_owned()))
}

/// The layers of an image in a file: each a region of one.
struct Regions {
    layers: Vec<Region>,
}

/// One stored layer.
struct Region {
    /// Names it in errors.
    name: String,
    /// What its stored bytes are promised to come to.
    digest: Option<Digest>,
    location: Location,
}

impl LayerStore for Regions {
    fn open(&self, index: usize) -> Result<LayerInput, ImageError> {
        let Some(layer) = self.layers.get(index) else {
            let reason = "there is no such layer".to_owned();
            return Err(ImageError::Manifest { what: format!("layer {}", index.saturating_add(1)), reason });
        };
        let (file, start, length) = layer.location.open()?;
        let bytes = LayerBytes::Region { file, start, length };
        Ok(LayerInput { name: layer.name.clone(), digest: layer.digest.clone(), bytes })
    }

    fn size(&self, index: usize) -> Option<u64> {
        self.layers.get(index)?.location.size()
    }

    fn identity(&self, index: usize, diff_id: &Digest) -> Option<Identity> {
        let layer = self.layers.get(index)?;
        match &layer.digest {
            // Two digests: it is compressed, or one of them is wrong, and reading it tells.
            Some(stored) if stored != diff_id => Some(Identity::Digests { stored: stored.clone(), diff_id: diff_id.clone() }),
            _ => {
                let (file, start, length) = layer.location.state(SystemTime::now())?;
                Some(Identity::Part { file, start, length, diff_id: diff_id.clone() })
            }
        }
    }
}

#[cfg(test)]
mod tests;
