//! Documents, projects, customers and what offices work with.
//!
//! Notion: <https://developers.notion.com/docs/authorization>. Dropbox: <https://developers.dropbox.com/oauth-guide>. HubSpot:
//! <https://developers.hubspot.com/docs/guides/apps/private-apps/overview>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "asana-client-id",
        title: "Asana Client ID",
        category: "Asana",
        severity: Severity::Medium,
        anchors: &["asana"],
        form: Form::Assigned("[0-9]{16}"),
        entropy: 2.5,
        proof: name::is_of_client,
        examples: in_tests(&["ASANA_CLIENT_ID=0452234979595468", r#"{"asanaClientId": "9673102621920198"}"#]),
        lookalikes: in_tests(&["ASANA_CLIENT_ID=417147847852859", "ASANA_CLIENT_ID=c4ba7bd7-6155-4703-9cec-045a6ba3eaab"]),
        ..Rule::BASE
    },
    Rule {
        id: "asana-client-secret",
        title: "Asana Client Secret",
        category: "Asana",
        severity: Severity::Medium,
        anchors: &["asana"],
        form: Form::Assigned("[0-9a-z]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ASANA_CLIENT_SECRET=52ee4e410dc19a6bdf85a95fed750855",
            r#"{"asanaClientSecret": "9f74b0feeadf1b268bc060a774ade829"}"#,
        ]),
        lookalikes: in_tests(&[
            "ASANA_CLIENT_SECRET=6967f8844f3635745c69e18d50d422f",
            "ASANA_CLIENT_SECRET=08aff916-b584-4850-87ce-d96fa666b9ec",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "asana-personal-access-token",
        title: "Asana Personal Access Token",
        category: "Asana",
        severity: Severity::High,
        anchors: &["asana"],
        form: Form::Assigned("[0-9]/[0-9]{14,17}(?:/[0-9]{14,17})?:[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ASANA_ACCESS_TOKEN=2/5618643552250573/7841527445150330:597e9787071d77af5a10471f9fc13610",
            r#"{"asanaAccessToken": "2/8303158368423609/8400093570097853:8efe22388fa7bfe0fe92c29676475965"}"#,
        ]),
        lookalikes: in_tests(&[
            "ASANA_ACCESS_TOKEN=2/5372930449855184/9284264245913865:b66cf020f86580396aea7efc1246c11",
            "ASANA_ACCESS_TOKEN=1012a094-45e2-41f9-8cef-6785e4c7e702",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "linear-api-token",
        title: "Linear API Key",
        category: "Linear",
        severity: Severity::Medium,
        anchors: &["lin_api_", "lin_oauth_"],
        form: Form::Token("lin_api_[0-9A-Za-z]{40}|lin_oauth_[0-9a-f]{64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("LINEAR_API_KEY=lin_", "api_VeGBopR0zOjEvYPnvcUp5Ocjdq0kPND5bEf3ETNW"),
            concat!(r#"{"linearApiKey": "lin_"#, r#"api_ekhGNHl4zfQo2pB95HVonjKvSgYyU6zzBRU8hTrT"}"#),
        ]),
        lookalikes: in_tests(&[
            "LINEAR_API_KEY=lin_api_1v1jjT1T1XXjLwaMmX0BoaJsGOUvI0dKjf1itGV",
            "LINEAR_API_KEY=lin_api_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "linear-client-secret",
        title: "Linear Client Secret",
        category: "Linear",
        severity: Severity::Medium,
        anchors: &[
            "linear_client",
            "linearclient",
            "linear-client",
            "linear_secret",
            "linear_oauth",
            "linear_webhook",
            "linear.client",
        ],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        examples: in_tests(&[
            "LINEAR_CLIENT_SECRET=15f4edccc3c9604093c1f8da2d68d081",
            r#"{"linearClientSecret": "892c217cfc8304fb3e5eb8243a697f19"}"#,
        ]),
        lookalikes: in_tests(&[
            "LINEAR_CLIENT_SECRET=0c860fa139cb76cf1388114e23df385",
            "LINEAR_CLIENT_SECRET=8628b06c-b8da-408c-841d-2ae42951f885",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "notion-api-token",
        title: "Notion API Token",
        category: "Notion",
        severity: Severity::Medium,
        anchors: &["ntn_"],
        form: Form::Token("ntn_[0-9]{11}[0-9A-Za-z]{35}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("NOTION_TOKEN=nt", "n_41630337855eUavL4EHt7u86M6RqGU6kGoAgsQFPh9kgCi"),
            concat!(r#"{"notionToken": "nt"#, r#"n_03994667926iTZ5wfDPtjDh5zierwv7ysR548pKo8RRlkm"}"#),
        ]),
        lookalikes: in_tests(&[
            "NOTION_TOKEN=ntn_36998681168zt65rdhZuhahuAybpob4O7pAzfpSTcGrSi",
            "NOTION_TOKEN=ntn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "notion-api-token-old",
        title: "Notion API Token (old)",
        category: "Notion",
        severity: Severity::Medium,
        anchors: &["notion"],
        form: Form::Assigned("secret_[0-9A-Za-z]{43}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            concat!("NOTION_API_KEY=sec", "ret_jzUyQLi2F95RiegszcHGUjy2mECl0lQ89FiUkYHiue3"),
            concat!(r#"{"notionApiKey": "sec"#, r#"ret_6USGWteLWaGheCHnUeCPBHCsuP9m91AlY7zO9PX5Xdf"}"#),
        ]),
        lookalikes: in_tests(&[
            "NOTION_API_KEY=secret_1aZn5EwUkoEWcW5Wx4aPVkzO7dQONfb2T2LQQLOIPt",
            "NOTION_API_KEY=cf3f3d28-9a4f-4df3-8260-bea6237be287",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "figma-token",
        title: "Figma Personal Access Token",
        category: "Figma",
        severity: Severity::Medium,
        anchors: &["figd_"],
        form: Form::Token("figd_[0-9A-Za-z_-]{40}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("FIGMA_TOKEN=fi", "gd_d2w3O4x0A9xMhqZ8b12yojxh7txQLRIiXd7_U3lD"),
            concat!(r#"{"figmaToken": "fi"#, r#"gd_E6udYjgy33YRaJaXGFulBzKeJ44Qpwr3KU93uWAt"}"#),
        ]),
        lookalikes: in_tests(&[
            "FIGMA_TOKEN=figd_e2I7g3pbnm_Bb5HboiP-BoiYA1BGMJfZHEvSvJF",
            "FIGMA_TOKEN=figd_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "frameio-api-token",
        title: "Frame.io API Token",
        category: "Frameio",
        severity: Severity::Low,
        anchors: &["fio-u-"],
        form: Form::Token("fio-u-[0-9A-Za-z_=-]{64}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("FRAMEIO_TOKEN=fio", "-u-1QcUELa0PFuRYKfVp3Xyoc6WoSIRTTwlNlv2YGfTI04NRLXWGvoPa-HkJddS35wh"),
            concat!(r#"{"frameioToken": "fio"#, r#"-u-y_QyQ0AZ7t2nrWLUQYLFFf6MZWrrwAkXDk7KXi5u2KszLNI4l-YNxbvYp20ZvABA"}"#),
        ]),
        lookalikes: in_tests(&[
            "FRAMEIO_TOKEN=fio-u-nx2EQB1TaOW6qxXFfj1eyNiZYD4X6BXwy1jzp44hIwYNvm2JNfhaHeiF3tIfvIq",
            "FRAMEIO_TOKEN=fio-u-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "typeform-api-token",
        title: "Typeform API Token",
        category: "Typeform",
        severity: Severity::Low,
        anchors: &["tfp_"],
        form: Form::Token("tfp_[0-9A-Za-z_.=-]{59}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("TYPEFORM_TOKEN=tf", "p_08u-Y6mqiLHDzOfwPWXd6kNNDDqTuq6Yq-IfCJqOw-t-O53vxKuk2JBQXcv"),
            concat!(r#"{"typeformToken": "tf"#, r#"p_Cc-vvruZ7TLjcDOvLgOIzYoiXPi89k2fdIh_35ld_dk8-qhnp14MioNWh8g"}"#),
        ]),
        lookalikes: in_tests(&[
            "TYPEFORM_TOKEN=tfp_Pj-Z4SC9XOK8k2EVLpTRmeCc07xp1Hmw0Z67w3yhnx6g5n8pfO4azisl6W",
            "TYPEFORM_TOKEN=tfp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "dropbox-api-secret",
        title: "Dropbox App Key or Secret",
        category: "Dropbox",
        severity: Severity::High,
        anchors: &["dropbox"],
        form: Form::Assigned("[0-9a-z]{15}"),
        entropy: 3.0,
        proof: shape::is_random_key,
        examples: in_tests(&["DROPBOX_APP_SECRET=bx2wj0zi39zvyl7", r#"{"dropboxAppSecret": "6a7bj62kt2p2tve"}"#]),
        lookalikes: in_tests(&["DROPBOX_APP_SECRET=25ivvjwvkkl1si", "DROPBOX_APP_SECRET=16a00a4c-a1b1-4347-9bf3-4e4faaea29bb"]),
        ..Rule::BASE
    },
    Rule {
        id: "dropbox-short-lived-api-token",
        title: "Dropbox Short-lived Access Token",
        category: "Dropbox",
        severity: Severity::High,
        anchors: &["sl."],
        form: Form::Token(r"sl\.(?:u\.)?[0-9A-Za-z_=-]{130,1500}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!(
                "DROPBOX_ACCESS_TOKEN=s",
                "l.u.Zs4Lvt_P48ELojo842i1uWXMUy2BIgivHNg76EIXgArE5ysDB6O7UVh1JW6WLM6XcEdA4cX85BUhKygfOiudX-x8aptAWi-rqSKR6PcdRe2YuJ_ArwpO5vt8Z_JIQRAnbypBf2z4kU-FVn2unKXzrRMht31qk1xxUb8sExLUNn5jU5V_jlhFj5D_l5zH1N9npj7vutqG"
            ),
            concat!(
                r#"{"dropboxAccessToken": "s"#,
                r#"l.u.oY0bDsbVJsrMI8kVb7HbJJtllDHYe3yuV_E0TYDRsCD2fsCeEvkCpZAjR6MT-2uLdtKQlrTmDF77S2sN0D6SbtaJYlOnPz2Ix-EulIq9gm5bEAxaNM-n3PwDFpa9ILAigNKWFGo04xIRSfDtdA5y--3aScknmAMEZ0E00MloKu-1rROdMFdU0NbRNVO4U-9l_jQxRXi3"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "sl.u.rHXUU6QDU5zdzXqc8LADQ3QeEQ1l8Ex6HsVm1Vcs4sSc9kX0IEQOSwVDnWhr",
            "DROPBOX_ACCESS_TOKEN=sl.u.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "dropbox-long-lived-api-token",
        title: "Dropbox Long-lived Access Token",
        category: "Dropbox",
        severity: Severity::High,
        anchors: &["dropbox"],
        form: Form::Assigned("[0-9A-Za-z]{11}AAAAAAAAAA[0-9A-Za-z_-]{43}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "DROPBOX_ACCESS_TOKEN=BEmhJCQAxrqAAAAAAAAAAKJNbzU1gL62i2-LGgZVJ9owbj-VVyo8xtRAwjRPi_PL",
            r#"{"dropboxAccessToken": "k9KPKVlZbQGAAAAAAAAAAPY96TMeqNF7VA6gK3o6-eu-yaQqkNHtZHDeB1xAToV2"}"#,
        ]),
        lookalikes: in_tests(&[
            "DROPBOX_ACCESS_TOKEN=D67JOWlkcs3AAAAAAAAAAXWMzTgym1Xb6O2cSzwTBBDBypLGJgrLvmuoxNSannv",
            "DROPBOX_ACCESS_TOKEN=084df36a-9b7e-4ecc-8b4a-eeee6f926ad7",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "contentful-personal-access-token",
        title: "Contentful Personal Access Token",
        category: "Contentful",
        severity: Severity::Medium,
        anchors: &["CFPAT-"],
        form: Form::Token("CFPAT-[0-9A-Za-z_-]{43}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("CONTENTFUL_TOKEN=CFP", "AT-hY0ue3QLPPVXyFc-1S4RFNhsdg0eypaWlXHuAs9nXpE"),
            concat!(r#"{"contentfulToken": "CFP"#, r#"AT-BxKXszBlSKN8BBdp-orDtesav6iDZWxqYJ35DyPeH9m"}"#),
        ]),
        lookalikes: in_tests(&[
            "CONTENTFUL_TOKEN=CFPAT-1BDEOEqPdrANHtMd-GD60onSVDedHwUnqfo8jNMhzt",
            "CONTENTFUL_TOKEN=CFPAT-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "contentful-delivery-api-token",
        title: "Contentful Delivery API Token",
        category: "ContentfulDelivery",
        severity: Severity::Low,
        anchors: &["contentful"],
        form: Form::Assigned("[0-9A-Za-z_-]{43}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "CONTENTFUL_ACCESS_TOKEN=WL6J6DnqfAoSapSHeVlNNuZLNSlglpm_a5L2oTFcUN3",
            r#"{"contentfulAccessToken": "0yt8Ecn44jk4MzPbCPkaOQMeIxFNlGmUZ78chciCjNl"}"#,
        ]),
        lookalikes: in_tests(&[
            "CONTENTFUL_ACCESS_TOKEN=3TMpfFJA3tv5iavu1Rt3-gN6s0-navutYRYC-rXvza",
            "CONTENTFUL_ACCESS_TOKEN=553b3384-3cd6-4ed5-9c0d-4f58f754a8e8",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "hubspot-api-token",
        title: "HubSpot API Key",
        category: "HubSpot",
        severity: Severity::Low,
        anchors: &["hubspot", "hapikey"],
        form: Form::Assigned("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "HUBSPOT_API_KEY=5586d591-d988-4384-a38c-97eadf6cdaad",
            r#"{"hubspotApiKey": "4ac48882-6d90-4952-abf4-e9abf508b731"}"#,
        ]),
        lookalikes: in_tests(&[
            "HUBSPOT_API_KEY=95580a15-2ff2-41b9-a4ec-60fa40df1c5",
            "HUBSPOT_API_KEY=138ca723eab1278da6b344a05f05997ea440c220",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "hubspot-private-app-token",
        title: "HubSpot Private App Token",
        category: "HubSpot",
        severity: Severity::High,
        anchors: &["pat-na1-", "pat-eu1-", "pat-na2-", "pat-na3-", "pat-ap1-"],
        form: Form::Token("pat-(?:na[123]|eu1|ap1)-[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!("HUBSPOT_TOKEN=pat-", "na1-c3f39df8-09c6-4407-91d4-3a3139b4d6da"),
            concat!(r#"{"hubspotToken": "pat-"#, r#"na1-67feb970-9207-47b8-b234-2318d866ab3d"}"#),
        ]),
        lookalikes: in_tests(&[
            "HUBSPOT_TOKEN=pat-na1-265e105e-c4fc-4772-a409-bc4e7f36d6e",
            "HUBSPOT_TOKEN=pat-na1-00000000-0000-0000-0000-000000000000",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "zendesk-secret-key",
        title: "Zendesk Secret",
        category: "Zendesk",
        severity: Severity::Medium,
        anchors: &["zendesk"],
        form: Form::Assigned("[0-9A-Za-z]{40}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ZENDESK_API_TOKEN=A5U5INk9WB3JPEqylQvCD4D3RcV1zTeh0Q5ztdDv",
            r#"{"zendeskApiToken": "luMrimCJjq05chXKMMaU5gGpOTf4Amr3lmHCxeUv"}"#,
        ]),
        lookalikes: in_tests(&[
            "ZENDESK_API_TOKEN=f1DdmOuQljc7D4pySIYe6Q5zuGhjssB8zCb9PjA",
            "ZENDESK_API_TOKEN=02592537-364f-4053-b472-cd6690e9fe37",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "freshbooks-access-token",
        title: "FreshBooks Access Token",
        category: "FreshBooks",
        severity: Severity::Medium,
        anchors: &["freshbooks"],
        form: Form::Assigned("[0-9a-z]{64}"),
        entropy: 3.5,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "FRESHBOOKS_ACCESS_TOKEN=f0e15cd8380703b3af14f0e853bc1803180c9ae48efa6dade452f440c7df75e7",
            r#"{"freshbooksAccessToken": "b5e79ce01641e07bdd7232ad9cc4870522fabcaecc962a6a5d7fd352e5359bab"}"#,
        ]),
        lookalikes: in_tests(&[
            "FRESHBOOKS_ACCESS_TOKEN=9cea976334df4a2c868b400627cf2d9b28582bd5e0aaf58035f3d42ad6fd73b",
            "FRESHBOOKS_ACCESS_TOKEN=c73d693c-fb6a-467d-bd6d-8a3e4c4e9f45",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "ionic-api-token",
        title: "Ionic API Token",
        category: "Ionic",
        severity: Severity::Medium,
        anchors: &["ionic"],
        form: Form::Assigned("ion_[0-9a-z]{42}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "IONIC_TOKEN=ion_1zqiesk30jqoymoiz3cb0upnakw0qzx2svnmpvc5q3",
            r#"{"ionicToken": "ion_hqfg8lr1pnijh59qgp3cg8za87upx503bym97q07lc"}"#,
        ]),
        lookalikes: in_tests(&[
            "IONIC_TOKEN=ion_39tsdv0i5iklgzw15mbm222xhy0n66vjr2swub5eh",
            "IONIC_TOKEN=44edc29d-dabf-48d0-897f-8734d582904e",
        ]),
        ..Rule::BASE
    },
];
