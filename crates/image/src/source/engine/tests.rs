use super::*;
use crate::Limits;
use crate::testing::walk_image;
use tidewaiter_testkit::{Answer, ImageBuilder, Request, Server, TarBuilder};

const ID: &str = "sha256:1234567890abcdef";

fn answer(request: &Request) -> Answer {
    let image = ImageBuilder::new().layer(TarBuilder::new().file("a", "hello").build());
    match request.path.as_str() {
        "/images/team/app:1/json" => {
            Answer::new(200, format!(r#"{{"Id":"{ID}","RepoTags":["team/app:1"],"RepoDigests":null,"Other":[1]}}"#))
        }
        path if path == format!("/images/{ID}/get") => Answer::new(200, image.docker_archive()),
        "/images/broken:1/json" => Answer::new(500, r#"{"message":"out of \u0007order"}"#),
        "/images/odd:1/json" => Answer::new(200, "[]"),
        "/images/empty:1/json" => Answer::new(200, r#"{"Id":"nothing"}"#),
        "/images/nothing/get" => Answer::new(200, ""),
        _ => Answer::new(404, r#"{"message":"no such image"}"#),
    }
}

fn options() -> OpenOptions<'static> {
    OpenOptions { limits: Limits::for_testing(), ..OpenOptions::default() }
}

fn docker(address: EngineAddress) -> Engine {
    Engine { name: "Docker", address }
}

#[test]
fn an_image_is_asked_for_by_name_and_fetched_by_id() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("docker.sock");
    let by_socket = Server::start_unix(&path, answer).unwrap();
    let by_port = Server::start(answer).unwrap();
    for address in [EngineAddress::Unix(path), EngineAddress::Tcp(by_port.address())] {
        let image = open_engine("team/app:1", &docker(address), None, &options()).unwrap();
        assert_eq!(walk_image(&image, true).unwrap().0, ["file a hello"]);
        assert_eq!(image.metadata.repo_tags, ["team/app:1"]);
        assert_eq!(image.metadata.reference.as_deref(), Some("team/app:1"));
    }
    let paths = |server: &Server| server.requests().into_iter().map(|request| request.path).collect::<Vec<_>>();
    assert_eq!(paths(&by_socket), ["/images/team/app:1/json", &format!("/images/{ID}/get")]);
    assert_eq!(paths(&by_socket), paths(&by_port));
}

#[test]
fn what_an_engine_cannot_give_is_told() {
    let server = Server::start(answer).unwrap();
    let ask = |image: &str| open_engine(image, &docker(EngineAddress::Tcp(server.address())), None, &options()).unwrap_err();
    assert_eq!(ask("missing:1").to_string(), "Docker has no image missing:1");
    assert_eq!(ask("broken:1").to_string(), "Docker answers with status 500: out of order");
    assert!(matches!(ask("odd:1"), ImageError::Json { .. }));
    assert!(matches!(ask("empty:1"), ImageError::NotAnImage { .. }));
}

#[test]
fn an_engine_that_does_not_run_is_told() {
    let error = open_engine("a:1", &docker(EngineAddress::Unix("/nowhere/docker.sock".into())), None, &options()).unwrap_err();
    assert_eq!(error.to_string(), "Docker does not run: nobody listens at /nowhere/docker.sock");
    assert!(error.hint().is_some());
}

#[test]
fn an_engine_that_says_nothing_is_given_up() {
    let server = Server::start(|_| Answer { is_silent: true, ..Answer::new(200, "") }).unwrap();
    let deadline = Some(Instant::now() + Duration::from_millis(200));
    let error = open_engine("a:1", &docker(EngineAddress::Tcp(server.address())), deadline, &options()).unwrap_err();
    assert!(matches!(error, ImageError::Engine(EngineError::Unreachable { .. })), "{error:?}");
}
