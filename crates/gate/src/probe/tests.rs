//! Agents as they may be: sound, slow, endless, somebody else, broken.

use super::*;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::thread;
use tidewaiter_image::network::{self, Networks};
use tidewaiter_testkit::{Answer as Reply, Request, Server, test_data};

const ID: &str = "agent-one";

fn submission(endpoint: &str) -> Submission {
    Submission {
        agent_id: ID.to_owned(),
        endpoint: endpoint.to_owned(),
        capabilities: vec!["rag".to_owned(), "chat".to_owned()],
        communication_mode: "remote".to_owned(),
        ..Submission::default()
    }
}

fn prober(settings: Settings) -> Prober {
    Prober::new(ureq::Agent::new_with_defaults(), Contracts::standard().unwrap(), settings)
}

/// Patience that tests can have.
fn hasty() -> Settings {
    Settings { fast: Duration::from_millis(300), full: Duration::from_millis(600), ..Settings::default() }
}

/// What a sound agent answers.
fn sound(request: &Request) -> Reply {
    let body = match request.path.as_str() {
        "/" => {
            json!({"service": "x", "version": "1.0.0", "status": "healthy", "agent_id": ID, "capabilities": ["rag"], "features": []})
        }
        "/ping" => json!({"status": "pong", "agent_id": ID, "timestamp": "2026-02-16T10:30:00Z"}),
        "/health" => json!({"status": "healthy", "agent_id": ID, "timestamp": "2026-02-16T10:30:00Z"}),
        "/health/detailed" => {
            json!({"status": "healthy", "agent_id": ID, "timestamp": "2026-02-16T10:30:00Z", "version": "1.0.0",
            "components": {}})
        }
        "/metrics" => return Reply::new(200, "up 1\n").header("content-type", "text/plain; version=0.0.4"),
        "/agents/agent-one/heartbeat" => {
            json!({"agent_id": ID, "status": "alive", "timestamp": "2026-02-16T10:30:00Z", "version": "1.0.0"})
        }
        "/agents/agent-one/metrics" | "/agents/report-metrics/agent-one" => {
            json!({"status": "received", "agent_id": ID, "timestamp": "2026-02-16T10:30:00Z", "processed": true})
        }
        "/connection/request" => json!({"status": "accepted", "message": "ok"}),
        "/connection/configure" => json!({"status": "connected", "message": "ok", "user_id": "u", "registration_id": "r"}),
        "/connection/status/validation-test-user" => json!({"status": "not_connected", "user_id": "u"}),
        "/connection/disconnect" => json!({"status": "disconnected"}),
        "/connection/notify" => json!({"status": "notified", "message": "ok"}),
        "/search/agents" => json!({"agents": [], "total_results": 0, "query": ""}),
        _ => return Reply::new(404, "{}"),
    };
    Reply::new(200, body.to_string()).header("content-type", "application/json")
}

/// An agent that is sound but for one path.
fn but(path: &'static str, reply: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| if request.path == path { reply() } else { sound(request) }).unwrap()
}

fn url(server: &Server) -> String {
    format!("http://{}", server.address())
}

async fn fast(server: &Server) -> Checked {
    prober(hasty()).fast(&submission(&url(server))).await
}

async fn endpoints(server: &Server) -> Checked {
    prober(hasty()).endpoints(&submission(&url(server))).await
}

/// The only error: type and message.
fn error(checked: &Checked) -> (&str, &str) {
    assert_eq!(checked.errors.len(), 1, "{:?}", checked.errors);
    (&checked.errors[0].kind, &checked.errors[0].message)
}

/// The document without times.
fn document(checked: &Checked) -> Value {
    let mut document = checked.endpoint_checks.clone().unwrap();
    document["duration_ms"] = json!("TIME");
    for check in document["checks"].as_object_mut().unwrap().values_mut() {
        if check["response_time_ms"].is_u64() {
            check["response_time_ms"] = json!("TIME");
        }
    }
    document
}

#[tokio::test]
async fn a_sound_agent_passes() {
    let server = Server::start(sound).unwrap();
    let checked = fast(&server).await;
    assert!(checked.errors.is_empty() && checked.warnings.is_empty(), "{checked:?}");
    let requests = server.requests();
    assert_eq!(requests[0].header("user-agent"), Some(concat!("tidewaiter/", env!("CARGO_PKG_VERSION"))));
    let checked = endpoints(&server).await;
    assert!(checked.errors.is_empty() && checked.warnings.is_empty(), "{checked:?}");
    insta::assert_json_snapshot!(document(&checked));
    let sent: Vec<_> = server.requests().into_iter().filter(|request| request.path == "/connection/notify").collect();
    assert_eq!(sent[0].header("content-type"), Some("application/json"));
    assert!(serde_json::from_slice::<Value>(&sent[0].body).unwrap()["agent_id"] == "validation-test-agent");
}

