//! GitHub: <https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github>.

use crate::rule::{Form, Rule};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "github-fine-grained-pat",
    title: "GitHub Fine-grained Personal Access Token",
    category: "GitHub",
    severity: Severity::Critical,
    anchors: &["github_pat_"],
    form: Form::Token("github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    entropy: 3.5,
    examples: &["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"],
    lookalikes: &["github_pat_11ABCDE7Y0pQ2wErTyUiOp_tooshort"],
    ..Rule::BASE
}];
