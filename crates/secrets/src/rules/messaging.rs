//! Mail, messages and telephony.
//!
//! Twilio: <https://www.twilio.com/docs/iam/api-keys>. SendGrid: <https://docs.sendgrid.com/ui/account-and-settings/api-keys>. Mailgun:
//! <https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt>.

use crate::proof::name;
use crate::rule::{Form, Near, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "twilio-api-key",
        title: "Twilio API Key",
        category: "Twilio",
        severity: Severity::Medium,
        anchors: &["twilio", "api_key", "apikey", "api-key", "key_sid", "keysid"],
        form: Form::Assigned("SK[0-9a-f]{32}"),
        entropy: 3.0,
        examples: in_tests(&[
            "TWILIO_API_KEY=SKf31f8936a8bc6eb1cd9e8fba29bce7d1",
            r#"{"apiKeySid": "SKe6101a9086131968560611a946ca3511"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWILIO_API_KEY=SKa4ecde189e4ac89d8983990c74f43e",
            "TWILIO_API_KEY=SK00000000000000000000000000000000",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twilio-auth-token",
        title: "Twilio Auth Token",
        category: "Twilio",
        severity: Severity::High,
        anchors: &["twilio"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWILIO_AUTH_TOKEN=eb9397dae3129c8c9a1cdea063f44d47",
            r#"{"twilioAuthToken": "2b7b8502fd2274950fedc989c99764d0"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWILIO_AUTH_TOKEN=0d68a37b054ae038eaea05480073441",
            "TWILIO_AUTH_TOKEN=f98482f1-d488-4522-babc-dab4ce848109",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twilio-auth-token-beside-sid",
        title: "Twilio Auth Token beside its Account SID",
        category: "Twilio",
        severity: Severity::High,
        anchors: &["auth_token", "authtoken", "auth-token"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        near: Some(Near { pattern: r"\bAC[0-9a-f]{32}\b", lines: 4 }),
        examples: in_tests(&[
            concat!("account_sid: A", "C49d18b7c975139bce9ef0390adbe549c\nauth_token: 158594f03329b5fe32047e32ecd71e51\n"),
            concat!(
                r#"new Client({ sid: "A"#,
                r#"C4036c75bba15398b880773ad60968487", authToken: "2d06839668842118acb132d7c335b027" })"#
            ),
        ]),
        lookalikes: in_tests(&[
            "auth_token: 1bc580c449b43a002021c1146caefe31",
            "account_sid: AC74055297c32b07459b6ee25a7f5e16f0\nauth_token: f9f9b41f-3077-4665-9c28-38df84483be6\n",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sendgrid-api-token",
        title: "SendGrid API Key",
        category: "SendGrid",
        severity: Severity::Medium,
        anchors: &["SG."],
        form: Form::Token(r"SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("SENDGRID_API_KEY=S", "G.W403imGKcaCQw7x10e8_pX.vy5tG5ov97zrXEMC1yQYy_s-z4VY-hy27HwoyfNzXnD"),
            concat!(r#"{"sendgridApiKey": "S"#, r#"G.Fes74g9PMR6f0BypKIGaik.Huai1stCtPt-omYuRZiLmtF77u2LBvccXsr0myMDZrD"}"#),
        ]),
        lookalikes: in_tests(&[
            "SENDGRID_API_KEY=SG.2p8kcVLVj9nXpqSvKSr03m.ETsaDbXD06HNy2-MyMqZCRnEKFdOQaS6l8eGhDhSru",
            "SENDGRID_API_KEY=SG.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sendinblue-api-token",
        title: "Brevo (Sendinblue) API Key",
        category: "Sendinblue",
        severity: Severity::Low,
        anchors: &["xkeysib-", "xsmtpsib-"],
        form: Form::Token("x(?:key|smtp)sib-[0-9a-f]{64}-[0-9A-Za-z]{16}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!(
                "BREVO_API_KEY=xkey",
                "sib-28ab35f1b2e1472ca3084e0c470aa76ee602bd459ea53891fb29ddda54138991-6UfpfaVKTBHIDItQ"
            ),
            concat!(
                r#"{"brevoApiKey": "xkey"#,
                r#"sib-b7e896848fb290d63df21e27877259a26bd9f189279a011bf9ad74ca73ee1510-Ou74MBPMKz7AGQR8"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "BREVO_API_KEY=xkeysib-5948793273a22d591abb287dfb070de8ce8376fa402c70b719f70b4659d2a69d-w2uBMVBU38mATwU",
            "BREVO_API_KEY=xkeysib-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mailgun-token",
        title: "Mailgun API Key",
        category: "Mailgun",
        severity: Severity::Medium,
        anchors: &["mailgun"],
        form: Form::Assigned("(?:pub)?key-[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "MAILGUN_API_KEY=key-726ffe9b7aa3e32fd16c9ef733b7d02e",
            r#"{"mailgunApiKey": "key-b8d7ec3b1d267e393d54cf86a1a0f73c"}"#,
        ]),
        lookalikes: in_tests(&[
            "MAILGUN_API_KEY=key-62b3aadcc184000a010eded58b7ea1a",
            "MAILGUN_API_KEY=071622be-4068-421a-82cf-6a1a74e44c7d",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mailgun-signing-key",
        title: "Mailgun Signing or API Key",
        category: "Mailgun",
        severity: Severity::Medium,
        anchors: &["mailgun"],
        form: Form::Assigned("[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "MAILGUN_SIGNING_KEY=c2a64c01bc54d955be997f2c82fa9124-db3349ca-f2e5fb25",
            r#"{"mailgunSigningKey": "a57d2b5ea8060ecdfa3b22252c6c9549-7ffd9587-634d071f"}"#,
        ]),
        lookalikes: in_tests(&[
            "MAILGUN_SIGNING_KEY=91d6dd7c3b251a75aa494d6f51fac4d9-da224dbe-c06c67b",
            "MAILGUN_SIGNING_KEY=66475006-9e45-4655-9697-ded5532c56b9",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mailchimp-api-key",
        title: "Mailchimp API Key",
        category: "Mailchimp",
        severity: Severity::Medium,
        anchors: &["-us1", "-us2", "-us3", "-us4", "-us5", "-us6", "-us7", "-us8", "-us9"],
        form: Form::Around {
            before: 32,
            pattern: r"\A[^\x00]{0,32}?(?:\A|[^0-9A-Za-z])(?<secret>[0-9a-f]{32}-us[0-9]{1,2})(?:\z|[^0-9A-Za-z])",
        },
        entropy: 3.0,
        examples: in_tests(&[
            "MAILCHIMP_API_KEY=14e62dc14153101da87eeee5f353a462-us20",
            r#"{"apiKey": "c3221c5ef1ea10815a2450f8ed4948d6-us6"}"#,
        ]),
        lookalikes: in_tests(&[
            "MAILCHIMP_API_KEY=66f8462a18f027cc5d9bb8cd8ea2839-us20",
            "MAILCHIMP_API_KEY=a56b040aaeccfddc3d256e6f6d208ed1-us204",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "messagebird-api-token",
        title: "MessageBird API Token",
        category: "MessageBird",
        severity: Severity::Medium,
        anchors: &["messagebird", "message-bird", "message_bird"],
        form: Form::Assigned("[0-9A-Za-z]{25}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "MESSAGEBIRD_ACCESS_KEY=f2MM2g4ZglB2AXkKFiCqX1ObE",
            r#"{"messagebirdAccessKey": "Hf6L8h6llib8QOQxbVOhphAZT"}"#,
        ]),
        lookalikes: in_tests(&[
            "MESSAGEBIRD_ACCESS_KEY=PQDIkUCssKhQRgp1qi6ZMX5z",
            "MESSAGEBIRD_ACCESS_KEY=e87163a0-1a9e-4329-acec-dbe64442611b",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "messagebird-client-id",
        title: "MessageBird Client ID",
        category: "MessageBird",
        severity: Severity::Medium,
        anchors: &["messagebird", "message-bird", "message_bird"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_client,
        examples: in_tests(&[
            "MESSAGEBIRD_CLIENT_ID=ed38ab06-93f4-4489-87ae-7b5089088c22",
            r#"{"messagebirdClientId": "44c513a3-6641-483a-84cf-4d398d938010"}"#,
        ]),
        lookalikes: in_tests(&[
            "MESSAGEBIRD_CLIENT_ID=f8cf6b94-7e78-4004-b0c5-c9c6a2843d1",
            "MESSAGEBIRD_CLIENT_ID=77b246598c998c20a2085d0d65174d3c5ba559f9",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sendbird-access-id",
        title: "Sendbird Application ID",
        category: "Sendbird",
        severity: Severity::Low,
        anchors: &["sendbird"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        examples: in_tests(&[
            "SENDBIRD_ACCESS_ID=789666f3-703c-40fe-8986-c80a25745262",
            r#"{"sendbirdAccessId": "55c58b7a-ea8a-4808-988c-9cb3bd39f6da"}"#,
        ]),
        lookalikes: in_tests(&[
            "SENDBIRD_ACCESS_ID=8ca3252d-f2a3-4c4d-a6c2-880167cda7d",
            "SENDBIRD_ACCESS_ID=72bd9a61cea2dc5def6c312bdb92ae1bd063f593",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sendbird-access-token",
        title: "Sendbird Access Token",
        category: "Sendbird",
        severity: Severity::Medium,
        anchors: &["sendbird"],
        form: Form::Assigned("[0-9a-f]{40}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SENDBIRD_API_TOKEN=639d8f60eaf24a157c7af25a71246899d34e0506",
            r#"{"sendbirdApiToken": "17a096cf569442008fa8a5b57d6a7020438aec52"}"#,
        ]),
        lookalikes: in_tests(&[
            "SENDBIRD_API_TOKEN=5da977fec9f1e2715f31fb6636fd5f59a556407",
            "SENDBIRD_API_TOKEN=14e47d9a-62ff-4f51-96c2-b7610dff40b3",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "vonage-api-secret",
        title: "Vonage (Nexmo) API Secret",
        category: "Vonage",
        severity: Severity::Medium,
        anchors: &["nexmo", "vonage"],
        form: Form::Assigned("[0-9A-Za-z]{16}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&["VONAGE_API_SECRET=zZ4vpLuCXZvnKoou", r#"{"vonageApiSecret": "UrhOOaUy64IGuFDb"}"#]),
        lookalikes: in_tests(&["VONAGE_API_SECRET=pC1U8vB67qH3s0A", "VONAGE_API_SECRET=126f8258-a4cf-4bb6-a038-6cf7ba0be290"]),
        ..Rule::BASE
    },
    Rule {
        id: "postmark-server-token",
        title: "Postmark Server Token",
        category: "Postmark",
        severity: Severity::Medium,
        anchors: &["postmark"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "POSTMARK_SERVER_TOKEN=62a58bc9-c52a-40cb-b48a-c893536a8f5f",
            r#"{"postmarkServerToken": "06978e09-f2c4-4984-9169-81cbe48a6d23"}"#,
        ]),
        lookalikes: in_tests(&[
            "POSTMARK_SERVER_TOKEN=0c392cb8-8531-4cdd-b383-bbcc36f2b15",
            "POSTMARK_SERVER_TOKEN=1b0f86977d4564943b6ed672f55a0f86e28668aa",
        ]),
        ..Rule::BASE
    },
];
