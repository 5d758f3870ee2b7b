//! Spans reach the collector that is named, and one that is away disturbs nobody.

use super::{asked, gate, serve};
use crate::Scene;
use rustix::process::Signal;
use tidewaiter_testkit::{Answer, Server};

const TRACE: [u8; 16] = [0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36];
const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

fn contains(body: &[u8], wanted: &[u8]) -> bool {
    body.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_callers_trace_goes_on() {
    let scene = Scene::new();
    let collector = Server::start(|_| Answer::new(200, "")).unwrap();
    let mut command = gate(&scene, &["serve"]);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", format!("http://{}/otlp/", collector.address()));
    let (mut serving, url) = serve(command);
    let answer = ureq::get(format!("{url}/health")).header("traceparent", PARENT).call().unwrap();
    assert_eq!(answer.status(), 200);
    // What is left is delivered at the end.
    serving.signal(Signal::TERM);
    assert_eq!(serving.ended().code(), Some(0));
    let told = collector.requests();
    assert!(told.iter().all(|request| request.method == "POST" && request.path == "/otlp/v1/traces"), "{:?}", told.len());
    let has = |wanted: &[u8]| told.iter().any(|request| contains(&request.body, wanted));
    assert!(has(&TRACE) && has(b"request") && has(b"tidewaiter") && has(b"/health"));
}

#[test]
fn a_collector_that_is_away_disturbs_nobody() {
    let scene = Scene::new();
    let mut command = gate(&scene, &["serve"]);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
    let (mut serving, url) = serve(command);
    assert_eq!(asked("GET", &format!("{url}/health"), "", None).status, 200);
    serving.signal(Signal::TERM);
    assert_eq!(serving.ended().code(), Some(0));
    assert!(serving.log().iter().any(|line| line.contains("the collector of traces does not take them")), "{:#?}", serving.log());
}

#[test]
fn what_is_no_address_is_refused() {
    let scene = Scene::new();
    let refused = gate(&scene, &["serve", "--otlp-endpoint", "collector:4317"]).output().unwrap();
    let said = crate::text(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("an address like http://localhost:4318"), "{said}");
}
