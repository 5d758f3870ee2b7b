//! GitLab: <https://docs.gitlab.com/security/tokens/#token-prefixes>.

use crate::proof::checksum;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "gitlab-pat",
        title: "GitLab Personal Access Token",
        category: "GitLab",
        severity: Severity::Critical,
        anchors: &["glpat-"],
        form: Form::Token("glpat-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("GITLAB_TOKEN=glp", "at-ysmMqwWXlstYDreFVt02"),
            concat!(r#"{"gitlabToken": "glp"#, r#"at-dqhB_aOvNDqsK5_38ph7"}"#),
        ]),
        lookalikes: in_tests(&[
            "glpat-U5t3ne6NOegapQDGfY.a",
            "GITLAB_TOKEN=glpat-2spbRFHzQX0nIJZXLRV",
            "GITLAB_TOKEN=glpat-xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-pat-routable",
        title: "GitLab Personal Access Token (routable)",
        category: "GitLab",
        severity: Severity::Critical,
        anchors: &["glpat-"],
        form: Form::Token(r"glpat-[0-9A-Za-z_-]{27,300}\.(?:[0-9a-z]{2}\.)?[0-9a-z]{9}"),
        entropy: 3.5,
        genuine: Some(checksum::GITLAB_CHECKSUM),
        examples: in_tests(&[
            concat!("GITLAB_TOKEN=glp", "at-bzoxCnU6OXBwdFlUaO7LN5Xm4nsmt2WTYrAQ.100s85yke"),
            concat!(r#"{"privateToken": "glp"#, r#"at-bzoxCnU6eWd5NRgBdQGpIWWkuBnbbEY6UJEQ.01.100itrn2y"}"#),
        ]),
        lookalikes: in_tests(&[
            "glpat-Aqlf6w6YcwxD3GDIHyBedGMS79k7M02uJxsohIQi.0zeerbkng",
            "GITLAB_TOKEN=glpat-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.0xxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-cicd-job-token",
        title: "GitLab CI/CD Job Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glcbt-"],
        form: Form::Token("glcbt-[0-9A-Za-z]{1,5}_[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("CI_JOB_TOKEN=glc", "bt-f4_i-FxD0x5zZRTr9ZFQqOg"),
            concat!(r#"{"ciJobToken": "glc"#, r#"bt-aa_qwOFc52gAGPf1au6k4nN"}"#),
        ]),
        lookalikes: in_tests(&[
            "glcbt-{token}",
            "CI_JOB_TOKEN=glcbt-qa_hfrB-sNV-Mo6u1q6YGD",
            "CI_JOB_TOKEN=glcbt-xx_xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-deploy-token",
        title: "GitLab Deploy Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["gldt-"],
        form: Form::Token("gldt-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("CI_DEPLOY_PASSWORD=gl", "dt-3YXwwpkcNRWHQPatBhUW"),
            concat!(r#"{"ciDeployPassword": "gl"#, r#"dt-g48M_oPBvPabeb-TyRXU"}"#),
        ]),
        lookalikes: in_tests(&[
            "gldt-{token}",
            "CI_DEPLOY_PASSWORD=gldt-MDlq9wjVYNYv73bf5uP",
            "CI_DEPLOY_PASSWORD=gldt-xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-feature-flag-client-token",
        title: "GitLab Feature Flag Client Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glffct-"],
        form: Form::Token("glffct-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("UNLEASH_INSTANCE=glf", "fct-2P66-DozK6q5u3i15uIR"),
            concat!(r#"{"unleashInstance": "glf"#, r#"fct-cP_MgRYtgTEc7PogcYoF"}"#),
        ]),
        lookalikes: in_tests(&[
            "glffct-{token}",
            "UNLEASH_INSTANCE=glffct-K7-cfevGhSZZ3xW9jVv",
            "UNLEASH_INSTANCE=glffct-xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-feed-token",
        title: "GitLab Feed Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glft-"],
        form: Form::Token("glft-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("FEED_TOKEN=gl", "ft-yGIIIIU5GJA8z7UFPKTQ"),
            concat!(r#"{"feedToken": "gl"#, r#"ft-0t1ynHg2YSCGqu5UNoDJ"}"#),
        ]),
        lookalikes: in_tests(&["glft-{token}", "FEED_TOKEN=glft-tp6yUOYaVJel3mhfil0", "FEED_TOKEN=glft-xxxxxxxxxxxxxxxxxxxx"]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-incoming-mail-token",
        title: "GitLab Incoming Mail Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glimt-"],
        form: Form::Token("glimt-[0-9A-Za-z_-]{25}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("INCOMING_MAIL_TOKEN=gli", "mt-rBFLYXNcckzVISzwpQN38jdFL"),
            concat!(r#"{"incomingMailToken": "gli"#, r#"mt-00quUMthBNQHEv4RNxIWLNjNn"}"#),
        ]),
        lookalikes: in_tests(&[
            "glimt-{token}",
            "INCOMING_MAIL_TOKEN=glimt-00_-AwQJkBXxE_DQSHLrnbAv",
            "INCOMING_MAIL_TOKEN=glimt-xxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-kubernetes-agent-token",
        title: "GitLab Kubernetes Agent Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glagent-"],
        form: Form::Token("glagent-[0-9A-Za-z_-]{50}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("AGENT_TOKEN=glag", "ent-LOgQA92ND91RaCZO8CH8z9EHsmqmxAMzn2lfdBfid0aPQepuz7"),
            concat!(r#"{"agentToken": "glag"#, r#"ent-GyNB5Aqwf38oDlFgmOzsW33fV-GbD2obYWWISKETnOupBBcyWd"}"#),
        ]),
        lookalikes: in_tests(&[
            "glagent-{token}",
            "AGENT_TOKEN=glagent-laIqoTCwiIuIun4vSAzwJVBGZbSNhuSIhluzlo2Ne6oaRRvBX",
            "AGENT_TOKEN=glagent-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-oauth-app-secret",
        title: "GitLab OAuth Application Secret",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["gloas-"],
        form: Form::Token("gloas-[0-9A-Za-z_-]{64}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("GITLAB_APP_SECRET=glo", "as-zQjmPK1td3ss9iXO_RTgojtijK5RUkqH-MQGyv3tUrhHpVZuRO-qPuXQRSCU0Ky4"),
            concat!(r#"{"gitlabAppSecret": "glo"#, r#"as-DMLRUdpanvGzEHTWHjuJIyAW0dm_Qmz0rh5jWET9F8tij6QWndsrPGHu21ehHCZn"}"#),
        ]),
        lookalikes: in_tests(&[
            "gloas-{token}",
            "GITLAB_APP_SECRET=gloas-Qow3Fzq_dv1zVFjrfumsovAkeKskxsrhtmmlXDah2ndp68EVjCb3FQLeBIKjVQX",
            "GITLAB_APP_SECRET=gloas-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-ptt",
        title: "GitLab Pipeline Trigger Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glptt-"],
        form: Form::Token("glptt-[0-9a-f]{40}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("TRIGGER_TOKEN=glp", "tt-298fa2ede775650f1a4477aa32785c69b971f67c"),
            concat!(r#"{"triggerToken": "glp"#, r#"tt-3e818fbfcdf3cdd5853a907fba4a6cc2bda527f4"}"#),
        ]),
        lookalikes: in_tests(&[
            "glptt-{token}",
            "TRIGGER_TOKEN=glptt-398fd16a168e7c62702e30ec02a19d28109e57a",
            "TRIGGER_TOKEN=glptt-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-rrt",
        title: "GitLab Runner Registration Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["GR1348941"],
        form: Form::Token("GR1348941[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("REGISTRATION_TOKEN=GR13", "48941YoJ5IqTV3jxKfSLPOQZr"),
            concat!(r#"{"registrationToken": "GR13"#, r#"48941xUPqDwelE2MwAA3mEzJi"}"#),
        ]),
        lookalikes: in_tests(&[
            "GR1348941{token}",
            "REGISTRATION_TOKEN=GR13489418Mj_tnUqGHQGCKSdRMa",
            "REGISTRATION_TOKEN=GR1348941xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-runner-authentication-token",
        title: "GitLab Runner Authentication Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glrt-"],
        form: Form::Token("glrt-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("RUNNER_TOKEN=gl", "rt-nt6TIpUjMLxEiYCYlVEl"),
            concat!(r#"{"runnerToken": "gl"#, r#"rt-a-7Ik_oIjlSS67zxkO4l"}"#),
        ]),
        lookalikes: in_tests(&[
            "glrt-{token}",
            "RUNNER_TOKEN=glrt-CDqZ0vjZvuDnPes3fBw",
            "RUNNER_TOKEN=glrt-xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-scim-token",
        title: "GitLab SCIM Token",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glsoat-"],
        form: Form::Token("glsoat-[0-9A-Za-z_-]{20}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("SCIM_TOKEN=gls", "oat-1zb7EMsCye9x61tbSbJi"),
            concat!(r#"{"scimToken": "gls"#, r#"oat-lG1-qHY3Rm4MEfKo9Xml"}"#),
        ]),
        lookalikes: in_tests(&[
            "glsoat-{token}",
            "SCIM_TOKEN=glsoat-wu66Frk6gYz-beiEX98",
            "SCIM_TOKEN=glsoat-xxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-runner-authentication-token-routable",
        title: "GitLab Runner Authentication Token (routable)",
        category: "GitLab",
        severity: Severity::High,
        anchors: &["glrt-t"],
        form: Form::Token(r"glrt-t[0-9]_[0-9A-Za-z_-]{27,300}\.(?:[0-9a-z]{2}\.)?[0-9a-z]{9}"),
        entropy: 3.5,
        genuine: Some(checksum::GITLAB_CHECKSUM),
        examples: in_tests(&[
            concat!("RUNNER_TOKEN=glr", "t-t3_bzoxCnU6ZGl4bRQo9J964NBZsZhbt3gW7nYQ.1019s0w3x"),
            concat!(r#"{"runnerToken": "glr"#, r#"t-t3_bzoxCnU6c3NyMFUDlZrNs3LvC7eghqpb8N0Q.101tno6ly"}"#),
        ]),
        lookalikes: in_tests(&[
            "glrt-t3_MOjoKgFa6HLUDNGYIhLTGvmu4hckwEi7ptPrCkTn.0zfhzur3f",
            "RUNNER_TOKEN=glrt-t1_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.0xxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitlab-session-cookie",
        title: "GitLab Session Cookie",
        category: "GitLab",
        severity: Severity::Medium,
        anchors: &["_gitlab_session="],
        form: Form::Token("_gitlab_session=[0-9a-z]{32}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("Cookie: _gitlab_", "session=e3ccc4283f28d0e561d05b77277f628e; path=/"),
            concat!("curl --cookie '_gitlab_", "session=9abd03a34379e1773f2dc63828a7af80' https://gitlab.acme.io/"),
        ]),
        lookalikes: in_tests(&[
            "_gitlab_session=${SESSION}",
            "Cookie=_gitlab_session=c1187fca0a69c6a08305300ffed2430",
            "Cookie=_gitlab_session=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
];
