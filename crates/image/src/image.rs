//! An image, whatever source it came from.

use crate::layer::{self, Identity, LayerStore};
use crate::{ImageError, Limits, Platform, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use tidewaiter_model::{ImageMetadata, Problem};

/// How to open an image.
#[derive(Clone, Default)]
pub struct OpenOptions<'a> {
    /// Bounds.
    pub limits: Limits,
    /// The platform, if the caller insists on one.
    pub platform: Option<Platform>,
    /// Which image of an archive that holds several: a tag, a reference or a digest.
    pub image: Option<String>,
    /// Asked while an archive is laid down in a temporary file; `true` ends it with [`ImageError::Stopped`].
    pub stop: Option<&'a (dyn Fn() -> bool + Sync)>,
}

impl OpenOptions<'_> {
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop())
    }
}

/// How to walk a layer or folder.
#[derive(Clone, Copy)]
pub struct WalkOptions<'a> {
    /// Bounds.
    pub limits: &'a Limits,
    /// Check plain layers of local files against their digests, which means to read all of them. The digests and diff IDs
    /// of layers that have to be read as a whole anyway (compressed ones, and those that come from elsewhere) are always
    /// checked.
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    layers: Box<dyn LayerStore>,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image").field("name", &self.name).field("metadata", &self.metadata).finish_non_exhaustive()
    }
}

impl Image {
    /// An image whose layers are in `layers`, in the order of `metadata.layers`.
    #[must_use]
    pub fn new(name: String, metadata: ImageMetadata, notes: Vec<String>, layers: Box<dyn LayerStore>) -> Self {
        Self { name, metadata, notes, layers }
    }

    /// How many bytes a layer has as it is stored; 0 where that is not known before it is read.
    #[must_use]
    pub fn stored_size(&self, index: usize) -> u64 {
        self.layers.size(index).unwrap_or(0)
    }

    /// What a layer is known by, where it can be known without being read.
    #[must_use]
    pub fn identity(&self, index: usize) -> Option<Identity> {
        self.layers.identity(index, self.metadata.layers.get(index)?.diff_id.as_ref()?)
    }

    /// Shows every entry of a layer to a visitor. `index` counts from the base.
    ///
    /// # Errors
    /// The layer cannot be read, or is not what the manifest promises.
    pub fn walk_layer(
        &self,
        index: usize,
        options: &WalkOptions<'_>,
        visitor: &mut dyn Visitor,
    ) -> Result<LayerOutcome, ImageError> {
        let diff_id = self.metadata.layers.get(index).and_then(|layer| layer.diff_id.as_ref());
        layer::walk(self.layers.open(index)?, diff_id, options, visitor)
    }
}
