//! Amazon Web Services: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>.
//!
//! Ids of users, roles and groups (`AIDA`, `AROA`, `AGPA`, …) are none: they open nothing.

use crate::proof::aws;
use crate::rule::{Form, Near, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "aws-access-key-id",
        title: "AWS Access Key ID",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["AKIA", "ASIA", "ABIA", "ACCA"],
        form: Form::Token("A(?:KI|SI|BI|CC)A[A-Z0-9]{16}"),
        entropy: 3.0,
        proof: aws::is_no_word,
        genuine: Some(aws::ACCOUNT),
        examples: in_tests(&[
            concat!("aws_access_key_id = AK", "IAROYLMYDAG5QINSDZ"),
            concat!("<AWSAccessKeyId>AK", "IA6HRRT46ECFQKIG22</AWSAccessKeyId>"),
            concat!(r#"export AWS_ACCESS_KEY_ID="AS"#, r#"IA2MFMAOA6TT2GH2XB""#),
        ]),
        lookalikes: in_tests(&[
            "AKIAIOSFODNN7EXAMPLE",
            "AKIA4Q7LBXNRZ1TDKWPC",
            "AKIA777777777777KWPC",
            "xAKIA4Q7LBXNRZ2TDKWPC",
            "AWS_ACCESS_KEY_ID=AKIADDY7JTSFZSLFXIL",
            "AWS_ACCESS_KEY_ID=AKIAxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-secret-access-key",
        title: "AWS Secret Access Key",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &[
            "secret_access_key",
            "secretaccesskey",
            "secret-access-key",
            "aws_secret",
            "awssecret",
            "aws.secret",
            "aws_sec_key",
        ],
        form: Form::Assigned("[0-9A-Za-z+/]{40}"),
        entropy: 4.0,
        examples: in_tests(&[
            "aws_secret_access_key = 2H4VnVv7eYo9pdXG0FwAbHbamke6NkNF3gPdVN7o",
            r#"{"SecretAccessKey": "R5lXPBWq5C8BYeBraF3GVXObZ/q5A+jGqVZXid+5"}"#,
            "- name: AWS_SECRET_ACCESS_KEY\n  value: tX3Ho2A8Mh4MAtXsbs4Z3W3dAy0/2Z5xuu0/sHSh\n",
        ]),
        lookalikes: in_tests(&[
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
            "aws_secret_access_key = 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-secret-access-key-beside-id",
        title: "AWS Secret Access Key beside its ID",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["secret", "_key", "accesskey"],
        form: Form::Assigned("[0-9A-Za-z+/]{40}"),
        entropy: 4.3,
        near: Some(Near { pattern: r"\bA(?:KI|SI)A[A-Z2-7]{16}\b", lines: 3 }),
        examples: in_tests(&[
            concat!("id: AK", "IAW66XMCWZYHBQTTVL\nsecret: xzqb7avdxalKV83eIbLZjoaYft6RxM3BKM2HhPBt\n"),
            concat!(r#"new Client("AK"#, r#"IAQUWEDBEXGO4UCHRT", { secretKey: "33bNLawlx3sJVKJjWpC6HAZEVNCq/3dfL1SDhb0/" })"#),
        ]),
        lookalikes: in_tests(&[
            "id: none\nsecret: NNCELp7e6r2A8qnjwiNURa0RpwuoWGRxHascriQ8",
            "id: AKIAW66XMCWZYHBQTTVL\nsecret: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12\n",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-session-token",
        title: "AWS Session Token",
        category: "AWS",
        severity: Severity::High,
        anchors: &["session_token", "sessiontoken", "security_token", "securitytoken"],
        form: Form::Assigned("[A-Za-z0-9+/]{100,1000}={0,2}"),
        entropy: 4.5,
        examples: in_tests(&[
            "aws_session_token = IQoJb3JpZ2luX2VjEGV2keL4ILUEifJ1qB814bfweMqur/oljA05IWR0Mvg6u+hNih86ypW/PHaQUVOJTvNBgL4fwxZdhMDKzUm/KaKPVqAQVI5DrmnRfaotwn2rOfUmX9wWVDu6wQNQBhHPL/DAqUcDZPaZsGa4cxVOj3bJiVnZZQd9+C6HcszKU67/Mlxe1XehvMuFrqpGAbGtlvalgWKo3VpvmyrVpeFBwzXgmy7Tp50gveLKXYd6MZ+Rdgb//ehCCJApNOmMtZDqxUTP26HSpAXbEHUWX9XDiI+HBY7+8UZKqcClZ5lHAe6lf",
            r#"{"SessionToken": "FwoGZXIvYXdzEfzaNn73WgmemdAL0wQnrUUgb6fl7yywR7K3BTVOUubn2mzfGA+Uh7WGCZaQcwmxkpbs7dyfT8z93ByJ3lpI3XCIOMrE+c5iyzALIhZ+jfKPdtVooJCEFjCa+DtL4ubdg1knPP9wE4YvSBt0ZOzTD+2m48wtwlFMtSl1Tin7661VPGz4l3C80sTuJvGEdeul2Rt5lnKrNi1PBxgdWqOr8oRzc5hxnP+azIO2CPkSMPEJUT21i9qib0h0e7fHrNkgGMVxdIgNGqZXnlfolm1ogXCghJWtC5X08EDysl4yQUJbZ"}"#,
        ]),
        lookalikes: in_tests(&[
            "aws_session_token = ${AWS_SESSION_TOKEN}",
            "aws_session_token = WlikdhqR0TPn4E8xYCh4iuQDdzM8wTJVqWQEQgUeEOCbNmiMJpYuNeXIBJ9+",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-amazon-bedrock-api-key-long-lived",
        title: "Amazon Bedrock API Key",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["ABSKQmVkcm9ja0FQSUtleS"],
        form: Form::Token("ABSKQmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{80,260}={0,2}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "AWS_BEARER_TOKEN_BEDROCK=ABSKQmVkcm9",
                "ja0FQSUtleSK1LDhV0kxVFbInnTndxuJj29V3bgCScL5d+fZt7sfCpkBK0aq6C6J08QCZXmt5Q5xx6kvGXePbu1MGIdsnAJcTg8Vw1226G1YIGuUNgGxDzLMG"
            ),
            concat!(
                r#"{"awsBearerTokenBedrock": "ABSKQmVkcm9"#,
                r#"ja0FQSUtleS3dRzY/UoC1VMgwJftdV1V+mWNgJF8sK9DkMt3RcWJZLnnnwRCrcAIJyUBLf6MKxJyiTsKEy6NF4QrjWt0sI7Z7WP8gQQkCsIgf4B2QyDkVjUTo"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ABSKQmVkcm9ja0FQSUtleSK1O0JIP5/KHIchsECmOZw/x0MkxBIYt87O9PsGAj",
            "AWS_BEARER_TOKEN_BEDROCK=ABSKQmVkcm9ja0FQSUtleSxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-amazon-bedrock-api-key-short-lived",
        title: "Amazon Bedrock Short-lived API Key",
        category: "AWS",
        severity: Severity::Critical,
        anchors: &["bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"],
        form: Form::Token("bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/]{40,2000}={0,2}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "AWS_BEARER_TOKEN_BEDROCK=bedrock-api-key-YmVkcm",
                "9jay5hbWF6b25hd3MuY29t84npM3DP+og2SrlhLlcntO/rP0ZmS/yLjtcGLUcMb3Rke9zuBa3Jvzey+BbR8Uoz00ei5VLXraIgjy0Nrj43mZgjWcbBU57TkFMxN/fdutRVcr//4ioInWRpkdGJ3B5yWVEXrNfY0CY++Q4zTexnZyGXhGxgSvdsWWNYGZYJy/x5oa9giSoNAz4eRvfwLiFhBTYhM9uw"
            ),
            concat!(
                r#"{"awsBearerTokenBedrock": "bedrock-api-key-YmVkcm"#,
                r#"9jay5hbWF6b25hd3MuY29tirRcaLqKIme3HUoyP+q1eUHGDXTc1MtNYZ5VA5sIXotc+QUJN8BisQ4rm4jP94eAFRI1vFpab+o6pG04WfUxDqZ79wuTcOoamnmpvUygIsF9dkbNIwAsNOUgSveyxbIRSpOWRy4f716btHVZZGxqdu9omNxKu+Bn8JFXx3dydHWcZOSCLOyc5c6eNAob5kyl5LBtrT5V"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t",
            "AWS_BEARER_TOKEN_BEDROCK=bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29txxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "aws-mws-auth-token",
        title: "Amazon Marketplace Auth Token",
        category: "AWS",
        severity: Severity::High,
        anchors: &["amzn.mws."],
        form: Form::Token(r"amzn\.mws\.[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("MWS_AUTH_TOKEN=amzn", ".mws.5644dc35-e493-4f07-92cc-20fdcd016ea8"),
            concat!(r#"{"mwsAuthToken": "amzn"#, r#".mws.aab9d6c6-e04d-41d0-bd21-e67b84110769"}"#),
        ]),
        lookalikes: in_tests(&[
            "amzn.mws.7ed834bcb7a64ad0ff9eec99ca8d1d24",
            "MWS_AUTH_TOKEN=amzn.mws.00000000-0000-0000-0000-000000000000",
        ]),
        ..Rule::BASE
    },
];
