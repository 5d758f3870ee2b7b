//! The gate as it runs: `serve`, `worker` and `token` as processes, spoken to over HTTP.

mod basics;
mod ending;
mod faults;
mod kills;
mod process;
mod registration;
mod traces;

pub(super) use process::{Process, patiently};

use super::{Scene, text};
use serde_json::Value;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tidewaiter_testkit::{Answer, ImageBuilder, Server, registry};

/// A registration key.
pub(super) const KEY: &str = "a-key-of-agents-0123456789";

/// A command of the gate over a scene's store and advisories. It listens where there is room, and reaches this machine alone.
fn gate(scene: &Scene, args: &[&str]) -> Command {
    std::fs::create_dir_all(scene.path("tmp")).unwrap();
    let mut command = scene.command(args);
    command.env("TMPDIR", scene.path("tmp")).envs([
        ("TIDEWAITER_LISTEN", "127.0.0.1:0"),
        ("TIDEWAITER_STORE", "sqlite:gate.db"),
        ("TIDEWAITER_LOG_FORMAT", "json"),
        ("TIDEWAITER_ALLOWED_NETWORKS", "127.0.0.0/8"),
        ("TIDEWAITER_INSECURE_REGISTRIES", "127.0.0.1:*"),
        ("CONTAINER_SCANNER", "native"),
        ("CONTAINER_SCAN_ENABLED", "true"),
        ("CONTAINER_SCAN_REQUIRED", "true"),
        ("AGENT_KEYS", KEY),
        ("JWT_SECRET", "for-this-test-only-and-nothing-else-0123456789"),
    ]);
    command
}

/// A running gate and where it is.
fn serve(command: Command) -> (Process, String) {
    let process = Process::start(command);
    let line = process.wait_for(r#""message":"serving""#);
    let told: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
    let address = told["address"].as_str().unwrap_or_else(|| panic!("{line}"));
    (process, format!("http://{address}"))
}

/// A new token for these scopes.
fn token(scene: &Scene, name: &str, scopes: &str) -> String {
    token_in(scene, "sqlite:gate.db", name, scopes)
}

/// A new token in another store.
fn token_in(scene: &Scene, store: &str, name: &str, scopes: &str) -> String {
    let output = gate(scene, &["token", "add", name, "--scopes", scopes, "--store", store]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout).trim().to_owned()
}

/// What was answered.
#[derive(Debug)]
struct Answered {
    status: u16,
    body: Value,
}

/// Asks, with a body or without; the error of a connection that fails.
fn ask(method: &str, url: &str, token: &str, body: Option<&Value>) -> Result<Answered, ureq::Error> {
    let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
    let agent = config.proxy(None).build().new_agent();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut response = match body {
        Some(body) => agent.run(request.header("content-type", "application/json").body(body.to_string()).unwrap())?,
        None => agent.run(request.body(()).unwrap())?,
    };
    let body = response.body_mut().read_to_string()?;
    Ok(Answered { status: response.status().as_u16(), body: serde_json::from_str(&body).unwrap_or(Value::String(body)) })
}

/// Asks who has to answer.
fn asked(method: &str, url: &str, token: &str, body: Option<&Value>) -> Answered {
    ask(method, url, token, body).unwrap_or_else(|error| panic!("{method} {url}: {error}"))
}

/// A registry whose layers do not come before it is told, and the image's name in it.
fn slow(image: &ImageBuilder) -> (Server, String, Arc<AtomicBool>) {
    let (files, gives) = (image.oci_files().unwrap(), Arc::<AtomicBool>::default());
    let given = Arc::clone(&gives);
    let server = Server::start(move |request| {
        let is_held = request.path.contains("/blobs/") && !given.load(Ordering::Relaxed);
        if is_held { Answer { is_silent: true, ..Answer::new(200, "") } } else { registry(&files, request) }
    });
    let server = server.unwrap();
    let image = format!("{}/team/slow:1", server.address());
    (server, image, gives)
}
