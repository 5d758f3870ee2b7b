//! The registry's own client (PyPI `arcp-py`) registers agents at our gate as it does at its own server.

use super::{gate, serve, slow};
use crate::Scene;
use crate::arcp::{agent, clean, python, register, served};
use tidewaiter_testkit::{Server, TarBuilder};

#[test]
fn the_registrys_client_takes_us_for_its_server() {
    let Some(python) = python() else { return };
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
    let Some(python) = python() else { return };
    let scene = Scene::new();
    let mut command = gate(&scene, &["serve"]);
    command.env("CONTAINER_SCAN_TIMEOUT", "1");
    let (_gate, url) = serve(command);
    let agent = Server::start(agent).unwrap();
    let (_images, image, _) = slow(&clean(TarBuilder::new()));
    let told = register(&python, &url, &agent, &image);
    assert!(told.starts_with("REFUSED") && told.contains("Container scan timed out after 1 seconds"), "{told}");
}
