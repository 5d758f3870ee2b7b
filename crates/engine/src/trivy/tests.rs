//! Stubs that behave well and badly; the real Trivy where there is one.

use super::{Trivy, TrivyOptions};
use crate::testing::{Asked, Stubs, files_of, is_gone, refused};
use crate::{Engine, EngineError, Wanted};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tidewaiter_model::Gap;
use tidewaiter_scan::rfc3339;
use tidewaiter_testkit::{ImageBuilder, Server, TarBuilder, registry};

const IMAGE: &str = "registry.example:5000/team/app";
const DIGEST: &str = "sha256:5555555555555555555555555555555555555555555555555555555555555555";
/// What the stubs answer: of whatever image they were asked for.
const REPORT: &str = r#"
for last; do :; done
cat <<END
{"SchemaVersion":2,"Trivy":{"Version":"0.76.0"},"ArtifactName":"$last","ArtifactType":"container_image","Metadata":{"OS":{"Family":"debian","Name":"12.8"},
"ImageID":"sha256:3333333333333333333333333333333333333333333333333333333333333333","RepoDigests":["$last"],
"ImageConfig":{"os":"linux","architecture":"amd64","config":{"Env":["API_KEY=super-secret-key-123"]}}},
"Results":[{"Target":"$last (debian 12.8)","Class":"os-pkgs","Type":"debian","Vulnerabilities":[{"VulnerabilityID":"CVE-2024-0001","PkgName":"a","InstalledVersion":"1","Severity":"HIGH"}]}]}
END
"#;

