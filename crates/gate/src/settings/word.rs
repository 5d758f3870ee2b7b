//! Settings that are one of a few words, in any case.

use tidewaiter_engine::Choice;
use tidewaiter_inventory::SbomFormat;

macro_rules! words {
    ($($(#[doc = $about:literal])+ $type:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+ })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub enum $type {
                $($(#[doc = $doc])+ $variant,)+
            }

            impl $type {
                const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

                pub(super) fn of(text: &str) -> Option<Self> {
                    Self::WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)).map(|(_, value)| *value)
                }

                /// The words, for people.
                pub(super) fn all() -> String {
                    Self::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
                }
            }
        )+
    };
}

words! {
    /// Who scans.
    Scanner {
        /// Trivy if it is installed, else Grype, else our own engine.
        Auto = "auto",
        /// Trivy.
        Trivy = "trivy",
        /// Grype.
        Grype = "grype",
        /// Our own engine.
        Native = "native",
    }

    /// How the service's log is written.
    LogFormat {
        /// For people.
        Text = "text",
        /// An object a line.
        Json = "json",
    }

    /// A form of bills of materials.
    BillFormat {
        /// <https://cyclonedx.org>.
        CycloneDx = "cyclonedx",
        /// <https://spdx.dev>.
        Spdx = "spdx",
        /// Syft's own.
        Syft = "syft",
    }

    /// How proofs of possession are signed.
    ProofAlgorithm {
        /// With Ed25519.
        EdDsa = "EdDSA",
        /// With ECDSA over P-256.
        Es256 = "ES256",
    }
}

impl From<Scanner> for Choice {
    fn from(scanner: Scanner) -> Self {
        match scanner {
            Scanner::Auto => Self::Auto,
            Scanner::Trivy => Self::Trivy,
            Scanner::Grype => Self::Grype,
            Scanner::Native => Self::Native,
        }
    }
}

impl From<BillFormat> for SbomFormat {
    fn from(format: BillFormat) -> Self {
        match format {
            BillFormat::CycloneDx => Self::CycloneDx,
            BillFormat::Spdx => Self::Spdx,
            BillFormat::Syft => Self::Syft,
        }
    }
}
