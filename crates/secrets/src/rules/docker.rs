//! Docker: <https://docs.docker.com/reference/cli/docker/login/#credential-stores>,
//! <https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets>.

use crate::proof::{credentials, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "docker-hub-pat",
        title: "Docker Hub Personal Access Token",
        category: "Docker",
        severity: Severity::Critical,
        anchors: &["dckr_pat_", "dckr_oat_"],
        form: Form::Token("dckr_[po]at_[0-9A-Za-z_-]{27,40}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("DOCKER_PASSWORD=dckr", "_pat_4XsMuzynKwzAI7EN0aAYvo6DzeH"),
            concat!(r#"{"dockerPassword": "dckr"#, r#"_pat_eVKtRzdsKGyV1RYS2JZUrXyKnll"}"#),
        ]),
        lookalikes: in_tests(&[
            "DOCKER_PASSWORD=dckr_pat_cnub_110UP8AUyeDoukFItiJ2d",
            "DOCKER_PASSWORD=dckr_pat_xxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "docker-config-auth",
        title: "Docker Registry Credentials",
        category: "Docker",
        severity: Severity::High,
        anchors: &[r#""auth""#, r#""auth\""#],
        form: Form::Assigned("[0-9A-Za-z+/]{12,2000}={0,2}"),
        entropy: 3.0,
        proof: credentials::is_basic,
        examples: in_tests(&[
            r#"{"auths": {"https://index.docker.io/v1/": {"auth": "cnVpcnBrOnlZTlBtdlRYMnJuZXRPZXg="}}}"#,
            r#"{\"auths\":{\"registry.acme.io\":{\"auth\":\"dmJ5ZWZzOnNCaWdpWlJ2QnZYWGV4YUs=\"}}}"#,
        ]),
        lookalikes: in_tests(&[r#"{"auth": "dXNlcm5hbWU6cGFzc3dvcmQ="}"#, r#"{"auth": "LIn7wXqtjDmsZluXp5KpFxAu"}"#]),
        ..Rule::BASE
    },
    Rule {
        id: "dockerconfig-secret",
        title: "Docker Config in a Kubernetes Secret",
        category: "Docker",
        severity: Severity::High,
        anchors: &[".dockerconfigjson", ".dockercfg"],
        form: Form::Assigned("e[yw][0-9A-Za-z+/]{20,}={0,2}"),
        entropy: 3.5,
        proof: shape::is_json,
        examples: in_tests(&[
            "data:\n  .dockerconfigjson: eyJhdXRocyI6eyJyZWdpc3RyeS5hY21lLmlvIjp7ImF1dGgiOiJlR0o2ZFhWbE9uY3lZMGRGY25WdFVXbGxTa0V3ZVdFPSJ9fX0=\n",
            r#"{".dockercfg": "eyJhdXRocyI6eyJyZWdpc3RyeS5hY21lLmlvIjp7ImF1dGgiOiJkbVJwYW1wc09uUnZZMW81VWtKWlZsQjJPRlpLZWtNPSJ9fX0="}"#,
        ]),
        lookalikes: in_tests(&[
            ".dockerconfigjson: eyg4tFDtkxPN9eM9fUppbPrZwYEXL2nSJAJZu7ZvQXGLOLNnqRza7QABHV3sEf",
            ".dockerconfigjson: ${DOCKER_CONFIG}",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "docker-registry-identity-token",
        title: "Docker Registry Identity Token",
        category: "Docker",
        severity: Severity::High,
        anchors: &[r#""identitytoken""#],
        form: Form::Around { before: 0, pattern: r#"\A"identitytoken"\s*:\s*"(?<secret>[0-9A-Za-z._-]{30,4000})""# },
        entropy: 3.8,
        examples: in_tests(&[
            r#"{"auths": {"acme.azurecr.io": {"identitytoken": "OgGEH57Drujq65tU9sr4VLXbPv02i8xsT6Yfp3Q6J8OTA5c8CQZroMWAluZNLACJ"}}}"#,
            r#""identitytoken":"XrTPzeckSOdT6yrv22boDHB6xqTb3tBhX7EM4ERai8szDNjAjRkfISLK8GxYpSszBnOjQNpR4hPLUYXZWiCk2rsR93""#,
        ]),
        lookalikes: in_tests(&[r#""identitytoken": """#, r#""identitytoken": "<token>""#]),
        ..Rule::BASE
    },
];
