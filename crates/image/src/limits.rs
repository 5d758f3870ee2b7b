//! How much of anything is taken from an image before it is refused.

/// Bounds on what images may hold. Whoever hits one gets an error that names it: nothing is cut silently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a manifest or an index. Registries refuse more than 4 MiB.
    pub manifest_bytes: u64,
    /// Bytes of an image's configuration.
    pub config_bytes: u64,
    /// Layers of an image. Engines stop at 127.
    pub layers: usize,
    /// Entries of one layer.
    pub entries: u64,
    /// Bytes of one layer, inflated.
    pub layer_bytes: u64,
    /// Bytes of one path.
    pub path_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { manifest_bytes: 4 << 20, config_bytes: 8 << 20, layers: 1000, entries: 20_000_000, layer_bytes: 1 << 40, path_bytes: 64 << 10 }
    }
}
