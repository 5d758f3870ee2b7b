//! What policies say of small reports.

use super::*;
use crate::Reason;
use tidewaiter_model::{
    Artifact, ArtifactKind, Coverage, Engine, Epss, Exploited, Gap, ImageMetadata, Layer, Misconfiguration, Os, Package,
    ResultSet, Secret, ShardAge, Vulnerability,
};

const EXAMPLE: &str = include_str!("../../testdata/example.toml");

pub(super) fn report(set: ResultSet) -> Report {
    let image = ImageMetadata {
        reference: Some("docker.io/library/app:1".to_owned()),
        config: serde_json::json!({"created": "2026-02-01T00:00:00Z", "config": {"Labels": {}}}),
        layers: vec![Layer { diff_id: Some(Digest::sha256(&[1; 32])), ..Layer::default() }],
        ..ImageMetadata::default()
    };
    Report {
        engine: Engine::native(),
        artifact: Artifact { name: "app:1".to_owned(), kind: ArtifactKind::ContainerImage, image: Some(image) },
        os: None,
        end_of_life: None,
        results: vec![set],
        coverage: Coverage { layers_verified: true, ..Coverage::default() },
        created_at: "2026-02-16T10:30:00Z".to_owned(),
    }
}

fn vulnerability(id: &str, severity: Severity) -> Vulnerability {
    Vulnerability {
        id: id.to_owned(),
        severity,
        fixed_version: "2".to_owned(),
        published: Some("2025-01-01T00:00:00Z".to_owned()),
        description: "Remote code\n execution".to_owned(),
        ..Vulnerability::default()
    }
}

fn of(vulnerabilities: Vec<Vulnerability>) -> ResultSet {
    let package = Package { name: "openssl".to_owned(), version: "1".to_owned(), ..Package::default() };
    ResultSet { target: "/app/.env".to_owned(), packages: vec![package], vulnerabilities, ..ResultSet::default() }
}

fn judge(policy: &str, report: &Report) -> Verdict {
    Policy::parse("p.toml", policy).unwrap().judge(report, &Subject::default())
}

/// Each reason and each warning in a line.
fn told(verdict: &Verdict) -> String {
    let line = |mark: &str, reason: &Reason| {
        let ids = reason.vulnerabilities.iter().map(|found| found.id.clone());
        let ids = ids.chain(reason.secrets.iter().map(|found| format!("{}@{}:{}", found.kind, found.file, found.line)));
        let ids = ids.chain(reason.misconfigurations.iter().map(|found| found.id.clone()));
        let ids = ids.chain(reason.packages.iter().map(|found| found.name.clone())).chain(reason.notes.clone());
        let ids: Vec<String> = ids.collect();
        format!("{mark} {} {} {} {ids:?}", reason.code, reason.severity, reason.message)
    };
    let reasons = verdict.reasons.iter().map(|reason| line("-", reason));
    let lines: Vec<String> = reasons.chain(verdict.warnings.iter().map(|reason| line("~", reason))).collect();
    format!("{}\n{}", if verdict.passed { "passed" } else { "failed" }, lines.join("\n"))
}

