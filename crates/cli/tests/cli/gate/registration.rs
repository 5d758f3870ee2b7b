//! The registry's own client (PyPI `arcp-py`) registers agents at our gate as it does at its own server.

use super::{gate, serve};
use crate::Scene;
use crate::arcp::{SKIPPED, agent, clean, python, register, served};
use tidewaiter_testkit::{Answer, Server, TarBuilder, registry};

#[test]
fn the_registrys_client_takes_us_for_its_server() {
    let Some(python) = python() else {
        println!("{SKIPPED}");
        return;
    };
    let scene = Scene::new();
    let (_gate, url) = serve(gate(&scene, &["serve"]));
    let agent = Server::start(agent).unwrap();
    let env = format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let (_vulnerable, vulnerable) = served(&Scene::image());
    let (_secret, secret) = served(&clean(TarBuilder::new().file("app/.env", env)));
    let (_clean, clean) = served(&clean(TarBuilder::new()));
    let missing = format!("{clean}@sha256:{}", "0".repeat(64));
    let [vulnerable, secret, missing, none, clean] =
        [vulnerable, secret, missing, String::new(), clean].map(|image| register(&python, &url, &agent, &image));
    for (told, why) in [
        (&vulnerable, "Critical vulnerabilities found in container image"),
        (&secret, "Secrets found in container image"),
        (&missing, "Container image not found in its registry"),
        (&none, "Container image is required when CONTAINER_SCAN_REQUIRED=true"),
    ] {
        assert!(told.starts_with("REFUSED") && told.contains(why), "{told}");
    }
    assert_eq!(clean, "REGISTERED alive");
}

#[test]
fn the_registrys_client_is_told_that_a_scan_took_too_long() {
    let Some(python) = python() else {
        println!("{SKIPPED}");
        return;
    };
    let scene = Scene::new();
    let mut command = gate(&scene, &["serve"]);
    command.env("CONTAINER_SCAN_TIMEOUT", "1");
    let (_gate, url) = serve(command);
    let agent = Server::start(agent).unwrap();
    let files = clean(TarBuilder::new()).oci_files().unwrap();
    let images = Server::start(move |request| match request.path.contains("/blobs/") {
        true => Answer { is_silent: true, ..Answer::new(200, "") },
        false => registry(&files, request),
    });
    let images = images.unwrap();
    let told = register(&python, &url, &agent, &format!("{}/team/slow:1", images.address()));
    assert!(told.starts_with("REFUSED") && told.contains("Container scan timed out after 1 seconds"), "{told}");
}
