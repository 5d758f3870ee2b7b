//! Whatever is wrong at the start is said, and the exit code says whose it is.

use super::{gate, serve};
use crate::{Scene, text};

/// The exit code and what is said of a start that fails.
fn refused(scene: &Scene, args: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = gate(scene, args);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_port_that_is_taken_is_told() {
    let scene = Scene::new();
    let (_gate, url) = serve(gate(&scene, &["serve"]));
    let address = url.trim_start_matches("http://");
    let (code, said) = refused(&scene, &["serve"], &[("TIDEWAITER_LISTEN", address)]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot serve") && said.contains(address) && said.contains("is there another service?"), "{said}");
}

#[test]
fn wrong_settings_are_told_and_nothing_is_begun() {
    let scene = Scene::new();
    for program in ["serve", "worker"] {
        let wrong = [("CONTAINER_SCAN_TIMEOUT", "soon"), ("TIDEWAITER_LEASE", "1")];
        let (code, said) = refused(&scene, &[program], &wrong);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("CONTAINER_SCAN_TIMEOUT") && said.contains("TIDEWAITER_LEASE"), "{said}");
    }
    assert!(!scene.path("gate.db").exists(), "not even the store");
}

#[test]
fn files_that_are_not_there_are_told() {
    let scene = Scene::new();
    std::fs::write(scene.path("bad.toml"), "nane = 'x'\n").unwrap();
    for (environment, part) in [
        (("TIDEWAITER_POLICY", "none.toml"), "none.toml"),
        (("TIDEWAITER_POLICY", "bad.toml"), "bad.toml"),
        (("JWT_SECRET_FILE", "none.key"), "none.key"),
    ] {
        let (code, said) = refused(&scene, &["serve"], &[environment]);
        assert!(code == Some(2) && said.contains(part), "{code:?} {said}");
    }
    let tls = [("TIDEWAITER_TLS_CERT", "none.crt"), ("TIDEWAITER_TLS_KEY", "none.key")];
    let (code, said) = refused(&scene, &["serve"], &tls);
    assert!(code == Some(2) && said.contains("none."), "{code:?} {said}");
}

#[test]
fn a_store_that_cannot_be_opened_is_told() {
    let scene = Scene::new();
    std::fs::write(scene.path("no.db"), "this is no database, and it is long enough to be looked at closely".repeat(40)).unwrap();
    for (store, why) in [("sqlite:no/such/folder/gate.db", "unable to open"), ("sqlite:no.db", "file is not a database")] {
        for args in [&["serve"][..], &["worker"], &["token", "list"]] {
            let (code, said) = refused(&scene, args, &[("TIDEWAITER_STORE", store)]);
            assert!(code == Some(7) && said.contains(store) && said.contains(why), "{code:?} {said}");
        }
    }
}
