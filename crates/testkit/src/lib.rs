//! Layers, images and servers for tests, small and made on the spot.
//!
//! [`TarBuilder`] makes layers, [`ImageBuilder`] puts them together as every source stores them,
//! [`Server`] answers as a test wants, and [`test_data`] finds
//! the larger samples that not every machine has.

pub mod bench;
mod image;
mod program;
mod server;
mod tar;

pub use image::{Compression, ImageBuilder, sha256};
pub use program::write_program;
pub use server::{Answer, Request, Server, registry};
pub use tar::{TarBuilder, tar_header};

use std::path::{Path, PathBuf};

/// A private key for ECDSA over P-256 that signs in tests and nowhere else, in PEM.
pub const SIGNING_KEY: &str = include_str!("../testdata/openssl.key");
/// The public key that belongs to it.
pub const VERIFYING_KEY: &str = include_str!("../testdata/openssl.pub");

/// The folder of larger samples: `$TIDEWAITER_TEST_DATA`, else `../shared` seen from the workspace; `None` if it is not
/// there, and then the test says so and passes.
#[must_use]
pub fn test_data() -> Option<PathBuf> {
    let named = std::env::var_os("TIDEWAITER_TEST_DATA").map(PathBuf::from);
    let shared = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    Some(named.unwrap_or_else(shared)).filter(|folder| folder.is_dir())
}
