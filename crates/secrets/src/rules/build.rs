//! What builds, tests and delivers programs.
//!
//! Sonar: <https://docs.sonarsource.com/sonarqube-server/user-guide/managing-tokens/>. Doppler:
//! <https://docs.doppler.com/reference/auth-token-formats>. CircleCI: <https://circleci.com/docs/managing-api-tokens/>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "pulumi-api-token",
        title: "Pulumi API Token",
        category: "Pulumi",
        severity: Severity::High,
        anchors: &["pul-"],
        form: Form::Token("pul-[0-9a-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("PULUMI_ACCESS_TOKEN=pu", "l-75b79bb5527e8c197cf2d8967085cdb79430cf2f"),
            concat!(r#"{"pulumiAccessToken": "pu"#, r#"l-89fcec483358b4dda6052f1dbbc6eca944e0a11d"}"#),
        ]),
        lookalikes: in_tests(&[
            "PULUMI_ACCESS_TOKEN=pul-3c548bc58fb19c40e481d39ac4adc68c0ca5003",
            "PULUMI_ACCESS_TOKEN=pul-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "infracost-api-token",
        title: "Infracost API Token",
        category: "Infracost",
        severity: Severity::Low,
        anchors: &["ico-"],
        form: Form::Token("ico-[0-9A-Za-z]{32}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("INFRACOST_API_KEY=ic", "o-qvpMGo3GlZOWOssTAOo0tcoQsEwvzLCm"),
            concat!(r#"{"infracostApiKey": "ic"#, r#"o-WNTy0jJwzvWejIXALQSVOYJEEU24m2l5"}"#),
        ]),
        lookalikes: in_tests(&[
            "INFRACOST_API_KEY=ico-PT4C0x2epM9Kp8MPCiImKxk0xGw3Mwp",
            "INFRACOST_API_KEY=ico-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "prefect-api-token",
        title: "Prefect API Token",
        category: "Prefect",
        severity: Severity::Medium,
        anchors: &["pnu_"],
        form: Form::Token("pnu_[0-9A-Za-z]{36}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("PREFECT_API_KEY=pn", "u_skO4PR31gLkV4CjXcC5gmrh7TXXEG9aRPRkO"),
            concat!(r#"{"prefectApiKey": "pn"#, r#"u_QHXyyTSB11tb8AVMxvs9X7Wf90YXtVYi5y81"}"#),
        ]),
        lookalikes: in_tests(&[
            "PREFECT_API_KEY=pnu_iLGJyoFOYlSIc3JrgfxldjhfP3ST57okDCk",
            "PREFECT_API_KEY=pnu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "doppler-api-token",
        title: "Doppler API Token",
        category: "Doppler",
        severity: Severity::Medium,
        anchors: &["dp.pt.", "dp.ct.", "dp.st.", "dp.sa.", "dp.scim.", "dp.audit."],
        form: Form::Token(r"dp\.(?:pt|ct|sa|scim|audit|st(?:\.[0-9a-z_-]{1,35})?)\.[0-9A-Za-z]{40,44}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("DOPPLER_TOKEN=dp.", "pt.smsphylzdJ08LRIVKtcejr9QTqZJVoBZNPQBVVm1al6"),
            concat!(r#"{"dopplerToken": "dp."#, r#"st.dev.9brpleDjDRmQiGuPbl9V00lwDdnrpGVDvZEAmszoWw1"}"#),
        ]),
        lookalikes: in_tests(&["dp.pt.short", "DOPPLER_TOKEN=dp.pt.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "octopus-deploy-api-key",
        title: "Octopus Deploy API Key",
        category: "Octopus Deploy",
        severity: Severity::Medium,
        anchors: &["API-"],
        form: Form::Token("API-[0-9A-Z]{26}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("OCTOPUS_API_KEY=AP", "I-ZXMUE5BLUEHNZMDFSUKLF58G9O"),
            concat!(r#"{"octopusApiKey": "AP"#, r#"I-44G8NX7NIHV7QIX3SIL3DORWF3"}"#),
        ]),
        lookalikes: in_tests(&[
            "OCTOPUS_API_KEY=API-3D5D4R8KBL9QYH7ITQ0QWHHEB",
            "OCTOPUS_API_KEY=API-xxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "harness-api-key",
        title: "Harness API Key",
        category: "Harness",
        severity: Severity::High,
        anchors: &["pat.", "sat."],
        form: Form::Token(r"[ps]at\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{20}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("HARNESS_API_KEY=pa", "t.SXsosXgBD1v3sZXYOpkWn4.66f3169d2e308c96883fe042.2fURPKKQxMPC1rplhFBO"),
            concat!(r#"{"harnessApiKey": "pa"#, r#"t.ehfihVt6gisg6UvgNnURBe.bfa692153c9ea7f5c5c07edb.k0fDJVXtx2avRUZ23bFJ"}"#),
        ]),
        lookalikes: in_tests(&[
            "HARNESS_API_KEY=pat.1ydeO7rQ6PJeC24gG98V6I.25fe7cba9e77600a83a727e1.rTtrGvT9OgRFuyH3fVM",
            "HARNESS_API_KEY=pat.xxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "droneci-access-token",
        title: "Drone CI Access Token",
        category: "Drone",
        severity: Severity::Medium,
        anchors: &["drone_", "droneci", "drone-", "dronetoken"],
        form: Form::Assigned("[0-9A-Za-z]{32}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DRONE_TOKEN=MgkZhW4zFZKPOSnnd2kgLOTcx5QKyn6q",
            r#"{"droneToken": "IMvrS99H3lFzxW3gEqoiWxH8XDXWe9FM"}"#,
        ]),
        lookalikes: in_tests(&[
            "DRONE_TOKEN=NzuYenlpy9GG1NKFz3f34B2TWSt41P1",
            "DRONE_TOKEN=5fcc3525-63ac-45cb-8c79-02643595c26c",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "travisci-access-token",
        title: "Travis CI Access Token",
        category: "Travis CI",
        severity: Severity::Medium,
        anchors: &["travis"],
        form: Form::Assigned("[0-9A-Za-z_-]{22}"),
        entropy: 3.5,
        proof: shape::is_random_key,
        examples: in_tests(&["TRAVIS_ACCESS_TOKEN=SF0TuIkuLW1frwEj1pucQQ", r#"{"travisAccessToken": "5FovqhO8RGLqof2UDrSXPa"}"#]),
        lookalikes: in_tests(&[
            "TRAVIS_ACCESS_TOKEN=S022hiUC8j2-1aWgrehAw",
            "TRAVIS_ACCESS_TOKEN=5dceb60c-1c02-45e8-921a-6629b50b2316",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "circleci-token",
        title: "CircleCI Token",
        category: "CircleCI",
        severity: Severity::High,
        anchors: &["CCIPAT_", "CCIPRJ_"],
        form: Form::Token("CCIP(?:AT|RJ)_[0-9A-Za-z]{22}_[0-9a-f]{40}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("CIRCLECI_TOKEN=CCI", "PAT_PsmwdSyaiZvh8HvzVnV7M2_10dbae92ddeb6610030f1cfce7a81135e640880d"),
            concat!(r#"{"circleciToken": "CCI"#, r#"PAT_ir2hQD9wRCo66dsd8fxBGO_7041f395e1bdf2b40f0c0f47a104e27a34aa96cd"}"#),
        ]),
        lookalikes: in_tests(&[
            "CIRCLECI_TOKEN=CCIPAT_FULL5MqYd7x4OUULRYlPE3_4ba468be54a8266b3aeb558b85352f5e8f61049",
            "CIRCLECI_TOKEN=CCIPAT_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "buildkite-token",
        title: "Buildkite Token",
        category: "Buildkite",
        severity: Severity::High,
        anchors: &["bkua_", "bkpi_"],
        form: Form::Token("bk(?:ua|pi)_[0-9a-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("BUILDKITE_TOKEN=bk", "ua_fdf0b78cd857b6cc17c8967865324494832a79c3"),
            concat!(r#"{"buildkiteToken": "bk"#, r#"ua_2bfa111f70c2294ba8cbb2b532426b21663df8ff"}"#),
        ]),
        lookalikes: in_tests(&[
            "BUILDKITE_TOKEN=bkua_3f46ecddbf3f64b9b08e30ce04b98d9bdff723c",
            "BUILDKITE_TOKEN=bkua_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "codecov-access-token",
        title: "Codecov Access Token",
        category: "Codecov",
        severity: Severity::Medium,
        anchors: &["codecov"],
        form: Form::Assigned("[0-9a-z]{32}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "CODECOV_TOKEN=vphq2f34vltn8iy4splrsypgcmpxduug",
            r#"{"codecovToken": "dq6cn96w5hmi1by6k9tmdnz8tso67lj2"}"#,
        ]),
        lookalikes: in_tests(&["CODECOV_TOKEN=b00ab2102b37ea13891a", "CODECOV_TOKEN=5EjB07jtS9kVk0tUt2uo5I593KUlY18"]),
        ..Rule::BASE
    },
    Rule {
        id: "launchdarkly-sdk-key",
        title: "LaunchDarkly SDK Key",
        category: "LaunchDarkly",
        severity: Severity::Medium,
        anchors: &["sdk-"],
        form: Form::Token("sdk-[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("LAUNCHDARKLY_SDK_KEY=sd", "k-85a53671-2a3c-4ef5-b918-0e083c41b06f"),
            concat!(r#"{"launchdarklySdkKey": "sd"#, r#"k-771e4478-4617-43ae-8b7e-d012c22276da"}"#),
        ]),
        lookalikes: in_tests(&[
            "LAUNCHDARKLY_SDK_KEY=sdk-a539b9de-30b1-477f-8484-d7524c6d5a2",
            "LAUNCHDARKLY_SDK_KEY=sdk-00000000-0000-0000-0000-000000000000",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "launchdarkly-access-token",
        title: "LaunchDarkly Access Token",
        category: "LaunchDarkly",
        severity: Severity::Medium,
        anchors: &["launchdarkly"],
        form: Form::Assigned("[0-9A-Za-z=_-]{40}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "LAUNCHDARKLY_ACCESS_TOKEN=Wk37tX1dYSH4zdgnUuSh0UkAveLPyxdrDIHn-Wml",
            r#"{"launchdarklyAccessToken": "fuWeKOALK_w6Gq98O2lXUuje0M2X_S6Ep_-s8QL6"}"#,
        ]),
        lookalikes: in_tests(&[
            "LAUNCHDARKLY_ACCESS_TOKEN=NQubCrlYcQ1jwKVD50W1TXJJr6R7HoJSfZ4TcBr",
            "LAUNCHDARKLY_ACCESS_TOKEN=4e2bac5c-124c-43b2-8ef1-44f6a51db11b",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sonar-token",
        title: "SonarQube Token",
        category: "Sonar",
        severity: Severity::Medium,
        anchors: &["squ_", "sqp_", "sqa_"],
        form: Form::Token("sq[upa]_[0-9a-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SONAR_TOKEN=sq", "u_78c015885a35bd3127461e5c9a511ecf53f5e722"),
            concat!(r#"{"sonarToken": "sq"#, r#"u_a8aaad2991edf637cff7e83ad0d0cf6d2113a269"}"#),
        ]),
        lookalikes: in_tests(&[
            "SONAR_TOKEN=squ_d72cf7a0166e5eae4a904a796c7a51c40d3d889",
            "SONAR_TOKEN=squ_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sonar-api-token",
        title: "Sonar Token (without prefix)",
        category: "Sonar",
        severity: Severity::Medium,
        anchors: &["sonar_token", "sonar.token", "sonar_login", "sonar.login", "sonartoken", "sonar-token"],
        form: Form::Assigned("[0-9a-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            "SONAR_TOKEN=2651696a552e9ea52f52c6f9bb60a5cb7814166b",
            "sonar.login=4350687c27940219a1a7f486c514a0d603733f19",
        ]),
        lookalikes: in_tests(&["sonar.login=admin", "SONAR_TOKEN=98e99b1f90588c19293c1e520646ff"]),
        ..Rule::BASE
    },
    Rule {
        id: "snyk-api-token",
        title: "Snyk API Token",
        category: "Snyk",
        severity: Severity::Medium,
        anchors: &["snyk"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SNYK_TOKEN=97bdfc49-0201-42a7-91f9-5028eed736ca",
            r#"{"snykToken": "032c2b93-7604-4265-9400-af65bf4f3511"}"#,
        ]),
        lookalikes: in_tests(&[
            "SNYK_TOKEN=f6a4519e-3b6e-411f-a3c2-05f010e67f7",
            "SNYK_TOKEN=419b74215aa15390953b5d23aa2035d96331155b",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sourcegraph-access-token",
        title: "Sourcegraph Access Token",
        category: "Sourcegraph",
        severity: Severity::High,
        anchors: &["sgp_"],
        form: Form::Token("sgp_(?:(?:[0-9A-Fa-f]{16}|local)_)?[0-9A-Fa-f]{40}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SRC_ACCESS_TOKEN=sg", "p_a749dc166a450ab6_a68854a88d03e26a191342b1be25141ef8ec76ee"),
            concat!(r#"{"srcAccessToken": "sg"#, r#"p_9bc3258534e21e7f_c46e20dfeb6667d785877645a8592eaa51ef0671"}"#),
        ]),
        lookalikes: in_tests(&[
            "SRC_ACCESS_TOKEN=sgp_5e45478d1b48f7ed_5f71a518474d0e84021225208a3cdba2378fea7",
            "SRC_ACCESS_TOKEN=sgp_xxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sourcegraph-access-token-old",
        title: "Sourcegraph Access Token (without prefix)",
        category: "Sourcegraph",
        severity: Severity::High,
        anchors: &["sourcegraph", "src_access_token", "srcaccesstoken"],
        form: Form::Assigned("[0-9a-f]{40}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SRC_ACCESS_TOKEN=2c644e86bc38752ac8fd76c6389903f97e8a59e4",
            r#"{"srcAccessToken": "d908b5179498e541c873f9450149b6f7fb3475d5"}"#,
        ]),
        lookalikes: in_tests(&[
            "SRC_ACCESS_TOKEN=32d751b5c8cf1a59ea7392bce31202beadc2bd1",
            "SRC_ACCESS_TOKEN=561e6ede-34e5-42f7-9cc1-8ffdbf3bdd12",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "postman-api-token",
        title: "Postman API Key",
        category: "Postman",
        severity: Severity::Medium,
        anchors: &["PMAK-"],
        form: Form::Token("PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("POSTMAN_API_KEY=PM", "AK-dc8bcd5a2b804872ae22d85f-d9b506f993ecd9f02448ce07e533e49698"),
            concat!(r#"{"postmanApiKey": "PM"#, r#"AK-9377a95b67a007b85d4d24c2-e059ec5d98c05343bed59980cbdd38e621"}"#),
        ]),
        lookalikes: in_tests(&[
            "POSTMAN_API_KEY=PMAK-f34ef6c075091d5845634ade-c821ca24ff02d328e39553388d55c40b4",
            "POSTMAN_API_KEY=PMAK-xxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
];
