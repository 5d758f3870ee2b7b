//! Credentials on command lines and in headers of requests.
//!
//! They are generic: where the value is a token that another rule knows, that one tells.

use crate::proof::{credentials, generic};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "curl-auth-header",
        title: "Credentials in a Header",
        category: "Generic",
        severity: Severity::High,
        anchors: &[
            "authorization: ",
            "authorization:basic",
            "authorization:bearer",
            "private-token: ",
            "x-api-key: ",
            "x-auth-token: ",
            "x-vault-token: ",
            "api-key: ",
            "x-access-token: ",
        ],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\A[a-z-]{4,20}:\s{0,5}(?:(?:basic|bearer|token|apikey|api-key)\s+)?(?<secret>[0-9a-z_=~@.+/-]{16,2000})(?:[^0-9a-z_=~@.+/-]|\z)",
        },
        proof: generic::is_header,
        is_generic: true,
        examples: in_tests(&[
            r#"curl -H "Authorization: Bearer SDUU48p0fveb9R8uZJGkWhSpHO5J43mp42O7mzmq" https://api.acme.io/"#,
            "curl --header 'X-Api-Key: 15a82430dba2ac7af1bed50e969e76b3bb22bff3' https://api.acme.io/",
            "Authorization: Basic cHVwYnd5Om9uQ25YM3BRczNrOTlFNmI=",
        ]),
        lookalikes: in_tests(&[
            "Authorization: Bearer $TOKEN",
            "authorization: Bearer your-access-token-here",
            "Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
            "Authorization: AWS4-HMAC-SHA256 Credential=x",
            "X-Api-Key: application/json",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "curl-auth-user",
        title: "Password in a Call of curl",
        category: "Generic",
        severity: Severity::High,
        anchors: &["curl "],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\Acurl\b[^\n|;]{0,300}?\s(?:-[a-z]{0,8}u|--user)(?:=|\s{1,5})[\x22']?[^\s:\x22'$]{1,100}:(?<secret>[^\s\x22'$]{4,200})",
        },
        proof: credentials::is_password_of_text,
        is_generic: true,
        examples: in_tests(&[
            "curl -sf -u ci:g4T0UMT1xMExZutn https://repo.acme.io/x.tgz",
            "curl -ksSfu ci:g4T0UMT1xMExZutn https://repo.acme.io/x.tgz",
            r#"curl -X POST https://api.acme.io --user "admin:pnG0zt4vB!PGL""#,
        ]),
        lookalikes: in_tests(&[
            "curl -u user:password https://acme.io",
            r#"curl -u "$USER:$PASS" https://acme.io"#,
            "curl -u admin: https://acme.io",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "command-line-password",
        title: "Password on a Command Line",
        category: "Generic",
        severity: Severity::High,
        anchors: &["sshpass -p", "docker login", "podman login", "helm registry login", "mysqldump -", "mysql -"],
        form: Form::Around {
            before: 0,
            pattern: r"(?i)\A(?:sshpass\s+-p\s*|(?:(?:docker|podman|helm registry)\s+login\b[^\n|;]{0,200}?\s(?:-p|--password)(?:=|\s+))|mysql(?:dump)?(?:\s[^\n|;]{0,200}?)?\s(?:--password=|-p))[\x22']?(?<secret>[^\s\x22'$]{6,200})",
        },
        proof: credentials::is_password_of_text,
        is_generic: true,
        examples: in_tests(&[
            "RUN sshpass -p wJlEL7oSK8gK scp app deploy@acme.io:/srv",
            "docker login -u ci --password=57cU3bgYMFo8GUfSTy8j registry.acme.io",
            "mysql -u root -p6w2qIeScul2R app",
        ]),
        lookalikes: in_tests(&[
            r#"sshpass -p "$PASSWORD" ssh host"#,
            "docker login -u ci --password-stdin",
            "docker login -p password",
            "mysql -u root -p app",
        ]),
        ..Rule::BASE
    },
];
