//! How a gate ends: told by systemd and to systemd, without losing what it was asked.

use super::{Process, asked, gate, patiently, serve, slow, token};
use crate::Scene;
use crate::arcp::served;
use rustix::process::Signal;
use serde_json::json;
use std::os::unix::net::UnixDatagram;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tidewaiter_testkit::Server;

#[test]
fn it_ends_when_it_is_told() {
    let scene = Scene::new();
    for (program, begun) in [("serve", "serving"), ("worker", "working")] {
        for signal in [Signal::TERM, Signal::INT] {
            let mut process = Process::start(gate(&scene, &[program]));
            process.wait_for(&format!(r#""message":"{begun}""#));
            process.signal(signal);
            assert_eq!(process.ended().code(), Some(0), "{:#?}", process.log());
            assert!(process.log().iter().any(|line| line.contains("told to end")), "{:#?}", process.log());
        }
    }
}

#[test]
fn systemd_is_told_when_it_is_ready_and_when_it_ends() {
    let scene = Scene::new();
    for program in ["serve", "worker"] {
        let path = scene.path(&format!("{program}.socket"));
        let socket = UnixDatagram::bind(&path).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let told = || {
            let mut message = [0; 4096];
            let length = socket.recv(&mut message).unwrap();
            String::from_utf8_lossy(&message[..length]).trim().to_owned()
        };
        let mut command = gate(&scene, &[program]);
        command.env("NOTIFY_SOCKET", &path);
        let mut process = Process::start(command);
        assert_eq!(told(), "READY=1");
        process.signal(Signal::TERM);
        assert_eq!(told(), "STOPPING=1");
        assert_eq!(process.ended().code(), Some(0));
    }
}

fn is_being_read(images: &Server) {
    patiently("the scan", || images.requests().iter().any(|request| request.path.contains("/blobs/")).then_some(()));
}

#[test]
fn a_scan_that_does_not_end_in_time_is_given_back_and_done_by_the_next() {
    let scene = Scene::new();
    let mut command = gate(&scene, &["serve"]);
    command.env("TIDEWAITER_DRAIN_TIME", "1");
    let (mut first, url) = serve(command);
    let token = token(&scene, "ci", "scan,read");
    let (images, image, gives) = slow(&Scene::image());
    let scan = asked("POST", &format!("{url}/v1/scans"), &token, Some(&json!({ "image": image })));
    let id = scan.body["id"].as_str().unwrap_or_else(|| panic!("{scan:?}"));
    is_being_read(&images);
    first.signal(Signal::TERM);
    // The registry never answers, and the scan may take five minutes.
    assert_eq!(first.ended().code(), Some(0), "{:#?}", first.log());
    gives.store(true, Ordering::Relaxed);
    let (_second, url) = serve(gate(&scene, &["serve"]));
    let scan = asked("GET", &format!("{url}/v1/scans/{id}?wait=60"), &token, None);
    assert_eq!(scan.body["status"], "done", "{:?}", scan.body);
}

#[test]
fn whoever_tells_it_twice_does_not_want_to_wait() {
    let scene = Scene::new();
    let (mut serving, url) = serve(gate(&scene, &["serve"]));
    let token = token(&scene, "ci", "scan,read");
    let (images, image, _) = slow(&Scene::image());
    asked("POST", &format!("{url}/v1/scans"), &token, Some(&json!({ "image": image })));
    is_being_read(&images);
    serving.signal(Signal::TERM);
    serving.wait_for("no more connections");
    serving.signal(Signal::TERM);
    assert_eq!(serving.ended().code(), Some(3), "{:#?}", serving.log());
}

#[test]
fn who_waits_is_answered_before_the_end() {
    let scene = Scene::new();
    let (mut serving, url) = serve(gate(&scene, &["serve", "--scan-here=false"]));
    let token = token(&scene, "ci", "scan,read");
    let (images, image) = served(&Scene::image());
    let address = format!("{url}/v1/scans?wait=2");
    let waiting = std::thread::spawn(move || super::ask("POST", &address, &token, Some(&json!({ "image": image }))));
    patiently("the request", || (!images.requests().is_empty()).then_some(()));
    serving.signal(Signal::TERM);
    let answered = waiting.join().unwrap().unwrap_or_else(|error| panic!("{error}: {:#?}", serving.log()));
    assert_eq!((answered.status, &answered.body["status"]), (202, &json!("queued")), "{answered:?}");
    assert_eq!(serving.ended().code(), Some(0), "{:#?}", serving.log());
}
