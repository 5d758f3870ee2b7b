//! Agents that register, and agents that do not.

use super::{registration, submission};
use crate::store::{Bounds, JobKind, NewScan, Outcome, now};
use crate::testing::{Harness, Setup, request, sample_report, sqlite, stores};
use axum::body::Body;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::Duration;

#[tokio::test]
async fn a_clean_image_registers_its_agent_once() {
    for store in stores().await {
        let gate = Harness::over(store, Setup::default());
        let token = gate.temporary("agent-one").await;
        let passed = gate.validated("agent-one", &token, json!(gate.image("clean"))).await;
        assert_eq!((&passed["status"], &passed["errors"]), (&json!("passed"), &Value::Null));
        let scan = &passed["container_scan"];
        assert_eq!((&scan["image"], &scan["scanner"]), (&json!(gate.image("clean")), &json!("native")));
        assert_eq!((&scan["vulnerabilities"]["critical"], &scan["secrets_found"]), (&json!(0), &json!(0)));
        let validated = passed["validated_token"].as_str().unwrap().to_owned();
        let again = gate.get(&format!("/auth/agent/validation/{}", passed["validation_id"].as_str().unwrap()), &token).await;
        assert_eq!(again.json["validated_token"], json!(validated), "a poll mints no further token");
        let registered = gate.post("/agents/register", &validated, &registration("agent-one")).await;
        assert_eq!((registered.status.as_u16(), &registered.json["status"]), (200, &json!("success")));
        let access = registered.json["access_token"].as_str().unwrap();
        let shown = gate.get("/agents/agent-one?include_metrics=true", access).await;
        assert_eq!((&shown.json["status"], &shown.json["name"]), (&json!("alive"), &json!("An agent")));
        let replayed = gate.post("/agents/register", &validated, &registration("agent-one")).await;
        assert_eq!(
            (replayed.status.as_u16(), &replayed.json["type"]),
            (409, &json!("https://arcp.0x001.tech/docs/problems/duplicate-agent"))
        );
        let lives = gate.post("/agents/agent-one/heartbeat", access, &json!({})).await;
        assert_eq!(lives.status, 200);
    }
}

#[tokio::test]
async fn a_validation_that_is_taken_over_goes_on_with_its_scan() {
    for store in stores().await {
        let dying = Harness::over(store.clone(), Setup { works: false, ..Setup::default() });
        let token = dying.temporary("agent-one").await;
        let image = json!(dying.image("clean"));
        let taken = dying.post("/auth/agent/validate_compliance", &token, &submission("agent-one", image)).await;
        let lease = store.claim(JobKind::Validation, "dead", 1, 2).await.unwrap().unwrap();
        // As if advisories had been fetched since: the same scan would be asked for under another key now.
        let new = NewScan {
            same_key: "before".to_owned(),
            image: "org/app:1".to_owned(),
            manifest_digest: "sha256:1".to_owned(),
            request: "{}".to_owned(),
            requested_by: "agent:agent-one".to_owned(),
        };
        let scan = store.submit_scan(&new, Bounds { fresh_since: 0, queue: 9, of_caller: 9 }, 1).await.unwrap().unwrap();
        let scanning = store.claim(JobKind::Scan, "dead", 1, 2).await.unwrap().unwrap();
        assert!(store.finish_scan(&scanning, &Outcome::Done(&sample_report()), now()).await.unwrap());
        store.set_validation_step(&lease, "scanning", Some(scan.id())).await.unwrap();
        let next = Harness::over(store.clone(), Setup::default());
        let path = format!("/auth/agent/validation/{}", taken.json["validation_id"].as_str().unwrap());
        while next.get(&path, &token).await.json["status"] == "pending" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let passed = next.get(&path, &token).await.json;
        assert_eq!((&passed["status"], next.engine.scans.load(Ordering::SeqCst)), (&json!("passed"), 0), "{passed:#}");
        let verdicts = store.verdicts(None, None, 9).await.unwrap();
        assert_eq!(verdicts.iter().map(|verdict| verdict.scan_id.as_str()).collect::<Vec<_>>(), [scan.id()]);
    }
}

#[tokio::test]
async fn a_validation_is_given_up_only_after_many_deaths() {
    for (deaths, status) in [(5, "passed"), (15, "failed")] {
        let store = sqlite().await;
        let dying = Harness::over(store.clone(), Setup { works: false, ..Setup::default() });
        let token = dying.temporary("agent-one").await;
        let image = json!(dying.image("clean"));
        let taken = dying.post("/auth/agent/validate_compliance", &token, &submission("agent-one", image)).await;
        for time in 1..=deaths {
            store.claim(JobKind::Validation, "dead", 2 * time, 2 * time + 1).await.unwrap().unwrap();
        }
        let next = Harness::over(store, Setup::default());
        let path = format!("/auth/agent/validation/{}", taken.json["validation_id"].as_str().unwrap());
        while next.get(&path, &token).await.json["status"] == "pending" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let ended = next.get(&path, &token).await.json;
        assert_eq!(ended["status"], status, "{ended:#}");
    }
}

