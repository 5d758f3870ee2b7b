//! Databases and what works on data.
//!
//! PlanetScale: <https://planetscale.com/docs/concepts/planetscale-service-tokens>. Databricks:
//! <https://docs.databricks.com/dev-tools/auth/pat.html>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "planetscale-password",
        title: "PlanetScale Password",
        category: "Planetscale",
        severity: Severity::Medium,
        anchors: &["pscale_pw_"],
        form: Form::Token("pscale_pw_[0-9A-Za-z_.=-]{32,64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("DATABASE_PASSWORD=pscal", "e_pw_se0NLiOS8xtkh-EIaiBwBmwUdrD7K_G-CmvChWx8VkO"),
            concat!(r#"{"databasePassword": "pscal"#, r#"e_pw_IYZlDxoLkPlafVn6ettXGsAURs3JhHouGtJdQZc1ONQ"}"#),
        ]),
        lookalikes: in_tests(&[
            "pscale_pw_3WvsStA9VyHR",
            "DATABASE_PASSWORD=pscale_pw_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "planetscale-api-token",
        title: "PlanetScale Service Token",
        category: "Planetscale",
        severity: Severity::Medium,
        anchors: &["pscale_tkn_"],
        form: Form::Token("pscale_tkn_[0-9A-Za-z_.=-]{32,64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("PLANETSCALE_TOKEN=pscal", "e_tkn_jdA4kmQfZ3tyus_m1x-XOLGj5zGWK936PnEz9pBvr_Z"),
            concat!(r#"{"planetscaleToken": "pscal"#, r#"e_tkn_GtGYtrztNuAppTRvMmPXzdN6FconHaMWGKG8k7hKlpK"}"#),
        ]),
        lookalikes: in_tests(&[
            "pscale_tkn_TuiK2iWNy3kF",
            "PLANETSCALE_TOKEN=pscale_tkn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "planetscale-oauth-token",
        title: "PlanetScale OAuth Token",
        category: "Planetscale",
        severity: Severity::Medium,
        anchors: &["pscale_oauth_"],
        form: Form::Token("pscale_oauth_[0-9A-Za-z_.=-]{32,64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("PLANETSCALE_TOKEN=pscale", "_oauth_fReFOZxGNS_e-iUo1EPzto9A2lfEfdfTZ4uTvCYLESM"),
            concat!(r#"{"planetscaleToken": "pscale"#, r#"_oauth_6x-pnt5veVOq2DtHlxl7rYIpOEViCdAtlSbht0IdFRT"}"#),
        ]),
        lookalikes: in_tests(&[
            "pscale_oauth_U9gLJLRDTTSF",
            "PLANETSCALE_TOKEN=pscale_oauth_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "databricks-api-token",
        title: "Databricks API Token",
        category: "Databricks",
        severity: Severity::Medium,
        anchors: &["dapi"],
        form: Form::Token("dapi[0-9a-h]{32}(?:-[0-9])?"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("DATABRICKS_TOKEN=da", "pid01313428a70903349184062353a30ff"),
            concat!(r#"{"databricksToken": "da"#, r#"pi7dfa1e12de1056b4d9eefbaf304bac0f"}"#),
        ]),
        lookalikes: in_tests(&[
            "DATABRICKS_TOKEN=dapia5914275790f2e05fb4857117d57b17",
            "DATABRICKS_TOKEN=dapixxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "clickhouse-cloud-api-secret-key",
        title: "ClickHouse Cloud API Secret",
        category: "ClickHouse",
        severity: Severity::High,
        anchors: &["4b1d"],
        form: Form::Token("4b1d[0-9A-Za-z]{38}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("CLICKHOUSE_SECRET=4b", "1drcJtVrBx9NxjB2vq5YJYx8xXX1ev3rlUuOeSKW"),
            concat!(r#"{"clickhouseSecret": "4b"#, r#"1dk04TNMXIQc3NrJbpZxhlDbiieQFWL8dw6aHjJx"}"#),
        ]),
        lookalikes: in_tests(&[
            "CLICKHOUSE_SECRET=4b1dsqN09j6vqnRjxyEeV2me5lFk3onJCSKgDMeDx",
            "CLICKHOUSE_SECRET=4b1dxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "confluent-access-token",
        title: "Confluent Cloud API Key",
        category: "Confluent",
        severity: Severity::Medium,
        anchors: &["confluent"],
        form: Form::Assigned("[0-9A-Z]{16}"),
        entropy: 3.3,
        proof: shape::is_random_key,
        examples: in_tests(&["CONFLUENT_API_KEY=ED6QEB0Y9CUVTTWN", r#"{"confluentApiKey": "MWWX5T4TO9PBAAX3"}"#]),
        lookalikes: in_tests(&["CONFLUENT_API_KEY=CW8EVDN1USVO1GG", "CONFLUENT_API_KEY=41f74971-4cec-45dc-b781-55d5aeaf0a7c"]),
        ..Rule::BASE
    },
    Rule {
        id: "confluent-secret-key",
        title: "Confluent Cloud API Secret",
        category: "Confluent",
        severity: Severity::High,
        anchors: &["confluent"],
        form: Form::Assigned("[0-9A-Za-z+/]{64}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "CONFLUENT_API_SECRET=XBwTz5Feb5iVQS1XQk114HMDLjW24OHbXqKCbVymbk/yKAun1LQbyDGb3YYGnlQS",
            r#"{"confluentApiSecret": "ckGZf472BDvYnNM7eYdsVGRYNqwwCDxoijz87JE6jSu/EDqxfiOKleKF6tjaObt9"}"#,
        ]),
        lookalikes: in_tests(&[
            "CONFLUENT_API_SECRET=r14gnPymaDq0UqfmZheDaxh9nY4qWS++0kxHgLasapQd3uG5joLEKET2pzZ6ORg",
            "CONFLUENT_API_SECRET=58228e53-b0db-4404-b7e3-04b9265a3807",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "algolia-api-key",
        title: "Algolia API Key",
        category: "Algolia",
        severity: Severity::Medium,
        anchors: &["algolia"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ALGOLIA_API_KEY=d2a9e1012fa3d294cdaab4f50841c214",
            r#"{"algoliaApiKey": "72caa45b2772611339b8bea4ff8c7c05"}"#,
        ]),
        lookalikes: in_tests(&[
            "ALGOLIA_API_KEY=4aa7d7b4c214e124c46b5266a6bfc1d",
            "ALGOLIA_API_KEY=6d6ec51f-65cc-4297-90d8-fc0a3f366bec",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "airtable-api-key",
        title: "Airtable API Key",
        category: "Airtable",
        severity: Severity::Medium,
        anchors: &["airtable"],
        form: Form::Assigned("[0-9A-Za-z]{17}"),
        entropy: 3.5,
        proof: shape::is_random_key,
        examples: in_tests(&["AIRTABLE_API_KEY=keygj59JmB0HCGVuC", r#"{"airtableApiKey": "key8tj7QDfADqxD9A"}"#]),
        lookalikes: in_tests(&["AIRTABLE_API_KEY=keyj7pdrEnZP39NL", "AIRTABLE_API_KEY=794f50c0-cbd3-46ce-b72a-166b63b1c9bb"]),
        ..Rule::BASE
    },
    Rule {
        id: "airtable-personnal-access-token",
        title: "Airtable Personal Access Token",
        category: "Airtable",
        severity: Severity::High,
        anchors: &["airtable", "api_key", "apikey", "token", "authorization"],
        form: Form::Assigned(r"pat[0-9A-Za-z]{14}\.[0-9a-f]{64}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("AIRTABLE_TOKEN=p", "atM2lZmieh09VNGJ.7e1894aeaf14a8f63eead2b6a51ad5b97ff590c5400c912f03a1aa7b31963dc5"),
            concat!(
                r#"{"airtableToken": "p"#,
                r#"atrI6TwFcAGjV7Ej.ac20b1a910d29bb9d40b0586aac826c770e0c03f4cefba3625b31bb5b35dd95e"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "AIRTABLE_TOKEN=patfkw8Q0SISgpjSf.acbb9c7214a8b50023c2e9a62891d6e37b6eb7a6ddb49c819110cfc43148a37",
            "AIRTABLE_TOKEN=bbb10c91-c021-4e9f-9ea5-715a5bd6558e",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "looker-client-id",
        title: "Looker Client ID",
        category: "Looker",
        severity: Severity::Low,
        anchors: &["looker", "lookersdk"],
        form: Form::Assigned("[0-9A-Za-z]{20}"),
        entropy: 3.5,
        proof: shape::is_random_id,
        examples: in_tests(&["LOOKER_CLIENT_ID=kYtFAaLKPv14x5EdGQNM", r#"{"lookerClientId": "YU3TcvtUeW6mXSPeFeup"}"#]),
        lookalikes: in_tests(&["LOOKER_CLIENT_ID=aRQjbkPVjR8u7TgKx2B", "LOOKER_CLIENT_ID=08e96335-62a5-4ff6-9c4d-168914aa0990"]),
        ..Rule::BASE
    },
    Rule {
        id: "looker-client-secret",
        title: "Looker Client Secret",
        category: "Looker",
        severity: Severity::Medium,
        anchors: &["looker", "lookersdk"],
        form: Form::Assigned("[0-9A-Za-z]{24}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "LOOKER_CLIENT_SECRET=aw65jF5OVikomySR6OnpX7CK",
            r#"{"lookerClientSecret": "l5OtQ9y0uaaR6d6YKqzLTeDn"}"#,
        ]),
        lookalikes: in_tests(&[
            "LOOKER_CLIENT_SECRET=Yuf68mFhjmzxiO2AIQX3vdj",
            "LOOKER_CLIENT_SECRET=e630e166-810c-44e1-b721-9e2763435254",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "finnhub-access-token",
        title: "Finnhub API Token",
        category: "Finnhub",
        severity: Severity::Low,
        anchors: &["finnhub"],
        form: Form::Assigned("[0-9a-z]{20}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&["FINNHUB_API_KEY=kv9106eu1sykagz2502p", r#"{"finnhubApiKey": "c65b5ffzh458t2lfmin1"}"#]),
        lookalikes: in_tests(&["FINNHUB_API_KEY=s3204rlr8un6hv1bl3p", "FINNHUB_API_KEY=3a19b7c7-37dd-42c8-9ddb-e11b7dec53d0"]),
        ..Rule::BASE
    },
    Rule {
        id: "nytimes-access-token",
        title: "New York Times API Key",
        category: "New York Times",
        severity: Severity::Low,
        anchors: &["nytimes", "new-york-times", "newyorktimes"],
        form: Form::Assigned("[0-9A-Za-z_-]{32}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "NYTIMES_API_KEY=4K6FEacefzjQxJ8yqURxBgNVXGHsdCHV",
            r#"{"nytimesApiKey": "DzB_auVDKZvUvtxkke7GgtsL8WJAwGmi"}"#,
        ]),
        lookalikes: in_tests(&[
            "NYTIMES_API_KEY=lC6duTBPEBjRjYiPjiENiNp1iEJFbfw",
            "NYTIMES_API_KEY=ac8ed7c5-11e1-443c-b4b5-53197e869ee2",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "maxmind-license-key",
        title: "MaxMind License Key",
        category: "MaxMind",
        severity: Severity::Medium,
        anchors: &["_mmk"],
        form: Form::Around {
            before: 36,
            pattern: r"\A[^\x00]{0,36}?(?:\A|[^0-9A-Za-z])(?<secret>[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk)(?:\z|[^0-9A-Za-z])",
        },
        entropy: 4.0,
        examples: in_tests(&[
            "MAXMIND_LICENSE_KEY=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",
            r#"{"licenseKey": "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"}"#,
        ]),
        lookalikes: in_tests(&[
            "MAXMIND_LICENSE_KEY=pwf90c_o2g6AyB3xdIl89fDrq8Q_mmk",
            "MAXMIND_LICENSE_KEY=xxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxx_mmk",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "rapidapi-access-token",
        title: "RapidAPI Access Token",
        category: "RapidAPI",
        severity: Severity::Medium,
        anchors: &["rapidapi"],
        form: Form::Assigned("[0-9A-Za-z_-]{50}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "RAPIDAPI_KEY=sDhXG79U6CHsN3kJfg8stm64hSFI4QZdDqfZpimA8v4AqZBTEr",
            r#"{"rapidapiKey": "JM0gXLxWZvYfDm2MIQJKn9SVqGFz7l0wCjuWBC3RQ52qICFkkd"}"#,
        ]),
        lookalikes: in_tests(&[
            "RAPIDAPI_KEY=AZcbficvI0UQcqrg3i5RPTGtBUiZQkjCNpR76XHiTIqrqSvju",
            "RAPIDAPI_KEY=e34b6beb-b111-4d01-b096-8c37b11dd34f",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "mapbox-api-token",
        title: "Mapbox Token",
        category: "Mapbox",
        severity: Severity::Medium,
        anchors: &["pk.eyJ1Ijoi", "sk.eyJ1Ijoi", "tk.eyJ1Ijoi"],
        form: Form::Token(r"[pst]k\.eyJ1Ijoi[0-9A-Za-z_-]{30,110}\.[0-9A-Za-z_-]{22}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("MAPBOX_TOKEN=pk.ey", "J1Ijoi5qnZX28AcNy9KadAPmBN4qch3WdK39DxMok8ImoaXnfd1KJwGWs.KdgEQRL0lZGv-beBhZp4fC"),
            concat!(
                r#"{"mapboxToken": "sk.ey"#,
                r#"J1IjoiofqUOCHUvAoiXtiGl4UKKTtgHgBf83hAtC1fo65wflPZOCoOKsgCG729MBn5.mCWedVPqqA_tNgZW9yieCK"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "MAPBOX_TOKEN=pk.eyJ1IjoiYfoHyVGLc0l76jsHacjUx5u4WcpTyabnt1AqloCTZpzWCoKilxH.cz4DczMrMAJomDOGoxBQO",
            "MAPBOX_TOKEN=pk.eyJ1Ijoixxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "neon-api-key",
        title: "Neon API Key",
        category: "Neon",
        severity: Severity::High,
        anchors: &["napi_"],
        form: Form::Token("napi_[0-9a-z]{64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("NEON_API_KEY=na", "pi_3uv5o9v4i4kz9lufx9944cc1sez2jju0sqglvpshk398zb6avi0k5snnklyze3tm"),
            concat!(r#"{"neonApiKey": "na"#, r#"pi_fel0zkpq2zmtx5255zo7vnxgyndxle5hd2eut6f1qj6sw3uqin467qa8hed7hbkw"}"#),
        ]),
        lookalikes: in_tests(&[
            "NEON_API_KEY=napi_0cw65r3fz3hes4hclwb6c4f53rsy0ucf9fmyl3nbocs2wjwg7eg1xtl9ygkguzb",
            "NEON_API_KEY=napi_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "elastic-api-key",
        title: "Elastic Cloud API Key",
        category: "Elastic",
        severity: Severity::High,
        anchors: &["elastic"],
        form: Form::Assigned("[0-9A-Za-z+/]{56,60}={0,2}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ELASTIC_API_KEY=E9m1A6ok8tkUv+hEiLorvOQfHPveKp9vfgJVTei7y3fuEjUNZPWZveIKI/==",
            r#"{"elasticApiKey": "gP+Nvuu3xLUsbw6ZpFMawYFnyAXHX1YipaVdADgU9AWuDvA9AQzzTA+n0w=="}"#,
        ]),
        lookalikes: in_tests(&["ELASTIC_API_KEY=changeme", "ELASTIC_API_KEY=80736b5b-78cb-4e2b-8939-176e5dc74e6f"]),
        ..Rule::BASE
    },
];
