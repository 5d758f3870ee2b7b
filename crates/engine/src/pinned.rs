//! Images as other programs are asked for them.

use crate::EngineError;
use tidewaiter_image::Reference;
use tidewaiter_model::{ArtifactKind, Report};

/// `registry/repository@digest`: what is scanned is what was asked for, whatever becomes of the tag. It begins with a letter, a digit or
/// a bracket and has no scheme, so that no program takes it for an option or a file.
pub(crate) fn pinned(image: &Reference) -> Result<String, EngineError> {
    let Some(digest) = &image.digest else { return Err(EngineError::Unpinned { image: image.to_string() }) };
    Ok(format!("{}/{}@{digest}", image.registry, image.repository))
}

/// Refuses a report that another program made, or that is about something else. Whether the digest is told is each engine's to see.
pub(crate) fn is_of(report: &Report, engine: &'static str, pinned: &str) -> Result<(), EngineError> {
    let refused = |reason: String| Err(EngineError::Output { engine, reason });
    if report.engine.name != engine {
        return refused(format!("it is {}'s", report.engine.name));
    }
    if report.artifact.kind != ArtifactKind::ContainerImage || report.artifact.name != pinned {
        let name = report.artifact.name.chars().take(200).collect::<String>();
        return refused(format!("it is about `{name}`, and not about {pinned}"));
    }
    Ok(())
}
