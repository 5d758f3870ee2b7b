//! Shops and what they send.
//!
//! Shopify: <https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens>. EasyPost:
//! <https://docs.easypost.com/docs/authentication>. Shippo: <https://docs.goshippo.com/docs/guides_general/authentication/>.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "duffel-api-token",
        title: "Duffel API Token",
        category: "Duffel",
        severity: Severity::Low,
        anchors: &["duffel_live_", "duffel_test_"],
        form: Form::Token("duffel_(?:live|test)_[0-9A-Za-z_=-]{43}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("DUFFEL_ACCESS_TOKEN=duffel", "_live_LimCxhvDYsND7anesHCov1aZeiD6EBInM_MW_qw3ZTJ"),
            concat!(r#"{"duffelAccessToken": "duffel"#, r#"_live_7ubz5Hbk5p_YF5seoG4qkBImcwAqunPfOvjFUWLF125"}"#),
        ]),
        lookalikes: in_tests(&[
            "DUFFEL_ACCESS_TOKEN=duffel_live_tbFsU7iNF0EyuD8RzAL4p7OTs1oYi1sJl5UKKwK33a",
            "DUFFEL_ACCESS_TOKEN=duffel_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "easypost-api-token",
        title: "EasyPost API Token",
        category: "Easypost",
        severity: Severity::Low,
        anchors: &["EZAK", "EZTK"],
        form: Form::Token("EZ[AT]K[0-9A-Za-z]{54}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("EASYPOST_API_KEY=EZ", "AK3b114a4b7e2427c3fcf86ed6a33ad078aVJ0Gl7QjnHBRowf69owpd"),
            concat!(r#"{"easypostApiKey": "EZ"#, r#"AK1437f0ae014c9e5621d7d727a20239867CCiKbrBH7s3t9F62SLGOI"}"#),
        ]),
        lookalikes: in_tests(&[
            "EASYPOST_API_KEY=EZAK86f47aa3ebfb208d8d32d2dcdc6b237axw5VVPJvjF6xctLQFbF7r",
            "EASYPOST_API_KEY=EZAKxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "shippo-api-token",
        title: "Shippo API Token",
        category: "Shippo",
        severity: Severity::Low,
        anchors: &["shippo_live_", "shippo_test_"],
        form: Form::Token("shippo_(?:live|test)_[0-9A-Fa-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SHIPPO_TOKEN=shippo", "_live_a1ae50e353994aa2d602bd8c3a02a99780aa3802"),
            concat!(r#"{"shippoToken": "shippo"#, r#"_live_31d87deec098996adf090eacf025cf50d770dabf"}"#),
        ]),
        lookalikes: in_tests(&[
            "SHIPPO_TOKEN=shippo_live_c47256edbb70d99556cb77a699416998e52aa0f",
            "SHIPPO_TOKEN=shippo_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "lob-api-key",
        title: "Lob API Key",
        category: "Lob",
        severity: Severity::Low,
        anchors: &["lob_", "lobapi", "lob-", r#""lob"#, "lob."],
        form: Form::Assigned("(?:live|test)_[0-9a-f]{35}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("LOB_API_KEY=li", "ve_80ebe8c47bed7683570a1e638095a3dcf71"),
            concat!(r#"{"lobApiKey": "li"#, r#"ve_e2dc5bdf11a3f392ea14e1f55b6de715e07"}"#),
        ]),
        lookalikes: in_tests(&[
            "LOB_API_KEY=live_738eeabf946dfd32872c82aac86b204ad4",
            "LOB_API_KEY=65faafae-2b67-4f8c-9df5-d1192a3bd289",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "lob-pub-api-key",
        title: "Lob Publishable API Key",
        category: "Lob",
        severity: Severity::Low,
        anchors: &["lob_", "lobapi", "lob-", r#""lob"#, "lob."],
        form: Form::Assigned("(?:live|test)_pub_[0-9a-f]{31}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("LOB_API_KEY=li", "ve_pub_f6adf396ff6b1ee4114fd126471ac7e"),
            concat!(r#"{"lobApiKey": "li"#, r#"ve_pub_4bcf2a0c900a12ec07135b047ffcd36"}"#),
        ]),
        lookalikes: in_tests(&[
            "LOB_API_KEY=live_pub_a5ee58928269f09c7211648931a47b",
            "LOB_API_KEY=05d03f56-e052-45a0-8163-4e61bbef4979",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "shopify-token",
        title: "Shopify Token",
        category: "Shopify",
        severity: Severity::High,
        anchors: &["shpat_", "shpca_", "shppa_", "shpss_"],
        form: Form::Token("shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("SHOPIFY_TOKEN=shp", "at_22da0a2603620a8527ff09d4d296bba1"),
            concat!(r#"{"shopifyToken": "shp"#, r#"ss_452b1ab6bc4dc285339e1e7226b26885"}"#),
        ]),
        lookalikes: in_tests(&[
            "SHOPIFY_TOKEN=shpat_de13f1e701812fb2feb12750aeda86a",
            "SHOPIFY_TOKEN=shpat_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "etsy-access-token",
        title: "Etsy Access Token",
        category: "Etsy",
        severity: Severity::Medium,
        anchors: &["etsy"],
        form: Form::Assigned("[0-9a-z]{24}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&["ETSY_API_KEY=xdkh66awdwvaf97qquoltde9", r#"{"etsyApiKey": "n5msvar3od1tqr9sqgmj3f0i"}"#]),
        lookalikes: in_tests(&["ETSY_API_KEY=812iaotz2y3j6kubr2o25oi", "ETSY_API_KEY=1c8ea9f0-8b9a-4103-a8e8-b15f96ebc374"]),
        ..Rule::BASE
    },
    Rule {
        id: "freemius-secret-key",
        title: "Freemius Secret Key",
        category: "Freemius",
        severity: Severity::Medium,
        anchors: &["secret_key"],
        form: Form::Assigned(r"sk_[^\s]{29}"),
        entropy: 3.5,
        paths: &[".php"],
        examples: in_tests(&[
            concat!("'secret_key' => 's", "k_vlTKRjt5Iz7y6oExx4NV5Cn9iirkD',"),
            concat!(r#""secret_key"  => "s"#, r#"k_juE58BaAmFN9DKL6sU2MQa0wlOtbu""#),
        ]),
        lookalikes: in_tests(&["'secret_key' => 'sk_live'", "'secret_key' => $key"]),
        ..Rule::BASE
    },
    Rule {
        id: "squarespace-access-token",
        title: "Squarespace Access Token",
        category: "Squarespace",
        severity: Severity::Medium,
        anchors: &["squarespace"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SQUARESPACE_API_KEY=72bbde7d-b542-4333-ac83-a20cab6aa8a4",
            r#"{"squarespaceApiKey": "d6fb58e6-a115-423b-be27-cdd818d2943c"}"#,
        ]),
        lookalikes: in_tests(&[
            "SQUARESPACE_API_KEY=d627455a-74e1-49bc-bcd4-0839a8c5c85",
            "SQUARESPACE_API_KEY=29cc0543824c84ccc396c39efbcc654fff7a4a99",
        ]),
        ..Rule::BASE
    },
];
