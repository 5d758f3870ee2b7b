//! Platforms, `os/architecture[/variant]`.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/image-index.md#platform-variants>.

use std::fmt;
use std::str::FromStr;

/// What an image runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// `linux`, `windows`.
    pub os: String,
    /// `amd64`, `arm64`.
    pub architecture: String,
    /// `v7`, `v8`.
    pub variant: Option<String>,
}

/// A text that is no platform. Whose fault: the caller.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a platform: expected os/architecture or os/architecture/variant, like linux/arm64")]
pub struct InvalidPlatform(String);

impl Platform {
    /// This machine's, as an engine would run it.
    #[must_use]
    pub fn host() -> Self {
        let architecture = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "x86" => "386",
            "powerpc64" => "ppc64le",
            other => other,
        };
        Self { os: "linux".to_owned(), architecture: architecture.to_owned(), variant: None }
    }

    /// Whether an image for `other` is what was asked for: a variant that was not asked for does not matter.
    #[must_use]
    pub fn accepts(&self, other: &Self) -> bool {
        let is_alike = self.os == other.os && self.architecture == other.architecture;
        is_alike && (self.variant.is_none() || self.usual_variant() == other.usual_variant())
    }

    /// The greater, the better an image for `other` fits, among those that are accepted.
    pub(crate) fn closeness(&self, other: &Self) -> u8 {
        match () {
            () if self.usual_variant() == other.usual_variant() => 2,
            () if other.variant.is_none() => 1,
            () => 0,
        }
    }

    /// The variant, or the one that is meant when none is written: arm64 has one only, and arm is v7 today.
    fn usual_variant(&self) -> Option<&str> {
        let usual = match self.architecture.as_str() {
            "arm64" => Some("v8"),
            "arm" => Some("v7"),
            _ => None,
        };
        self.variant.as_deref().or(usual)
    }
}

impl FromStr for Platform {
    type Err = InvalidPlatform;

    fn from_str(text: &str) -> Result<Self, InvalidPlatform> {
        let mut parts = text.split('/');
        let (os, architecture, variant, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(os), Some(architecture), None) = (os, architecture, rest) else {
            return Err(InvalidPlatform(text.to_owned()));
        };
        if os.is_empty() || architecture.is_empty() || variant == Some("") {
            return Err(InvalidPlatform(text.to_owned()));
        }
        let architecture = match architecture {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            architecture => architecture,
        };
        Ok(Self { os: os.to_owned(), architecture: architecture.to_owned(), variant: variant.map(str::to_owned) })
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        self.variant.as_ref().map_or(Ok(()), |variant| write!(f, "/{variant}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_read_and_compared() {
        let of = |text: &str| text.parse::<Platform>().unwrap();
        assert!(of("linux/arm64").accepts(&of("linux/arm64/v8")));
        assert!(of("linux/arm64/v8").accepts(&of("linux/arm64")));
        assert!(of("linux/arm").accepts(&of("linux/arm/v7")) && !of("linux/arm/v6").accepts(&of("linux/arm/v7")));
        assert!(!of("linux/amd64").accepts(&of("windows/amd64")));
        assert_eq!(of("linux/aarch64").to_string(), "linux/arm64", "as the kernel calls it");
        for bad in ["", "linux", "linux/", "a/b/c/d"] {
            assert!(bad.parse::<Platform>().is_err(), "{bad}");
        }
    }
}
