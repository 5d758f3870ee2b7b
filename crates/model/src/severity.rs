//! How bad a vulnerability is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The five steps that reports use, in rising order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Severity {
    /// Nobody rated it.
    #[default]
    Unknown,
    /// Rated low, negligible or unimportant.
    Low,
    /// Rated medium or moderate.
    Medium,
    /// Rated high or important.
    High,
    /// Rated critical.
    Critical,
}

impl Severity {
    /// All steps, worst first, as summaries list them.
    pub const WORST_FIRST: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Unknown];

    /// The word that reports print, upper case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
            Self::Critical => "CRITICAL",
        }
    }

    /// Reads the words that vendors use, in any case; `None` for a word that rates nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "critical" => Self::Critical,
            "high" | "important" => Self::High,
            "medium" | "moderate" => Self::Medium,
            "low" | "minor" | "negligible" | "unimportant" => Self::Low,
            _ => return None,
        })
    }

    /// The step of a CVSS v3 or v4 base score; zero is "none", which reports show as low.
    /// Source: <https://www.first.org/cvss/v3.1/specification-document#Qualitative-Severity-Rating-Scale>.
    #[must_use]
    pub fn from_score(score: f64) -> Self {
        match score {
            s if s >= 9.0 => Self::Critical,
            s if s >= 7.0 => Self::High,
            s if s >= 4.0 => Self::Medium,
            s if s >= 0.0 => Self::Low,
            _ => Self::Unknown,
        }
    }

    /// 0 for unknown to 4 for critical, the number in `VendorSeverity`.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_fall_on_the_published_steps() {
        let steps = [0.0, 3.9, 4.0, 6.9, 7.0, 8.9, 9.0, 10.0].map(Severity::from_score);
        use Severity::{Critical, High, Low, Medium};
        assert_eq!(steps, [Low, Low, Medium, Medium, High, High, Critical, Critical]);
        assert_eq!(Severity::from_score(f64::NAN), Severity::Unknown);
    }

    #[test]
    fn vendors_words_are_read_in_any_case() {
        assert_eq!(Severity::from_word("MODERATE"), Some(Severity::Medium));
        assert_eq!(Severity::from_word("not yet assigned"), None);
        assert!(Severity::Critical > Severity::High);
    }
}