#[tokio::test]
async fn a_validated_token_is_good_for_one_registration_of_what_was_validated() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let passed = gate.validated("agent-one", &token, json!(gate.image("clean"))).await;
    let validated = passed["validated_token"].as_str().unwrap();
    let mut elsewhere = registration("agent-one");
    elsewhere["endpoint"] = json!("http://other.example");
    let other = gate.post("/agents/register", validated, &elsewhere).await;
    assert_eq!((other.status.as_u16(), &other.json["title"]), (403, &json!("Invalid Token for Registration")));
    let foreign = gate.post("/agents/register", validated, &registration("agent-two")).await;
    assert_eq!((foreign.status.as_u16(), &foreign.json["request_agent_id"]), (403, &json!("agent-two")));
    assert_eq!(
        gate.post("/agents/register", &token, &registration("agent-one")).await.status,
        403,
        "a temporary one will not do"
    );
    let one = registration("agent-one");
    let (first, second) =
        tokio::join!(gate.post("/agents/register", validated, &one), gate.post("/agents/register", validated, &one));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "two at once are one registration and one duplicate");
}

#[tokio::test]
async fn a_refusal_names_every_finding_in_the_words_of_both_contracts() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let failed = gate.validated("agent-one", &token, json!(gate.image("critical"))).await;
    assert_eq!((&failed["status"], &failed["validated_token"]), (&json!("failed"), &Value::Null));
    let error = &failed["errors"][0];
    insta::assert_json_snapshot!(error, @r#"
    {
      "check": "container_scan",
      "details": {
        "vulnerabilities": [
          {
            "description": "Remote code execution vulnerability",
            "fixed_version": "3.0.8",
            "id": "CVE-2023-12345",
            "installed_version": "3.0.7",
            "package": "openssl",
            "severity": "CRITICAL"
          }
        ]
      },
      "message": "Critical vulnerabilities found in container image",
      "severity": "critical",
      "type": "container_critical_vulnerabilities"
    }
    "#);
    let token = gate.temporary("agent-two").await;
    let failed = gate.validated("agent-two", &token, json!(gate.image("secret"))).await;
    let error = &failed["errors"][0];
    assert_eq!(
        (&error["type"], &error["message"]),
        (&json!("container_secrets_detected"), &json!("Secrets found in container image"))
    );
    let secret = &error["details"]["secrets"][0];
    assert_eq!(
        (&secret["type"], &secret["match"], &secret["line"]),
        (&json!("aws-access-key-id"), &json!("AKIA****"), &json!(5))
    );
}

#[tokio::test]
async fn an_image_is_taken_in_its_parts() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let image = gate.image("high");
    let (registry, rest) = image.split_once('/').unwrap();
    let (repository, tag) = rest.rsplit_once(':').unwrap();
    let parts = json!({"registry": registry, "repository": repository, "tag": tag});
    let passed = gate.validated("agent-one", &token, parts).await;
    assert_eq!((&passed["status"], &passed["container_scan"]["vulnerabilities"]["high"]), (&json!("passed"), &json!(1)));
    assert!(passed["warnings"].as_array().is_some_and(|warnings| !warnings.is_empty()), "what is tolerated is told");
}

#[tokio::test]
async fn the_same_image_is_scanned_once_for_all() {
    let gate = Harness::start(Setup::default()).await;
    let agents: Vec<String> = (0..8).map(|index| format!("agent-{index}")).collect();
    let image = gate.image("clean");
    let all = agents.iter().map(async |agent| {
        let token = gate.temporary(agent).await;
        gate.validated(agent, &token, json!(image)).await["status"].clone()
    });
    let statuses = futures_util::future::join_all(all).await;
    assert!(statuses.iter().all(|status| status == "passed"), "{statuses:?}");
    assert_eq!(gate.engine.scans.load(Ordering::SeqCst), 1);
}

async fn outcome(setup: Setup, image: impl Fn(&Harness) -> Value) -> (Value, Vec<String>) {
    let gate = Harness::start(setup).await;
    let token = gate.temporary("agent-one").await;
    let ended = gate.validated("agent-one", &token, image(&gate)).await;
    let errors = ended["errors"].as_array().cloned().unwrap_or_default();
    let told = errors.iter().chain(ended["warnings"].as_array().into_iter().flatten());
    (
        ended["status"].clone(),
        told.map(|told| format!("{}: {}", told["type"].as_str().unwrap(), told["message"].as_str().unwrap())).collect(),
    )
}

