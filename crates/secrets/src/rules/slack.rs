//! Slack: <https://docs.slack.dev/authentication/tokens>.

use crate::proof::shape;
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "slack-access-token",
        title: "Slack Access Token",
        category: "Slack",
        severity: Severity::High,
        anchors: &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-", "xoxc-", "xoxd-"],
        form: Form::Around {
            before: 0,
            pattern: r"\Axox(?:[bpe](?:-[0-9]{8,14}){1,3}-[0-9A-Za-z]{18,34}|[ar]-(?:[0-9]-)?[0-9A-Za-z]{8,48}|[sco](?:-[0-9]{8,14}){2,3}-[0-9a-f]{10,64}|d-[0-9A-Za-z%/+]{40,300})",
        },
        entropy: 2.8,
        proof: shape::stands_alone,
        examples: in_tests(&[
            concat!("SLACK_BOT_TOKEN=xo", "xb-853254127584-2384756870260-gJZkDBbGAYFVPe6meqaYkjdq"),
            concat!(r#"{"token": "xo"#, r#"xp-618475159075-705239504853-5113026574678-ceba3fe9aa6b6f971ca928a715b7e224"}"#),
            concat!("xoxs: xo", "xs-1081040644-5120231669-7162674260-1b1decdd57"),
        ]),
        lookalikes: in_tests(&[
            "SLACK_BOT_TOKEN=xoxb-your-token",
            "xoxb-1234-abc",
            "fooxoxb-708431099231-6149538461380-J4d4uwjJoez7x5tx77XNvDM8x",
            "SLACK_BOT_TOKEN=xoxb-000000000000-0000000000000-xxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "slack-app-token",
        title: "Slack App-level Token",
        category: "Slack",
        severity: Severity::High,
        anchors: &["xapp-"],
        form: Form::Token("xapp-[0-9]-[0-9A-Z]{8,14}-[0-9]{10,14}-[0-9a-f]{60,70}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "SLACK_APP_TOKEN=xa",
                "pp-1-A8AKE0S1553-1474985750216-74890d36b58310b28aab483f33d4020cbe1ede86597de24c796e07536591a393"
            ),
            concat!(
                r#"{"slackAppToken": "xa"#,
                r#"pp-1-A07WH6W6AL0-0414773696670-6be030aebd7f306272c2994a0764d74f0bd6c9db245864bb2d829bd8af3e4f2e"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "xapp-1-A0123-0123-abcdef",
            "SLACK_APP_TOKEN=xapp-1-Axxxxxxxxxx-xxxxxxxxxxxxx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "slack-config-access-token",
        title: "Slack Configuration Access Token",
        category: "Slack",
        severity: Severity::High,
        anchors: &["xoxe.xox"],
        form: Form::Token(r"xoxe\.xox[bp]-[0-9]-[0-9A-Za-z]{120,200}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "SLACK_CONFIG_TOKEN=xoxe",
                ".xoxp-1-B700XZ8D7BMCI019MFE5IQ9MPOX0QBRQKSDC5U2IVHXXN3D84GX5LC085AU4SWAA86S92AN0LKZUDELHZI1GB61R0UTN9XCPXPI4JJRHJV0O5QMUUEDYD8RRTV5LLR39USPHHANX9MZMLQMVYTV5VF7CPZJVW7O0ACC947"
            ),
            concat!(
                r#"{"slackConfigToken": "xoxe"#,
                r#".xoxp-1-9DQV7YKKXEL6PFK6UQ5I6GIM6950IZLWIMLRHC6TX5Y9VQNVIUTABZZCTS2IXVV7XABDF05QBJHBXY06RBY3EUFBYTADODZU1C2BRWEOZ5V1KXIMBQSL6Z6NYZJZ40YYP8R8LSNEOK4885PYQR2A1U38YELNSMEBJQHC8J"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "xoxe.xoxp-1-5ZMY5DZXDMDEDMNY9AHAC9BRVDXLDJRBMOMFTQC8",
            "SLACK_CONFIG_TOKEN=xoxe.xoxp-1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "slack-config-refresh-token",
        title: "Slack Configuration Refresh Token",
        category: "Slack",
        severity: Severity::High,
        anchors: &["xoxe-1-", "xoxe-2-"],
        form: Form::Token("xoxe-[12]-[0-9A-Za-z]{120,200}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "SLACK_REFRESH_TOKEN=xox",
                "e-1-UEG5MI2Y0CQ2RAR007JIEZQWXC6D8YRFTQJSDQ83WTBA0TO78K7OT6OGF9W2ZQO5899RM6M206TG3GRUQNNQ37S6DOA4RMQOLM6GXN9M5L76RT3UHJOCJQ9XXTWZ573SY5WKMCND7LWBJCKRXG"
            ),
            concat!(
                r#"{"slackRefreshToken": "xox"#,
                r#"e-1-4ASQJR6XT4N1OKCDHIXE10FTSJC0ES09XLAYEZARY9SV3Q4RTH0V1H8UUPCDQIESUQYMPYGU1P8F51QECCDGVTFZ0FUQMYU5HUJYEERTLEANDEFIUDEOT8SI8HD6SF1GPIMER63UG900BMMVFT"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "xoxe-1-GDIT4UC8OCWN2I9II6UMRV1F173B082MT4WXK1QO",
            "SLACK_REFRESH_TOKEN=xoxe-1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "slack-web-hook",
        title: "Slack Webhook",
        category: "Slack",
        severity: Severity::Medium,
        anchors: &["hooks.slack.com/"],
        form: Form::Token(
            r"hooks\.slack\.com/(?:services/T[0-9A-Z]{8,12}/B[0-9A-Z]{8,12}/[0-9A-Za-z]{20,26}|(?:workflows|triggers)/[0-9A-Z]{8,12}/(?:[0-9A-Za-z]{8,20}/){1,2}[0-9A-Za-z]{16,40})",
        ),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("SLACK_WEBHOOK=https://hooks.sl", "ack.com/services/TQOPYLFMT8V/BTELE2RKWRV/nTXe70y7KzQxSetDBfpZFHhR"),
            concat!(r#"{"url": "https://hooks.sl"#, r#"ack.com/services/TIRTPUZ0QTY/BHCXAIB22QK/DmBtTIdaHIPSpFjSRokUcARb"}"#),
        ]),
        lookalikes: in_tests(&[
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "https://hooks.slack.com/services/",
            "SLACK_WEBHOOK=hooks.slack.com/services/Txxxxxxxxxx/Bxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
];