#[test]
fn the_default_fails_on_critical_vulnerabilities_and_secrets_and_tells_the_rest() {
    let mut set = of(vec![
        vulnerability("CVE-3", Severity::Medium),
        vulnerability("CVE-2", Severity::Critical),
        vulnerability("CVE-1", Severity::Critical),
        vulnerability("CVE-4", Severity::High),
        Vulnerability { exploited: Some(Exploited::default()), ..vulnerability("CVE-5", Severity::High) },
    ]);
    set.secrets =
        vec![Secret { rule_id: "aws-access-key".to_owned(), start_line: 5, severity: Severity::Critical, ..Secret::default() }];
    set.misconfigurations =
        vec![Misconfiguration { id: "DS-0002".to_owned(), severity: Severity::High, ..Misconfiguration::default() }];
    let verdict = Policy::default().judge(&report(set), &Subject::default());
    insta::assert_snapshot!(told(&verdict), @r#"
    failed
    - critical-vulnerabilities CRITICAL Critical vulnerabilities found in container image ["CVE-1", "CVE-2"]
    - secrets CRITICAL Secrets found in container image ["aws-access-key@/app/.env:5"]
    ~ known-exploited CRITICAL Known exploited vulnerabilities found in container image ["CVE-5"]
    ~ tolerated-vulnerabilities HIGH 3 vulnerabilities are tolerated: 2 high and 1 medium []
    ~ tolerated-misconfigurations HIGH 1 misconfiguration is tolerated []
    "#);
    assert_eq!(verdict.counts, Counts { critical: 2, high: 2, medium: 1, secrets: 1, misconfigurations: 1, ..Counts::default() });
    assert_eq!(verdict.reasons[0].vulnerabilities[0].description, "Remote code execution");
    let written = serde_json::to_string(&verdict).unwrap();
    assert_eq!(serde_json::from_str::<Verdict>(&written).unwrap(), verdict);
}

#[test]
fn flags_say_what_fails() {
    let report = report(of(vec![vulnerability("CVE-1", Severity::Critical), vulnerability("CVE-2", Severity::High)]));
    let codes = |flags: Flags| {
        let verdict = Policy::from(flags).judge(&report, &Subject::default());
        verdict.reasons.into_iter().map(|reason| reason.code).collect::<Vec<_>>()
    };
    let none = Flags { fail_on_critical: false, ..Flags::default() };
    assert_eq!(codes(none), [""; 0]);
    assert_eq!(codes(Flags { fail_on_high: true, ..none }), ["high-vulnerabilities"]);
    assert_eq!(codes(Flags { fail_on_high: true, ..Flags::default() }), ["critical-vulnerabilities", "high-vulnerabilities"]);
}

#[test]
fn limits_count_what_can_be_mended_and_is_old_enough() {
    let young = |id: &str, days: &str| Vulnerability {
        published: Some(format!("2026-02-{days}T00:00:00Z")),
        ..vulnerability(id, Severity::High)
    };
    let unfixed = Vulnerability { fixed_version: String::new(), ..vulnerability("CVE-1", Severity::High) };
    let undated = Vulnerability { published: None, ..vulnerability("CVE-4", Severity::High) };
    let report = report(of(vec![unfixed, young("CVE-2", "06"), young("CVE-3", "07"), undated, young("CVE-5", "28")]));
    let rules = "limits.high = 1\nonly-fixable = true\ngrace-days.high = 10";
    let verdict = judge(&format!("[vulnerabilities]\n{rules}"), &report);
    insta::assert_snapshot!(told(&verdict), @r#"
    failed
    - high-vulnerabilities HIGH More than 1 high-severity vulnerabilities found in container image ["CVE-2", "CVE-4"]
    ~ tolerated-vulnerabilities HIGH 3 vulnerabilities are tolerated: 3 high []
    "#);
    assert!(judge("[vulnerabilities]\nlimits.high = 2\nonly-fixable = true\ngrace-days.high = 10", &report).passed);
    assert!(!judge("[vulnerabilities]\nlimits.high = 4", &report).passed, "what is to come counts without grace");
}

#[test]
fn allowances_hold_for_their_time_and_their_package() {
    let set = of(vec![
        vulnerability("CVE-1", Severity::Critical),
        vulnerability("CVE-2", Severity::Critical),
        vulnerability("CVE-3", Severity::Critical),
        Vulnerability { exploited: Some(Exploited::default()), ..vulnerability("CVE-4", Severity::Low) },
        Vulnerability { epss: Some(Epss { probability: 0.7, percentile: 0.9 }), ..vulnerability("CVE-5", Severity::Low) },
        Vulnerability { exploited: Some(Exploited::default()), ..vulnerability("CVE-6", Severity::Low) },
        vulnerability("CVE-7", Severity::Low),
    ]);
    let policy = r#"
        [vulnerabilities]
        known-exploited = "fail"
        epss = 0.7
        allow = [
            { id = "cve-1", reason = "not reachable", expires = 2026-02-16 },
            { id = "CVE-2", reason = "later", expires = 2026-02-15 },
            { id = "CVE-3", reason = "elsewhere", package = "curl" },
            { id = "CVE-4", reason = "in vain" },
            { id = "CVE-5", reason = "in vain" },
            { id = "CVE-6", reason = "a false one", even-if-exploited = true },
            { id = "CVE-7", reason = "in vain" },
        ]
        deny = [{ id = "CVE-7", reason = "never" }]
    "#;
    insta::assert_snapshot!(told(&judge(policy, &report(set))), @r#"
    failed
    - critical-vulnerabilities CRITICAL Critical vulnerabilities found in container image ["CVE-2", "CVE-3"]
    - denied-vulnerabilities CRITICAL Denied vulnerabilities found in container image ["CVE-7"]
    - known-exploited CRITICAL Known exploited vulnerabilities found in container image ["CVE-4"]
    - likely-exploited CRITICAL Vulnerabilities that are likely to be exploited found in container image ["CVE-5"]
    ~ allowed-vulnerabilities CRITICAL 2 vulnerabilities are allowed by name ["CVE-1", "CVE-6", "CVE-6 is allowed, even if it is exploited: a false one.", "cve-1 is allowed through 2026-02-16: not reachable."]
    ~ expired-allowance MEDIUM The allowance of CVE-2 ended on 2026-02-15, so it counts again ["CVE-2"]
    ~ unused-allowance LOW The allowance of CVE-3 in curl matches nothing []
    "#);
}

#[test]
fn secrets_and_checks_fail_by_rule_and_severity() {
    let secret = |rule: &str, severity| Secret { rule_id: rule.to_owned(), severity, ..Secret::default() };
    let check = |id: &str, severity| Misconfiguration {
        id: id.to_owned(),
        severity,
        aliases: vec![format!("AVD-{id}")],
        ..Misconfiguration::default()
    };
    let set = ResultSet {
        target: "/x".to_owned(),
        secrets: vec![secret("jwt-token", Severity::High), secret("aws-key", Severity::Low), secret("other", Severity::Low)],
        misconfigurations: vec![
            check("DS-1", Severity::High),
            check("DS-2", Severity::Low),
            check("DS-3", Severity::High),
            Misconfiguration { status: CheckStatus::Pass, ..check("DS-4", Severity::Critical) },
            Misconfiguration { status: CheckStatus::Exception, ..check("DS-2", Severity::Critical) },
        ],
        ..ResultSet::default()
    };
    let policy = r#"
        [secrets]
        fail-severities = ["HIGH"]
        fail-rules = ["aws-*"]
        tolerate-rules = ["jwt-token"]
        [misconfigurations]
        fail-severities = ["high", "critical"]
        fail-ids = ["avd-ds-2"]
        tolerate-ids = ["DS-3"]
    "#;
    insta::assert_snapshot!(told(&judge(policy, &report(set))), @r#"
    failed
    - secrets CRITICAL Secrets found in container image ["aws-key@/x:0"]
    - misconfigurations HIGH Misconfigurations found in container image ["DS-1", "DS-2"]
    ~ tolerated-secrets HIGH 2 secrets are tolerated ["jwt-token@/x:0", "other@/x:0"]
    ~ tolerated-misconfigurations HIGH 1 misconfiguration is tolerated []
    "#);
}

#[test]
fn licences_are_denied_or_allowed_alone() {
    let package = |name: &str, licenses: &[&str]| Package {
        name: name.to_owned(),
        licenses: licenses.iter().map(|license| (*license).to_owned()).collect(),
        ..Package::default()
    };
    let packages = vec![
        package("a", &["MIT"]),
        package("b", &["GPL-3.0-only OR MIT"]),
        package("c", &["MIT", "AGPL-3.0-only"]),
        package("d", &[]),
        package("e", &["ISC"]),
    ];
    let report = report(ResultSet { packages, ..ResultSet::default() });
    let denied = judge("[licenses]\ndeny = ['*gpl-*']\nunstated = 'fail'", &report);
    insta::assert_snapshot!(told(&denied), @r#"
    failed
    - licenses HIGH Packages under licenses that are not allowed found in container image ["c"]
    - unstated-licenses LOW 1 package without a stated license found in container image ["d"]
    "#);
    let only = judge("[licenses]\nallow-only = ['MIT']", &report);
    assert_eq!(only.reasons[0].packages.iter().map(|package| package.name.as_str()).collect::<Vec<_>>(), ["c", "e"]);
}

#[test]
fn images_come_from_somewhere_stand_on_something_and_grow_old() {
    let plain = report(ResultSet::default());
    let code = |policy: &str, report: &Report| {
        judge(&format!("[image]\n{policy}"), report).reasons.first().map(|reason| reason.code.clone())
    };
    for (policy, expected) in [
        ("allow-repositories = ['docker.io/library/*']", None),
        ("allow-repositories = ['ghcr.io/**']", Some("repository")),
        ("allow-repositories = ['**']\ndeny-repositories = ['docker.io/library/app']", Some("repository")),
        ("base-names = ['docker.io/library/debian:12*']", Some("base-image")),
        ("max-age-days = 15", None),
        ("max-age-days = 14", Some("image-age")),
        ("max-age-days = 'off'", None),
    ] {
        assert_eq!(code(policy, &plain).as_deref(), expected, "{policy}");
    }
    let mut other = plain.clone();
    let image = other.artifact.image.as_mut().unwrap();
    image.config = serde_json::json!({"created": "0001-01-01T00:00:00Z", "config": {"Labels": {"org.opencontainers.image.base.name": "debian:12-slim"}}});
    let first = Digest::sha256(&[1; 32]);
    assert_eq!(code("base-names = ['docker.io/library/debian:12*']", &other), None);
    assert_eq!(code(&format!("base-layers = [['{first}']]"), &other), None);
    assert_eq!(code(&format!("base-layers = [['{first}', '{first}']]"), &other).as_deref(), Some("base-image"));
    assert_eq!(code("max-age-days = 100", &other).as_deref(), Some("image-age"));
    other.artifact.image.as_mut().unwrap().config = serde_json::json!({"created": "2026-03-01T00:00:00Z"});
    assert_eq!(code("max-age-days = 100", &other).as_deref(), Some("image-age"), "nothing comes from the future");
    other.artifact.kind = ArtifactKind::Filesystem;
    assert_eq!(code("max-age-days = 100\nallow-repositories = ['ghcr.io/**']", &other), None, "it is no image");
    let mut unverified = plain;
    unverified.coverage.layers_verified = false;
    assert_eq!(code("unverified-layers = 'fail'", &unverified).as_deref(), Some("unverified-layers"));
}

#[test]
fn what_was_not_judged_is_told_or_fails_when_strict() {
    let mut report = report(ResultSet::default());
    report.os = Some(Os { family: "debian".to_owned(), version: "9".to_owned(), ..Os::default() });
    report.end_of_life = Some(true);
    report.coverage.gaps = vec![
        Gap::EndOfLife { os: "debian 9".to_owned(), since: "2022-06-30".to_owned() },
        Gap::MissingShard { feed: None, ecosystem: "npm".to_owned(), packages: 3, reason: "10.0.0.7 refused".to_owned() },
        Gap::Unadvised { packages: 1 },
    ];
    let age = |ecosystem: &str, built: &str| ShardAge {
        ecosystem: ecosystem.to_owned(),
        built: built.to_owned(),
        newest: String::new(),
    };
    report.coverage.shards = vec![age("Debian", "2026-02-08T00:00:00Z"), age("Go", "2026-02-09T00:00:00Z")];
    let strict = Flags { strict: true, ..Flags::default() };
    insta::assert_snapshot!(told(&Policy::from(strict).judge(&report, &Subject::default())), @r#"
    failed
    - incomplete HIGH Not everything in the container image could be judged ["the advisories for npm are missing: 3 packages"]
    - outdated-database MEDIUM Vulnerability database is outdated ["Debian: 8 days old"]
    ~ end-of-life HIGH The operating system in the container image is past its end of life ["debian 9 ended on 2022-06-30"]
    "#);
    let verdict = Policy::default().judge(&report, &Subject::default());
    assert!(verdict.passed && verdict.warnings.len() == 3);
    let silent = "[coverage]\nincomplete = 'ignore'\nend-of-life = 'ignore'\nmax-database-age-days = 8";
    assert_eq!(judge(silent, &report).warnings, []);
}

#[test]
fn what_stands_over_the_rules_counts_for_whom_it_is_said() {
    let report = report(of(vec![vulnerability("CVE-1", Severity::High), vulnerability("CVE-2", Severity::Critical)]));
    let policy = Policy::parse(
        "p",
        r#"
        [vulnerabilities]
        limits.high = 0
        allow = [{ id = "CVE-2", reason = "everywhere" }]
        [agent-types.Security.vulnerabilities]
        limits.high = "off"
        allow = [{ id = "CVE-3", reason = "only here" }]
        [namespaces."team-*".vulnerabilities]
        limits.high = 0
        [namespaces."team-a*".vulnerabilities]
        limits.high = 1
        "#,
    )
    .unwrap();
    let passes = |agent_type: Option<&str>, namespace: Option<&str>| {
        let subject = Subject { agent_type: agent_type.map(str::to_owned), namespace: namespace.map(str::to_owned) };
        policy.judge(&report, &subject).passed
    };
    assert!(!passes(None, None) && !passes(Some("monitoring"), None) && passes(Some("SECURITY"), None));
    assert!(passes(Some("security"), Some("sandbox")) && !passes(Some("security"), Some("team-b")));
    assert!(passes(None, Some("team-a")) && !passes(None, Some("team-b")));
}

#[test]
fn errors_name_the_line() {
    let error = |text: &str| Policy::parse("p.toml", text).unwrap_err().to_string();
    let all = [
        "name = 'x'\nlimit = 3",
        "[vulnerabilities]\nlimits = { critical = 0,\n high = -1 }",
        "[vulnerabilities]\nlimits = { worst = 0 }",
        "[vulnerabilities]\n\nepss = 1.5",
        "[vulnerabilities]\nknown-exploited = 'deny'",
        "[[vulnerabilities.allow]]\nid = 'CVE-1'",
        "[[vulnerabilities.allow]]\nid = 'CVE-1'\nreason = ' '",
        "[[vulnerabilities.allow]]\nid = 'CVE-1'\nreason = 'x'\nexpires = 2026-02-30",
        "[[vulnerabilities.allow]]\nid = 'CVE-1'\nreason = 'x'\nexpires = 2026-02-03T10:00:00Z",
        "[[vulnerabilities.deny]]\nid = 'CVE-1'\nreason = 'x'\nexpires = 2026-02-03",
        "[secrets]\nfail-severities = ['high',\n 'worst']",
        "[secrets]\nfail-rules = ['a[']",
        "[image]\nallow-repositories = ['ghcr.io']",
        "[image]\nbase-layers = [[]]",
        "[image]\nbase-layers = [['sha256:1']]",
        "[image]\nmax-age-days = true",
        "[coverage]\nincomplete = 'fail'\nincomplete = 'warn'",
        "[agent-types.a]\n[agent-types.A]",
        "[namespaces.'']\n",
        "[namespaces.x.secrets]\nfail = true",
        "[secrets",
    ];
    insta::assert_snapshot!(all.map(error).join("\n"));
}

#[test]
fn the_example_is_read_and_explained() {
    let policy = Policy::parse("example.toml", EXAMPLE).unwrap();
    assert_eq!(policy.id().name, "production");
    let told = |part: crate::Part| format!("# {} / {}\n{}\n", part.of, part.about, part.sentences.join("\n"));
    let explanation = policy.explain();
    insta::assert_snapshot!(explanation.parts.into_iter().map(told).collect::<Vec<_>>().join("\n"));
    let defaults = Policy::default().explain();
    insta::assert_snapshot!("default", defaults.parts.into_iter().map(told).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_digest_is_of_the_meaning() {
    let id = |text: &str| Policy::parse("p", text).unwrap().id().digest;
    let first = id(
        "[secrets]\nfail-rules = ['a', 'B']\n[vulnerabilities]\nlimits = { critical = 0, low = 1 }\ndeny = [{ id = 'x', reason = 'r' }, { id = 'a', reason = 'r' }]",
    );
    let second = id(
        "# said otherwise\nname = 'q'\nvulnerabilities.limits.low = 1\n[[vulnerabilities.deny]]\nreason = 'r'\nid = 'a'\n[[vulnerabilities.deny]]\nid = 'x'\nreason = ' r '\n[secrets]\nfail-rules = ['b', 'b', 'a']",
    );
    assert_eq!(first, second);
    assert_ne!(first, id("[secrets]\nfail-rules = ['a', 'B']\n[vulnerabilities]\nlimits = { critical = 0, low = 2 }"));
    assert_eq!(id(""), Policy::default().id().digest);
    assert_ne!(id(""), Policy::from(Flags { fail_on_high: true, ..Flags::default() }).id().digest);
    // It goes into stored verdicts: whoever changes it does so knowingly.
    insta::assert_snapshot!(id(""));
}