#[tokio::test]
async fn strict_means_that_what_was_not_scanned_does_not_pass() {
    let timeout = Duration::from_millis(300);
    let absent = |_: &Harness| Value::Null;
    let strict = |setup: Setup| Setup { required: true, ..setup };
    let lenient = |setup: Setup| Setup { required: false, ..setup };
    type Case = (&'static str, Setup, fn(&Harness) -> Value, &'static str);
    let cases: [Case; 5] = [
        (
            "no image",
            Setup::default(),
            absent,
            "container_scan_required: Container image is required when CONTAINER_SCAN_REQUIRED=true. Provide container_image in validation request.",
        ),
        (
            "no scanner",
            Setup { has_engine: false, ..Setup::default() },
            |gate| json!(gate.image("clean")),
            "No container scanner available. Install Trivy or Grype",
        ),
        (
            "too slow",
            Setup { timeout, ..Setup::default() },
            |gate| json!(gate.image("slow")),
            "Container scan timed out after 0 seconds",
        ),
        ("broken", Setup::default(), |gate| json!(gate.image("broken")), "Container scan failed"),
        (
            "no such registry",
            Setup::default(),
            |_| json!("127.0.0.1:1/org/clean:1"),
            "The container image's registry could not be asked",
        ),
    ];
    for (what, setup, image, told) in cases {
        let (status, messages) = outcome(strict(setup.clone()), image).await;
        assert_eq!(status, "failed", "{what}");
        assert!(messages.iter().any(|message| message.ends_with(told)), "{what}: {messages:?}");
        let (status, messages) = outcome(lenient(setup), image).await;
        assert_eq!(status, "passed", "{what}: {messages:?}");
        let warned = messages.iter().any(|message| message == &format!("security_warning: {told}"));
        assert_eq!(warned, what != "no image", "{what}: {messages:?}");
        assert!(!messages.iter().any(|message| message.contains("secret-place")), "{messages:?}");
    }
}

#[tokio::test]
async fn registries_that_are_not_allowed_never_pass() {
    let (status, messages) =
        outcome(Setup { required: false, ..Setup::default() }, |_| json!("denied.example/org/clean:1")).await;
    assert_eq!((status, messages.len()), (json!("failed"), 1));
}

#[tokio::test]
async fn without_scans_images_are_not_looked_at() {
    let (status, messages) = outcome(Setup { enabled: false, ..Setup::default() }, |gate| json!(gate.image("critical"))).await;
    assert_eq!((status, messages.len()), (json!("passed"), 0));
}

#[tokio::test]
async fn a_sick_agent_learns_so_at_once() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("sick-one").await;
    let failed = gate.validated("sick-one", &token, json!(gate.image("slow"))).await;
    assert_eq!(failed["errors"][0]["type"], "health_check_failed");
}

#[tokio::test]
async fn a_repeated_submission_gets_the_same_validation_and_another_none() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let body = submission("agent-one", json!(gate.image("clean")));
    let path = "/auth/agent/validate_compliance";
    let (first, second) = (gate.post(path, &token, &body).await, gate.post(path, &token, &body).await);
    assert_eq!(first.json["validation_id"], second.json["validation_id"]);
    let other = gate.post(path, &token, &submission("agent-one", json!(gate.image("secret")))).await;
    assert_eq!((other.status.as_u16(), other.json["title"].as_str()), (401, Some("Invalid Token")));
}

#[tokio::test]
async fn an_idempotency_key_is_its_callers_alone() {
    let gate = Harness::start(Setup::default()).await;
    let send = async |agent: &str, token: &str, image: &str| {
        let body = submission(agent, json!(gate.image(image))).to_string();
        let request = request("POST", "/auth/agent/validate_compliance", token).header("idempotency-key", "same");
        gate.send(request.body(Body::from(body)).unwrap()).await
    };
    let one = gate.temporary("agent-one").await;
    let (first, again) = (send("agent-one", &one, "clean").await, send("agent-one", &one, "clean").await);
    assert_eq!((first.status, &first.json), (again.status, &again.json));
    assert_eq!(again.headers["x-idempotent-replayed"], "true");
    assert_eq!(again.headers["location"], first.headers["location"]);
    let conflict = send("agent-one", &one, "high").await;
    assert_eq!((conflict.status.as_u16(), &conflict.headers["x-idempotent-replayed"]), (409, &"conflict".parse().unwrap()));
    let two = gate.temporary("agent-two").await;
    let other = send("agent-two", &two, "clean").await;
    assert_ne!(other.json["validation_id"], first.json["validation_id"]);
    assert_eq!(send("agent-one", "no-token", "clean").await.status, 401, "nothing is repeated to whom nobody knows");
}
