//! Atlassian: <https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/>,
//! <https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/>.

use crate::proof::{name, shape};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "atlassian-api-token",
        title: "Atlassian API Token",
        category: "Atlassian",
        severity: Severity::High,
        anchors: &["atlassian", "confluence", "jira"],
        form: Form::Assigned("[0-9A-Za-z]{20}[0-9A-Fa-f]{4}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "ATLASSIAN_API_TOKEN=bdcakwpz1hac6j7ifql3f31e",
            r#"{"atlassianApiToken": "sxydbi1p9v5qlqf2gj046111"}"#,
        ]),
        lookalikes: in_tests(&[
            "ATLASSIAN_API_TOKEN=c9zsgwndu1osq205s8s5796",
            "ATLASSIAN_API_TOKEN=d29a214b-e47e-4777-a73d-403e07f95856",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "atlassian-api-token-v2",
        title: "Atlassian API Token (with checksum)",
        category: "Atlassian",
        severity: Severity::High,
        anchors: &["ATATT3", "ATCTT3", "ATSTT3"],
        form: Form::Token("AT[ACS]TT3[0-9A-Za-z_-]{150,200}=[0-9A-F]{8}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!(
                "ATLASSIAN_API_TOKEN=ATA",
                "TT3xFfGF0VwoE4_jioYGvB4WDn4-2YZrPXE_DOrYhWfsX29hIoCY-Zd9ynRLn7ShYvR32N8ZTsf6LNPMCOY8CkBya7nFfsN1VqVpgdTDTHQTW4GvvZYUxwQgVrPoRrQoyF9FDescF33WJ-tJMu_TrEbOULE-81FzxR5To6ghvWKddDOC2ru3=B50A3E1B"
            ),
            concat!(
                r#"{"atlassianApiToken": "ATA"#,
                r#"TT3xFfGF080KbXKbsDyGWHIjuLZ4UcaZEAtRWXuJFPbFSFihSq_zH2POpQzlWAKE8jVH6nTU5KuQ5C1R8vu_RctdRrFDFQJdUwIGdZE58y0MkciuKsZttwOQVcG1aDkhJ_eyKJmlld0MiNg7dC02PhZf7L80VqjMr2F0uGkbjwaHIDm4ISkG=BABCB486"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ATLASSIAN_API_TOKEN=ATATT3xFfGF0uIj7BCHV2A7pTPj8uvHwSdz7q6VAbmAiruXNawwDvezqUXsuXTO2yTezPS8ywx_pIsehJAUI1GBph-pnSExZ3KX_Oj329OHIdjdB9z5vXJcjbAIksbmCC-6CtAEvCgL_98FsK8fkwPT6An3jdYaymSqRAB8Oo-NjCuMjdDG_d6a=F541339",
            "ATLASSIAN_API_TOKEN=ATATT3xFfGF0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=xxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "bitbucket-app-password",
        title: "Bitbucket App Password",
        category: "Bitbucket",
        severity: Severity::High,
        anchors: &["ATBB"],
        form: Form::Token("ATBB[0-9A-Za-z]{24}[0-9A-F]{8}"),
        entropy: 3.8,
        examples: in_tests(&[
            concat!("BITBUCKET_APP_PASSWORD=AT", "BBUfnuQ1BWQbBcl78dKI1vk4zFF561FFE6"),
            concat!(r#"{"bitbucketAppPassword": "AT"#, r#"BBdwK9GnsUp2ikufyi4zs1Gpc326CF0EC1"}"#),
        ]),
        lookalikes: in_tests(&[
            "BITBUCKET_APP_PASSWORD=ATBB6tiJMVMfs3bYugDuHFi1w77E5902595",
            "BITBUCKET_APP_PASSWORD=ATBBxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "bitbucket-client-secret",
        title: "Bitbucket Client Secret",
        category: "Bitbucket",
        severity: Severity::High,
        anchors: &["bitbucket"],
        form: Form::Assigned("[0-9A-Za-z]{32}|[0-9A-Za-z_=-]{64}"),
        entropy: 3.8,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "BITBUCKET_CLIENT_SECRET=9HXxaBgD5cLCUhrx9bX7SaT9uclQ3mVb",
            r#"{"bitbucketClientSecret": "a7RSHKXFpAig0hwYIsM7a24AnLYsUQLx"}"#,
        ]),
        lookalikes: in_tests(&[
            "BITBUCKET_CLIENT_SECRET=ncXUgwgJYc8OhPG89Xe4yAkDMm1uxxm",
            "BITBUCKET_CLIENT_SECRET=e09c7be4-83f9-4144-83ba-f80025612dde",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "bitbucket-client-id",
        title: "Bitbucket Client ID",
        category: "Bitbucket",
        severity: Severity::High,
        anchors: &["bitbucket"],
        form: Form::Assigned("[0-9A-Za-z]{32}|[0-9A-Za-z]{18}"),
        entropy: 3.3,
        proof: shape::is_random_id,
        examples: in_tests(&["BITBUCKET_CLIENT_ID=ZjQWZOj6GOq4t2BvmU", r#"{"bitbucketClientId": "BOOEyMJt959aeVdPBx"}"#]),
        lookalikes: in_tests(&[
            "BITBUCKET_CLIENT_ID=OW8QdgReNUyO0NuHG",
            "BITBUCKET_CLIENT_ID=cf1b041f-cd4b-4bbd-a1df-a2c3ea580531",
        ]),
        ..Rule::BASE
    },
];
