//! Where images come from: one module a kind of source.

mod archive;
mod directory;
mod engine;
mod registry;

pub(crate) use archive::Files;
pub use archive::open_archive;
pub use directory::walk_directory;
pub use engine::{Engine, EngineAddress, EngineError, open_engine};
pub use registry::{ArtifactRepository, Credentials, RegistryError, RegistryOptions, Resolved, open_registry, resolve};
