//! Where images come from: one module a kind of source.

mod archive;
mod directory;

pub use archive::open_archive;
pub use directory::walk_directory;
