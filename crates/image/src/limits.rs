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
    /// Entries of one layer, or of an archive around layers.
    pub entries_per_layer: u64,
    /// Bytes of one path or link.
    pub path_bytes: u64,
    /// Bytes of one layer, inflated.
    pub layer_bytes: u64,
    /// Bytes of an archive that has to be laid down in a temporary file, inflated.
    pub archive_bytes: u64,
    /// Problems that are told one by one; the rest are counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            manifest_bytes: 4 << 20,
            config_bytes: 8 << 20,
            layers: 1000,
            entries_per_layer: 20_000_000,
            path_bytes: 64 << 10,
            layer_bytes: 256 << 30,
            archive_bytes: 256 << 30,
            problems: 1000,
        }
    }
}

impl Limits {
    /// Small ones, which a test hits without gigabytes.
    #[must_use]
    pub fn for_testing() -> Self {
        Self {
            manifest_bytes: 64 << 10,
            config_bytes: 64 << 10,
            layers: 10,
            entries_per_layer: 1000,
            path_bytes: 1024,
            layer_bytes: 16 << 20,
            archive_bytes: 64 << 20,
            problems: 10,
        }
    }
}
