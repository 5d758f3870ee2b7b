//! Social networks and media.
//!
//! Facebook: <https://developers.facebook.com/docs/facebook-login/guides/access-tokens>. X (Twitter):
//! <https://developer.x.com/en/docs/authentication/overview>. LinkedIn:
//! <https://learn.microsoft.com/linkedin/shared/authentication/authentication>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "facebook-token",
        title: "Facebook App Secret",
        category: "Facebook",
        severity: Severity::Low,
        anchors: &["facebook", "fb_app", "fb_secret"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "FACEBOOK_APP_SECRET=005e58178b2a10f8dd5b3ffbc980cc60",
            r#"{"facebookAppSecret": "e02cc3ffa6447ea2a0fea3969b7673df"}"#,
        ]),
        lookalikes: in_tests(&[
            "FACEBOOK_APP_SECRET=49436d1673fe7f39cc70b0357c7748b",
            "FACEBOOK_APP_SECRET=c4073b9d-a6d4-4d08-86da-7649094a982a",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "facebook-access-token",
        title: "Facebook App Access Token",
        category: "Facebook",
        severity: Severity::Medium,
        anchors: &["facebook", "fb_access", "fb_token"],
        form: Form::Assigned(r"[0-9]{15,16}(?:\||%7C)[0-9A-Za-z_-]{27,40}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            r#"FACEBOOK_ACCESS_TOKEN="5941122796624099|nIgKNhDxeyLuD_3X_6A0Qjka7EO""#,
            r#"{"facebookAccessToken": "7167961408070446|fD4sgjeW6dEBFJVGfrtjSEXymFK"}"#,
        ]),
        lookalikes: in_tests(&[r#"FACEBOOK_ACCESS_TOKEN="1234567890123456|abc""#, r#"facebook_token="0574188644842481""#]),
        ..Rule::BASE
    },
    Rule {
        id: "facebook-page-access-token",
        title: "Facebook User or Page Access Token",
        category: "Facebook",
        severity: Severity::High,
        anchors: &["EAAM", "EAAC", "EAAB", "EAAG", "EAAD", "EAAE", "EAAF", "EAAI", "EAAH", "EAAJ", "EAAK", "EAAL"],
        form: Form::Token("EAA[B-M][0-9A-Za-z]{100,400}"),
        entropy: 4.5,
        examples: in_tests(&[
            concat!(
                "FB_PAGE_TOKEN=EA",
                "ACiXJx0eSxNwSFSQBtheEhc9A0hFXKkRqVGSvm3mMY3gM5HXDhFnXfv6kjSo6NavLfeEAi5Vh6IMO0DYqlzTjIRmsUW23v2BLsvP9gL7ZiPjGyED7wGNjLCTe1V4OX17tkq1XI14hhzJmw2Kwfg3LwDZWuDDYGPffk"
            ),
            concat!(
                r#"{"fbPageToken": "EA"#,
                r#"ACAxzMG3TxWO0GnAesc1hy107h5GZslIP83DnnD74DiwifsmW9CIcUfmvLWZZabyiQwiOWcQcYsB34Cs2fikcNEuWH1a3sxAye08XtJ6GQeQy5UcH8QwFe9SCLj2HVdfDKcBNbRSNqmagKrHgntl6RB3CyQjabiptE"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "EAACNvVvS4gTlIP7Y8z3Hr2ln1a6q3r5JEonA296Vqto",
            "FB_PAGE_TOKEN=EAACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-token",
        title: "Twitter Token",
        category: "Twitter",
        severity: Severity::Low,
        anchors: &["twitter"],
        form: Form::Assigned("[0-9a-f]{35,44}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWITTER_TOKEN=babcf6dec1485751e9c418d1ed1ea92f18e519e0",
            r#"{"twitterToken": "d7664d137860ea2888fd8096bd3d3ad2e0de89ec"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWITTER_TOKEN=6ffb61bcc30899a5a626070f99d33d",
            "TWITTER_TOKEN=ee0f4a2b-8432-4e70-bade-920ac3aead45",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-access-secret",
        title: "Twitter Access Secret",
        category: "Twitter",
        severity: Severity::Medium,
        anchors: &["twitter"],
        form: Form::Assigned("[0-9A-Za-z]{45}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWITTER_ACCESS_SECRET=6gI2e1sF2zlQ6LpfrBv2AiejtuB23poufwH5GezsbLNzu",
            r#"{"twitterAccessSecret": "DrCOpnwWxQntaFqKweMhgMUfIYCx4xvXjEMhuBEkW0WKC"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWITTER_ACCESS_SECRET=MOsbCW09ZRRzSaiHXiZ6wajl4h5O7uq65EdQzkFpdPsY",
            "TWITTER_ACCESS_SECRET=146a9389-3bda-4d1d-8690-b7fb0c15cb75",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-access-token",
        title: "Twitter Access Token",
        category: "Twitter",
        severity: Severity::Medium,
        anchors: &["twitter"],
        form: Form::Assigned("[0-9]{7,25}-[0-9A-Za-z]{20,40}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWITTER_ACCESS_TOKEN=554161731260538664-gibR0DtIir0XGcqmp8K8Pyec0foEOe",
            r#"{"twitterAccessToken": "498557472241248237-DhFVHGVifMCN3Bm4AcIEUvNh70iVdg"}"#,
        ]),
        lookalikes: in_tests(&["TWITTER_ACCESS_TOKEN=123-abc", "TWITTER_ACCESS_TOKEN=455c539f-54f1-4cbe-a9c2-ec4881e6cdd8"]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-api-key",
        title: "Twitter API Key",
        category: "Twitter",
        severity: Severity::Low,
        anchors: &["twitter"],
        form: Form::Assigned("[0-9A-Za-z]{25}"),
        entropy: 4.0,
        proof: name::is_of_secret,
        examples: in_tests(&["TWITTER_API_KEY=6RsIkmNWSGgzZ6DacDcKe2wHR", r#"{"twitterApiKey": "AMb8fAnIrM5Qf5muxzCP1q4K3"}"#]),
        lookalikes: in_tests(&[
            "TWITTER_API_KEY=OQOr7PQ5xAcf8yXIj6SblBxd",
            "TWITTER_API_KEY=54cb306b-55da-4505-a36d-559bfc3c09b9",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-api-secret",
        title: "Twitter API Secret",
        category: "Twitter",
        severity: Severity::Medium,
        anchors: &["twitter"],
        form: Form::Assigned("[0-9A-Za-z]{50}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWITTER_API_SECRET=iCDRSa5BZPGZnJW1dgxp90YjVsGSHkOUwBIgWi12ZSSSWEk1VE",
            r#"{"twitterApiSecret": "rpRLF2NHFVJO6e8mTqYFMC5LCHwMBS8pjugoeMyWUv2ReRS0Mh"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWITTER_API_SECRET=C7MraBZw6Ji65xAHEsi5Syt6EGEdDF2GlykH0MPS7t9f92Ml4",
            "TWITTER_API_SECRET=e21bef2a-e359-4566-94ff-4d70f61cea16",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitter-bearer-token",
        title: "Twitter Bearer Token",
        category: "Twitter",
        severity: Severity::Medium,
        anchors: &["AAAAAAAAAAAAAAAAAAAAA"],
        form: Form::Token("A{21,22}[0-9A-Za-z]{5,30}(?:%[0-9A-F]{2}[0-9A-Za-z]{1,70}){1,5}"),
        entropy: 3.0,
        examples: in_tests(&[
            concat!(
                "TWITTER_BEARER_TOKEN=AAAAAAAAAA",
                "AAAAAAAAAAAbS0KmCHMoPbbYVXlTdJv%2BrudCWaMvXZynqyDoSvErHVwVJGUUjLgEKS3oXcepMvqprZisvIp6OlEtYwVR"
            ),
            concat!(
                r#"{"twitterBearerToken": "AAAAAAAAAA"#,
                r#"AAAAAAAAAAAEal7AgJoUKZncV0ZV4W1%2BKrR5adsvswrF3rTeYAtufHM4kKxybObfu8mRGuESaycz4clnzi26MR0DbFBw"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "AAAAAAAAAAAAAAAAAAAAAhJBKTk32X0PXEVwMry3JORcRoVzy3R",
            "TWITTER_BEARER_TOKEN=AAAAAAAAAAAAAAAAAAAAAxxxxxxxxxxxxxxxxxxxx%2Bxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "linkedin-client-id",
        title: "LinkedIn Client ID",
        category: "LinkedIn",
        severity: Severity::Low,
        anchors: &["linkedin", "linked_in", "linked-in"],
        form: Form::Assigned("[0-9a-z]{14}"),
        entropy: 3.0,
        proof: shape::is_random_id,
        examples: in_tests(&["LINKEDIN_CLIENT_ID=qel4lca8276nai", r#"{"linkedinClientId": "hm7vvif9zr1tto"}"#]),
        lookalikes: in_tests(&["LINKEDIN_CLIENT_ID=p8rp4g676fr51", "LINKEDIN_CLIENT_ID=ccc614bb-ef34-4071-988b-b856d2a3c786"]),
        ..Rule::BASE
    },
    Rule {
        id: "linkedin-client-secret",
        title: "LinkedIn Client Secret",
        category: "LinkedIn",
        severity: Severity::Low,
        anchors: &["linkedin", "linked_in", "linked-in"],
        form: Form::Assigned(r"[0-9A-Za-z]{16}|WPL_AP[01]\.[0-9A-Za-z.+/=]{16,60}"),
        entropy: 3.3,
        proof: shape::is_random_key,
        examples: in_tests(&["LINKEDIN_CLIENT_SECRET=6Le3zUXathppLXTT", r#"{"linkedinClientSecret": "UfYeOMJLfcTI8Dhz"}"#]),
        lookalikes: in_tests(&[
            "LINKEDIN_CLIENT_SECRET=OOZ0p0ZA2EN3ljJ",
            "LINKEDIN_CLIENT_SECRET=d8df3bf8-fc50-4494-bfc2-b016ed8bdbe2",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "twitch-api-token",
        title: "Twitch API Token",
        category: "Twitch",
        severity: Severity::Low,
        anchors: &["twitch"],
        form: Form::Assigned("[0-9a-z]{30}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "TWITCH_CLIENT_SECRET=8b5hazwwm2zwxes5wrkuo4iksz0qpe",
            r#"{"twitchClientSecret": "5kby51ll8fc41ctnt1u79pkkfreqq3"}"#,
        ]),
        lookalikes: in_tests(&[
            "TWITCH_CLIENT_SECRET=l57cvsrb87rvflmw2dc557pmblh5y",
            "TWITCH_CLIENT_SECRET=313f3c02-0aba-4733-912b-69738a89c75a",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "flickr-access-token",
        title: "Flickr API Key",
        category: "Flickr",
        severity: Severity::Low,
        anchors: &["flickr"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "FLICKR_API_KEY=b9350db28c43ec81f7730e1632516030",
            r#"{"flickrApiKey": "e86157a0554747ceb508631a6b9b40cd"}"#,
        ]),
        lookalikes: in_tests(&[
            "FLICKR_API_KEY=c8aa52f5a84b90c8186faaaf80c170c",
            "FLICKR_API_KEY=77191428-0d02-421e-8cec-689289655a1a",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "spotify-client-secret",
        title: "Spotify Client Secret",
        category: "Spotify",
        severity: Severity::Medium,
        anchors: &["spotify"],
        form: Form::Assigned("[0-9a-f]{32}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "SPOTIFY_CLIENT_SECRET=7b32dc54d3e419593053d5c41fe0ec42",
            r#"{"spotifyClientSecret": "cae036b7852916255d0785a2c3b9faf7"}"#,
        ]),
        lookalikes: in_tests(&[
            "SPOTIFY_CLIENT_SECRET=d27605517d4440c5d945f9efb69261e",
            "SPOTIFY_CLIENT_SECRET=78ba4c21-f28b-4b34-af35-ab26dbceb366",
        ]),
        ..Rule::BASE
    },
];
