//! Exposed ports.
//!
//! Format: `ExposedPorts` of <https://github.com/opencontainers/image-spec/blob/main/config.md>: `80`, `80/tcp`, `53/udp`; engines take
//! ranges, too.

use crate::image::Image;

/// One entry.
pub(super) struct Ports<'a> {
    written: &'a str,
    pub(super) first: u32,
    pub(super) last: u32,
    is_tcp: bool,
}

impl<'a> Ports<'a> {
    /// All that can be read.
    pub(super) fn of(image: &'a Image) -> impl Iterator<Item = Self> {
        image.names("ExposedPorts").filter_map(|written| {
            let (ports, protocol) = written.split_once('/').unwrap_or((written, "tcp"));
            let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            Some(Self { written, first, last, is_tcp: protocol.eq_ignore_ascii_case("tcp") })
        })
    }

    pub(super) fn has_tcp(&self, port: u32) -> bool {
        self.is_tcp && (self.first..=self.last).contains(&port)
    }

    pub(super) fn resource(&self) -> String {
        format!("ExposedPorts {}", self.written)
    }
}
