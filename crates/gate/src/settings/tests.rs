//! Settings from files, environments and flags that are right and wrong.

use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tidewaiter_image::Reference;
use tidewaiter_policy::Flags;

type Said<'a> = &'a [(&'a str, &'a str)];

fn load(file: &str, environment: Said<'_>, flags: Said<'_>) -> Result<Settings, SettingsError> {
    let find = |said: Said<'_>, name: &str| said.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Settings::load(Sources {
        file: (!file.is_empty()).then_some(("tidewaiter.toml", file)),
        environment: &|name| find(environment, name),
        flags: &|key| find(flags, key),
    })
}

fn with(environment: Said<'_>) -> Settings {
    load("", environment, &[]).unwrap()
}

fn errors(file: &str, environment: Said<'_>, flags: Said<'_>) -> String {
    load(file, environment, flags).unwrap_err().to_string()
}

/// A setting's value and where it comes from.
fn in_force(settings: &Settings, key: &str) -> (String, String) {
    let found = settings.in_force.iter().find(|one| one.definition.key == key).unwrap();
    (found.value.clone(), found.origin.to_string())
}

#[test]
fn the_defaults_are_those_that_were_promised() {
    let settings = with(&[]);
    let scan = &settings.scan;
    assert_eq!((scan.enabled, scan.required, scan.scanner), (false, false, Scanner::Auto));
    assert_eq!((scan.timeout, scan.cache_ttl), (Duration::from_secs(300), Duration::from_secs(3600)));
    assert_eq!(scan.trivy_cache_dir, None);
    assert_eq!(settings.judging.flags(scan, &settings.advisories), Flags::default());
    assert_eq!(settings.http.address().to_string(), "0.0.0.0:8001");
    let is_usual =
        |ours: &dyn std::fmt::Debug, usual: &dyn std::fmt::Debug| assert_eq!(format!("{ours:?}"), format!("{usual:?}"));
    is_usual(&settings.per_minute(), &PerMinute::default());
    let issued = settings.tokens.issuing("tidewaiter", &settings.proofs);
    is_usual(&issued, &crate::tokens::Settings::default());
    is_usual(&settings.proofs.verifying(false).unwrap(), &crate::dpop::Settings::default());
    assert_eq!(settings.in_force.len(), Settings::definitions().count());
    assert!(settings.in_force.iter().all(|one| one.origin == Origin::Default));
}

