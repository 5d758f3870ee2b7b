//! Monitoring, analysis and quality of programs.
//!
//! Grafana: <https://grafana.com/docs/grafana/latest/administration/service-accounts/>. New Relic:
//! <https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/>. Sentry: <https://docs.sentry.io/account/auth-tokens/>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "grafana-api-token",
        title: "Grafana API Key",
        category: "Grafana",
        severity: Severity::Medium,
        anchors: &["eyJrIjoi"],
        form: Form::Token("eyJrIjoi[0-9A-Za-z_=-]{60,400}"),
        entropy: 3.8,
        proof: shape::is_json,
        examples: in_tests(&[
            concat!("GRAFANA_TOKEN=eyJr", "IjoiMDdGMW56Zk5oZGZXandzMmROT090NU5ZZ1JCOWs4bEgiLCJuIjoiY2kiLCJpZCI6MX0="),
            concat!(r#"{"grafanaToken": "eyJr"#, r#"IjoicDE2MWVKU3doV0dGanVyV3NTUE5uSWxZY3pSUTFmSFciLCJuIjoiY2kiLCJpZCI6MX0="}"#),
        ]),
        lookalikes: in_tests(&[
            "eyJrIjoiwnHLcNlNCcwlVnAx48RDKgNANm32MDFICXuK59oyvVaxH5hWHjkGaQdcOVt7lbG581eXQsNENqMuFMm6",
            "GRAFANA_TOKEN=eyJrIjoixxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "grafana-cloud-api-token",
        title: "Grafana Cloud Access Policy Token",
        category: "Grafana",
        severity: Severity::High,
        anchors: &["glc_eyJ"],
        form: Form::Token("glc_eyJ[0-9A-Za-z+/]{32,400}={0,3}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!(
                "GRAFANA_CLOUD_TOKEN=glc",
                "_eyJKLheRTbC2nFq3Spqr2n36WfeJOzyAv4ONhnjzNCGYtCKjpBh7SjJGwLuXpHUrkAnJcfJmmeZXxCPXvK4cDQ5ZlL0atHfptnlysch"
            ),
            concat!(
                r#"{"grafanaCloudToken": "glc"#,
                r#"_eyJJ9SbhOGxjAA8woDDKP9YMA9fHw7JvHFzQiB5DG9KC95eykPg3XUeATfL0tOmzJRVyMspOCuDbmi3bcIx0EpEaw1GTYYv3YOZxZq9"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "glc_eyJLfZOAe6TpwPM",
            "GRAFANA_CLOUD_TOKEN=glc_eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "grafana-service-account-token",
        title: "Grafana Service Account Token",
        category: "Grafana",
        severity: Severity::High,
        anchors: &["glsa_"],
        form: Form::Token("glsa_[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("GRAFANA_TOKEN=gl", "sa_74Cv0yLSRt9O8HJEsasXKpntQMSjPeVA_9ee25897"),
            concat!(r#"{"grafanaToken": "gl"#, r#"sa_zqaCpSxBNzGf3cXdx5zYcAt1BfM9H4yR_0586a1d2"}"#),
        ]),
        lookalikes: in_tests(&[
            "GRAFANA_TOKEN=glsa_wa2bYXpQPl0HaLwS2CybRrzW6uujJ0mV_5085a88",
            "GRAFANA_TOKEN=glsa_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "new-relic-user-api-key",
        title: "New Relic User API Key",
        category: "NewRelic",
        severity: Severity::Medium,
        anchors: &["NRAK-"],
        form: Form::Token("NRAK-[0-9A-Z]{27}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("NEW_RELIC_API_KEY=NR", "AK-ZRU3R0XKXYQR7ENC0PLBQZQWP2J"),
            concat!(r#"{"newRelicApiKey": "NR"#, r#"AK-FCU7WQWUILTNNXYZWB6USA0V9AL"}"#),
        ]),
        lookalikes: in_tests(&[
            "NEW_RELIC_API_KEY=NRAK-WKPADIF375WHHTTII8Q75JCJL1",
            "NEW_RELIC_API_KEY=NRAK-xxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "new-relic-user-api-id",
        title: "New Relic User API ID",
        category: "NewRelic",
        severity: Severity::Medium,
        anchors: &["newrelic", "new_relic", "new-relic"],
        form: Form::Assigned("[0-9A-Za-z]{64}"),
        entropy: 3.5,
        proof: name::is_of_client,
        examples: in_tests(&[
            "NEW_RELIC_API_ID=3lhhdvvwctyay0e8nn484edclvxr0r4jbhgb262iyi3xkumxq1txsae98j8v9nk1",
            r#"{"newRelicApiId": "ss1hyl2ve5ivbmk2dutobn04ug1k4owjuth0zqvxb2pl5jb2mio38qcuzqkb8r7u"}"#,
        ]),
        lookalikes: in_tests(&[
            "NEW_RELIC_API_ID=10j9cbl87xolkm45i1riy37md0wfso6spmxz4gz46gureihy0020g0k4r7ucp64",
            "NEW_RELIC_API_ID=ef3034f4-6341-477e-8804-3be8515be8e7",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "new-relic-browser-api-token",
        title: "New Relic Browser Key",
        category: "NewRelic",
        severity: Severity::Medium,
        anchors: &["NRJS-"],
        form: Form::Token("NRJS-[0-9a-f]{19}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("NEW_RELIC_BROWSER_KEY=NR", "JS-6d750608daf25fb3b26"),
            concat!(r#"{"newRelicBrowserKey": "NR"#, r#"JS-cfeb7142acd1c793f04"}"#),
        ]),
        lookalikes: in_tests(&[
            "NEW_RELIC_BROWSER_KEY=NRJS-bd136954d76b30ce00",
            "NEW_RELIC_BROWSER_KEY=NRJS-xxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "new-relic-insert-key",
        title: "New Relic Insert Key",
        category: "NewRelic",
        severity: Severity::Medium,
        anchors: &["NRII-"],
        form: Form::Token("NRII-[0-9A-Za-z_-]{32}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("NEW_RELIC_INSERT_KEY=NR", "II-PrOQRgm5B9Vnb4Z83imFWElcvZeyIzXa"),
            concat!(r#"{"newRelicInsertKey": "NR"#, r#"II-vAIpGNjGCl4hjbT2jY4uHLzS4_3L08Nw"}"#),
        ]),
        lookalikes: in_tests(&[
            "NEW_RELIC_INSERT_KEY=NRII-pRFf4zqJzcjh7E6mnBlOLYm2-ekXRtU",
            "NEW_RELIC_INSERT_KEY=NRII-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "new-relic-license-key",
        title: "New Relic License Key",
        category: "NewRelic",
        severity: Severity::Medium,
        anchors: &["nral"],
        form: Form::Around {
            before: 37,
            pattern: r"\A[^\x00]{0,37}?(?:\A|[^0-9A-Za-z])(?<secret>[0-9a-f]{36}(?:FFFF)?NRAL)(?:\z|[^0-9A-Za-z])",
        },
        entropy: 3.3,
        examples: in_tests(&[
            "NEW_RELIC_LICENSE_KEY=d8e2ce4356e18143965f0521102dc9ad9ac9NRAL",
            r#"{"licenseKey": "4e35b2649bad18168bee639e940a4c8384ceNRAL"}"#,
        ]),
        lookalikes: in_tests(&[
            "NEW_RELIC_LICENSE_KEY=3eb5a399f0d81d6cd89822fdea4174NRAL",
            "NEW_RELIC_LICENSE_KEY=000000000000000000000000000000000000NRAL",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sentry-org-token",
        title: "Sentry Organization Token",
        category: "Sentry",
        severity: Severity::High,
        anchors: &["sntrys_eyJpYXQiO"],
        form: Form::Token("sntrys_eyJpYXQiO[0-9A-Za-z+/]{40,400}={0,2}_[0-9A-Za-z+/]{43}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "SENTRY_AUTH_TOKEN=sntrys_e",
                "yJpYXQiOYgLqcm7I8Yvh4KiSjsPZOxhduaXhyhVOAybWuT3gwIrMY0NjulSqkoOZ6ZhC82PzF1tqxsUOKcxVHQGm2WQtEAr76ODghbcN6aDIkvTbbGxQ5UyWup6iGTrh_rR75DxjziMgAYFGDi0UBPgWMcAl1noQmr9jQrOLm7Lc"
            ),
            concat!(
                r#"{"sentryAuthToken": "sntrys_e"#,
                r#"yJpYXQiOpTnq4bQdfzOn3oHkb4LNxrgjF9nM1Pvjjlfsc0Sj6bxIXVtlDKzTbbvWuaBTZQa0DOvmlfzVKmtB8GRGnjhzMknjI405wlF6HYLxaOzQbboCqiYz4VzBaAZA_0ecURLVUUtZVbbzEBKsKvrvvkg0D7exbnfhEDTTcfLy"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "SENTRY_AUTH_TOKEN=sntrys_eyJpYXQiOT7Ns5uYyaiAHBvEwJJUCXupKDJCiQBJ57LO9NyN0G2dR2A0Oe8SE2oQbzI04pTKofbnrCn8jeVc1SaccbsfG30dDqW5Ya5cv7UvLX9RZeRwDDOIBXM3ZEBCE_ufHGSunI4j1kqVTlMPn+S7nQwNUGYOvEIZO/afqLad",
            "SENTRY_AUTH_TOKEN=sntrys_eyJpYXQiOxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sentry-user-token",
        title: "Sentry User Token",
        category: "Sentry",
        severity: Severity::High,
        anchors: &["sntryu_"],
        form: Form::Token("sntryu_[0-9a-f]{64}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("SENTRY_AUTH_TOKEN=snt", "ryu_93b8ef02a6c95474c00ccef8ad0ab54b0c19b26eee2062697f021ac3948c1015"),
            concat!(r#"{"sentryAuthToken": "snt"#, r#"ryu_e677a9cd1f8cec22935e6c0732c8245d8ed5de9ea94ea20115e6cc3a28681aa8"}"#),
        ]),
        lookalikes: in_tests(&[
            "SENTRY_AUTH_TOKEN=sntryu_7be86266fc3d5f6cdb543330a5aaf65c72bd04a5ed2fb63ecd4c2a31cfa98d0",
            "SENTRY_AUTH_TOKEN=sntryu_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sentry-access-token",
        title: "Sentry Access Token",
        category: "Sentry",
        severity: Severity::High,
        anchors: &["sentry"],
        form: Form::Assigned("[0-9a-f]{64}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SENTRY_AUTH_TOKEN=2fae53e3f536549f56f9f2f56ba91b40f2719d4831e3098b31b90fe1f8c05884",
            r#"{"sentryAuthToken": "c5c0f4ae0ea5d977f64c848d390792743b99c9bc0de57238f9d2f86687e600dc"}"#,
        ]),
        lookalikes: in_tests(&[
            "SENTRY_AUTH_TOKEN=d3110402b9b3849f05317df2228f8f55e5be1e7e1c22e96fec36476b05df868",
            "SENTRY_AUTH_TOKEN=d60235bf-00b9-4100-858b-231ee1d2d91b",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "datadog-access-token",
        title: "Datadog Application Key",
        category: "Datadog",
        severity: Severity::High,
        anchors: &["datadog", "dd_app", "ddapp", "dd-application"],
        form: Form::Assigned("[0-9a-f]{40}|ddapp_[0-9A-Za-z]{34}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DD_APP_KEY=3ac0ee73b51fee34d80d2fb97a9d6ef956311de4",
            r#"{"ddAppKey": "22b8bd1b7fcdb90f1c8a77a0bc535e6588e90e26"}"#,
        ]),
        lookalikes: in_tests(&[
            "DD_APP_KEY=4776c1b4d8c3c4d5223f0863e057bc7151feb3e",
            "DD_APP_KEY=d2da41c2-0d01-479a-96df-fd2c5b3fc54d",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "datadog-api-key",
        title: "Datadog API Key",
        category: "Datadog",
        severity: Severity::High,
        anchors: &["datadog", "dd_api", "ddapi", "dd-api"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DD_API_KEY=56c8ed1db561afadd4b5652c6793f9f4",
            r#"{"ddApiKey": "1b671c67c2d57000e9e2734dbabc1009"}"#,
        ]),
        lookalikes: in_tests(&["DD_API_KEY=6d5dce6c12c587612ceddde0f7bed18", "DD_API_KEY=fa9c0a61-df15-46a8-a1f7-91e7d49f698b"]),
        ..Rule::BASE
    },
    Rule {
        id: "dynatrace-api-token",
        title: "Dynatrace API Token",
        category: "Dynatrace",
        severity: Severity::Medium,
        anchors: &["dt0c01.", "dt0s01.", "dt0s02."],
        form: Form::Token(r"dt0[cs]0[12]\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{64}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!(
                "DT_API_TOKEN=dt0",
                "c01.OVEAQUVSNGKGHOH2MRACK7CS.MQRL7SHJYXVK2R7BZW5QYYPKKRRSLZQVGXUYG72UK252UZZULXFGXUGO3MOPLZM2"
            ),
            concat!(
                r#"{"dtApiToken": "dt0"#,
                r#"c01.OLWYLLLTMROA7Q5OHJMKDOLF.47ZE5ZHNNXQZKF2KKHD4SFGZXSQMARXIAS6EB7UH4WOVMPTVBGZUJWR7XQHFFW2D"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "DT_API_TOKEN=dt0c01.2RLR6SQEH3MECTBKPHIHIDFO.WKYDGGHDQOEUUC5BWUZG6OLMRGDH2AVLMQRIM43CTBST7QP7TYNMTWNIBN3GACN",
            "DT_API_TOKEN=dt0c01.xxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sumologic-access-id",
        title: "Sumo Logic Access ID",
        category: "Sumo Logic",
        severity: Severity::Low,
        anchors: &["sumo"],
        form: Form::Assigned("su[0-9A-Za-z]{12}"),
        entropy: 3.0,
        proof: shape::is_random_id,
        examples: in_tests(&["SUMO_ACCESS_ID=suGatKbzuGoC4q", r#"{"sumoAccessId": "suphmvsCTgUw5F"}"#]),
        lookalikes: in_tests(&["SUMO_ACCESS_ID=suTj82Ey2BvpN", "SUMO_ACCESS_ID=5491ba36-8da4-4149-9a12-44066f9e1dc2"]),
        ..Rule::BASE
    },
    Rule {
        id: "sumologic-access-token",
        title: "Sumo Logic Access Key",
        category: "Sumo Logic",
        severity: Severity::High,
        anchors: &["sumo"],
        form: Form::Assigned("[0-9A-Za-z]{64}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SUMO_ACCESS_KEY=VRRawdUzEeUoC7QKGfsNV5o3htieRYVR7S2nZSiOHubQoUOB9N9pUlGiWPWQIwpF",
            r#"{"sumoAccessKey": "0z08I5MpoySl1m8lZrIH9dzbpwNS2OZHGIDYKPTIt9twOFhwMjQyYwIIVuyZ9z9T"}"#,
        ]),
        lookalikes: in_tests(&[
            "SUMO_ACCESS_KEY=WkvC2NJCPb3fnYlCOuF3smjUxTmYpbB1vzXxjNIOkLa2iCz0GQsqV5FRsJsqetn",
            "SUMO_ACCESS_KEY=d30bbd87-a487-4543-bb6c-5086de4c45d2",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "beamer-api-token",
        title: "Beamer API Token",
        category: "Beamer",
        severity: Severity::Low,
        anchors: &["beamer"],
        form: Form::Assigned("b_[0-9A-Za-z=_-]{44}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "BEAMER_API_KEY=b_eZ38axEpML4F-nDzO6fNva_Uj-sEXjzcnhfmyLg6Jkoe",
            r#"{"beamerApiKey": "b_vmDqYIbwLDnVJpkPkZXKJrp-4cm4YKeUAT5rDab6i-gt"}"#,
        ]),
        lookalikes: in_tests(&[
            "BEAMER_API_KEY=b_Q4ia32OaPK2UAEZOCXnySTYa81zV8QbrA_OKlX2JxC3",
            "BEAMER_API_KEY=036bf84c-69b7-424d-9a09-391d9ff10b41",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "readme-api-token",
        title: "ReadMe API Token",
        category: "ReadMe",
        severity: Severity::Low,
        anchors: &["rdme_"],
        form: Form::Token("rdme_[0-9a-z]{70}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("README_API_KEY=rd", "me_seo6vkevkl0oitl3fwtz1e2bgol7ujbicz4jdjjz9fcdurszxkr0f9p7fsukdwv26q9qyf"),
            concat!(r#"{"readmeApiKey": "rd"#, r#"me_n65e5fu98hju60wvysmc46x75sfginqgh6r6jhpnjviek3s17k11pfhg8910e25q9e599d"}"#),
        ]),
        lookalikes: in_tests(&[
            "README_API_KEY=rdme_brhpab857me4wnjk4zjzahsnfkyqq4ths1rdfeh89cw41wnx253j7dr4ewrtr16lgjzfz",
            "README_API_KEY=rdme_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "pagerduty-api-key",
        title: "PagerDuty API Key",
        category: "PagerDuty",
        severity: Severity::Medium,
        anchors: &["pagerduty"],
        form: Form::Assigned(r"(?:u\+)?[0-9A-Za-z_-]{18,20}"),
        entropy: 3.3,
        proof: shape::is_random_key,
        examples: in_tests(&["PAGERDUTY_TOKEN=u+O3Ot0AplhzHE8LJ8C2", r#"{"pagerdutyToken": "u+u4t5_h1VnRBeWBNWTa"}"#]),
        lookalikes: in_tests(&["PAGERDUTY_TOKEN=u+JukhYAWH_OhBfl-Ih", "PAGERDUTY_TOKEN=99be9c88-3ee5-4a53-a449-239753d445a6"]),
        ..Rule::BASE
    },
];
