//! GitHub: <https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github>.

use crate::proof::{checksum, jwt, name};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "github-pat",
        title: "GitHub Personal Access Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["ghp_"],
        form: Form::Token("ghp_[0-9A-Za-z]{36}"),
        entropy: 3.0,
        proof: checksum::is_no_word,
        genuine: Some(checksum::BASE62_CHECKSUM),
        examples: in_tests(&[
            concat!("GITHUB_TOKEN=gh", "p_9eYbrhq4x9rHXr59zsYe19uhutoBqD45XxId"),
            concat!(r#"{"token": "gh"#, r#"p_5tJ1Dg5jpCBBuTJjbgTfOyY8VKLYNl0zFP5M"}"#),
            concat!("git clone https://oauth2:gh", "p_rUPbuKcFumMPrTHh1f95MaaCvmLDLJ0fFf0F@github.com/acme/app.git"),
        ]),
        lookalikes: in_tests(&[
            "ghp_PersonalAccessToken00000000000000000",
            "GITHUB_TOKEN=ghp_LGN1YIIpe35bpvH3NpQxcWLENw3a8HLgnNQz",
            "GITHUB_TOKEN=ghp_kLcrfn2ESeIlzqmVuQqDDIIRTieMsAmBLi1",
            "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-oauth",
        title: "GitHub OAuth Access Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["gho_"],
        form: Form::Token("gho_[0-9A-Za-z]{36}"),
        entropy: 3.0,
        proof: checksum::is_no_word,
        genuine: Some(checksum::BASE62_CHECKSUM),
        examples: in_tests(&[
            concat!("GH_TOKEN=gh", "o_0sVCEnPKKZGC5Ff78g8hfWGIzV5TGY2A2Fwn"),
            concat!(r#"{"token": "gh"#, r#"o_mSksjyAgpad5oRgg12gy6963IFXbYW2TkdCD"}"#),
            concat!("git clone https://oauth2:gh", "o_99AyTPwS9o3azEDD3qQM17n0l9YslO4c9x9D@github.com/acme/app.git"),
        ]),
        lookalikes: in_tests(&[
            "gho_OAuthAccessTokenOfTheApplication00000",
            "GH_TOKEN=gho_kOYOmMB2xvrcA4XpMWhKpN47W0tdDn7gsXEa",
            "GH_TOKEN=gho_irHD5DIHORdQXSrQa1zNgMvzzo7aPH8JeWI",
            "GH_TOKEN=gho_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-app-token",
        title: "GitHub App Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["ghs_", "ghu_"],
        form: Form::Token("gh[us]_[0-9A-Za-z]{36}"),
        entropy: 3.0,
        proof: checksum::is_no_word,
        genuine: Some(checksum::BASE62_CHECKSUM),
        examples: in_tests(&[
            concat!("GITHUB_TOKEN=gh", "s_yeG28o4xs5YEKQW1ZU9YxQvpX56ifL0OGLQz"),
            concat!(r#"{"token": "gh"#, r#"s_LwOyZ2Wbcmk4OJncIVlgLKCDDEMOiZ3KSbL1"}"#),
            concat!("git clone https://oauth2:gh", "s_p9ae2DjHWWBOqkcGdHXAtqZGQ8vmhi3PEbBx@github.com/acme/app.git"),
        ]),
        lookalikes: in_tests(&[
            "ghs_InstallationAccessToken0000000000000",
            "GITHUB_TOKEN=ghs_oCQKD7yRi3aYIp7NQ0n2bvxK3ympuHFZX1ZU",
            "GITHUB_TOKEN=ghs_1xam6BzJTd54L1BOp0THh1tA7s0hmBcbmHF",
            "GITHUB_TOKEN=ghs_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-app-stateless-token",
        title: "GitHub App Stateless Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["ghs_"],
        form: Form::Token(r"ghs_[0-9]{1,20}_eyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{80,}"),
        entropy: 3.5,
        proof: jwt::is_stateless,
        examples: in_tests(&[
            concat!(
                "GITHUB_TOKEN=gh",
                "s_5003020_eyJhbGciOiAiUlMyNTYiLCAidHlwIjogIkpXVCJ9.eyJpc3MiOiAiaHR0cHM6Ly90b2tlbi5hY3Rpb25zLmdpdGh1YnVzZXJjb250ZW50LmNvbSIsICJzdWIiOiAiMjAyODMyOTgiLCAiZXhwIjogMTg5MzQ1NjAwMH0.CxG1B1TIshijTXP3k1CQjKtlmDBVpEcNYtvfBFwQGK32vrrG7NMWDfWDKi8ROph8tuBG9c1jeyLHOHKeEf7lOJ8QGutJTzcronirgkjONZU9zmwZPFojLXzgQY9x6wdQGC1gcvb15Lw4lUwokYR6Ihw2tsmvexJtQRYdZISKjrIOI8g81yYr7s0GFJt2f8TH5aGTnjtkaaN4FiGXKyXyWqa8pVyCeJGuu26tDa7j0SjBApRBwOYUtVjtWKxSeFS0YYs6Ky7gpktSsxJdIuEjlS7ZPxiibEOUmHR4xPRpafNlBJ92eNmfdwu7FkiEjkeIM4y2gJdFnGGXiAa9cDCD5G"
            ),
            concat!(
                r#"{"githubToken": "gh"#,
                r#"s_2051951_eyJhbGciOiAiUlMyNTYiLCAidHlwIjogIkpXVCJ9.eyJpc3MiOiAiaHR0cHM6Ly90b2tlbi5hY3Rpb25zLmdpdGh1YnVzZXJjb250ZW50LmNvbSIsICJzdWIiOiAiODY1NDcxNDEiLCAiZXhwIjogMTg5MzQ1NjAwMH0.RTJNIvXKbZn2Dxd8cXknGdKkGBmloAMeP5NqRh1XmgATGPrTIAE76bMYLxM2Y9fsXfRetZSiEYvfDhf91GMzkT2YOJ8ufGBiG9yoNTQ8cBQJRLYzaXLsXYQoNYgBpRzkMobfVuWbJJrDGdrDISRmYqAzhgulykp6Tkpjz6JBoi52cBJF6xdBUQREz4ky1yWuNDQQbO6OEyIrP2ERCT6Ggo2XFp3kJY1lI2pDqYxWq8SmpkEUilL6oBsTJ8h6jMbO9kJKI8W1iVuD1Dps3Cb4ARZLjaace70GJa25SKdG8oS1JjE0qYfYeuCiqqXS8zZFB6zOnAvirbJRJQQsZXPViQ"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ghs_1234567_eyJEnRKxr775xgw9wdcSZDwCAsuCTVvHiErTs8L5zls.eyJHAs76SchNNkayjeAL7DMYVKo5aAe04KDjHcxujZm.qmWBpdqJKViNWu9NARouDbiWgXdE4YwpUHRLRL3coh0TIh6UVwesqvowZktL9rlGBXL1GGtHrdor1mudBhhrHqn0hH",
            "GITHUB_TOKEN=ghs_xxxxxxxx_eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.eyJxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-refresh-token",
        title: "GitHub Refresh Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["ghr_"],
        form: Form::Token("ghr_[0-9A-Za-z]{76}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!("GITHUB_REFRESH_TOKEN=gh", "r_xWEKsPg1TUVVSDvRRbgVivQFyakRDbDlhbnhpm3CD2pmtpEdPBr6C6iU7pU799s0LkH2lEzFE9W5"),
            concat!(
                r#"{"githubRefreshToken": "gh"#,
                r#"r_ZzD0dNt66x3a2yCgW4UiX661N4hYTEeNzgSyITU585D2Ru0kS1O3G3RwILYMDIJvJhDCof3OFS3G"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "GITHUB_REFRESH_TOKEN=ghr_bPgEVCF8OwZUv8vWNkZZD7dvmkSDVarII1D1eZpBVrJ4S0w14KBHRmVLdhF5ygwo3O2RsabfXLw",
            "GITHUB_REFRESH_TOKEN=ghr_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-fine-grained-pat",
        title: "GitHub Fine-grained Personal Access Token",
        category: "GitHub",
        severity: Severity::Critical,
        anchors: &["github_pat_"],
        form: Form::Token("github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
        entropy: 3.5,
        examples: in_tests(&[
            concat!(
                "GITHUB_TOKEN=githu",
                "b_pat_a3AHcUEefgFk9ZcEkxQNjB_7CP91Wb0AySRPNB5MJgO8umlTu4ESaRMV23GWIUpNwyH2jZoB4Oul5dOf7L"
            ),
            concat!(
                r#"{"githubToken": "githu"#,
                r#"b_pat_w41XpO9uA2w5tm9VKVy2eW_F6FkVheNzY0u5w6oBLQOlZ4avzd4USn1Re9GIwC6X84Ckumrc4m8ribDEEh"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "GITHUB_TOKEN=github_pat_2ikNUBRPWuTbRIhuTNCNuR_YRykR8Otp1K33vWA4yodcJVkCHqN2IPy54lJZRSV4PnkYUnzsZ8AheIKNS",
            "GITHUB_TOKEN=github_pat_xxxxxxxxxxxxxxxxxxxxxx_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "github-oauth-client-secret",
        title: "GitHub OAuth App Client Secret",
        category: "GitHub",
        severity: Severity::High,
        anchors: &[
            "github_client",
            "github_oauth",
            "github-client",
            "githubclient",
            "github_app_client",
            "github.client",
            "gh_client",
        ],
        form: Form::Assigned("[0-9a-f]{40}"),
        entropy: 3.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "GITHUB_CLIENT_SECRET=387c8b7fe04c76ce9642cfad58761bc1febe2a0e",
            r#"{"githubClientSecret": "9eace97348fa0f5d4b26b3ec242f41ec27b3097f"}"#,
        ]),
        lookalikes: in_tests(&[
            "github_client_id=Iv1.f7f5b1f3773791c9",
            "GITHUB_CLIENT_SECRET=63bb8c9914a2eb49f9ed6549724f5333885e032",
            "GITHUB_CLIENT_SECRET=4049c80b-aaba-4c6f-a677-29fcd70b1d4f",
        ]),
        ..Rule::BASE
    },
];
