//! Payment and banking.
//!
//! Stripe: <https://docs.stripe.com/keys>. Square: <https://developer.squareup.com/docs/build-basics/access-tokens>. Plaid:
//! <https://plaid.com/docs/quickstart/glossary/>. Flutterwave: <https://developer.flutterwave.com/docs/authentication>.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "stripe-secret-token",
        title: "Stripe Secret Key",
        category: "Stripe",
        severity: Severity::Critical,
        anchors: &["sk_live_", "sk_test_", "sk_prod_", "rk_live_", "rk_test_", "rk_prod_"],
        form: Form::Token("[rs]k_(?:live|test|prod)_[0-9A-Za-z]{20,200}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("STRIPE_SECRET_KEY=sk_l", "ive_NP9xDMF3kOoB6VmP7jyclTaI"),
            concat!(
                r#"{"stripeSecretKey": "rk_t"#,
                r#"est_518IcWY0p0Tan4z5Uas2LgTMKxKoJrDzt41zqw1LhnMdO0nZyb4PSKhTzfXJG4j0YEcVJ4rWKU9coXSwQJwdJhDl78ig9Dp04Jo"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
            "sk_live_oHx2Mrrlx",
            "sk_test_your_key_here",
            "STRIPE_SECRET_KEY=sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "stripe-publishable-token",
        title: "Stripe Publishable Key",
        category: "Stripe",
        severity: Severity::Low,
        anchors: &["pk_live_", "pk_test_"],
        form: Form::Token("pk_(?:live|test)_[0-9A-Za-z]{20,200}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("STRIPE_KEY=pk_l", "ive_tEQeWhfjVoNwBus2d6B70jCF"),
            concat!(r#"{"stripeKey": "pk_l"#, r#"ive_lF1Gyt1CYGzwmZ8jp3GeoZ3V"}"#),
        ]),
        lookalikes: in_tests(&[
            "pk_test_TYooMQauvdEDq54NiTphI7jx",
            "pk_test_ToMP3GNLY",
            "STRIPE_KEY=pk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "stripe-webhook-secret",
        title: "Stripe Webhook Signing Secret",
        category: "Stripe",
        severity: Severity::High,
        anchors: &["whsec_"],
        form: Form::Token("whsec_[0-9A-Za-z+/]{32,64}=?"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("STRIPE_WEBHOOK_SECRET=whs", "ec_XFpe0nH31jqTguQP7FKx4d9FT7GwVv6o"),
            concat!(r#"{"stripeWebhookSecret": "whs"#, r#"ec_TNyDutjTQkO2du3j6cL0kVUiOCwl2W5N"}"#),
        ]),
        lookalikes: in_tests(&[
            "STRIPE_WEBHOOK_SECRET=whsec_mfboI2GUwV0G1d5kfrRQqtf9RUijz4o",
            "STRIPE_WEBHOOK_SECRET=whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "square-access-token",
        title: "Square Access Token",
        category: "Square",
        severity: Severity::High,
        anchors: &["sq0atp-"],
        form: Form::Token("sq0atp-[0-9A-Za-z_-]{22}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("SQUARE_TOKEN=sq0", "atp-bLhPhc5Gd2q4OwshmqhPnm"),
            concat!(r#"{"squareToken": "sq0"#, r#"atp-YjfW1SNy40Vhpq_C9IWkV3"}"#),
        ]),
        lookalikes: in_tests(&["SQUARE_TOKEN=sq0atp-iyU9ZjsAyCdEozWBrH2ZK", "SQUARE_TOKEN=sq0atp-xxxxxxxxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "square-oauth-secret",
        title: "Square OAuth Secret",
        category: "Square",
        severity: Severity::High,
        anchors: &["sq0csp-"],
        form: Form::Token("sq0csp-[0-9A-Za-z_-]{43}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("SQUARE_SECRET=sq0", "csp-ivR1Ej8lExmdTePD-QXgswDUECZmmVl8se5Lc-M_x81"),
            concat!(r#"{"squareSecret": "sq0"#, r#"csp-DEB2PEOYhl_awgLVn8YhEiy1y9IZRS6ow9c4lOv4aca"}"#),
        ]),
        lookalikes: in_tests(&[
            "SQUARE_SECRET=sq0csp-wbSfUj8c8mUKaxIIwtO7bGFHFzaeJoqjufQ7jWEohE",
            "SQUARE_SECRET=sq0csp-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "square-api-access-token",
        title: "Square API Access Token",
        category: "Square",
        severity: Severity::High,
        anchors: &["square"],
        form: Form::Assigned("EAAA[0-9A-Za-z_-]{60}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("SQUARE_ACCESS_TOKEN=EA", "AAJBwDxHxhFFUZGc2Rk4rLhTV3_Dio1Ov7caq9e_mJHR9Tye5oAm5LZ6T64-db"),
            concat!(r#"{"squareAccessToken": "EA"#, r#"AA2f3ktsaSBTDWmH6drpeUdz-UW6t80QYb8mLu9Cqtwkxy8hN6ghaDqvOF53Ku"}"#),
        ]),
        lookalikes: in_tests(&[
            "SQUARE_ACCESS_TOKEN=EAAAYZ1S_FZ5mmpVJmIe4kN1rzLWfuu6vNIeQJ3KUPuq7CJ3zJJ3FoYf1DHMjjR",
            "SQUARE_ACCESS_TOKEN=caa06a24-d3d5-49bb-b626-890f1d5072c6",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "paypal-braintree-access-token",
        title: "PayPal Braintree Access Token",
        category: "PayPal",
        severity: Severity::Critical,
        anchors: &["access_token$"],
        form: Form::Around { before: 0, pattern: r"\Aaccess_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}" },
        entropy: 3.0,
        examples: in_tests(&[
            concat!("BRAINTREE=access", "_token$production$mpepuc41qrajsuyh$67c5afdda0ff0bb8ed88b95506542d07"),
            concat!(r#""access"#, r#"_token$sandbox$5kqe1j7cb1g9xfsv$dfa76820c194353b4a56d65e54ea18bf""#),
        ]),
        lookalikes: in_tests(&[
            "access_token$production$x",
            "access_token$sandbox$0000000000000000$00000000000000000000000000000000",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "flutterwave-public-key",
        title: "Flutterwave Public or Secret Key",
        category: "Flutterwave",
        severity: Severity::Medium,
        anchors: &["FLWPUBK_TEST-", "FLWSECK_TEST-", "FLWPUBK-", "FLWSECK-"],
        form: Form::Token("FLW(?:PUB|SEC)K(?:_TEST)?-[0-9a-h]{32}-X"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("FLW_SECRET_KEY=FLWSEC", "K_TEST-421f9474580a0608c580e0f4a7ffa05c-X"),
            concat!(r#"{"flwSecretKey": "FLWSEC"#, r#"K_TEST-5f1b35771e244e117ef8b8b41b9623ec-X"}"#),
        ]),
        lookalikes: in_tests(&[
            "FLWSECK_TEST-76692cb85bf097a9f021-X",
            "FLW_SECRET_KEY=FLWSECK_TEST-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-X",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "flutterwave-enc-key",
        title: "Flutterwave Encryption Key",
        category: "Flutterwave",
        severity: Severity::Medium,
        anchors: &["FLWSECK_TEST"],
        form: Form::Token("FLWSECK_TEST-?[0-9a-h]{12}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("FLW_ENCRYPTION_KEY=FLWSEC", "K_TEST15f59fa35efd"),
            concat!(r#"{"flwEncryptionKey": "FLWSEC"#, r#"K_TEST703b5111bf42"}"#),
        ]),
        lookalikes: in_tests(&["FLW_ENCRYPTION_KEY=FLWSECK_TEST8db160fff81", "FLW_ENCRYPTION_KEY=FLWSECK_TESTxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "gocardless-api-token",
        title: "GoCardless API Token",
        category: "GoCardless",
        severity: Severity::Medium,
        anchors: &["gocardless"],
        form: Form::Assigned("live_[0-9A-Za-z_-]{40}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("GOCARDLESS_ACCESS_TOKEN=li", "ve_PVDoAEC-uyEf4KSbnwCc3yYFTxr8jpPmNKBOzzFl"),
            concat!(r#"{"gocardlessAccessToken": "li"#, r#"ve_p9JXmyuuZbBBuHhQGMV_ubTPQC7-T3OWb3CpnNQc"}"#),
        ]),
        lookalikes: in_tests(&[
            "GOCARDLESS_ACCESS_TOKEN=live_SPlbmiYXMG95L_69cD1h8URYKM1b5DFa0v8kqxW",
            "GOCARDLESS_ACCESS_TOKEN=b482d9f5-3d7b-4210-b4f9-15baa8bc723f",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "plaid-api-token",
        title: "Plaid API Token",
        category: "Plaid",
        severity: Severity::High,
        anchors: &["plaid"],
        form: Form::Assigned("access-(?:sandbox|development|production)-[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "PLAID_ACCESS_TOKEN=access-production-309e829f-321b-491b-bd02-1ad59c9a0bb5",
            r#"{"plaidAccessToken": "access-production-28ac3826-a358-4383-bb5e-6595f0379609"}"#,
        ]),
        lookalikes: in_tests(&[
            "PLAID_ACCESS_TOKEN=access-production-f321b834-b533-4272-a693-88d14e9ba30",
            "PLAID_ACCESS_TOKEN=76cccd4a1f55f4d2f45bdc281d80794ef4dbdb22",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "plaid-client-id",
        title: "Plaid Client ID",
        category: "Plaid",
        severity: Severity::Low,
        anchors: &["plaid"],
        form: Form::Assigned("[0-9a-f]{24}"),
        entropy: 3.0,
        proof: name::is_of_client,
        examples: in_tests(&["PLAID_CLIENT_ID=8fac343b8680726043b3008c", r#"{"plaidClientId": "d9a9b22279e809e0b317f9f3"}"#]),
        lookalikes: in_tests(&[
            "PLAID_CLIENT_ID=2615c217d5242bff150520e",
            "PLAID_CLIENT_ID=b8c24364-fa50-4ea7-bf58-fc399e064dea",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "plaid-secret-key",
        title: "Plaid Secret Key",
        category: "Plaid",
        severity: Severity::High,
        anchors: &["plaid"],
        form: Form::Assigned("[0-9a-f]{30}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "PLAID_SECRET=5be0ea0dbe3c83cb762b0e6fb8bec8",
            r#"{"plaidSecret": "2201f3f8a3f994ad7cde039f320308"}"#,
        ]),
        lookalikes: in_tests(&[
            "PLAID_SECRET=3d51763161a2fb845424c8093263e",
            "PLAID_SECRET=189e68e8-d6fe-40f9-910f-a0ec5f28912e",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "finicity-client-secret",
        title: "Finicity Client Secret",
        category: "Finicity",
        severity: Severity::Medium,
        anchors: &["finicity"],
        form: Form::Assigned("[0-9a-z]{20}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "FINICITY_CLIENT_SECRET=cgcacnt6ej04e5c0p6sf",
            r#"{"finicityClientSecret": "wh2mzak4ccb4aa6x4sas"}"#,
        ]),
        lookalikes: in_tests(&[
            "FINICITY_CLIENT_SECRET=xbs7m512oiv9m112jb7",
            "FINICITY_CLIENT_SECRET=5dd559cf-600f-401d-8662-8e1edf4aaec8",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "finicity-api-token",
        title: "Finicity API Token",
        category: "Finicity",
        severity: Severity::Medium,
        anchors: &["finicity"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "FINICITY_API_TOKEN=e39768521d9da4114c58ccc2cf677231",
            r#"{"finicityApiToken": "d9406d6a17f9a429cdf6538e251f346a"}"#,
        ]),
        lookalikes: in_tests(&[
            "FINICITY_API_TOKEN=93ef36ceb2e93425b2f32da7910716b",
            "FINICITY_API_TOKEN=4bcaf698-61c9-4aee-bc66-4157ed715ea2",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "razorpay-key-secret",
        title: "Razorpay Key Secret",
        category: "Razorpay",
        severity: Severity::High,
        anchors: &["razorpay"],
        form: Form::Assigned("[0-9A-Za-z]{24}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "RAZORPAY_KEY_SECRET=kZQUEgj53rmQ1wmXb6eMR1T3",
            r#"{"razorpayKeySecret": "upBmYyOzYBQPCgwgu4Jy9IL2"}"#,
        ]),
        lookalikes: in_tests(&[
            "RAZORPAY_KEY_SECRET=qHoHt9fauLPYgGKM7O47pz6",
            "RAZORPAY_KEY_SECRET=f103a08a-f4ce-4cc1-9bda-0a23f950a197",
        ]),
        ..Rule::BASE
    },
];
