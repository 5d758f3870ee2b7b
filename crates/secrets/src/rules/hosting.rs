//! Hosting.
//!
//! DigitalOcean: <https://docs.digitalocean.com/reference/api/create-personal-access-token/>. Heroku:
//! <https://devcenter.heroku.com/articles/authentication>. Fly.io: <https://fly.io/docs/security/tokens/>.

use crate::proof::name;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "digitalocean-pat",
        title: "DigitalOcean Personal Access Token",
        category: "DigitalOcean",
        severity: Severity::Critical,
        anchors: &["dop_v1_"],
        form: Form::Token("dop_v1_[0-9a-f]{64}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("DIGITALOCEAN_TOKEN=dop", "_v1_6da1d875a0b53bff57db44f9a1c99f566b7ae353858345c2322575206f837cd6"),
            concat!(r#"{"digitaloceanToken": "dop"#, r#"_v1_df7e19d1804a6a0b52abe5116ed74812f40c24ac5182427422900aae5896289e"}"#),
        ]),
        lookalikes: in_tests(&[
            "DIGITALOCEAN_TOKEN=dop_v1_9870c8a5cbbe5b0572ac5c4e6015e4684c21129d70096b664bb077745018886",
            "DIGITALOCEAN_TOKEN=dop_v1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "digitalocean-access-token",
        title: "DigitalOcean OAuth Access Token",
        category: "DigitalOcean",
        severity: Severity::Critical,
        anchors: &["doo_v1_"],
        form: Form::Token("doo_v1_[0-9a-f]{64}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("DIGITALOCEAN_TOKEN=doo", "_v1_17d9abd56a0aa6ccc81b2af601b7b13eed832ac670b5e01070ec4d5fe9a10757"),
            concat!(r#"{"digitaloceanToken": "doo"#, r#"_v1_9070b2505f8306538fe9b087ada38d287cd5c2ff73ec397d97fb88e7ef72c28d"}"#),
        ]),
        lookalikes: in_tests(&[
            "DIGITALOCEAN_TOKEN=doo_v1_e890c9395bd18bc65615a953db1c2cafc11c44a9b08bff38e7300a833e90cf0",
            "DIGITALOCEAN_TOKEN=doo_v1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "digitalocean-refresh-token",
        title: "DigitalOcean OAuth Refresh Token",
        category: "DigitalOcean",
        severity: Severity::Critical,
        anchors: &["dor_v1_"],
        form: Form::Token("dor_v1_[0-9a-f]{64}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("DIGITALOCEAN_TOKEN=dor", "_v1_4cd83bc0a56f576e38e8f50b2b54c9039658ddc9f4d904c5c12b1eb9044c39ae"),
            concat!(r#"{"digitaloceanToken": "dor"#, r#"_v1_ac59852a917d115914690a7e55cc289469a1d122bcad2139c9d56b19e60edf1a"}"#),
        ]),
        lookalikes: in_tests(&[
            "DIGITALOCEAN_TOKEN=dor_v1_4474b991fc07f14b951151a885aee3423b8ad6a2292657187ce7119d8f724fe",
            "DIGITALOCEAN_TOKEN=dor_v1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "heroku-api-key-v2",
        title: "Heroku API Key",
        category: "Heroku",
        severity: Severity::High,
        anchors: &["HRKU-AA"],
        form: Form::Token("HRKU-AA[0-9A-Za-z_-]{58}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("HEROKU_API_KEY=HRK", "U-AA9zfZrq-V3vWsmTes3oe2OKWh0Zz2oALld32QqKKrAUK5PXIST5KZVGBShR"),
            concat!(r#"{"herokuApiKey": "HRK"#, r#"U-AA6VPQV65bO64B2xp1pdCFxvh8YUlsP9REeG-4WvTJn2QwRs7uzfb7_LzX-N"}"#),
        ]),
        lookalikes: in_tests(&[
            "HEROKU_API_KEY=HRKU-AAUsdgfeUzojqHDf6aMmp3grz4rWvwspja-SFkwC7q26RVkl4RIJVrWvTCj",
            "HEROKU_API_KEY=HRKU-AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "heroku-api-key",
        title: "Heroku API Key (UUID)",
        category: "Heroku",
        severity: Severity::High,
        anchors: &["heroku"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "HEROKU_API_KEY=fcbbfb87-a575-4544-b64e-672ab47c4548",
            r#"{"herokuApiKey": "0f7f9db4-cefb-40f3-b48d-9e68568958e2"}"#,
        ]),
        lookalikes: in_tests(&[
            "HEROKU_API_KEY=610cd51d-cb54-49c6-883c-4cdd82ef97e",
            "HEROKU_API_KEY=205542aa7f1fee26f40f1454ace8439ef42d33b0",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "flyio-access-token",
        title: "Fly.io Access Token",
        category: "Fly.io",
        severity: Severity::High,
        anchors: &["fo1_", "fm1a_", "fm1r_", "fm2_"],
        form: Form::Token("fo1_[0-9A-Za-z_-]{43}|fm(?:1[ar]|2)_[0-9A-Za-z+/]{100,2000}={0,3}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("FLY_API_TOKEN=fo", "1_k9zFtGp0j_Ovr4Vn8SE9hpwz3OuJBLIf6Jtpx1995e5"),
            concat!(
                r#"{"flyApiToken": "fm"#,
                r#"2_1Q8mUR+lTA/5/kBhWJxNju0V6IHVeoSWHDssuDb+BRrtM69WybcvYtzJ1xERf1mE+QTevLAGq9AL6wbs009I94iebK0BRMJLLrNUBjF9JuGVgTVN1cfocDpZ+GZTvr11uH90jBCSxz4J806g276hrjPuYJJifaKl"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "FLY_API_TOKEN=fo1_VUns6usDIWAqfJ7zMqN4yz-umVDZ6VILzcq1MlEnLn",
            "FLY_API_TOKEN=fo1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "render-api-key",
        title: "Render API Key",
        category: "Render",
        severity: Severity::High,
        anchors: &["rnd_"],
        form: Form::Token("rnd_[0-9A-Za-z]{28,34}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("RENDER_API_KEY=rn", "d_1GZjkRE7IF7CApHvkeJypXh5a9rZ"),
            concat!(r#"{"renderApiKey": "rn"#, r#"d_VpPSx6E7HzaqgJyM7gyHpPDJcsOk"}"#),
        ]),
        lookalikes: in_tests(&[
            "RENDER_API_KEY=rnd_GaaU7Txd1kgklD2rgg6akOt4Caq",
            "RENDER_API_KEY=rnd_xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "supabase-access-token",
        title: "Supabase Access Token",
        category: "Supabase",
        severity: Severity::High,
        anchors: &["sbp_"],
        form: Form::Token("sbp_[0-9a-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SUPABASE_ACCESS_TOKEN=sb", "p_4b02c0dcd9cae757b0271670573618434b04cd7d"),
            concat!(r#"{"supabaseAccessToken": "sb"#, r#"p_48dd2b369949c59e36d295f1279d8abad8b15123"}"#),
        ]),
        lookalikes: in_tests(&[
            "SUPABASE_ACCESS_TOKEN=sbp_cc478742f6f1e73a98ea41381f977e7d376afa8",
            "SUPABASE_ACCESS_TOKEN=sbp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "supabase-secret-key",
        title: "Supabase Secret Key",
        category: "Supabase",
        severity: Severity::Critical,
        anchors: &["sb_secret_"],
        form: Form::Token("sb_secret_[0-9A-Za-z_-]{31}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("SUPABASE_SECRET_KEY=sb_se", "cret_DRoNdwZ8UlJl6F1WA0yaBar4o94szsp"),
            concat!(r#"{"supabaseSecretKey": "sb_se"#, r#"cret_oSABD7ruG23QeP2njc-X0MlDv1nkyvU"}"#),
        ]),
        lookalikes: in_tests(&[
            "SUPABASE_SECRET_KEY=sb_secret_lqMEsHpb70MzvDTrD4nnIsOsB8Q1bg",
            "SUPABASE_SECRET_KEY=sb_secret_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "scalingo-api-token",
        title: "Scalingo API Token",
        category: "Scalingo",
        severity: Severity::High,
        anchors: &["tk-us-"],
        form: Form::Token("tk-us-[0-9A-Za-z_-]{48}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("SCALINGO_API_TOKEN=tk-", "us-bduNPrv_aWHtDT80EGDeroRFJTRA6xCSDlpqIcqfkd-8Gh4v"),
            concat!(r#"{"scalingoApiToken": "tk-"#, r#"us-SRYk3tU-UO1TyiFRCyAFYUerW6iFCsiUVJlZ5C27kA_e1DN4"}"#),
        ]),
        lookalikes: in_tests(&[
            "SCALINGO_API_TOKEN=tk-us-j5mBgEoVw0ANSSHCk9vdReitpMG8GrpHxkIJninOzisXanP",
            "SCALINGO_API_TOKEN=tk-us-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "openshift-user-token",
        title: "OpenShift User Token",
        category: "OpenShift",
        severity: Severity::High,
        anchors: &["sha256~"],
        form: Form::Token("sha256~[0-9A-Za-z_-]{43}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("OPENSHIFT_TOKEN=sha", "256~wfiM5p2V9kGk-2Z51D-mpyP2P06yuoiIgktJ0Sl0lh5"),
            concat!(r#"{"openshiftToken": "sha"#, r#"256~332PDy1xH5zm4TXireo8vL56g8Le5NyoK587oCNINXl"}"#),
        ]),
        lookalikes: in_tests(&[
            "OPENSHIFT_TOKEN=sha256~k1dQcuCZf_kYZDODUgfDApom6pn11EDrKiVyG6ELqk",
            "OPENSHIFT_TOKEN=sha256~xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "adafruit-api-key",
        title: "Adafruit IO Key",
        category: "Adafruit",
        severity: Severity::Medium,
        anchors: &["adafruit"],
        form: Form::Assigned("[0-9a-z_-]{32}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ADAFRUIT_IO_KEY=a1de-tdodh7l-p76aelhi9y9n8fa_17r",
            r#"{"adafruitIoKey": "8bhmelohg9fkec-n4v8psgecydenl_f4"}"#,
        ]),
        lookalikes: in_tests(&[
            "ADAFRUIT_IO_KEY=5yqen5gamsfw9pipf266s9xwjzps8cu",
            "ADAFRUIT_IO_KEY=839ec278-49a8-4732-a333-ca9cb7144c11",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "settlemint-application-access-token",
        title: "SettleMint Application Access Token",
        category: "SettleMint",
        severity: Severity::Medium,
        anchors: &["sm_aat_"],
        form: Form::Token("sm_aat_[0-9A-Za-z]{16}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SETTLEMINT_TOKEN=sm_", "aat_1zb6vHCWesmXplOZ"),
            concat!(r#"{"settlemintToken": "sm_"#, r#"aat_ojuPFXiZeULJupZm"}"#),
        ]),
        lookalikes: in_tests(&["SETTLEMINT_TOKEN=sm_aat_ejXr7CmGp4VpsJD", "SETTLEMINT_TOKEN=sm_aat_xxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "settlemint-personal-access-token",
        title: "SettleMint Personal Access Token",
        category: "SettleMint",
        severity: Severity::Medium,
        anchors: &["sm_pat_"],
        form: Form::Token("sm_pat_[0-9A-Za-z]{16}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SETTLEMINT_TOKEN=sm_", "pat_YSQ1G3C3NwXWY1Nr"),
            concat!(r#"{"settlemintToken": "sm_"#, r#"pat_WWlXZez2rYETNeyJ"}"#),
        ]),
        lookalikes: in_tests(&["SETTLEMINT_TOKEN=sm_pat_IeV38b38HAZmSzR", "SETTLEMINT_TOKEN=sm_pat_xxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "settlemint-service-access-token",
        title: "SettleMint Service Access Token",
        category: "SettleMint",
        severity: Severity::Medium,
        anchors: &["sm_sat_"],
        form: Form::Token("sm_sat_[0-9A-Za-z]{16}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SETTLEMINT_TOKEN=sm_", "sat_JvunhdIQ1rjKNH5J"),
            concat!(r#"{"settlemintToken": "sm_"#, r#"sat_CWf7fjGDiUlUmgra"}"#),
        ]),
        lookalikes: in_tests(&["SETTLEMINT_TOKEN=sm_sat_E2l6jw30yUhPIZi", "SETTLEMINT_TOKEN=sm_sat_xxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
];