fn database(cache: &Path, folder: &str, file: &str, updated: u64, next: u64) {
    std::fs::create_dir_all(cache.join(folder)).unwrap();
    std::fs::write(cache.join(folder).join(file), "a database").unwrap();
    let metadata = format!(r#"{{"Version":2,"NextUpdate":"{}","UpdatedAt":"{}"}}"#, rfc3339(next), rfc3339(updated));
    std::fs::write(cache.join(folder).join("metadata.json"), metadata).unwrap();
}

/// A Trivy that runs this script, with databases of today.
fn trivy(stubs: &Stubs, script: &str) -> Trivy {
    let now = crate::clock::now();
    database(&stubs.path("cache"), "db", "trivy.db", now, now + 86_400);
    Trivy::new(
        stubs.program("trivy", script),
        TrivyOptions {
            cache_dir: stubs.path("cache"),
            skip_db_update: true,
            offline: true,
            max_age_days: 7,
            environment: vec![("HTTPS_PROXY".into(), "http://proxy.example:3128".into())],
        },
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
        ls -ld "$DOCKER_CONFIG" | cut -c1-10 > $HERE/mode; cat $DOCKER_CONFIG/config.json > $HERE/login; ls cache/db > $HERE/shown; {REPORT}"#
    );
    let engine = trivy(&stubs, &script);
    let mut asked = Asked::of(&format!("{IMAGE}:1@{DIGEST}"));
    asked.registry.credentials.given = Some(("me".to_owned(), "hidden-password".to_owned()));
    asked.registry.insecure = true;
    asked.platform = Some("linux/arm64".parse().unwrap());
    let report = engine.scan(&asked.task()).unwrap();

    let arguments = stubs.text("arguments");
    let all: Vec<&str> = arguments.lines().collect();
    assert_eq!(all[..2], ["image", "--format"]);
    assert_eq!(all[all.len() - 2..], ["--", &pinned()]);
    for expected in [
        "--scanners\nvuln,secret,misconfig\n",
        "--image-config-scanners\nsecret,misconfig\n",
        "--platform\nlinux/arm64\n",
        "--timeout\n6",
        "--image-src\nremote\n",
    ] {
        assert!(arguments.contains(expected), "{expected} in {arguments}");
    }
    assert!(!arguments.contains("hidden") && !arguments.contains("severity"), "{arguments}");
    let mut environment: Vec<String> =
        stubs.text("environment").lines().map(|line| line.split('=').next().unwrap().to_owned()).collect();
    environment.retain(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(&name.as_str()));
    environment.sort();
    assert_eq!(
        environment,
        [
            "DOCKER_CONFIG",
            "HOME",
            "HTTPS_PROXY",
            "TMPDIR",
            "TRIVY_DISABLE_TELEMETRY",
            "TRIVY_INSECURE",
            "TRIVY_OFFLINE_SCAN",
            "TRIVY_SKIP_CHECK_UPDATE",
            "TRIVY_SKIP_JAVA_DB_UPDATE",
            "TRIVY_SKIP_VERSION_CHECK"
        ]
    );
    assert_eq!(stubs.text("shown"), "metadata.json\ntrivy.db\n");
    assert_eq!(stubs.text("mode").trim(), "drwx------");
    assert!(stubs.text("login").contains(r#""auth":"bWU6aGlkZGVuLXBhc3N3b3Jk""#), "{}", stubs.text("login"));
    assert!(is_gone(&stubs.text("folder")), "the private folder is removed");

    assert_eq!((report.engine.name.as_str(), report.engine.version.as_str()), ("trivy", "0.76.0"));
    assert_eq!(report.coverage.shards[0].ecosystem, "trivy-db");
    let image = report.artifact.image.as_ref().unwrap();
    assert!(!image.config.to_string().contains("super-secret"), "{}", image.config);
    assert_eq!(image.manifest_digest, None, "a platform was chosen from an index");
    assert!(report.coverage.is_complete(), "{:?}", report.coverage);
    let of_one = engine.scan(&Asked::of(&pinned()).task()).unwrap();
    assert_eq!(of_one.artifact.image.unwrap().manifest_digest.unwrap().as_str(), DIGEST);
}

#[test]
fn only_what_is_wanted_is_looked_for() {
    let stubs = Stubs::new();
    let engine = trivy(&stubs, &format!(r#"printf '%s\n' "$@" > $HERE/arguments; {REPORT}"#));
    let mut asked = Asked::of(&pinned());
    asked.wanted = Wanted { secrets: false, misconfigurations: false, vulnerabilities: true };
    engine.scan(&asked.task()).unwrap();
    let arguments = stubs.text("arguments");
    assert!(arguments.contains("--scanners\nvuln\n") && !arguments.contains("--image-config-scanners"), "{arguments}");
}

#[test]
fn nothing_but_a_whole_report_of_this_image_counts() {
    let stubs = Stubs::new();
    let asked = Asked::of(&pinned());
    let scan = |script: &str| trivy(&stubs, script).scan(&asked.task()).unwrap_err();
    assert_eq!(refused(scan("echo '{}'")), "its SchemaVersion is missing, and not 2");
    assert!(refused(scan("true")).starts_with("it is no report in JSON: EOF"));
    assert!(refused(scan(&format!("({REPORT}) | head -c 200"))).starts_with("it is no report in JSON: EOF"));
    assert_eq!(
        refused(scan(&REPORT.replace("$last\",\"ArtifactType", "alpine:3\",\"ArtifactType"))),
        format!("it is about `alpine:3`, and not about {}", pinned())
    );
    assert!(
        refused(scan(&REPORT.replace(r#""RepoDigests":["$last"]"#, r#""RepoDigests":null"#)))
            .contains("does not say that it is about the digest")
    );
    assert!(refused(scan(&REPORT.replace("container_image", "filesystem"))).starts_with("it is about"));
    assert_eq!(refused(scan(&REPORT.replace(r#""Trivy":{"#, r#""Tidewaiter":{"Engine":{"Name":"grype"},"#))), "it is grype's");
    let failed = scan(&format!("{REPORT}\necho 'FATAL no such host' >&2; exit 1"));
    assert_eq!(failed.to_string(), "trivy failed (exit status: 1): FATAL no such host");
    let mut late = Asked::of(&pinned());
    late.timeout = Duration::from_millis(1100);
    let late = trivy(&stubs, "sleep 600").scan(&late.task()).unwrap_err();
    assert_eq!(late.to_string(), "Container scan timed out after 1 seconds");
    let unpinned = trivy(&stubs, REPORT).scan(&Asked::of("registry.example/a:1").task()).unwrap_err();
    assert_eq!(unpinned.to_string(), "registry.example/a:1 is not pinned to a digest");
}

#[test]
fn without_a_database_nothing_is_clean() {
    let stubs = Stubs::new();
    let engine = trivy(&stubs, REPORT);
    std::fs::remove_dir_all(stubs.path("cache/db")).unwrap();
    let mut asked = Asked::of(&pinned());
    assert!(matches!(engine.scan(&asked.task()), Err(EngineError::NoDatabase { .. })));
    asked.wanted.vulnerabilities = false;
    assert!(engine.scan(&asked.task()).is_ok(), "secrets need none");
}

#[test]
fn old_databases_and_unknown_systems_are_told() {
    let stubs = Stubs::new();
    let packages = r#""Type":"debian","Packages":[{"Name":"b"}],"Vulnerabilities":null},{"Target":"x","Class":"lang-pkgs","#;
    let engine =
        trivy(&stubs, &REPORT.replace(r#""Type":"debian","#, packages).replace(r#""Name":"12.8"}"#, r#""Name":"trixie/sid"}"#));
    let now = crate::clock::now();
    database(&stubs.path("cache"), "db", "trivy.db", now - 20 * 86_400, now);
    let report = engine.scan(&Asked::of(&pinned()).task()).unwrap();
    let old = Gap::OutdatedShard { ecosystem: "trivy-db".to_owned(), days: 20 };
    assert!(report.coverage.gaps.contains(&old), "{:?}", report.coverage.gaps);
    assert!(
        report.coverage.gaps.iter().any(|gap| matches!(gap, Gap::UnknownRelease { packages: 1, .. })),
        "{:?}",
        report.coverage.gaps
    );
}

#[test]
fn it_tells_its_version_and_the_age_of_its_databases() {
    let stubs = Stubs::new();
    let version = |updated: u64| {
        format!(
            r#"echo '{{"Version":"0.76.0","VulnerabilityDB":{{"Version":2,"UpdatedAt":"{}"}},"JavaDB":{{"UpdatedAt":"2026-01-01T00:00:00Z"}}}}'"#,
            rfc3339(updated)
        )
    };
    let now = crate::clock::now();
    let about = trivy(&stubs, &version(now)).about().unwrap();
    assert_eq!((about.version.as_str(), about.is_outdated), ("0.76.0", false));
    assert_eq!(about.databases.iter().map(|shard| shard.ecosystem.as_str()).collect::<Vec<_>>(), ["trivy-db", "trivy-java-db"]);
    assert!(trivy(&stubs, &version(now - 30 * 86_400)).about().unwrap().is_outdated);
    assert!(trivy(&stubs, r#"echo '{"Version":"0.76.0"}'"#).about().unwrap().is_outdated, "no database at all");
    assert!(trivy(&stubs, "exit 1").about().is_err());
    assert!(matches!(trivy(&stubs, "echo 0.76.0").about(), Err(EngineError::Output { .. })));
}

#[test]
fn databases_are_fetched_once_and_put_in_place_whole() {
    let stubs = Stubs::new();
    let now = crate::clock::now();
    let fetch = format!(
        r#"case "$2" in --download-db-only)
            echo fetched >> $HERE/fetched; for cache; do :; done; mkdir -p $cache/db; echo new > $cache/db/trivy.db
            echo '{{"Version":2,"NextUpdate":"{}","UpdatedAt":"{}"}}' > $cache/db/metadata.json; exit $(cat $HERE/outcome);; esac
        cat cache/db/trivy.db >> $HERE/used; {REPORT}"#,
        rfc3339(now + 86_400),
        rfc3339(now)
    );
    let mut engine = trivy(&stubs, &fetch);
    (engine.options.skip_db_update, engine.options.offline) = (false, false);
    let asked = Asked::of(&pinned());
    let scan = |engine: &Trivy| engine.scan(&asked.task()).map(|report| report.coverage.shards[0].built.clone());

    // One that cannot be fetched is no reason to go without the old one.
    database(&stubs.path("cache"), "db", "trivy.db", now - 9 * 86_400, now - 86_400);
    std::fs::write(stubs.path("outcome"), "1").unwrap();
    assert_eq!(scan(&engine).unwrap(), rfc3339(now - 9 * 86_400));
    assert_eq!(scan(&engine).unwrap(), rfc3339(now - 9 * 86_400));
    assert_eq!((stubs.text("fetched"), stubs.text("used")), ("fetched\n".to_owned(), "a databasea database".to_owned()));

    // Many who need it fetch it once.
    engine.databases.shared = crate::shared::Shared::new("trivy", stubs.path("cache"));
    std::fs::write(stubs.path("outcome"), "0").unwrap();
    let built: Vec<String> = std::thread::scope(|scope| {
        let scans: Vec<_> = (0..8).map(|_| scope.spawn(|| scan(&engine))).collect();
        scans.into_iter().map(|scan| scan.join().unwrap().unwrap()).collect()
    });
    assert!(built.iter().all(|built| *built == rfc3339(now)), "{built:?}");
    assert_eq!(stubs.text("fetched"), "fetched\nfetched\n");
    let left: Vec<_> = std::fs::read_dir(stubs.path("cache")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");

    // Without any, none can be done without.
    std::fs::remove_dir_all(stubs.path("cache/db")).unwrap();
    std::fs::write(stubs.path("outcome"), "1").unwrap();
    assert!(matches!(engine.scan(&asked.task()), Err(EngineError::NoDatabase { .. })));
}

/// The real program and its cache folder, from `TIDEWAITER_TEST_TRIVY` and `TIDEWAITER_TEST_TRIVY_CACHE`.
fn real() -> Option<Trivy> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.exists());
    let (Some(program), Some(cache_dir)) = (variable("TIDEWAITER_TEST_TRIVY"), variable("TIDEWAITER_TEST_TRIVY_CACHE")) else {
        println!("skipped: TIDEWAITER_TEST_TRIVY and TIDEWAITER_TEST_TRIVY_CACHE do not name Trivy and its cache folder");
        return None;
    };
    Some(Trivy::new(
        program,
        TrivyOptions { cache_dir, skip_db_update: true, offline: true, max_age_days: 7, environment: Vec::new() },
    ))
}

#[test]
fn the_real_trivy_scans_twenty_times_at_once_with_a_password() {
    let Some(engine) = real() else { return };
    let status = b"Package: openssl\nStatus: install ok installed\nVersion: 3.0.1-1\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n\n";
    let layer = TarBuilder::new()
        .file("etc/os-release", b"ID=debian\nVERSION_ID=\"12\"\n")
        .file("etc/debian_version", b"12.8\n")
        .file("var/lib/dpkg/status", status)
        .file("app/.env", format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"))
        .build();
    let (served, digest) = files_of(&ImageBuilder::new().layer(layer));
    let server = Server::start(move |request| {
        if request.header("authorization") != Some("Basic bWU6cGFzc3dvcmQ=") {
            return tidewaiter_testkit::Answer::new(401, "{}").header("www-authenticate", "Basic realm=\"here\"");
        }
        registry(&served, request)
    })
    .unwrap();
    let mut asked = Asked::of(&format!("{}/team/app@{digest}", server.address()));
    assert!(matches!(engine.scan(&asked.task()), Err(EngineError::Failed { .. })), "nobody is logged in");
    asked.registry.credentials.given = Some(("me".to_owned(), "password".to_owned()));
    let reports: Vec<_> = std::thread::scope(|scope| {
        let scans: Vec<_> = (0..20).map(|_| scope.spawn(|| engine.scan(&asked.task()).unwrap())).collect();
        scans.into_iter().map(|scan| scan.join().unwrap()).collect()
    });
    for report in &reports {
        assert_eq!(report.results, reports[0].results);
        assert!(report.results.iter().any(|set| set.vulnerabilities.iter().any(|found| found.id.starts_with("CVE-"))));
        assert!(
            report
                .results
                .iter()
                .any(|set| set.secrets.iter().any(|secret| secret.rule_id == "github-pat" && secret.matched.contains("***")))
        );
        assert_eq!(report.artifact.image.as_ref().unwrap().manifest_digest.as_ref().unwrap().as_str(), digest);
    }
    assert!(!engine.about().unwrap().version.is_empty());
}
