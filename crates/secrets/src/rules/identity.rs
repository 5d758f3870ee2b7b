//! Who is who: sign-on and stores of passwords.
//!
//! Okta: <https://developer.okta.com/docs/guides/create-an-api-token/>. 1Password:
//! <https://developer.1password.com/docs/service-accounts/>, <https://support.1password.com/secret-key/>.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "okta-access-token",
        title: "Okta API Token",
        category: "Okta",
        severity: Severity::Critical,
        anchors: &["okta"],
        form: Form::Assigned("00[0-9A-Za-z_-]{40}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "OKTA_API_TOKEN=004h6_o72oNJryVkapTE9X7wT6Rly-OkCVRiDsyKIA",
            r#"{"oktaApiToken": "00ltv-FTdqEt2PhdbqGnMI6q6Y7y93GCqR5bm1jDSA"}"#,
        ]),
        lookalikes: in_tests(&[
            "OKTA_API_TOKEN=00o81cL9mgZ6LIiGpY0WrTeZZJJLjiYmpXNIboKPN",
            "OKTA_API_TOKEN=fa11e84c-c45f-4b3f-be58-e4762e29e155",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "adobe-client-id",
        title: "Adobe Client ID",
        category: "Adobe",
        severity: Severity::Low,
        anchors: &["adobe"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_client,
        examples: in_tests(&[
            "ADOBE_CLIENT_ID=bd509549e803dd9b216c31970fca9f14",
            r#"{"adobeClientId": "ed80770da89276e99c46c1994e65e961"}"#,
        ]),
        lookalikes: in_tests(&[
            "ADOBE_CLIENT_ID=a36ae7dadc982a7e80409e63d8b2a10",
            "ADOBE_CLIENT_ID=acfc625f-1c6b-4d4f-b2cb-5d53cefcb921",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "adobe-client-secret",
        title: "Adobe Client Secret",
        category: "Adobe",
        severity: Severity::Low,
        anchors: &["p8e-", "p8-"],
        form: Form::Token("p8e?-[0-9A-Za-z_-]{32}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("ADOBE_CLIENT_SECRET=p8", "e-eT5gMd3Ci3W6q0IkfKAxuVBxMci1Xy-J"),
            concat!(r#"{"adobeClientSecret": "p8"#, r#"e-8U49gf11Gp2Zef5uOOeiLRJUcCXffWjo"}"#),
        ]),
        lookalikes: in_tests(&[
            "ADOBE_CLIENT_SECRET=p8e-7q4ujOMHlx-Yn478YNF9EUmmTTwIUcN",
            "ADOBE_CLIENT_SECRET=p8e-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "intra42-client-secret",
        title: "42 Intra Client Secret",
        category: "Intra42",
        severity: Severity::Medium,
        anchors: &["s-s4t2ud-", "s-s4t2af-"],
        form: Form::Token("s-s4t2(?:ud|af)-[0-9a-f]{64}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("INTRA_CLIENT_SECRET=s-s4", "t2ud-fb81b97d767c9cb9a0d8584a9310dbfb8a5f1f0cd889cc2ab5c9e08e3fb3d3ae"),
            concat!(
                r#"{"intraClientSecret": "s-s4"#,
                r#"t2ud-156603f7f73120f4eeec2ec4da170f3f90f767e052db63b60c42d149f8725447"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "INTRA_CLIENT_SECRET=s-s4t2ud-ade3ccec7c0929501d1b74fbe560d53901c3b4c144a529875ab47a4d68ff066",
            "INTRA_CLIENT_SECRET=s-s4t2ud-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "1password-service-account-token",
        title: "1Password Service Account Token",
        category: "1Password",
        severity: Severity::Critical,
        anchors: &["ops_eyJ"],
        form: Form::Token("ops_eyJ[0-9A-Za-z+/_-]{250,4000}={0,3}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!(
                "OP_SERVICE_ACCOUNT_TOKEN=ops",
                "_eyJWu8hq7BwTpH175YAq6sbs8F1t97zSgG5mpuYvRL2VgsPqMJDOqeO/KyuCR9iXpjYmq7sbqZ4/zila9Kflg3boXYSMJcWurOyEPvKtU01Y95VSHKVIP3koe8iJ+COfk/i/6xk+YrYzE6jyeQOtPyIxFi2PN02bifs3QsbolRPmn0yetPcfubLCsQJKfNe/fqNeKctJyuKeVQorwaaDSN1036xij964T6Tpxo9jLd1sxywC/H8pGp0ZOU5Rwx5Z69tXY+w7Ituvi9l9XAr4WpIUr4bOrt9IJA5WMhUG/pd6mEq"
            ),
            concat!(
                r#"{"opServiceAccountToken": "ops"#,
                r#"_eyJrML5pu1xG8WMRD3qY863+2QkRNQYfrwgJ6mQYom8f3iXpwzdi+y97yxnedA8gEJWAFhzc7fmUzAz/cHMy2DZMl/PyVUicM7dB3H+m7mk3ij5fic5fGPC2mX0Qps8QX63CKWyfQ83MjuYtgqKHSYpYzgPuLvBUU34PqakgobbpAITxtubKcZvQXzYHatjhvNY20dUNUVCibMUBlOYhkoZlS0n0Y6EKjyRmB/6Wz28lbNoA4OehbOSRCZDrUyk5W2mwFJbGeo8T78OX6Wb2guYVhqcEXMVc2LPONYuZ4/fXGAF"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ops_eyJgHrfnqLHG4VkMNgcvi4NtnwuW8OG06RwA8evdDbfYYqTskefm2jVARPjUEn4",
            "OP_SERVICE_ACCOUNT_TOKEN=ops_eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "1password-secret-key",
        title: "1Password Secret Key",
        category: "1Password",
        severity: Severity::Critical,
        anchors: &["A3-"],
        form: Form::Token("A3-[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(?:-[0-9A-Z]{5}){3}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("OP_SECRET_KEY=A", "3-92E690-MPBJBR-3E3OZ-AJ2ME-1KAIK-0YLRR"),
            concat!(r#"{"opSecretKey": "A"#, r#"3-C2B821-YVOW88-HLT0K-DEVL4-VOG7U-IUSEQ"}"#),
        ]),
        lookalikes: in_tests(&[
            "OP_SECRET_KEY=A3-38MQ0B-Y6BY2C-YN48L-Z4F30-KIUDU-7KRT",
            "OP_SECRET_KEY=A3-xxxxxx-xxxxxx-xxxxx-xxxxx-xxxxx-xxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "authress-service-client-access-key",
        title: "Authress Service Client Access Key",
        category: "Authress",
        severity: Severity::Medium,
        anchors: &["sc_", "ext_", "scauth_", "authress_"],
        form: Form::Token(
            r"(?:sc|ext|scauth|authress)_[0-9a-z]{5,30}\.[0-9a-z]{4,6}\.acc[_-][0-9a-z-]{10,32}\.[0-9A-Za-z+/_=-]{30,120}",
        ),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "AUTHRESS_KEY=s",
                "c_jkhc6k2hbpku.v3hm.acc_xyjsgnuuw2wxdzwi.3LOQQSWg6LWQoJHKqbXoyYYp7l8qMH5Y9Yxx3sYij3dO8_Q9BWyg7WVWODcp"
            ),
            concat!(
                r#"{"authressKey": "s"#,
                r#"c_qzpb9jg5x3t8.phog.acc_vy4vzuyq797qk44x.58z4SojGAYkibdbN-eMNrBVaDWtTXThikl8ErJ8zvC4qHNgBvdhIYatdNgyo"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "authress_service.abcd.acc_x.y",
            "AUTHRESS_KEY=sc_xxxxxxxxxxxx.xxxx.acc_xxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
];
