//! A blob as it comes in, and on from where it broke off.

use super::RegistryError;
use super::client::{Body, Client};
use std::io::{self, Read};
use std::sync::Arc;

/// Interruptions in a row, without a byte between, after which a blob is given up.
const MAX_INTERRUPTIONS: u32 = 4;

/// The bytes of a blob. Nothing is checked here but their number; whoever reads compares the digest.
pub(super) struct Blob {
    client: Arc<Client>,
    path: String,
    /// What the manifest says how many there are.
    size: Option<u64>,
    body: Body,
    at: u64,
    interruptions: u32,
}

impl Blob {
    pub(super) fn open(client: Arc<Client>, path: String, size: Option<u64>) -> Result<Self, RegistryError> {
        let body = client.get_from(&path, 0)?;
        Ok(Self { client, path, size, body, at: 0, interruptions: 0 })
    }

    fn resume(&mut self, why: io::Error) -> io::Result<()> {
        self.interruptions += 1;
        if self.interruptions > MAX_INTERRUPTIONS || self.client.transport().is_late() {
            return Err(why);
        }
        self.client.transport().wait(self.interruptions, None);
        self.body = self.client.get_from(&self.path, self.at).map_err(io::Error::other)?;
        Ok(())
    }
}

impl Read for Blob {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.body.read(buffer) {
                Ok(0) if !buffer.is_empty() && self.size.is_some_and(|size| self.at < size) => {
                    self.resume(io::ErrorKind::UnexpectedEof.into())?;
                }
                Ok(read) => {
                    self.at = self.at.saturating_add(read as u64);
                    self.interruptions = 0;
                    if self.size.is_some_and(|size| self.at > size) {
                        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than its manifest says"));
                    }
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.resume(error)?,
            }
        }
    }
}
