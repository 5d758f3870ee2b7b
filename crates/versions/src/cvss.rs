//! Scores from CVSS vectors of versions 2, 3.0, 3.1 and 4.0.
//!
//! Specifications: <https://www.first.org/cvss/v2/guide>, <https://www.first.org/cvss/v3.1/specification-document>,
//! <https://www.first.org/cvss/v4.0/specification-document>.
//! Limits: for versions 2 and 3 the base score alone, whatever other metrics the vector has; for version 4 the score of
//! the vector as it stands, which is what that specification calls the score.

use std::str::FromStr;

/// A version of CVSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 2.0.
    V2,
    /// 3.0 or 3.1.
    V3,
    /// 4.0.
    V4,
}

/// A vector's score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The version that the vector is written in.
    pub version: Version,
    /// 0.0 to 10.0, one decimal.
    pub base: f64,
}

/// A string that is not a vector of any known version. Whose fault: the publisher of the advisory.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a CVSS vector")]
pub struct InvalidVector(String);

/// The score of a vector.
///
/// # Errors
/// The vector lacks a mandatory metric, repeats one, or has an unknown one.
pub fn base_score(vector: &str) -> Result<Score, InvalidVector> {
    let invalid = || InvalidVector(vector.chars().take(200).collect());
    let (version, base) = if vector.starts_with("CVSS:4.0/") {
        (Version::V4, cvss::v4::Vector::from_str(vector).map_err(|_| invalid())?.score().value())
    } else if vector.starts_with("CVSS:3.") {
        (Version::V3, base_v3(vector).ok_or_else(invalid)?)
    } else {
        (Version::V2, base_v2(vector).ok_or_else(invalid)?)
    };
    Ok(Score { version, base })
}

fn base_v2(vector: &str) -> Option<f64> {
    const MANDATORY: [&str; 6] = ["AV", "AC", "Au", "C", "I", "A"];
    let vector = vector.trim_start_matches('(').trim_end_matches(')');
    has_each_once(vector, &MANDATORY).then(|| cvss::v2::Vector::from_str(vector).ok().map(|v| v.score().value())).flatten()
}

fn base_v3(vector: &str) -> Option<f64> {
    const MANDATORY: [&str; 8] = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];
    has_each_once(vector, &MANDATORY).then(|| cvss::v3::Vector::from_str(vector).ok().map(|v| v.base_score().value())).flatten()
}

/// The library scores a vector that lacks metrics; the specifications give it no score.
fn has_each_once(vector: &str, mandatory: &[&str]) -> bool {
    let count = |name: &str| vector.split('/').filter(|metric| metric.split(':').next() == Some(name)).count();
    mandatory.iter().all(|name| count(name) == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vector_scores_as_the_reference_says() {
        let lines: Vec<&str> = include_str!("../testdata/cvss.tsv").lines().collect();
        assert!(lines.len() > 2000);
        let mut wrong = Vec::new();
        for line in lines {
            let (vector, wanted) = line.split_once('\t').unwrap();
            let ours = base_score(vector).map(|score| format!("{:.1}", score.base));
            if ours.as_deref() != Ok(wanted) {
                wrong.push(format!("{vector} {wanted} {ours:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    }

    #[test]
    fn what_is_no_vector_is_an_error() {
        for bad in
            ["", "CVSS:3.1/AV:N", "CVSS:5.0/AV:N", "AV:N/AC:L/Au:N/C:P/I:P", "AV:N/AC:L/Au:N/C:P/I:P/A:P/A:P", "CVSS:4.0/AV:N"]
        {
            assert!(base_score(bad).is_err(), "{bad}");
        }
    }
}
