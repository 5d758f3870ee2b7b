//! Exchanges of currencies that are only numbers: Bittrex, Coinbase, Kraken, KuCoin.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "bittrex-secret-key",
        title: "Bittrex Secret Key",
        category: "Bittrex",
        severity: Severity::High,
        anchors: &["bittrex_secret", "bittrexsecret", "bittrex_api_secret", "bittrex-secret", "bittrexapisecret"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        examples: in_tests(&[
            "BITTREX_SECRET_KEY=00656a6b36522962687349bf71561bf8",
            r#"{"bittrexSecretKey": "61cd13bae60a8d07403b8fd44fbd3b78"}"#,
        ]),
        lookalikes: in_tests(&[
            "BITTREX_SECRET_KEY=7ea513563c25f0f5d6d0939d51061bb",
            "BITTREX_SECRET_KEY=f4dd4e31-64ff-4493-832c-847a439814fa",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "bittrex-access-key",
        title: "Bittrex Access Key",
        category: "Bittrex",
        severity: Severity::High,
        anchors: &["bittrex"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "BITTREX_API_KEY=bb98b72e6c98a83a77bcd98dc4305256",
            r#"{"bittrexApiKey": "6b70f3832a6232b033dacda929864588"}"#,
        ]),
        lookalikes: in_tests(&[
            "BITTREX_API_KEY=38dac156c5e5729bb692d8910f12524",
            "BITTREX_API_KEY=47731931-0674-4dec-9c5a-62e9a290a6c9",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "coinbase-access-token",
        title: "Coinbase Access Token",
        category: "Coinbase",
        severity: Severity::High,
        anchors: &["coinbase"],
        form: Form::Assigned("[0-9a-z_-]{64}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "COINBASE_ACCESS_TOKEN=9z7pdvae6xx54vgctq8q5r4_luf-9w_hqle0kikxquav57z1w9pabhmzrtxsjzp1",
            r#"{"coinbaseAccessToken": "ftuwx319ovblhr9tnvqb4pslosfxkzkuhy-tcb4gvms0ajkca8btfz5xnu9-j3fd"}"#,
        ]),
        lookalikes: in_tests(&[
            "COINBASE_ACCESS_TOKEN=9ovtk7soe7uv71rsy5ge6bmgb6oiizowvwt9qtev3alx1pvr86qvqz0845jv5yj",
            "COINBASE_ACCESS_TOKEN=3db33eb5-3999-43d5-b27b-8c32ff83aa61",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "kraken-access-token",
        title: "Kraken API Secret",
        category: "Kraken",
        severity: Severity::High,
        anchors: &["kraken"],
        form: Form::Assigned("[0-9A-Za-z+/]{80,88}={0,2}"),
        entropy: 4.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "KRAKEN_API_SECRET=MEusyHmLTcgQrWtR6ui3Eq2UO+HAQOp7mwJlwHpkPfPYtmBf9Fa6xKYXMtLSkTavF/162xxgKbC5CP+qGlBU/l==",
            r#"{"krakenApiSecret": "psBJKnbxJZoXRY6NJc7oG2R0v0GOzDCeFRUyvYc33a8rt0xubLNTKe7uK2ZYMrlKbjkk4GYdAio3D2sWwuz0s6=="}"#,
        ]),
        lookalikes: in_tests(&[
            "KRAKEN_API_SECRET=KDrUmhYKBxWIg6Uu419YY7sNnoM61dXxgqB6PVez",
            "KRAKEN_API_SECRET=be45096b-0a36-42b5-a214-cd1c5a078d32",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "kucoin-access-token",
        title: "KuCoin API Key",
        category: "KuCoin",
        severity: Severity::High,
        anchors: &["kucoin"],
        form: Form::Assigned("[0-9a-f]{24}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&["KUCOIN_API_KEY=6e07153f645a43b17567c98e", r#"{"kucoinApiKey": "71c7237b0f2f7101823fe7e9"}"#]),
        lookalikes: in_tests(&["KUCOIN_API_KEY=679c8a0268f8810b5d40c6b", "KUCOIN_API_KEY=4863db93-982f-4486-b64b-85d40e036e11"]),
        ..Rule::BASE
    },
    Rule {
        id: "kucoin-secret-key",
        title: "KuCoin Secret",
        category: "KuCoin",
        severity: Severity::High,
        anchors: &["kucoin"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "KUCOIN_API_SECRET=1256b9e2-c107-4037-b8d2-134053fa8ec5",
            r#"{"kucoinApiSecret": "efadee29-bd94-40d3-a1f9-067780265f21"}"#,
        ]),
        lookalikes: in_tests(&[
            "KUCOIN_API_SECRET=9c3790c2-c64d-4b94-ac1c-f2aa749f533",
            "KUCOIN_API_SECRET=7ee883297c7d4022169ab616bfd91c8dc7a3e69b",
        ]),
        ..Rule::BASE
    },
];
