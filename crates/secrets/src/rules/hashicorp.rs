//! HashiCorp: <https://developer.hashicorp.com/vault/docs/concepts/tokens>,
//! <https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens>.

use crate::proof::{credentials, name};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "hashicorp-tf-api-token",
        title: "HashiCorp Terraform API Token",
        category: "HashiCorp",
        severity: Severity::Medium,
        anchors: &[".atlasv1."],
        form: Form::Around {
            before: 15,
            pattern: r"\A[^\x00]{0,15}?(?:\A|[^0-9A-Za-z])(?<secret>[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{60,70})(?:\z|[^0-9A-Za-z])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                r#"token = "nVjIXLKuLOw9Yk.atl"#,
                r#"asv1.oJDDeccfqoGpaTcmAdCSaTWNJqQ2Lpum8i8eySP95b2d4F3V90DP5CBS3xK6fdnVr9C""#
            ),
            concat!("TFE_TOKEN=Ixn4sX0pqIoWvC.atl", "asv1.dQGKOkWCRGmW2QhZJuUemTlsanqyKoHzYkrnZ90hjVurp0IDxDTnBSDaqZhRvsRNeAc"),
        ]),
        lookalikes: in_tests(&[
            "TFE_TOKEN=dZuiri8ZX2kMbi.atlasv1.7apEWaZthWLdBz6b6ilTPNA9SCC90j",
            "TFE_TOKEN=cTuoqVbKFo.atlasv1.Zan2UqFBMi0kXPPUbHdskCCM4dOxYQQUUkCT97jgnIHRDQj3C8J8j91sextcxkFMGSW",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "hashicorp-tf-password",
        title: "Password in Terraform",
        category: "HashiCorp",
        severity: Severity::Medium,
        anchors: &["administrator_login_password", "admin_password", "master_password", "password"],
        form: Form::Assigned(r"[^\s\x22]{6,100}"),
        entropy: 2.5,
        // Without quotes it is an expression.
        proof: |candidate| candidate.before.ends_with(b"\"") && credentials::is_of_file(candidate),
        paths: &[".tf", ".tfvars", ".hcl"],
        examples: in_tests(&[r#"administrator_login_password = "vHgRkzRmMh!7Uo""#, r#"  password = "794C9id5R2gzjM""#]),
        lookalikes: in_tests(&[
            "password = var.db_password",
            "password = random_password2(db3)",
            r#"password = "${random_password.db.result}""#,
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vault-service-token",
        title: "HashiCorp Vault Service Token",
        category: "HashiCorp",
        severity: Severity::High,
        anchors: &["hvs."],
        form: Form::Token(r"hvs\.[0-9A-Za-z_-]{90,120}|hvs\.[0-9A-Za-z]{24}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "VAULT_TOKEN=hv",
                "s.Ylea0YqkrVkPhR8FSZkZHQNHzMSRXiXU6J3U3nqSjD06K3UL-XNge3XV_JF4DlOwQPUD5MTWUDBxrYHJruflB0uZYSb0hD5"
            ),
            concat!(
                r#"{"vaultToken": "hv"#,
                r#"s.uBRpnPo0lnZQjYwzCUGy77Mr-fKmbXdVvv38UVnSZ_j2Wps_fsc4wvX6VeYjb7lyvDwaXbcOOPrsZAk63ZVt9qbxvQ-OMzg"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "hvs.DgxQwIIgVyFt",
            "VAULT_TOKEN=hvs.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vault-batch-token",
        title: "HashiCorp Vault Batch Token",
        category: "HashiCorp",
        severity: Severity::High,
        anchors: &["hvb."],
        form: Form::Token(r"hvb\.[0-9A-Za-z_-]{130,300}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "VAULT_TOKEN=hv",
                "b.ssVwnuPs6LbsmGtcZ0Zsz-mmnT_kpddIRrBbSJ3gIypAxe-G50Ty1mmrTfKSEOQOXBFMTdKLOTOQnll3YCakAN1wiZG_8S5sFdC0x85GRlcWYuYXFK1lIowxYfP3ILED0wnMMoSgd68KigZQ0zq2-u"
            ),
            concat!(
                r#"{"vaultToken": "hv"#,
                r#"b.bqdMUudpUcUW4NoG-Fuvo8W89Dn-Jvs7WFotn-5tEQtcyCdTx1YExbXmLimS_-6Y2BTPpKV3s6UnWTAhFqGVDQCv2HPS5tK2LX1FEmazaSxnxXDPytobTlHkcfmA4kxrLTB6ro4vrX3pBad2hmsGVl"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "hvb.XEoEJdkbRcFAcCB4F43s01ANbzMEIMFxXGmOWnrR",
            "VAULT_TOKEN=hvb.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vault-recovery-token",
        title: "HashiCorp Vault Recovery Token",
        category: "HashiCorp",
        severity: Severity::High,
        anchors: &["hvr."],
        form: Form::Token(r"hvr\.[0-9A-Za-z_-]{90,300}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "VAULT_TOKEN=hv",
                "r.8lBHBJ5wygN7RsqUZHIR3EkDQQVaKOADsaXhDFgDTPaprvUra1G7Cxr4BSd29HyST6nA0a121-rZjn5sBVCGAgz66lc95Kv"
            ),
            concat!(
                r#"{"vaultToken": "hv"#,
                r#"r.IbP28LwOjYvZAbzyVXROVGErMT0WUcwhuR5CnVc4ISjzptcEzXlrBeluJKkz54dBVDUYK7OXxqQHFLjGeQ3ELX7WMMMxUnN"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "hvr.H3EWZ06HvGsohTenRHZis08e55QOCSz5K8ekfdGO",
            "VAULT_TOKEN=hvr.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vault-service-token-old",
        title: "HashiCorp Vault Service Token (before 1.10)",
        category: "HashiCorp",
        severity: Severity::High,
        anchors: &["vault_token", "vaulttoken", "vault-token", "vault.token"],
        form: Form::Assigned(r"s\.[0-9A-Za-z]{24}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&["VAULT_TOKEN=s.uEpJT3anmsNvHf8biQjqE4uJ", r#"{"vaultToken": "s.po8vkrHbmLQpYDNPGZWoPYjC"}"#]),
        lookalikes: in_tests(&["VAULT_TOKEN=s.vMfWwJdvohQk3TFtU43Qn7U", "VAULT_TOKEN=b04eccb6-d675-497e-9a3d-3ab7db5a744e"]),
        ..Rule::BASE
    },
    Rule {
        id: "consul-token",
        title: "HashiCorp Consul or Nomad Token",
        category: "HashiCorp",
        severity: Severity::High,
        anchors: &[
            "consulhttptoken",
            "nomadtoken",
            "consul_http_token",
            "consul_token",
            "nomad_token",
            "x-consul-token",
            "x-nomad-token",
        ],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "CONSUL_HTTP_TOKEN=af1e0229-8867-4082-a514-a1aee73ee0d7",
            r#"{"consulHttpToken": "a22a590a-3139-4201-8bc6-66f5e6df4ff0"}"#,
        ]),
        lookalikes: in_tests(&[
            "CONSUL_HTTP_TOKEN=427e2f89-891f-4491-a871-aee1cfaa322",
            "CONSUL_HTTP_TOKEN=d718b36333811b729d62845b33aaf05a45a77230",
        ]),
        ..Rule::BASE
    },
];
