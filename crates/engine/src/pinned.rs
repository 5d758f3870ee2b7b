//! Images as other programs are asked for them.

use crate::EngineError;
use tidewaiter_image::Reference;

/// `registry/repository@digest`: what is scanned is what was asked for, whatever becomes of the tag. It begins with a letter, a digit or
/// a bracket and has no scheme, so that no program takes it for an option or a file.
pub(crate) fn pinned(image: &Reference) -> Result<String, EngineError> {
    let Some(digest) = &image.digest else { return Err(EngineError::Unpinned { image: image.to_string() }) };
    Ok(format!("{}/{}@{digest}", image.registry, image.repository))
}
