//! CycloneDX.
//!
//! Specification: <https://cyclonedx.org/docs/1.7/json/> (ECMA-424), <https://cyclonedx.org/docs/1.7/xml/>.

pub(super) mod json;
mod properties;
pub(super) mod xml;

/// How deep components may nest in components.
const MAX_DEPTH: usize = 64;

/// Components of these types are no packages.
fn is_package(kind: &str) -> bool {
    !matches!(kind, "file" | "container" | "device" | "device-driver" | "operating-system" | "data" | "cryptographic-asset")
}
