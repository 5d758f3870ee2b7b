//! Sources, layers and entries of container images: the only room that opens images.
//!
//! A source ([`open_archive`], [`open_engine`], [`open_registry`]) finds an image's manifest and configuration and answers with an [`Image`],
//! whose layers are then walked one by one: a [`Visitor`] is shown every entry and reads the contents that it wants.
//! [`walk_directory`] shows a folder in the same way. A new source is a [`LayerStore`] and a function that finds the
//! manifest. Artifacts that are no images ([`artifact`]) are put and taken as they are. [`network`] says which addresses may be spoken to.

pub mod artifact;
mod buffer;
mod contents;
mod digest;
mod entry;
mod error;
mod image;
mod layer;
mod limits;
mod manifest;
pub mod network;
mod platform;
mod reference;
mod region;
mod source;
mod tar;
#[cfg(test)]
mod testing;

pub use entry::{Content, Entry, EntryKind, Stored, Visitor};
pub use error::ImageError;
pub use image::{Image, LayerOutcome, OpenOptions, WalkOptions};
pub use layer::{FileState, Identity, LayerBytes, LayerInput, LayerStore};
pub use limits::Limits;
pub use platform::{InvalidPlatform, Platform};
pub use reference::{InvalidReference, Reference};
pub use region::Region;
pub use source::{ArtifactRepository, Credentials, RegistryError, RegistryOptions, Resolved, open_registry, resolve};
pub use source::{Engine, EngineAddress, EngineError, open_archive, open_engine, walk_directory};
