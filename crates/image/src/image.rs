//! An image, whatever source it came from.

use crate::layer::{self, LayerStore, Promised};
use crate::{ImageError, Limits, Platform, Visitor};
use tidewaiter_model::{ImageMetadata, Problem};

/// How to open an image.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Bounds.
    pub limits: Limits,
    /// The platform, if the caller insists on one.
    pub platform: Option<Platform>,
    /// Which image of an archive that holds several: a tag, a reference or a digest.
    pub image: Option<String>,
}

/// How to walk a layer or folder.
#[derive(Clone, Copy)]
pub struct WalkOptions<'a> {
    /// Bounds.
    pub limits: &'a Limits,
    /// Check plain layers of local archives against their diff IDs, which means to read all of them. Stored digests, and
    /// the diff IDs of layers that have to be inflated anyway, are always checked.
    pub verify_diff_ids: bool,
    /// Asked between reads; `true` ends the walk with [`ImageError::Stopped`].
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl WalkOptions<'_> {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop())
    }
}

/// What a walk came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayerOutcome {
    /// Bytes, inflated.
    pub size: u64,
    /// Whether the contents were checked against the diff ID.
    pub diff_id_verified: bool,
    /// Entries that were odd or unreadable.
    pub problems: Vec<Problem>,
}

/// An image that is open.
pub struct Image {
    /// As the caller named it.
    pub name: String,
    /// What it says of itself.
    pub metadata: ImageMetadata,
    /// What the caller should know of how it was chosen.
    pub notes: Vec<String>,
    pub(crate) layers: Box<dyn LayerStore>,
}

impl Image {
    /// Shows every entry of a layer to a visitor.
    ///
    /// # Errors
    /// The layer cannot be read, or is not what the manifest promises.
    pub fn walk_layer(&self, index: usize, options: &WalkOptions<'_>, visitor: &mut dyn Visitor) -> Result<LayerOutcome, ImageError> {
        let layer = self.metadata.layers.get(index);
        let named = layer.and_then(|layer| layer.digest.as_ref().or(layer.diff_id.as_ref()));
        let promised = Promised {
            what: named.map_or_else(|| format!("layer {}", index + 1), |digest| format!("layer {digest}")),
            blob: layer.and_then(|layer| layer.digest.as_ref()).filter(|digest| digest.algorithm() == "sha256"),
            diff_id: layer.and_then(|layer| layer.diff_id.as_ref()).filter(|digest| digest.algorithm() == "sha256"),
        };
        layer::walk(self.layers.open(index)?, &promised, options, visitor)
    }
}
