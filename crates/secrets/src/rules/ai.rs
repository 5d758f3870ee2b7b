//! Services of artificial intelligence beside OpenAI.
//!
//! Anthropic: <https://docs.anthropic.com/en/api/overview>. Hugging Face: <https://huggingface.co/docs/hub/security-tokens>.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "anthropic-api-key",
        title: "Anthropic API Key",
        category: "Anthropic",
        severity: Severity::Critical,
        anchors: &["sk-ant-api03-"],
        form: Form::Token("sk-ant-api03-[0-9A-Za-z_-]{93}AA"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "ANTHROPIC_API_KEY=sk-ant",
                "-api03-5VHBrse0AsuW-wVeBAb6-3fq5kM6E51TM45eYby4udWMzGczqg2zllJAXWrrBeLpFjeapK5oEafm_T1PlAfDm9hTcAAeVAA"
            ),
            concat!(
                r#"{"anthropicApiKey": "sk-ant"#,
                r#"-api03-YUTQDnDAvY7vh02QIy0ai2aLXhvKZn58V2_j1jLm0Lda7ety8zvWEwOf05tUJDAZi17IlboQTJfbhsv2TqrKG7Bezf9q5AA"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-ant-api03-wH47Ap8cSiPDPg8KJ1kcN20geJGVSKVCU5TOeAuAAA",
            "ANTHROPIC_API_KEY=sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxAA",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "anthropic-admin-api-key",
        title: "Anthropic Admin API Key",
        category: "Anthropic",
        severity: Severity::Critical,
        anchors: &["sk-ant-admin01-"],
        form: Form::Token("sk-ant-admin01-[0-9A-Za-z_-]{93}AA"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "ANTHROPIC_API_KEY=sk-ant-",
                "admin01-1JQkMG3r6H9OdyAATr-rMm6dzug6nKVapEaHx6LU7iSlonmde1r5HZlTpVyS-0MC4RHPpPtXcdO-CfLQdc6xfRYWWFnsMAA"
            ),
            concat!(
                r#"{"anthropicApiKey": "sk-ant-"#,
                r#"admin01-MJoJkdrC6XvlkYuvjhDl_AmvZN9Tgnj7COgp1HXQEXm4Q5idbl3PPe0tu0mifnMrpU0XOX_29HvjOblrDXRApfmf2kmxOAA"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-ant-admin01-QpOtHSabMTz9ypuZ5AwDzouvYYjZF8QpN1aAoClyAA",
            "ANTHROPIC_API_KEY=sk-ant-admin01-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxAA",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "anthropic-oauth-token",
        title: "Anthropic OAuth Token",
        category: "Anthropic",
        severity: Severity::High,
        anchors: &["sk-ant-oat01-", "sk-ant-ort01-"],
        form: Form::Token("sk-ant-o[ar]t01-[0-9A-Za-z_-]{80,110}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "CLAUDE_CODE_OAUTH_TOKEN=sk-ant",
                "-oat01-NDbv1X4wblVBX_AW4czRA44yc-8O75Md9auZOGp7TJHW0WWRj_Nr8vY45MEdU1e6CXp6UulxCuns02wMoR38WeUbNgbPWAA"
            ),
            concat!(
                r#"{"claudeCodeOauthToken": "sk-ant"#,
                r#"-oat01-fMOsLXeYqtHRaA2zycttg_X_Uu3fgGrH23PyriHGs1BGdTDW3646e8MCAxjFA958WGqsTxY3qIxHzIk3g4xN3UVyiuBGhAA"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-ant-oat01-7RwCu7YxLk9IEqgLryZi",
            "CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxAA",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "hugging-face-access-token",
        title: "Hugging Face Access Token",
        category: "HuggingFace",
        severity: Severity::Critical,
        anchors: &["hf_"],
        form: Form::Token("hf_[0-9A-Za-z]{34,40}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("HF_TOKEN=h", "f_TZRNtLUbohSEHOoDteuVJPEkGncppvkVbU"),
            concat!(r#"{"hfToken": "h"#, r#"f_idNbRiugYpYSNByQKfbKfWUnhVVJmKKRwC"}"#),
        ]),
        lookalikes: in_tests(&[
            "hf_model_loading_function_for_transformers",
            "HF_TOKEN=hf_pwJsAfKlCfjHgrDgIVoBbKrgKACUtHWrl",
            "HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "huggingface-organization-api-token",
        title: "Hugging Face Organization API Token",
        category: "HuggingFace",
        severity: Severity::Critical,
        anchors: &["api_org_"],
        form: Form::Token("api_org_[A-Za-z]{34}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("HF_ORG_TOKEN=api_", "org_wXbeFHHAscyOqpKxhFGWkQIrGjNcFqAVMG"),
            concat!(r#"{"hfOrgToken": "api_"#, r#"org_MSlMonIRybgNUcAuHizkNEBRGzVfWCEsYx"}"#),
        ]),
        lookalikes: in_tests(&[
            "HF_ORG_TOKEN=api_org_UmglsFEQcYKtZafbJMbJiaurfieBHjLcw",
            "HF_ORG_TOKEN=api_org_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "cohere-api-token",
        title: "Cohere API Key",
        category: "Cohere",
        severity: Severity::High,
        anchors: &["cohere", "co_api_key"],
        form: Form::Assigned("[0-9A-Za-z]{40}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "COHERE_API_KEY=9vZ2zg9YR6uG1SuewUN4kpc43jH1CXRAwhpt9FnI",
            r#"{"cohereApiKey": "oJKDpHerHZIDbGBF4AS9ruchRucHcv6nKSXivCpz"}"#,
        ]),
        lookalikes: in_tests(&[
            "COHERE_API_KEY=DAZulrTw1Ry7seBecJ1k5sdgYpSPbGXgBCzxP0y",
            "COHERE_API_KEY=356d3bf7-d732-4fc2-846b-93a22bbee61e",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "perplexity-api-key",
        title: "Perplexity API Key",
        category: "Perplexity",
        severity: Severity::High,
        anchors: &["pplx-"],
        form: Form::Token("pplx-[0-9A-Za-z]{48}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("PERPLEXITY_API_KEY=pp", "lx-okV2XwNkbvuWM8KlNd6gB7SXYEwg5iQhST0r5HcEAsBKEYZ1"),
            concat!(r#"{"perplexityApiKey": "pp"#, r#"lx-So1ClUcJHgkdcc7OtjKZkTtnRhRImqKMbGT1x3KPEq3eTRfx"}"#),
        ]),
        lookalikes: in_tests(&[
            "PERPLEXITY_API_KEY=pplx-0jJQXpyaHkbc99nejyEhFFtGKH5fxz7SZx05ti2gxJkl9T3",
            "PERPLEXITY_API_KEY=pplx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "groq-api-key",
        title: "Groq API Key",
        category: "Groq",
        severity: Severity::High,
        anchors: &["gsk_"],
        form: Form::Token("gsk_[0-9A-Za-z]{52}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("GROQ_API_KEY=gs", "k_wHdtWOp6Tj2a01uD1TGTG09b9yPVJmtJZ7WwEX3cb7tNHP9bV7v6"),
            concat!(r#"{"groqApiKey": "gs"#, r#"k_MFQrEfwjri3LHvXZdDYCzuF3o24IMdzevGftr05tsZhfxVKDigud"}"#),
        ]),
        lookalikes: in_tests(&[
            "GROQ_API_KEY=gsk_sLDU0vgaqaKWvyL35y7s6LIlO5Asf6MtINOQu02V522yRoU3Kcl",
            "GROQ_API_KEY=gsk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "xai-api-key",
        title: "xAI API Key",
        category: "xAI",
        severity: Severity::High,
        anchors: &["xai-"],
        form: Form::Token("xai-[0-9A-Za-z]{80}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!("XAI_API_KEY=xa", "i-uQv6qiSEtR8GlWLo7rTFZVe6QRzqGe860dufc56hSRoljbjp4l9DRNZ4XnuuEJUdc5kLh5JumnsqOHvG"),
            concat!(
                r#"{"xaiApiKey": "xa"#,
                r#"i-eKmQraqzwjhOVC13NZzgMplLYMQhbHwjmhkxmzUkBvA7z0Vo0JA0LhhgDnrGwlKSxfqsfUZdORNPnViE"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "XAI_API_KEY=xai-EkO7duYibDJKAs34VJsuAqtcNIoqtENjEibQ7n3RVFnSKJHqjsMJpMBxcva6q8SvQsydSp09H9P2uKa",
            "XAI_API_KEY=xai-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "replicate-api-token",
        title: "Replicate API Token",
        category: "Replicate",
        severity: Severity::High,
        anchors: &["r8_"],
        form: Form::Token("r8_[0-9A-Za-z]{37}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("REPLICATE_API_TOKEN=r", "8_MnYV5XaUSbTV6lPh2WVleJJwP7SNkRmO6ZHrR"),
            concat!(r#"{"replicateApiToken": "r"#, r#"8_pxFjKzbfCbOnkHtjVe2xwtoq1K1Df3JV7JWRu"}"#),
        ]),
        lookalikes: in_tests(&[
            "REPLICATE_API_TOKEN=r8_60o6kw1s6wPCxWCvbvvbDUATEg3Ks0pLQlcS",
            "REPLICATE_API_TOKEN=r8_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "langsmith-api-key",
        title: "LangSmith API Key",
        category: "LangChain",
        severity: Severity::Medium,
        anchors: &["lsv2_pt_", "lsv2_sk_"],
        form: Form::Token("lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("LANGSMITH_API_KEY=lsv2", "_pt_8462615539575cfadbe42f918f470ae0_a98a878a41"),
            concat!(r#"{"langsmithApiKey": "lsv2"#, r#"_pt_92401dc11c7d41cf206069d8a71d3146_45a9b81175"}"#),
        ]),
        lookalikes: in_tests(&[
            "LANGSMITH_API_KEY=lsv2_pt_4c1d960bc256134debedc47e1caa924a_13767994d",
            "LANGSMITH_API_KEY=lsv2_pt_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "nvidia-api-key",
        title: "NVIDIA API Key",
        category: "NVIDIA",
        severity: Severity::High,
        anchors: &["nvapi-"],
        form: Form::Token("nvapi-[0-9A-Za-z_-]{60,70}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("NVIDIA_API_KEY=nva", "pi-ekw98TkCCHJThVb30Tp5w26uS4h3WIkRkFJSkx3PxiCuicmaPyyC2YjPG5p0MJaX"),
            concat!(r#"{"nvidiaApiKey": "nva"#, r#"pi-l6Hrup1kX4BLojWhvMY3av4uh3YuE78EamVNzYgaFfJD4cN0Orei05whWE8Q1luT"}"#),
        ]),
        lookalikes: in_tests(&[
            "nvapi-eehzSdeV5KajAmW2ioFo",
            "NVIDIA_API_KEY=nvapi-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "pinecone-api-key",
        title: "Pinecone API Key",
        category: "Pinecone",
        severity: Severity::High,
        anchors: &["pcsk_"],
        form: Form::Token("pcsk_[0-9A-Za-z]{5,7}_[0-9A-Za-z]{60,66}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("PINECONE_API_KEY=pc", "sk_paiM05_4Uf9OtQZcT9EOR0Kow5K0ucpmKNvTQW48TfMEeHiJRpHr1YIqwGUM1MEQqdU91G"),
            concat!(
                r#"{"pineconeApiKey": "pc"#,
                r#"sk_eqoBru_To9Cm0XaHsRz0iOfDIMOSjusRncXyjfrOAVtjAjaKMrPrmNvJsCJcoH361gA32m"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "pcsk_yD76AqgiAxpHW6riEFmC",
            "PINECONE_API_KEY=pcsk_xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openrouter-api-key",
        title: "OpenRouter API Key",
        category: "OpenRouter",
        severity: Severity::High,
        anchors: &["sk-or-v1-"],
        form: Form::Token("sk-or-v1-[0-9a-f]{64}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("OPENROUTER_API_KEY=sk-o", "r-v1-04b277352e014a1e224025f3b815e09c52c3c19c3d180515a9691c3bf27bf772"),
            concat!(
                r#"{"openrouterApiKey": "sk-o"#,
                r#"r-v1-01c1cb0f92fd98ee2d6caaa5a7d1bc05af5d137e2531142123259a5cc07b78cb"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "OPENROUTER_API_KEY=sk-or-v1-e249f23df9ad6c8b3bfd651f9801cceb563c08226c81d46f8833b508db53e2b",
            "OPENROUTER_API_KEY=sk-or-v1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "privateai-api-token",
        title: "Private AI API Token",
        category: "PrivateAI",
        severity: Severity::Medium,
        anchors: &["privateai", "private_ai", "private-ai"],
        form: Form::Assigned("[0-9a-z]{32}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "PRIVATEAI_API_KEY=v4lrlz1v4jb0n9g5l9fjt9jeutf1lpu5",
            r#"{"privateaiApiKey": "h619i2evnfu418hjegoof3swtx8acu0r"}"#,
        ]),
        lookalikes: in_tests(&[
            "PRIVATEAI_API_KEY=hyfvztmiw5ijjxtxac2tw9kbwhlku0s",
            "PRIVATEAI_API_KEY=516708c9-3007-49ce-a148-a34f751cf117",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "deepseek-api-key",
        title: "DeepSeek API Key",
        category: "DeepSeek",
        severity: Severity::High,
        anchors: &["deepseek"],
        form: Form::Assigned("sk-[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("DEEPSEEK_API_KEY=s", "k-a37f28b0e817f17794e800d9de9c5579"),
            concat!(r#"{"deepseekApiKey": "s"#, r#"k-a76c8b39b9918566876a20df717570a7"}"#),
        ]),
        lookalikes: in_tests(&[
            "DEEPSEEK_API_KEY=sk-bc843b28282b10d30dad3bef30fc44d",
            "DEEPSEEK_API_KEY=0b9a1f45-e01e-4169-8434-13a7975e328e",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mistral-api-key",
        title: "Mistral AI API Key",
        category: "Mistral",
        severity: Severity::High,
        anchors: &["mistral"],
        form: Form::Assigned("[0-9A-Za-z]{32}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "MISTRAL_API_KEY=JJUUEB1NbnaqAkl2YeL4p8XLU0anPYHp",
            r#"{"mistralApiKey": "QattVm2Ik8kkyyaOhe3n9218aUngGzPv"}"#,
        ]),
        lookalikes: in_tests(&[
            "MISTRAL_API_KEY=PU7SDLgeWVABQR88T960n6o45L5I7Yj",
            "MISTRAL_API_KEY=55187d7a-78d2-46e3-a7ea-4455fc1e91bb",
        ]),
        ..Rule::BASE
    },
];
