//! OpenAI, whose keys hold `T3BlbkFJ`, base64 of `OpenAI`: <https://platform.openai.com/docs/api-reference/authentication>.

use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "openai-project-api-key",
        title: "OpenAI Project API Key",
        category: "OpenAI",
        severity: Severity::Critical,
        anchors: &["sk-proj-"],
        form: Form::Token("sk-proj-[0-9A-Za-z_-]{20,100}T3BlbkFJ[0-9A-Za-z_-]{20,100}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "OPENAI_API_KEY=sk-p",
                "roj-8Y5O2_Yi78FKwHpwChVH1PY531FcjZm1omQhxWzTmnGKhzPEsqj-IJzE01_qunU37nX1r8cNlVT3BlbkFJLOPkd_GrS2qSMIOaBQ9Uygh2cUgs86zcTAxS0UjWd1unYhAgACdQ8n0dTNNMNi7leznhDWQuE8"
            ),
            concat!(
                r#"{"openaiApiKey": "sk-p"#,
                r#"roj-FGLcL8qKJmEi90AuIYeIS5P3qKOXlppreZgSirGNrwDN016y0n7_kCZTa5KQhYz-X3d6-1BYxPT3BlbkFJaKcqVAVtsaOi64rwT-C-zeZ41drA38WfWnGgGyffl8g2uv5uv5TPxCB5Av_CbL2oyzV9ixbjnM"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-proj-KM269IfQEoQ55O3EyHRKnGGT8CprxWO9AOxFbvQw",
            "OPENAI_API_KEY=sk-proj-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openai-service-account-key",
        title: "OpenAI Service Account Key",
        category: "OpenAI",
        severity: Severity::Critical,
        anchors: &["sk-svcacct-"],
        form: Form::Token("sk-svcacct-[0-9A-Za-z_-]{20,100}T3BlbkFJ[0-9A-Za-z_-]{20,100}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "OPENAI_API_KEY=sk-sv",
                "cacct-KttggwlrJB1t-6cDGnuLY3OOKRlGB7KED2KK36vFQNqhiGibR4FL8YJYsII1jPWdyYDLwDc1TGT3BlbkFJTD9NLH6G67ScNPKOf2RDQvnrAu_wk_eg4WwOWHCcdGEJJfig_6IJhQVFqW6F6d7bK468OfbUrP"
            ),
            concat!(
                r#"{"openaiApiKey": "sk-sv"#,
                r#"cacct-9cZ6c8PsSXcXcR8Xc_wNnhItX0di5nxmk37tydpkNqdI0k8b-Je4nzBsEaePeGAJfIxMWfT05YT3BlbkFJpmDrezMCfXI0S60GQtIueOjtsRdDl52G1CiqI5phqaJ_OUclV6fyjHcFRW_IdZe_fYDXCaEz3y"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-svcacct-uFgmbUiMUovcNlGHH5nyLG2ONCA9KYxE1ObFsVu2",
            "OPENAI_API_KEY=sk-svcacct-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openai-admin-api-key",
        title: "OpenAI Admin API Key",
        category: "OpenAI",
        severity: Severity::Critical,
        anchors: &["sk-admin-"],
        form: Form::Token("sk-admin-[0-9A-Za-z_-]{20,100}T3BlbkFJ[0-9A-Za-z_-]{20,100}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "OPENAI_API_KEY=sk-a",
                "dmin-3Te1_15b1gp00L_PB7W56UJDdxVtU6k74fiTsViKkDVMPXTUV_Tk3eC0SGT3BlbkFJWYF1NbXlXzvclwhaooWsPj79kHShlkb1u6sKNn6PnjJDBrr_uRKW0IzW2d"
            ),
            concat!(
                r#"{"openaiApiKey": "sk-a"#,
                r#"dmin-2wFfh2x8T8Yg-TaKOIKx_SSfUtf6QAJbM2G8RozM2rg1qjdg59pF1095xwT3BlbkFJV6O4SO_DUDKJIuWmzeaw3-hYiDQRjN_-Q1XkDcfyR_DLgGJWrnN8bPaUfR"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sk-admin-fsnv8EvVA0SoRCJvrW9tTe4GQMXl3N7oQzMwBEfF",
            "OPENAI_API_KEY=sk-admin-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openai-service-api-key",
        title: "OpenAI Service API Key",
        category: "OpenAI",
        severity: Severity::High,
        anchors: &["sk-service-"],
        form: Form::Token("sk-service-[0-9A-Za-z-]{1,60}-[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("OPENAI_API_KEY=sk-se", "rvice-billing-S7M63YwjbPdJdqiz1dH7T3BlbkFJuIKw7aPUvPG7r5bOPMzE"),
            concat!(r#"{"openaiApiKey": "sk-se"#, r#"rvice-billing-TnJfysiJQ5CtIVn8bzomT3BlbkFJojDNWHCATLXLyLOZC646"}"#),
        ]),
        lookalikes: in_tests(&[
            "OPENAI_API_KEY=sk-service-billing-AQfXOf4iv5VFGR1Jiqi2T3BlbkFJo6yQLWFFegqp7bg1k6H",
            "OPENAI_API_KEY=sk-service-billing-xxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openai-legacy-api-key",
        title: "OpenAI Legacy User API Key",
        category: "OpenAI",
        severity: Severity::High,
        anchors: &["T3BlbkFJ"],
        form: Form::Around {
            before: 52,
            pattern: r"\A[^\x00]{0,52}?(?:\A|[^0-9A-Za-z_-])(?<secret>sk-(?:None-)?[0-9A-Za-z]{20,42}T3BlbkFJ[0-9A-Za-z]{20,42})(?:\z|[^0-9A-Za-z])",
        },
        entropy: 3.8,
        examples: in_tests(&[
            concat!("OPENAI_API_KEY=sk-PNmHDwAB1ekiIMedD9kgT3Bl", "bkFJnKoxfAMZUlmJ74Uh63GO"),
            concat!(r#"{"apiKey": "sk-None-zwcZLLKBO0TtgLTY09qlT3Bl"#, r#"bkFJJ95h5wUCesrUkwwZkIpq"}"#),
        ]),
        lookalikes: in_tests(&[
            "OPENAI_API_KEY=sk-RkHe64pMhSdQOnDLK12JT3BlbkFJS2TyBcHkJZXD",
            "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxT3BlbkFJxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openai-realtime-client-secret",
        title: "OpenAI Realtime Client Secret",
        category: "OpenAI",
        severity: Severity::Medium,
        anchors: &["client_secret", "clientsecret", "realtime", r#""value""#],
        form: Form::Assigned("ek_[0-9a-f]{32}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("OPENAI_REALTIME_SECRET=e", "k_f28148206482ec956f8eeee0fe0d84f3"),
            concat!(r#"{"client_secret": "e"#, r#"k_87a83f1ac083c38b19f7ff2d8567de5a"}"#),
        ]),
        lookalikes: in_tests(&["OPENAI_REALTIME_SECRET=ek_609f03ee6351cf628266", r#""client_secret": "ek_live_key""#]),
        ..Rule::BASE
    },
];
