//! Chat.
//!
//! Discord: <https://discord.com/developers/docs/reference#authentication>. Telegram:
//! <https://core.telegram.org/bots/api#authorizing-your-bot>. Microsoft Teams:
//! <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "discord-api-token",
        title: "Discord API Key",
        category: "Discord",
        severity: Severity::Medium,
        anchors: &["discord"],
        form: Form::Assigned("[0-9a-f]{64}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DISCORD_PUBLIC_API_KEY=542bbfd90d1fd405abe4dda1bf6581b29e9a65109a25a176275cbb0bcd74bd1b",
            r#"{"discordPublicApiKey": "3710a2bdb360e3cf135908418c804de5ae79e002083f92793842d1d3824ddfa4"}"#,
        ]),
        lookalikes: in_tests(&[
            "DISCORD_PUBLIC_API_KEY=d3c4b938f9c8113a2b0542085556a8c3f82c6365a0ce104f51bcbdce2ec6654",
            "DISCORD_PUBLIC_API_KEY=1d7a515b-d5f1-44d2-8f2f-e01fca89fa00",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "discord-client-id",
        title: "Discord Client ID",
        category: "Discord",
        severity: Severity::Medium,
        anchors: &["discord"],
        form: Form::Assigned("[0-9]{17,19}"),
        entropy: 2.5,
        proof: name::is_of_client,
        examples: in_tests(&["DISCORD_CLIENT_ID=931632950573687497", r#"{"discordClientId": "447067450233029317"}"#]),
        lookalikes: in_tests(&["DISCORD_CLIENT_ID=969164209650", "DISCORD_CLIENT_ID=27952286-4b47-4f14-a212-45249ae6ce95"]),
        ..Rule::BASE
    },
    Rule {
        id: "discord-client-secret",
        title: "Discord Client Secret",
        category: "Discord",
        severity: Severity::Medium,
        anchors: &["discord"],
        form: Form::Assigned("[0-9A-Za-z_-]{32}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DISCORD_CLIENT_SECRET=b6yObulzOdgJP1Evhm4_p24QwQFAGWgN",
            r#"{"discordClientSecret": "XOZHlSHtrO9dXs6COVaAUDuQCnMFxwT4"}"#,
        ]),
        lookalikes: in_tests(&[
            "DISCORD_CLIENT_SECRET=RFhCDP-QsIUbCLmwuWD1DWjxdmP0bXO",
            "DISCORD_CLIENT_SECRET=44e1792c-367e-45ca-89fc-67f8499e8ec7",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "discord-bot-token",
        title: "Discord Bot Token",
        category: "Discord",
        severity: Severity::High,
        anchors: &["discord", "bot_token", "bottoken", "bot.login", "client.login", r#""token""#],
        form: Form::Around {
            before: 0,
            pattern: r"\A[^\n]{0,60}?[=:(,\s]\s*[\x22'`]?(?:Bot )?(?<secret>[MNO][0-9A-Za-z]{23,27}\.[0-9A-Za-z_-]{6}\.[0-9A-Za-z_-]{27,40})(?:\z|[^0-9A-Za-z_.-])",
        },
        entropy: 4.0,
        proof: shape::is_discord_bot,
        examples: in_tests(&[
            "DISCORD_TOKEN=OTMyMTM4Nzc2MzY4NTcyMjQ3.G1WUZT.8j4uDz5OBlhuCOXjo8iG7R1orc5gY9OpnK4t07",
            r#"client.login("OTg0NDY5NjI4MjQyNjEyMzYz.G5qkum.VUKFhOob0ZsYh21qK77JGsUxz7RWKMGXS4H7Uu")"#,
        ]),
        lookalikes: in_tests(&[
            "DISCORD_TOKEN=MTIz.abc.def",
            "DISCORD_TOKEN=zk3MjUzODc2MDEwNTUxNDM0.GVeA9g.YVl7maL6ypUUxohW84fzUVxZ1VbYq3tSYKmBpu",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "discord-webhook",
        title: "Discord Webhook",
        category: "Discord",
        severity: Severity::Medium,
        anchors: &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
        form: Form::Token(r"discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[0-9A-Za-z_-]{60,80}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!(
                "DISCORD_WEBHOOK=https://discord.com/",
                "api/webhooks/220811455934220390/psv1K0hPLFVDd3kfwqoPJkZGvlYqAuexDgRdbnOSvVV0wwWeEHGuwICEz5eJtRWON4eA"
            ),
            concat!(
                r#"{"url": "https://discord.com/"#,
                r#"api/webhooks/937013292007483443/skMJNaBM-1FOKpHfaOQabIna8BSyGO0Er1SPC_mvezdVr1UZXp-kY_Q7GISvgGylmYi9"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "https://discord.com/api/webhooks/123/abc",
            "DISCORD_WEBHOOK=discord.com/api/webhooks/xxxxxxxxxxxxxxxxxx/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "telegram-bot-api-token",
        title: "Telegram Bot Token",
        category: "Telegram",
        severity: Severity::Medium,
        anchors: &["telegram", "telegr_", "bot_token", "bottoken", "tg_token", "api.telegram.org/bot"],
        form: Form::Around {
            before: 0,
            pattern: r"\A[^\n]{0,60}?(?:[=:(,>\s\x22']|/bot)\s*(?<secret>[0-9]{8,10}:AA[0-9A-Za-z_-]{33})(?:\z|[^0-9A-Za-z_-])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            "TELEGRAM_BOT_TOKEN=6841835705:AAyh9OQPT5Icd4n1c1zgn4bIjitXvfDYI9C",
            "curl https://api.telegram.org/bot0918677718:AAhVj4Y5qgfeBiJQ9Go_PxJyTkTmRUDoZk5/getMe",
        ]),
        lookalikes: in_tests(&[
            "TELEGRAM_BOT_TOKEN=123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
            "TELEGRAM_BOT_TOKEN=4025582730:AAa-gVrBJ2RYFBky5XMcNqIsCnPuML4c",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mattermost-access-token",
        title: "Mattermost Access Token",
        category: "Mattermost",
        severity: Severity::Medium,
        anchors: &["mattermost"],
        form: Form::Assigned("[0-9a-z]{26}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "MATTERMOST_TOKEN=3d3tq5cweg7fly9lcwtthd9mv3",
            r#"{"mattermostToken": "p42148gp7nmkly0e3kr2fuse1y"}"#,
        ]),
        lookalikes: in_tests(&[
            "MATTERMOST_TOKEN=0hq1wgs4p464agmbpqwb6yt9s",
            "MATTERMOST_TOKEN=d2fc0520-15f3-4412-8d56-412f2babae07",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "gitter-access-token",
        title: "Gitter Access Token",
        category: "Gitter",
        severity: Severity::Low,
        anchors: &["gitter"],
        form: Form::Assigned("[0-9a-z_-]{40}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "GITTER_TOKEN=b04b60fd7d85a972801cd9a15d136fdda31adc98",
            r#"{"gitterToken": "e885dbce3894d6e6085bf1517398e9ef615a0731"}"#,
        ]),
        lookalikes: in_tests(&[
            "GITTER_TOKEN=554ffc982eb492482bf616226e95cc9f5aa8d42",
            "GITTER_TOKEN=c54e574b-11de-44e3-b5ec-05e17ed1935a",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "microsoft-teams-webhook",
        title: "Microsoft Teams Webhook",
        category: "Microsoft",
        severity: Severity::Medium,
        anchors: &["webhook.office.com/webhookb2/"],
        form: Form::Token(
            r"webhook\.office\.com/webhookb2/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}@[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/IncomingWebhook/[0-9a-f]{32}/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
        ),
        entropy: 3.5,
        examples: in_tests(&[
            concat!(
                "TEAMS_WEBHOOK=https://acme.webhook.office",
                ".com/webhookb2/b95408a3-27ba-455e-970c-174a91beb508@960bd78f-a8f1-45ed-a4d5-38ce9609c71b/IncomingWebhook/7b931114f63b3eec17539798f6574166/46f0e33f-8f94-4a89-bcb1-db57e18391a9"
            ),
            concat!(
                r#"{"url": "https://acme.webhook.office"#,
                r#".com/webhookb2/186e9f35-bda1-44cd-8d13-0285770de78b@2f87f47a-39e0-4d27-aea6-91b02f2d78a1/IncomingWebhook/698e55879d6b843bacb3478783961996/144426cd-b41b-479c-a415-6cc8de682701"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "https://acme.webhook.office.com/webhookb2/e32c7aa9-270f-46bf-af51-c0193854acc7",
            "TEAMS_WEBHOOK=webhook.office.com/webhookb2/00000000-0000-0000-0000-000000000000@00000000-0000-0000-0000-000000000000/IncomingWebhook/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx/00000000-0000-0000-0000-000000000000",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "intercom-api-token",
        title: "Intercom API Token",
        category: "Intercom",
        severity: Severity::Low,
        anchors: &["intercom"],
        form: Form::Assigned("[0-9A-Za-z=_]{60}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "INTERCOM_ACCESS_TOKEN=9A1Yw2PjAPYDGpBSYTZEQPUZyiPV2ZtDEeacdyeveGt6vcmSEfVkrzVeu3j=",
            r#"{"intercomAccessToken": "RWctM06rd9ADGjej6QeAyIgQh1DYOL7kVwzII9kknlZWEIkFadciyt2crXO="}"#,
        ]),
        lookalikes: in_tests(&[
            "INTERCOM_ACCESS_TOKEN=yxDrM1yBWe2aBf8OM9lPsc6uCwmORsDgPtA6OWV-vLLmPVnIV7qOBj_T6F=",
            "INTERCOM_ACCESS_TOKEN=b0ed410d-d34d-42db-a2c3-9ca187e9397e",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "intercom-client-secret",
        title: "Intercom Client Secret",
        category: "Intercom",
        severity: Severity::Low,
        anchors: &["intercom"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "INTERCOM_CLIENT_SECRET=f64b7704-c9cd-4b52-8ed1-658cfc44f3e9",
            r#"{"intercomClientSecret": "a214a3a7-6365-4b1a-b881-322ca60e71c4"}"#,
        ]),
        lookalikes: in_tests(&[
            "INTERCOM_CLIENT_SECRET=81f89f29-fdda-4007-8e8d-fcd2e75e486",
            "INTERCOM_CLIENT_SECRET=0d53c31edfca8fa76fc4f4a90ee77b5cf2c6f414",
        ]),
        ..Rule::BASE
    },
];
