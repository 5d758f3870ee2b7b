//! Registries of packages and images.
//!
//! npm: <https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/>. PyPI: <https://pypi.org/help/#apitoken>, macaroons
//! whose location is `pypi.org`. Docker: <https://docs.docker.com/reference/cli/docker/login/#credential-stores>.

use crate::proof::{checksum, credentials, name};
use crate::rule::{Form, Rule, in_tests};
use tidewaiter_model::Severity;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "npm-access-token",
        title: "npm Access Token",
        category: "Npm",
        severity: Severity::Critical,
        anchors: &["npm_"],
        form: Form::Token("npm_[0-9A-Za-z]{36}"),
        entropy: 3.5,
        proof: checksum::is_no_word,
        genuine: Some(checksum::BASE62_CHECKSUM),
        examples: in_tests(&[
            concat!("//registry.npmjs.org/:_authToken=np", "m_hYYvFsCq1QSOwitjNfzV8lTEujOBSK1IAMJW"),
            concat!(r#"NPM_TOKEN="np"#, r#"m_UaQFKmXtkuV7B64xqWxHh48ECDltF91kInkj""#),
        ]),
        lookalikes: in_tests(&[
            "npm_AutomationTokenOfTheOrganization0000",
            "npm_et9mJwkirIxxi4xDnLtEEX9A6OKpMVvhSOMi",
            "npm_config_registry_for_the_whole_project1",
            "NPM_TOKEN=npm_qf11FUXgtBBzOkLQfaBpMDzT99aS25kOXPh",
            "NPM_TOKEN=npm_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "npm-registry-auth",
        title: "npm Registry Credentials",
        category: "Npm",
        severity: Severity::High,
        anchors: &["_authtoken", "_password", "_auth"],
        form: Form::Assigned("[0-9A-Za-z+/_-]{16,1000}={0,2}"),
        entropy: 3.0,
        paths: &["/.npmrc", "/.yarnrc"],
        examples: in_tests(&[
            "//npm.acme.io/:_authToken=c2b239a4-196e-438e-8ada-253e1ba0a9d0",
            "_auth = YnVpbGQ6WDg4TGs5NHBmYVdsSFA=",
            r#"//npm.acme.io/:_password="V2tuS0ZEQkVROTg4a2FxUFQw""#,
        ]),
        lookalikes: in_tests(&["//npm.acme.io/:_authToken=${NPM_TOKEN}", "_auth=<your-token-here-please>"]),
        ..Rule::BASE
    },
    Rule {
        id: "pypi-upload-token",
        title: "PyPI Upload Token",
        category: "PyPI",
        severity: Severity::High,
        anchors: &["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZ"],
        form: Form::Token("pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZ)[0-9A-Za-z_-]{50,1000}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!(
                "PYPI_TOKEN=pypi-AgEIc",
                "HlwaS5vcmcImsEfOoLayx4TmYRT9Dmh5wd-wb6G2Td2bY2wPW55DkCxjb68SGv8QlOManbwN6cOKBBNxqbJSj5F4AyFzwe1hAzIu9KPNlqWY3qxmsDj2xTTXqBLfr6rEYA"
            ),
            concat!(
                r#"{"pypiToken": "pypi-AgEIc"#,
                r#"HlwaS5vcmc3mzUqBadanpgW-J2ZLdlHCfQj2duqVedwHZtkbZK3xlkzvwckraA8Ga-H3LzDo0Ww03fuTa3moX6X3kTEyhbTXERjm1kksw6RmEVfsYsS3PJDZfnwIe4ViGd"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "pypi-AgEIcHlwaS5vcmc8ZgpUsTU5umMvEHYSFjx",
            "PYPI_TOKEN=pypi-AgEIcHlwaS5vcmcxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "pypirc-password",
        title: "Password in .pypirc",
        category: "PyPI",
        severity: Severity::High,
        anchors: &["password"],
        form: Form::Assigned(r"[^\s]{6,200}"),
        entropy: 2.5,
        proof: credentials::is_of_file,
        paths: &["/.pypirc"],
        examples: in_tests(&["[pypi]\nusername = acme\npassword = QW3o8LyOkRJzWV\n", "password: 8cGw1vjRK!Ji9i"]),
        lookalikes: in_tests(&["password = $PYPI_PASSWORD", "password = password"]),
        ..Rule::BASE
    },
    Rule {
        id: "rubygems-api-token",
        title: "RubyGems API Token",
        category: "RubyGems",
        severity: Severity::Medium,
        anchors: &["rubygems_"],
        form: Form::Token("rubygems_[0-9a-f]{48}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("GEM_HOST_API_KEY=ruby", "gems_d52b2f53d39e25b5a3480549db9eee20088fd1921db8c981"),
            concat!(r#"{"gemHostApiKey": "ruby"#, r#"gems_d5ca248d06ae5c4ecfaf30e86401ecc5f43b164a2cf3e14d"}"#),
        ]),
        lookalikes: in_tests(&[
            "GEM_HOST_API_KEY=rubygems_03a75abf743d10586a0a0a1021b5e9315fab38d2a90de04",
            "GEM_HOST_API_KEY=rubygems_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "clojars-api-token",
        title: "Clojars API Token",
        category: "Clojars",
        severity: Severity::Medium,
        anchors: &["CLOJARS_"],
        form: Form::Token("CLOJARS_[0-9a-z]{60}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("CLOJ", "ARS_TOKEN=CLOJARS_e6524a1094977d33790ecfa63154291b405a453de8d1731f0216b673cc5e"),
            concat!(r#"{"clojarsToken": "CLOJ"#, r#"ARS_4d62a61bb8c55fbfe665460292611da17734ff072fe6fedd6ba419d16e68"}"#),
        ]),
        lookalikes: in_tests(&[
            "CLOJARS_TOKEN=CLOJARS_e6960a4359e5c6fc5d59d0c0d2d11d30fdacb7002f77194ade35e87df88",
            "CLOJARS_TOKEN=CLOJARS_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "private-packagist-token",
        title: "Private Packagist Token",
        category: "Private Packagist",
        severity: Severity::High,
        anchors: &["packagist_uut_", "packagist_ort_", "packagist_out_"],
        form: Form::Token("packagist_(?:uut|o[ru]t)_[0-9a-f]{68}"),
        entropy: 3.3,
        examples: in_tests(&[
            concat!("PACKAGIST_TOKEN=packagi", "st_uut_41175cde25a8048b6c8fb0bfdd0a9e774bb7abd23628e9c859f0ccaa680efa6d8144"),
            concat!(
                r#"{"packagistToken": "packagi"#,
                r#"st_uut_ce117c2c9a93a893e734484dc0acfe9bf03cef581b433b83e197bfef813892ad57aa"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "PACKAGIST_TOKEN=packagist_uut_4efad387a5f22a453a864765662220f19956332b10ded83edc37ace86089aa86be6",
            "PACKAGIST_TOKEN=packagist_uut_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "crates-io-api-token",
        title: "crates.io API Token",
        category: "crates.io",
        severity: Severity::High,
        anchors: &["cio"],
        form: Form::Token("cio[0-9A-Za-z]{32}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("CARGO_REGISTRY_TOKEN=c", "iobmf08akVpesoGQORNNtJx8VjiTz2CwiM"),
            concat!(r#"{"cargoRegistryToken": "c"#, r#"iomMunEYFikU50bBwDvPza2dTPCFFlZmrf"}"#),
        ]),
        lookalikes: in_tests(&[
            "CARGO_REGISTRY_TOKEN=cioEdEMmg6Q4qH0g8vLJKJumUmW3LZ6D3I",
            "CARGO_REGISTRY_TOKEN=cioxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "nuget-api-key",
        title: "NuGet API Key",
        category: "NuGet",
        severity: Severity::High,
        anchors: &["oy2"],
        form: Form::Token("oy2[a-z2-7]{43}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("NUGET_API_KEY=o", "y2r626euvlf5f6ytvepozduebajo2w7yxjby6wz7osdaq"),
            concat!(r#"{"nugetApiKey": "o"#, r#"y2d4zhkzqqswtjrbtcricfgexkeg2xiw6k2rhrssjtvm7"}"#),
        ]),
        lookalikes: in_tests(&[
            "NUGET_API_KEY=oy27fun5yy523g5b7yxneddfd62vwwpgjjpjimz23xbhz",
            "NUGET_API_KEY=oy2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "nuget-config-password",
        title: "NuGet Source Password",
        category: "NuGet",
        severity: Severity::Medium,
        anchors: &[r#"cleartextpassword""#, r#""password""#],
        form: Form::Around {
            before: 30,
            pattern: r#"(?i)\A[^\x00]{0,30}?<add\s+key="(?:ClearText)?Password"\s+value="(?<secret>[^"]{8,200})""#,
        },
        proof: credentials::is_of_file,
        paths: &["/nuget.config", "/NuGet.Config", "/NuGet.config"],
        examples: in_tests(&[
            r#"<add key="ClearTextPassword" value="H4rXjx6wiIhUVkB8" />"#,
            r#"<add key="Password" value="aTvalle4FgCddaQNybxOawOjbYA+UMRobybm3ACsHoD+" />"#,
        ]),
        lookalikes: in_tests(&[
            r#"<add key="ClearTextPassword" value="%NUGET_PASSWORD%" />"#,
            r#"<add key="Username" value="acme" />"#,
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "maven-settings-password",
        title: "Maven Server Password",
        category: "Maven",
        severity: Severity::High,
        anchors: &["<password>"],
        form: Form::Around { before: 0, pattern: r"(?i)\A<password>\s*(?<secret>[^<>\s{}$]{4,200})\s*</password>" },
        proof: credentials::is_of_file,
        paths: &["/settings.xml"],
        examples: in_tests(&[
            "<server>\n  <id>releases</id>\n  <password>N9lbEt3G6#vm6K8</password>\n</server>",
            "<password> t0Up8NCY96AZXBbc </password>",
        ]),
        lookalikes: in_tests(&[
            "<password>${env.CI_PASSWORD}</password>",
            "<password></password>",
            "<password>{COQLCE6DU6GtcS5P=}</password>",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "maven-settings-passphrase",
        title: "Maven Server Passphrase",
        category: "Maven",
        severity: Severity::High,
        anchors: &["<passphrase>"],
        form: Form::Around { before: 0, pattern: r"(?i)\A<passphrase>\s*(?<secret>[^<>\s{}$]{4,200})\s*</passphrase>" },
        proof: credentials::is_of_file,
        paths: &["/settings.xml"],
        examples: in_tests(&[
            "<server>\n  <id>releases</id>\n  <passphrase>uzcsYahd8#AkNhZ</passphrase>\n</server>",
            "<passphrase> gkErurFVF8DhEGpf </passphrase>",
        ]),
        lookalikes: in_tests(&[
            "<passphrase>${env.CI_PASSWORD}</passphrase>",
            "<passphrase></passphrase>",
            "<passphrase>{COQLCE6DU6GtcS5P=}</passphrase>",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "maven-settings-security-master",
        title: "Maven Master Password",
        category: "Maven",
        severity: Severity::High,
        anchors: &["<master>"],
        form: Form::Around { before: 0, pattern: r"(?i)\A<master>\s*(?<secret>[^<>\s]{4,200})\s*</master>" },
        paths: &["/settings-security.xml"],
        examples: in_tests(&[
            "<settingsSecurity>\n  <master>{cbqz97dN/+ySPqbIYnN3t46MIR0K6915IT9H1oYYiVO=}</master>\n</settingsSecurity>",
            "<master> S0lqqzlS89PyJLkl </master>",
        ]),
        lookalikes: in_tests(&["<master>${env.CI_PASSWORD}</master>", "<master></master>"]),
        ..Rule::BASE
    },
    Rule {
        id: "artifactory-api-key",
        title: "Artifactory API Key",
        category: "JFrog",
        severity: Severity::High,
        anchors: &["AKCp"],
        form: Form::Token("AKCp[0-9A-Za-z]{69}"),
        entropy: 4.3,
        examples: in_tests(&[
            concat!("ARTIFACTORY_API_KEY=AK", "CpBVLuPT2bV6JdoTTv1xWlEZjMo7InJuNsX0bCyzYDOO4ugWv71SikTxslAw0V9BtxzUhyo"),
            concat!(
                r#"{"artifactoryApiKey": "AK"#,
                r#"CpUPg016Pw38Vx2UH4T23hRUT8ybL7IMC7A8ogGZSUzlHai91e4p7ntgvt7Fc1PMfYzDWIL"}"#
            ),
        ]),
        lookalikes: in_tests(&[
            "ARTIFACTORY_API_KEY=AKCp8ewN2Qn4XeiPeCg2URJ5JjTMdYMFmPwONqkjXyr4Kq5MW2ra9eELocE7BGhS8NcZNhei",
            "ARTIFACTORY_API_KEY=AKCpxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "artifactory-reference-token",
        title: "Artifactory Reference Token",
        category: "JFrog",
        severity: Severity::High,
        anchors: &["cmVmd"],
        form: Form::Token("cmVmdGtuOjAx[0-9A-Za-z]{52}"),
        entropy: 4.0,
        examples: in_tests(&[
            concat!("ARTIFACTORY_TOKEN=cm", "VmdGtuOjAxOjf4zlGPEX0iIfjOO77nTUKmHk8sog6W5MhpLx9Ylddxn0zpexl1"),
            concat!(r#"{"artifactoryToken": "cm"#, r#"VmdGtuOjAxOj8lqsgt0cBTh6MHU84mLG2xndiwzA0mvmnYmdFjM6CMUW0iBmVo"}"#),
        ]),
        lookalikes: in_tests(&[
            "ARTIFACTORY_TOKEN=cmVmdGtuOjAxOjqg1QqqUXV7mz909WPXDPn02iHMYYwIp51myJUcvKMmxT5xofq",
            "ARTIFACTORY_TOKEN=cmVmdGtuOjAxOjxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "jfrog-api-key",
        title: "JFrog API Key",
        category: "JFrog",
        severity: Severity::High,
        anchors: &["jfrog", "artifactory", "bintray", "xray"],
        form: Form::Assigned("[0-9A-Za-z]{73}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "JFROG_API_KEY=EIpqXtIWERcsntOr1jxmtAFMHqrIQpAr4NGwDt2y6ujWjH1QrjJhhMmXM0Q8lULc9HkwWaoEd",
            r#"{"jfrogApiKey": "qUSCOqaEfULD900YKT1AuAcDsRnzqfGiL69xYLM0vN4KGIChjFnKjs34THHfCcvgPQF9H02YY"}"#,
        ]),
        lookalikes: in_tests(&[
            "JFROG_API_KEY=YODqFFatAROz1Sd1SVbjZQR06F2vudAm8WnJfzXVimRGd2rMOuTvFYsWlg5jCr4WGanakRHj",
            "JFROG_API_KEY=a29d62de-0d0b-41aa-9584-59b9a5f1cde8",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "jfrog-identity-token",
        title: "JFrog Identity Token",
        category: "JFrog",
        severity: Severity::High,
        anchors: &["jfrog", "artifactory", "bintray", "xray"],
        form: Form::Assigned("[0-9A-Za-z]{64}"),
        entropy: 4.3,
        proof: name::is_of_secret,
        examples: in_tests(&[
            "JFROG_ACCESS_TOKEN=QDINjOZYLajeyFumbRJxl0S4Zmwwt2U25GeWc82MFK3cT8vAt2Q0SuA2HtZ9dPrK",
            r#"{"jfrogAccessToken": "CrEIVZpMLv8xbzwuKwrdCqK2e2xK1b9ebK18lxH3a2iKbLNxkJbQfcEFF50R5Gpy"}"#,
        ]),
        lookalikes: in_tests(&[
            "JFROG_ACCESS_TOKEN=WFG1MFAzutnOi8jEGliz045JeuAePJ5ynYvBuw36MZhLppvnyyfjIzPrXsebnDB",
            "JFROG_ACCESS_TOKEN=268f054a-81f0-4120-9397-a4fd92b2b9a3",
        ]),
        ..Rule::BASE
    },
    Rule {
        id: "sidekiq-secret",
        title: "Sidekiq Enterprise Credentials",
        category: "Sidekiq",
        severity: Severity::Medium,
        anchors: &["bundle_enterprise__contribsys__com", "bundle_gems__contribsys__com"],
        form: Form::Assigned("[0-9a-f]{8}:[0-9a-f]{8}"),
        entropy: 2.8,
        examples: in_tests(&[
            "BUNDLE_ENTERPRISE__CONTRIBSYS__COM=dd21c7e8:44605ee9",
            "BUNDLE_GEMS__CONTRIBSYS__COM: 03ce716e:4ed8c85e",
        ]),
        lookalikes: in_tests(&["BUNDLE_GEMS__CONTRIBSYS__COM: $TOKEN", "BUNDLE_GEMS__CONTRIBSYS__COM=deadbeef:deadbeef"]),
        ..Rule::BASE
    },
    Rule {
        id: "sidekiq-sensitive-url",
        title: "Sidekiq Enterprise Credentials in an Address",
        category: "Sidekiq",
        severity: Severity::Medium,
        anchors: &["gems.contribsys.com", "enterprise.contribsys.com"],
        form: Form::Around {
            before: 26,
            pattern: r"(?i)\A[^\x00]{0,26}?https?://(?<secret>[0-9a-f]{8}:[0-9a-f]{8})@(?:gems|enterprise)\.contribsys\.com",
        },
        entropy: 2.5,
        examples: in_tests(&[
            r#"source "https://434e2e6d:82e4e6dc@gems.contribsys.com/""#,
            "URL=https://9942e515:41793c00@enterprise.contribsys.com",
        ]),
        lookalikes: in_tests(&["https://deadbeef:deadbeef@gems.contribsys.com/", "https://gems.contribsys.com/"]),
        ..Rule::BASE
    },
];