#[tokio::test]
async fn the_fast_check_says_what_is_wrong_with_the_health() {
    let health = |body: Value| move || Reply::new(200, body.to_string());
    for (server, expected) in [
        (but("/health", || Reply::new(500, "secret")), ("health_check_failed", "Health endpoint returned 500")),
        (
            but("/health", || Reply::new(302, "").header("location", "http://169.254.169.254/")),
            ("health_check_failed", "Health endpoint returned 302"),
        ),
        (but("/health", || Reply::new(200, "<html>")), ("invalid_health_response", "Health endpoint returned invalid JSON")),
        (but("/health", || Reply::new(200, "[]")), ("invalid_health_response", "Health endpoint returned invalid JSON")),
        (
            but("/health", health(json!({"agent_id": "other", "status": "healthy"}))),
            ("identity_mismatch", "Agent ID mismatch: expected 'agent-one', got 'other'"),
        ),
        (
            but("/health", health(json!({"agent_id": "<b>&", "status": "healthy"}))),
            ("identity_mismatch", "Agent ID mismatch: expected 'agent-one', got none"),
        ),
        (but("/health", health(json!({}))), ("identity_mismatch", "Agent ID mismatch: expected 'agent-one', got none")),
        (
            but("/health", || Reply { is_silent: true, ..Reply::new(200, "") }),
            ("endpoint_timeout", "Health endpoint timed out after 0.3s"),
        ),
        (
            but("/health", || Reply::new(200, vec![b' '; 2 << 20])),
            ("invalid_health_response", "Health endpoint answered too much"),
        ),
        (
            but("/health", || Reply { cut: Some(2), ..Reply::new(200, "{\"agent_id\": 1}") }),
            ("endpoint_unreachable", "Cannot reach health endpoint: it broke off"),
        ),
    ] {
        assert_eq!(error(&fast(&server).await), expected);
    }
}

#[tokio::test]
async fn states_other_than_healthy_are_warned_of() {
    let server = but("/health", || {
        Reply::new(200, json!({"agent_id": ID, "status": "degraded", "timestamp": "2026-02-16T10:30:00"}).to_string())
    });
    let checked = fast(&server).await;
    assert_eq!((checked.errors.len(), checked.warnings[0].kind.as_str()), (0, "unhealthy_status"));
    let nothing = Submission { capabilities: Vec::new(), ..submission(&url(&server)) };
    assert_eq!(prober(hasty()).fast(&nothing).await.warnings[0].kind, "no_capabilities");
    assert_eq!(endpoints(&server).await.warnings[0].kind, "unhealthy_status");
}

#[tokio::test]
async fn who_cannot_be_asked_is_told_so() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gone = prober(hasty()).fast(&submission(&format!("http://{free}"))).await;
    assert_eq!(error(&gone), ("endpoint_unreachable", "Cannot reach health endpoint: no connection"));
    for (id, endpoint, kind, field) in [
        ("ab", "http://127.0.0.1", "invalid_agent_id", "agent_id"),
        ("../../admin", "http://127.0.0.1", "invalid_agent_id", "agent_id"),
        (ID, "file:///etc/passwd", "endpoint_validation_error", "endpoint"),
        (ID, "http://user:password@127.0.0.1", "endpoint_validation_error", "endpoint"),
    ] {
        let checked = prober(hasty()).fast(&Submission { agent_id: id.to_owned(), ..submission(endpoint) }).await;
        assert_eq!((error(&checked).0, checked.errors[0].field.as_deref()), (kind, Some(field)), "{id} {endpoint}");
    }
    assert_eq!(error(&prober(hasty()).endpoints(&submission("x")).await).0, "endpoint_validation_error");
}

#[tokio::test]
async fn https_is_wanted_of_remote_agents_where_it_is_said() {
    let server = Server::start(sound).unwrap();
    let strict = prober(Settings { needs_https: true, ..hasty() });
    let (remote, local) =
        (submission(&url(&server)), Submission { communication_mode: "local".to_owned(), ..submission(&url(&server)) });
    assert_eq!(error(&strict.fast(&remote).await).1, "Remote agents have to be reached by HTTPS");
    assert!(strict.fast(&local).await.errors.is_empty());
}

#[tokio::test]
async fn every_endpoint_that_is_not_as_it_should_be_is_told() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Reply::new(
            200,
            json!({"service": 1, "version": "one", "status": "healthy", "agent_id": ID, "features": {}}).to_string(),
        ),
        "/ping" => {
            Reply::new(200, json!({"status": "pong", "agent_id": "other", "timestamp": "2026-02-16T10:30:00"}).to_string())
        }
        "/health/detailed" => Reply::new(
            200,
            json!({"status": "healthy", "agent_id": ID, "timestamp": "2026-02-16T10:30:00",
            "version": "1.0.0", "components": {}, "capabilities": ["other"]})
            .to_string(),
        ),
        "/metrics" => Reply::new(200, " \n").header("content-type", "text/plain"),
        "/connection/request" => Reply::new(301, "").header("location", "/"),
        "/connection/notify" => Reply::new(200, "[1]"),
        "/connection/disconnect" => Reply::new(200, "bye"),
        "/connection/configure" => Reply { is_silent: true, ..Reply::new(200, "") },
        "/search/agents" | "/agents/agent-one/metrics" => Reply::new(500, "Traceback: secret"),
        _ => sound(request),
    });
    let checked = endpoints(&server.unwrap()).await;
    insta::assert_json_snapshot!(document(&checked));
    assert!(!json!(checked.endpoint_checks).to_string().contains("secret"));
    assert_eq!((checked.errors.len(), checked.warnings.len()), (6, 4));
}

