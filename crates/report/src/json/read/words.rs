//! What the words of reports mean, those of other engines among them.

use tidewaiter_model::{CheckStatus, Relationship, Severity, Status};

/// Words that rate nothing mean that nobody rated it.
pub(super) fn severity(word: &str) -> Severity {
    Severity::from_word(word).unwrap_or_default()
}

/// The step of a number in `VendorSeverity`.
pub(super) fn severity_of_rank(rank: u64) -> Severity {
    Severity::WORST_FIRST.into_iter().find(|severity| u64::from(severity.rank()) == rank).unwrap_or_default()
}

/// A word that says nothing of a fix says no more than that it is affected.
pub(super) fn status(word: &str) -> Status {
    use Status::{Affected, EndOfLife, FixDeferred, Fixed, UnderInvestigation, WillNotFix};
    let known = [Affected, Fixed, WillNotFix, FixDeferred, UnderInvestigation, EndOfLife];
    known.into_iter().find(|status| status.as_str() == word).unwrap_or_default()
}

pub(super) fn check_status(word: &str) -> CheckStatus {
    match word {
        "PASS" => CheckStatus::Pass,
        "EXCEPTION" => CheckStatus::Exception,
        _ => CheckStatus::Fail,
    }
}

/// Versions of Trivy that know no `Relationship` say `Indirect`.
pub(super) fn relationship(word: &str, is_indirect: bool) -> Relationship {
    match word {
        "root" => Relationship::Root,
        "workspace" => Relationship::Workspace,
        "direct" => Relationship::Direct,
        "indirect" => Relationship::Indirect,
        _ if is_indirect => Relationship::Indirect,
        _ => Relationship::Unknown,
    }
}