#[test]
fn flags_stand_over_the_environment_and_that_over_the_file() {
    let file = "policy = 'p.toml'\n[container]\n\nscan_timeout = 60\nscanner = 'trivy'\nscan_cache_ttl = 1_000\n";
    let environment = [("CONTAINER_SCANNER", "GRYPE"), ("CONTAINER_SCAN_TIMEOUT", "90"), ("TIDEWAITER_POLICY", "")];
    let settings = load(file, &environment, &[("container.scan_timeout", "120")]).unwrap();
    assert_eq!(settings.scan.timeout, Duration::from_secs(120));
    let told = |key| in_force(&settings, key);
    let is = |value: &str, origin: &str| (value.to_owned(), origin.to_owned());
    assert_eq!(told("container.scan_timeout"), is("120", "flag --scan-timeout"));
    assert_eq!(told("container.scanner"), is("GRYPE", "environment CONTAINER_SCANNER"));
    assert_eq!(told("container.scan_cache_ttl"), is("1000", "file tidewaiter.toml line 6"));
    assert_eq!(told("policy"), is("p.toml", "file tidewaiter.toml line 1"));
    assert_eq!(told("container.scan_enabled"), is("false", "default"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_line() {
    let file = "\
        store = 'mysql://root:hunter2@db/x'\n\
        scan_timeout = 3\n\
        allowed_registries = ['ghcr.io', 'https://docker.io/x']\n\
        [container]\n\
        scan_enabled = 'on'\n\
        scan_timeout = 0\n\
        scan_timout = 300\n\
        scan_cache_ttl = 1.5\n\
        [containers]\n\
        scanner = 'trivy'\n\
        [dpop]\n\
        algorithms = ['RS256']\n\
        [mtls.more]\n\
        deep = true\n";
    let environment = [
        ("CONTAINER_SCAN_REQUIRED", "maybe"),
        ("CONTAINER_SCANNER", "clair"),
        ("JWT_SECRET", "too-short"),
        ("AGENT_KEYS", "short"),
        ("ATTESTATION_REQUIRED", "TRUE"),
        ("TIDEWAITER_ALLOWED_NETWORKS", "10.0.0.0/33"),
    ];
    let told = errors(file, &environment, &[("port", "70000"), ("container.scan_timeout", "+5")]);
    insta::assert_snapshot!(told);
    assert!(!told.contains("hunter2") && !told.contains("too-short"));
}

#[test]
fn a_file_that_is_no_toml_is_told_by_line() {
    let told = errors("[container]\nscan_enabled = tru\nscanner 'x'\n", &[], &[]);
    insta::assert_snapshot!(told);
}

#[test]
fn switches_are_words_that_cannot_be_mistaken() {
    for (word, expected) in
        [("true", true), ("TRUE", true), ("1", true), ("Yes", true), ("false", false), ("0", false), ("nO", false)]
    {
        assert_eq!(with(&[("CONTAINER_SCAN_ENABLED", word)]).scan.enabled, expected, "{word}");
    }
    for word in ["on", "off", "t", "2", "true false", "\u{ff11}"] {
        assert!(load("", &[("CONTAINER_SCAN_ENABLED", word)], &[]).is_err(), "{word}");
    }
}

#[test]
fn secrets_are_seen_by_nobody() {
    let environment = [
        ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
        ("AGENT_KEYS", "first-agent-key,second-agent-key"),
        ("TIDEWAITER_STORE", "postgres://gate:hunter2@db/gate"),
    ];
    let settings = with(&environment);
    assert_eq!(settings.tokens.secret.as_ref().unwrap().reveal().len(), 32);
    assert!(settings.agents.keys.admit("second-agent-key").is_some());
    assert_eq!(in_force(&settings, "jwt_secret").0, "(set)");
    assert_eq!(in_force(&settings, "store").0, "postgres://gate:***@db/gate");
    let shown = format!("{settings:?}");
    assert!(!["0123456789", "first-agent", "hunter2"].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[test]
fn what_contradicts_itself_is_refused_and_what_does_nothing_is_noted() {
    let told = errors(
        "tls_key = 'k.pem'\n[mtls]\nenabled = true\nverify_chain = true\n[dpop]\nalgorithms = []\nrequired = true\n[sbom]\nrequired = true\n",
        &[("TIDEWAITER_STORE", "postgres://db/gate")],
        &[],
    );
    insta::assert_snapshot!(told);
    let odd = with(&[("CONTAINER_SCAN_REQUIRED", "true"), ("JWT_EXPIRE_MINUTES", "60")]);
    insta::assert_snapshot!(odd.notes.join("\n"));
}

#[test]
fn registries_and_networks_are_those_that_were_named() {
    let settings = with(&[
        ("TIDEWAITER_ALLOWED_REGISTRIES", "docker.io, *.example.com, localhost:*"),
        ("TIDEWAITER_DENIED_REGISTRIES", "old.example.com"),
        ("TIDEWAITER_INSECURE_REGISTRIES", "localhost:5000"),
        ("TIDEWAITER_ALLOWED_NETWORKS", "private,127.0.0.1"),
    ]);
    let image = |text: &str| text.parse::<Reference>().unwrap();
    for name in ["debian", "index.docker.io/library/debian", "a.b.example.com/x", "localhost:5000/x"] {
        assert!(settings.reach.permits(&image(name)), "{name}");
    }
    for name in
        ["ghcr.io/x", "example.com/x", "old.example.com/x", "OLD.example.com/x", "example.com:5000/x", "evil.io/docker.io"]
    {
        assert!(!settings.reach.permits(&image(name)), "{name}");
    }
    assert!(settings.reach.is_insecure(&image("localhost:5000/x")) && !settings.reach.is_insecure(&image("localhost:5001/x")));
    let networks = settings.reach.networks();
    for (address, expected) in
        [("10.1.1.1", true), ("127.0.0.1", true), ("127.0.0.2", false), ("169.254.169.254", false), ("8.8.8.8", true)]
    {
        assert_eq!(networks.permit(address.parse().unwrap()), expected, "{address}");
    }
    assert!(with(&[]).reach.permits(&image("ghcr.io/x")) && !with(&[]).reach.networks().permit("10.0.0.1".parse().unwrap()));
}

#[test]
fn misspelt_variables_are_known() {
    let names = [
        "CONTAINER_SCAN_REQURED",
        "CONTAINER_SCANNER",
        "PATH",
        "TIDEWAITER_STOER",
        "JWT_SECRET_FILE",
        "CONTAINER_NAME",
        "SBOM_OSV_API_URL",
        "TIDEWAITER_STORE_FILE",
    ];
    assert_eq!(Settings::unknown_names(names.into_iter()), ["CONTAINER_SCAN_REQURED", "TIDEWAITER_STOER"]);
}

#[test]
fn every_setting_has_names_of_its_own() {
    let count = Settings::definitions().count();
    for names in [
        Settings::definitions().map(|one| one.key.to_owned()).collect::<BTreeSet<_>>(),
        Settings::definitions().map(|one| one.env.to_owned()).collect(),
        Settings::definitions().map(Definition::flag).collect(),
    ] {
        assert_eq!(names.len(), count);
    }
    assert!(Settings::definitions().all(|one| one.doc.ends_with('.')), "each says what it is");
}

#[test]
fn the_reference_and_the_example_are_made_of_the_table() {
    insta::assert_snapshot!("reference", reference());
    insta::assert_snapshot!("example", example());
    // With all its settings in force, it says what is so anyway.
    let uncommented = |line: &str| match line.strip_prefix("# ").and_then(|rest| rest.split_once(" = ")) {
        Some((key, value)) if !key.contains(' ') => format!("{key} = {value}"),
        _ => line.to_owned(),
    };
    let file: Vec<String> = example().lines().map(uncommented).collect();
    let settings = load(&file.join("\n"), &[], &[]).unwrap();
    let of = |settings: &Settings| -> BTreeMap<&str, String> {
        settings.in_force.iter().map(|one| (one.definition.key, one.value.clone())).collect()
    };
    assert_eq!(of(&settings), of(&with(&[])));
    assert!(settings.in_force.iter().all(|one| matches!(one.origin, Origin::File { .. })));
}
