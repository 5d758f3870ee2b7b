//! JSON Web Tokens: <https://www.rfc-editor.org/rfc/rfc7519>.
//!
//! Anchors are what the usual first members of a header come to in base64, with and without a space behind the brace.

use crate::proof::jwt;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "jwt-token",
    title: "JSON Web Token",
    category: "JWT",
    severity: Severity::Medium,
    anchors: &[
        "eyJhbGciOi",
        "eyJ0eXAiOi",
        "eyJraWQiOi",
        "eyJ4NXQiOi",
        "eyJ4NWMiOi",
        "eyJqa3UiOi",
        "eyJjdHkiOi",
        "eyJ2ZXIiOi",
        "eyJpc3MiOi",
        "eyJhbGciIDog",
        "eyAiYWxnIj",
        "eyAidHlwIj",
        "ewogICJhbGciOi",
        "ewogICJ0eXAiOi",
    ],
    form: Form::Around {
        before: 0,
        pattern: r"\A(?<secret>e[yw][0-9A-Za-z_-]{10,2000}\.e[yw][0-9A-Za-z_-]{10,8000}\.[0-9A-Za-z_-]{32,800})(?:[^0-9A-Za-z_.-]|\z|\.(?:[^0-9A-Za-z_-]|\z))",
    },
    proof: jwt::is_alone,
    examples: in_tests(&[
        concat!(
            "TOKEN=eyJhb",
            "GciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI5OTcxNDE5IiwiaXNzIjoiaHR0cHM6Ly9sb2dpbi5hY21lLmlvIiwiZXhwIjoxODkzNDU2MDAwfQ.tRHaSYgzAfkR7QIW8SLDGp1OXDKS1DhmtIpiRZYT1kl"
        ),
        concat!(
            "Authorization: Bearer eyJhb",
            "GciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI4MzkwODI1IiwiaXNzIjoiaHR0cHM6Ly9sb2dpbi5hY21lLmlvIiwiZXhwIjoxODkzNDU2MDAwfQ.mNXXpfTLdAMrYP0pf2qZoxDOHbEy22tFAp9zjrDCaFRxSPIDP5TG7y0uQSHz04cM6OYZBj0QNRQXVj7AxWowegMBm0AGmx8Vt12D9Fp8ya4ciHETyQAPnTYrmKDrMFFIw3Ztzbrxue7ZSeDnDlH6FdhZVDa6I2s6g6u7tL3bmzPowqBeBestoM65Wkh8OA4LMD5ZmvUGucIQpuXwUqVl3glIvdZ4cIFVX3kQB8qjjbVXrMLpLmn2y9b9YyB2fn9Afffn2kf4giiAIV2WEgcyevfbaVY308nZcixAPQ5OhPjvN6biBU4VQHqjWzeouocNkfMDbOjeJVh9e9KLWrsFMq"
        ),
        r#"{"token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiI4MTE4OTg3IiwiaXNzIjoiaHR0cHM6Ly9sb2dpbi5hY21lLmlvIiwiZXhwIjoxODkzNDU2MDAwfQ.0DZExIfozduq6CLGw5Vccu4tdkB02lyrJfQMczasi9mp1erJ1SmvJ9M2lbBoIMy6Onv8xuRVgyDfvYk5fxb8Ib"}"#,
    ]),
    lookalikes: in_tests(&[
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIzNTEyODg0IiwiaXNzIjoiaHR0cHM6Ly9sb2dpbi5hY21lLmlvIiwiZXhwIjoxODkzNDU2MDAwfQ.ozC8AeJnaVkH620CDFIWAeRITkbkLYsYoKhh77KzyH",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJJZm5yrcWGSrxRzON5KhA0rMX80eaYAecf2SyXlFScuo2RqwuPNgXVKm2pzLY.eIKPUTrUx24dZoEcbyJBCVevkHKguqoECCBGlG6RmOl",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJhbm9uIiwiZXhwIjoxODkzNDU2MDAwfQ.i66HBGjDRGoOiZztufFwws43tX9Oa51nn4eGPzrJsC7",
    ]),
    ..Rule::BASE
}];
