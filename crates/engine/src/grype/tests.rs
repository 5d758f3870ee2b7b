//! Stubs that answer in the shape that Grype publishes.

use super::{Grype, GrypeOptions};
use crate::testing::{Asked, Stubs, is_gone, refused};
use crate::{Engine, EngineError};
use tidewaiter_model::{Gap, Severity};
use tidewaiter_scan::rfc3339;

const IMAGE: &str = "registry.example:5000/team/app";
const DIGEST: &str = "sha256:5555555555555555555555555555555555555555555555555555555555555555";
/// What the stubs answer: of whatever image they were asked for.
const REPORT: &str = r#"
image=${1#registry:}
cat <<END
{"matches":[{"vulnerability":{"id":"CVE-2024-0001","dataSource":"","namespace":"debian:distro:debian:12","severity":"Negligible","urls":[],"cvss":[],
"fix":{"versions":[],"state":"wont-fix"},"advisories":[],"risk":0},"relatedVulnerabilities":[],"matchDetails":[],
"artifact":{"id":"1","name":"a","version":"1","type":"deb","locations":[],"language":"","licenses":[],"cpes":[],"purl":"","upstreams":[]}}],
"source":{"type":"image","target":{"userInput":"$image","imageID":"sha256:3333333333333333333333333333333333333333333333333333333333333333",
"manifestDigest":"${image#*@}","tags":[],"imageSize":1,"layers":[],"repoDigests":["$image"],"architecture":"amd64","os":"linux"}},
"distro":{"name":"debian","version":"12","idLike":[]},
"descriptor":{"name":"grype","version":"0.104.1","db":{"status":{"built":"$(cat $HERE/built)","valid":true}},"timestamp":"2026-11-25T04:00:00Z"}}
END
"#;

/// A Grype that runs this script, with a database of so many days ago.
fn grype(stubs: &Stubs, days: u64, script: &str) -> Grype {
    std::fs::create_dir_all(stubs.path("cache/6")).unwrap();
    std::fs::write(stubs.path("cache/6/vulnerability.db"), "a database").unwrap();
    std::fs::write(stubs.path("built"), rfc3339(crate::clock::now() - days * 86_400)).unwrap();
    Grype::new(
        stubs.program("grype", script),
        GrypeOptions { cache_dir: stubs.path("cache"), skip_db_update: true, max_age_days: 7, environment: Vec::new() },
    )
}

fn pinned() -> String {
    format!("{IMAGE}@{DIGEST}")
}

#[test]
fn the_program_sees_the_pinned_image_and_nothing_of_ours() {
    let stubs = Stubs::new();
    let script = format!(
        r#"printf '%s\n' "$@" > $HERE/arguments; env > $HERE/environment; pwd > $HERE/folder
        cat $GRYPE_DB_CACHE_DIR/6/vulnerability.db > $HERE/used; {REPORT}"#
    );
    let mut asked = Asked::of(&format!("{IMAGE}:1@{DIGEST}"));
    asked.registry.insecure = true;
    let report = grype(&stubs, 0, &script).scan(&asked.task()).unwrap();
    assert_eq!(stubs.text("arguments"), format!("registry:{}\n--output\njson\n--quiet\n", pinned()));
    let mut environment: Vec<String> = stubs.text("environment").lines().map(str::to_owned).collect();
    environment.retain(|line| {
        !["PWD=", "OLDPWD=", "SHLVL=", "_=", "HOME=", "TMPDIR=", "DOCKER_CONFIG=", "GRYPE_DB_CACHE_DIR="]
            .iter()
            .any(|name| line.starts_with(name))
    });
    environment.sort();
    assert_eq!(
        environment,
        [
            "GRYPE_CHECK_FOR_APP_UPDATE=false",
            "GRYPE_DB_AUTO_UPDATE=false",
            "GRYPE_DB_VALIDATE_AGE=false",
            "GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY=true",
            "GRYPE_REGISTRY_INSECURE_USE_HTTP=true"
        ]
    );
    assert_eq!(stubs.text("used"), "a database");
    assert!(is_gone(&stubs.text("folder")));
    assert_eq!((report.engine.name.as_str(), report.engine.version.as_str()), ("grype", "0.104.1"));
    assert_eq!(report.results[0].vulnerabilities[0].severity, Severity::Low);
    assert_eq!(report.artifact.image.as_ref().unwrap().manifest_digest.as_ref().unwrap().as_str(), DIGEST);
}

#[test]
fn what_it_does_not_look_for_is_told() {
    let stubs = Stubs::new();
    let mut asked = Asked::of(&pinned());
    let gaps = |days, asked: &Asked| grype(&stubs, days, REPORT).scan(&asked.task()).unwrap().coverage.gaps;
    let unsought = |what: &str| Gap::Unsought { engine: "grype".to_owned(), what: what.to_owned() };
    assert_eq!(gaps(0, &asked), [unsought("secrets"), unsought("misconfigurations")]);
    (asked.wanted.secrets, asked.wanted.misconfigurations) = (false, false);
    assert_eq!(gaps(0, &asked), []);
    assert_eq!(gaps(9, &asked), [Gap::OutdatedShard { ecosystem: "grype-db".to_owned(), days: 9 }]);
}

#[test]
fn nothing_but_a_whole_report_of_this_image_counts() {
    let stubs = Stubs::new();
    let asked = Asked::of(&pinned());
    let scan = |script: &str| grype(&stubs, 0, script).scan(&asked.task()).unwrap_err();
    assert!(refused(scan("echo '{}'")).starts_with("it is no report of Grype's: missing field `matches`"));
    assert!(refused(scan(&format!("({REPORT}) | head -c 300"))).starts_with("it is no report of Grype's: EOF"));
    assert!(
        refused(scan(&REPORT.replace(r#""userInput":"$image""#, r#""userInput":"alpine:3""#)))
            .starts_with("it is about `alpine:3`")
    );
    let other = REPORT
        .replace(r#""manifestDigest":"${image#*@}""#, r#""manifestDigest":"""#)
        .replace(r#""repoDigests":["$image"]"#, r#""repoDigests":[]"#);
    assert!(refused(scan(&other)).contains("does not say that it is about the digest"));
    assert_eq!(refused(scan(&REPORT.replace(r#""name":"grype""#, r#""name":"tidewaiter""#))), "it is native's");
    assert!(matches!(scan(&format!("{REPORT}; exit 1")), EngineError::Failed { .. }));
    let with_scheme = REPORT.replace(r#""userInput":"$image""#, r#""userInput":"$1""#);
    assert!(grype(&stubs, 0, &with_scheme).scan(&asked.task()).is_ok());
}

#[test]
fn it_tells_its_version_and_the_age_of_its_database() {
    let stubs = Stubs::new();
    let script = r#"case "$1" in version) echo '{"application":"grype","version":"0.104.1","supportedDbSchema":6}';; *) echo "{\"schemaVersion\":\"v6.1.3\",\"built\":\"$(cat $HERE/built)\",\"path\":\"x\",\"valid\":true}";; esac"#;
    let about = grype(&stubs, 1, script).about().unwrap();
    assert_eq!((about.version.as_str(), about.is_outdated, about.databases.len()), ("0.104.1", false, 1));
    assert!(grype(&stubs, 8, script).about().unwrap().is_outdated);
    let without = grype(&stubs, 0, &format!(r#"[ "$1" = db ] && exit 1; {script}"#)).about().unwrap();
    assert!(without.is_outdated && without.databases.is_empty());
}

#[test]
fn the_database_is_updated_once_and_an_old_one_is_better_than_none() {
    let stubs = Stubs::new();
    let script = format!(r#"[ "$1" = db ] && {{ echo once >> $HERE/updates; exit $(cat $HERE/outcome); }}; {REPORT}"#);
    let asked = Asked::of(&pinned());
    for (outcome, expected) in [("0", "once\n"), ("1", "once\nonce\n")] {
        let mut engine = grype(&stubs, 0, &script);
        engine.options.skip_db_update = false;
        std::fs::write(stubs.path("outcome"), outcome).unwrap();
        std::thread::scope(|scope| {
            let scans: Vec<_> = (0..6).map(|_| scope.spawn(|| engine.scan(&asked.task()).is_ok())).collect();
            assert!(scans.into_iter().all(|scan| scan.join().unwrap()));
        });
        assert_eq!(stubs.text("updates"), expected);
    }
    let mut engine = grype(&stubs, 0, &script);
    engine.options.skip_db_update = false;
    std::fs::remove_dir_all(stubs.path("cache/6")).unwrap();
    assert!(matches!(engine.scan(&asked.task()), Err(EngineError::NoDatabase { .. })));
}