#[tokio::test]
async fn the_client_decides_where_connections_go() {
    let server = Server::start(sound).unwrap();
    let guarded = network::agent(ureq::Agent::config_builder().build(), &Networks::public_and(Vec::new()));
    let prober = Prober::new(guarded, Contracts::standard().unwrap(), hasty());
    for host in ["127.0.0.1", "localhost"] {
        let endpoint = url(&server).replace("127.0.0.1", host);
        let checked = prober.fast(&submission(&endpoint)).await;
        assert_eq!(error(&checked).1, "Cannot reach health endpoint: its address is not allowed");
    }
    assert!(server.requests().is_empty());
}

/// Sends bytes without an end, as fast or as slowly as it is told.
fn endless(pause: Duration, piece: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                drop(stream.read(&mut [0; 1000]));
                let head = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"agent_id\": \"");
                while head.is_ok() && stream.write_all(piece).is_ok() {
                    thread::park_timeout(pause);
                }
            });
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn endless_answers_end() {
    let began = Instant::now();
    let flood = prober(Settings { fast: Duration::from_secs(20), ..hasty() })
        .fast(&submission(&endless(Duration::ZERO, &[b'a'; 4096])))
        .await;
    assert_eq!(error(&flood).1, "Health endpoint answered too much");
    let trickle = endless(Duration::from_millis(20), b"a");
    assert_eq!(error(&prober(hasty()).fast(&submission(&trickle)).await).0, "endpoint_timeout");
    let all = prober(hasty()).endpoints(&submission(&trickle)).await;
    assert!(all.errors.iter().all(|error| error.kind == "timeout") && all.errors.len() == 12, "{:?}", all.errors);
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn waiting_for_a_place_counts() {
    let server = but("/health", || Reply { is_silent: true, ..Reply::new(200, "") });
    let prober = prober(Settings { parallel: 1, ..hasty() });
    let one = submission(&url(&server));
    let (first, second) = tokio::join!(prober.fast(&one), prober.fast(&one));
    assert_eq!((error(&first).0, error(&second).0), ("endpoint_timeout", "endpoint_timeout"));
}

#[tokio::test]
async fn where_nobody_is_strict_they_are_told_in_warnings() {
    let server = but("/ping", || Reply::new(404, "{}"));
    let strict = prober(hasty()).endpoints(&submission(&url(&server))).await;
    let lenient = prober(Settings { strict: false, ..hasty() }).endpoints(&submission(&url(&server))).await;
    assert_eq!((strict.errors.len(), lenient.errors.len()), (1, 0));
    assert!(lenient.warnings.iter().any(|warning| warning.message == strict.errors[0].message), "{:?}", lenient.warnings);
}

#[tokio::test]
async fn endpoints_are_left_alone_where_it_is_said() {
    let checked = prober(Settings { endpoints: false, ..hasty() }).endpoints(&submission("http://127.0.0.1:1")).await;
    assert!(checked.errors.is_empty() && checked.endpoint_checks.is_none());
}

/// A process that ends with its test.
struct Agent(Child);

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The example agent of the registry's package, in Python: `TIDEWAITER_TEST_PYTHON` names one that has fastapi and uvicorn.
#[tokio::test]
async fn a_real_agent_passes() {
    let python = std::env::var("TIDEWAITER_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has_modules = Command::new(&python).args(["-c", "import fastapi, uvicorn"]).stderr(Stdio::null()).status();
    let script = test_data().map(|folder| folder.join("arcp/agent.py")).filter(|script| script.is_file());
    let (Some(script), true) = (script, has_modules.is_ok_and(|status| status.success())) else {
        println!("skipped: there is no agent, or no Python with fastapi and uvicorn");
        return;
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let agent = Agent(Command::new(python).arg(script).args([port.to_string().as_str(), ID]).spawn().unwrap());
    let submission = submission(&format!("http://127.0.0.1:{port}"));
    let prober = prober(Settings::default());
    let mut checked = prober.fast(&submission).await;
    for _ in 0..100 {
        if checked.errors.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        checked = prober.fast(&submission).await;
    }
    assert!(checked.errors.is_empty(), "{checked:?}");
    let checked = prober.endpoints(&submission).await;
    assert!(checked.errors.is_empty() && checked.warnings.is_empty(), "{checked:?}");
    drop(agent);
}
