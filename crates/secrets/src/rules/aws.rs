//! Amazon Web Services: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.

use crate::rule::{Form, Rule};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "aws-access-key-id",
        title: "AWS Access Key ID",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["AKIA", "ASIA", "ABIA", "ACCA"],
        form: Form::Token("A(?:KI|SI|BI|CC)A[A-Z2-7]{16}"),
        entropy: 3.0,
        examples: &["aws_access_key_id = AKIA4Q7LBXNRZ2TDKWPC"],
        lookalikes: &["AKIAIOSFODNN7EXAMPLE", "AKIA4Q7LBXNRZ2TDKWP", "AKIA4Q7LBXNRZ2TDKWPCD", "AKIA4Q7LBXNRZ1TDKWPC"],
        ..Rule::BASE
    },
    Rule {
        id: "aws-secret-access-key",
        title: "AWS Secret Access Key",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["secret_access_key", "secretaccesskey", "secret-access-key", "aws_secret", "awssecret"],
        form: Form::Assigned("[A-Za-z0-9/+]{40}"),
        entropy: 4.0,
        examples: &[
            "aws_secret_access_key = nq7Jx0Zr/3vLw9cTfBk2+HsYd5uGm8PeQoAi1RtW",
            r#"{"SecretAccessKey": "nq7Jx0Zr/3vLw9cTfBk2+HsYd5uGm8PeQoAi1RtW"}"#,
        ],
        lookalikes: &[
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
        ],
        ..Rule::BASE
    },
];
