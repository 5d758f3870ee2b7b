//! Google: <https://cloud.google.com/docs/authentication>.

use crate::proof::private_key;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "gcp-service-account",
        title: "Google Cloud Service Account Key",
        category: "Google",
        severity: Severity::Critical,
        anchors: &[r#"service_account""#, r#"service_account\""#],
        form: Form::Around {
            before: 20,
            pattern: r#"\A[^\x00]{0,20}?"type\\?"\s*:\s*\\?"service_account\\?"[^\x00]{0,600}?"private_key\\?"\s*:\s*\\?"-----BEGIN (?:RSA )?PRIVATE KEY-----(?:\\+[nr]|\s)*(?<secret>[^"-]{40,6000}?)(?:\\+[nr]|\s)*-----END"#,
        },
        proof: private_key::may_be_open,
        genuine: Some(private_key::READABLE),
        examples: in_tests(&[
            concat!(
                "{\n  \"type\": \"service_account\",\n  \"private_key\": \"-----BEGIN PRIV",
                "ATE KEY-----\\nMIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAN8YcuXgp2GQ9dsq\\nLy0yAwgPRnxUYjJG3RibFmj9w9i2pV7aRfzIhk/NUY7ynlqqfbDwRc+zPniFFpTA\\nKesAXY+vkiuPU9P0ouJNmHdfLORML1XR0Eh+XF2O+PxXsEVjGwchYPrTZ5V8awHI\\nJWFBc2OAvEv73oKxKeaykUsAjRYhAgMBAAECgYBrBMFpQKFKjk1B+zRyS8Fkhl9b\\nmOcaEyBQg2T2rHTcapFdtPtJza+QbH+pQP1xpMNys2/puKRJEB7K8HurPZujQgSl\\ne6/WfNWRhnqeFrJA/nerhTJWQYAVWNi4XTHVSBrroDAuMmWsPhQqm75bAjhjBmcR\\ny01WnlJpWjyT5oCAOQJBAPymHE5mYD4a3cEIgs6oc2puq+DRtZUF0FZ0D7wUQoI7\\n+mZiSerEc1IBuHL4B3ZLiWe3xCujpHUEFQX0e5+O3KcCQQDiDfzIVcdil7sZRbw8\\nm+U1AFef8KdeOFm3gDUt1wtQqCsDb8taP+XDSOuoAAEcirbZLPvAJXw2TxcpVNt4\\neWf3AkAkCno9QON32JNLxzAJ1QPp6fHA94mEwbiPrKzV8rnuJCo7UsgionWk/DPY\\nysMdv/bRAekNJKIAQ13QZKkCAPo/AkBZ1vFFtUGen2rOanabJ+H6JH6uo/gAbCjL\\n0vpPk419qrgdj4qj/Y0VBaASjp3ieAafXU9YWA17kAdGd+EZijaVAkAs1DbNFcpu\\n3JYOeXMBEGJwwMTqtsVn7LQZxpHBLi449rcts0zPdT2ENhWRCH0i8OVXQC1zYUFb\\nZn9U5XrjdQFE\\n-----END PRIVATE KEY-----\\n\"\n}\n"
            ),
            concat!(
                r#"{"type": "service_account", "project_id": "acme", "private_key_id": "0b6975297bd1f9bef5cb3b6b3ef56d8ac2899824", "private_key": "-----BEGIN PRIVA"#,
                r#"TE KEY-----\nMIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAN8YcuXgp2GQ9dsq\nLy0yAwgPRnxUYjJG3RibFmj9w9i2pV7aRfzIhk/NUY7ynlqqfbDwRc+zPniFFpTA\nKesAXY+vkiuPU9P0ouJNmHdfLORML1XR0Eh+XF2O+PxXsEVjGwchYPrTZ5V8awHI\nJWFBc2OAvEv73oKxKeaykUsAjRYhAgMBAAECgYBrBMFpQKFKjk1B+zRyS8Fkhl9b\nmOcaEyBQg2T2rHTcapFdtPtJza+QbH+pQP1xpMNys2/puKRJEB7K8HurPZujQgSl\ne6/WfNWRhnqeFrJA/nerhTJWQYAVWNi4XTHVSBrroDAuMmWsPhQqm75bAjhjBmcR\ny01WnlJpWjyT5oCAOQJBAPymHE5mYD4a3cEIgs6oc2puq+DRtZUF0FZ0D7wUQoI7\n+mZiSerEc1IBuHL4B3ZLiWe3xCujpHUEFQX0e5+O3KcCQQDiDfzIVcdil7sZRbw8\nm+U1AFef8KdeOFm3gDUt1wtQqCsDb8taP+XDSOuoAAEcirbZLPvAJXw2TxcpVNt4\neWf3AkAkCno9QON32JNLxzAJ1QPp6fHA94mEwbiPrKzV8rnuJCo7UsgionWk/DPY\nysMdv/bRAekNJKIAQ13QZKkCAPo/AkBZ1vFFtUGen2rOanabJ+H6JH6uo/gAbCjL\n0vpPk419qrgdj4qj/Y0VBaASjp3ieAafXU9YWA17kAdGd+EZijaVAkAs1DbNFcpu\n3JYOeXMBEGJwwMTqtsVn7LQZxpHBLi449rcts0zPdT2ENhWRCH0i8OVXQC1zYUFb\nZn9U5XrjdQFE\n-----END PRIVATE KEY-----\n", "client_email": "ci@acme.iam.gserviceaccount.com"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            r#"{"type": "service_account", "project_id": "acme"}"#,
            r#"{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----\n"}"#,
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gcp-api-key",
        title: "Google API Key",
        category: "Google",
        severity: Severity::Medium,
        anchors: &["AIza"],
        form: Form::Token("AIza[0-9A-Za-z_-]{35}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("GOOGLE_API_KEY=AI", "zaJM14iCo6I4LptAEkup_5SkIf0LLNEFmcjRB"),
            concat!(r#"{"googleApiKey": "AI"#, r#"zajsMmW-NQ2LSuM8s3y44pQgi9BidBzbbgH-p"}"#),
        ]),
        lookalikes: in_tests(&[
            "AIzaSyCkfPOPZXDKNn8hhgu3JrA62wIgC93d44k",
            "GOOGLE_API_KEY=AIzahesD-EnYFbwsFn9OFvJU8GY-mGLdCiAVmw",
            "GOOGLE_API_KEY=AIzaxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "google-oauth-client-secret",
        title: "Google OAuth Client Secret",
        category: "Google",
        severity: Severity::High,
        anchors: &["GOCSPX-"],
        form: Form::Token("GOCSPX-[0-9A-Za-z_-]{28}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("GOOGLE_CLIENT_SECRET=GOC", "SPX-hkiddl_9RLeR0eiorbf4_rxlmug7"),
            concat!(r#"{"googleClientSecret": "GOC"#, r#"SPX-Nj-NIX9LBglwS5LY9H--QLBaJhsp"}"#),
        ]),
        lookalikes: in_tests(&[
            "GOOGLE_CLIENT_SECRET=GOCSPX-jgJhxH6b5A761S9vkUdu6BrHV7L",
            "GOOGLE_CLIENT_SECRET=GOCSPX-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "google-oauth-access-token",
        title: "Google OAuth Access Token",
        category: "Google",
        severity: Severity::Medium,
        anchors: &["ya29."],
        form: Form::Token(r"ya29\.[0-9A-Za-z_-]{60,1000}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "ACCESS_TOKEN=ya",
                "29.WY86f3VARakydgh4YWwtF19y8l5USKeIgdMeqnHZsP-XyMGgy89Wt5wmcFvpVpgKkcwpDaPSZjJDMXrHskPaYB34Ls9ix3Og4y9FH8gyG98hUq-rEzeLd0C1Gj36zyAvfmdwx3qoVP8kSOLWVWkHm7l2xIbBuTsk"
            ),
            concat!(
                r#"{"accessToken": "ya"#,
                r#"29.22fy1she8jFWC4F0dV8Vxgblq-m0-gnbn5jsOf62potByOE4Pyq5reNEdRfCOFAVuXekLrOxj7d_bbuVnnHO7ldlcwql2ysvfSUkaSa7iRQ8yY6MKjw-viwQplJQBFU2YjfrmYrXntYJwy0vD5lVFhNb06Te-G_0"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ya29.gcMgsjz772baDk7U0wok",
            "ACCESS_TOKEN=ya29.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "google-oauth-refresh-token",
        title: "Google OAuth Refresh Token",
        category: "Google",
        severity: Severity::High,
        anchors: &["1//0"],
        form: Form::Token("1//0[0-9][0-9A-Za-z_-]{60,200}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "REFRESH_TOKEN=1/",
                "/01AzrAblC5vMleJ07lI81DRWjSy5_SXaPN5X_86jsWOXCG0YNTOTkrSbNqECO1JhOqB_GGAKXY_uJbfaaB01c55KzEhAbweVi7PNOi"
            ),
            concat!(
                r#"{"refreshToken": "1/"#,
                r#"/098HNVUfroMr1GeOoOC0kIROCX4SG5sZuh7-zmzwkDV_tcpms_AT4cUU5REAALoTKJ9GvkrMS2M6B9-SlNP6AG6fdzqNQ-niS3Z02f"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "1//030W62rYvxZJN4A0u2QbBg",
            "REFRESH_TOKEN=1//0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
];
