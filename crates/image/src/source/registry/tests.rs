//! Registries that behave and that do not, from a server written for it.

use super::*;
use crate::Limits;
use crate::testing::walk_image;
use std::sync::Mutex;
use std::time::Duration;
use tidewaiter_testkit::{Answer, Compression, ImageBuilder, Request, Server, TarBuilder, registry};

type Files = Vec<(String, Vec<u8>)>;

fn files() -> Files {
    // Bytes that do not compress away, so that a blob can be cut in its middle.
    let noise: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let layer = TarBuilder::new().file("a", "hello").file("noise", noise).build();
    ImageBuilder::new().layer(layer).compression(Compression::Gzip).oci_files().unwrap()
}

fn serve(answer: impl Fn(&Request, &Files) -> Option<Answer> + Send + Sync + 'static) -> Server {
    let files = files();
    Server::start(move |request| answer(request, &files).unwrap_or_else(|| registry(&files, request))).unwrap()
}

fn options() -> OpenOptions<'static> {
    OpenOptions { limits: Limits::for_testing(), ..OpenOptions::default() }
}

fn soon() -> RegistryOptions {
    RegistryOptions { deadline: Some(Instant::now() + Duration::from_secs(20)), ..RegistryOptions::default() }
}

fn logged_in() -> RegistryOptions {
    let given = Some(("me".to_owned(), "secret".to_owned()));
    RegistryOptions { credentials: Credentials { given, files: Vec::new() }, ..soon() }
}

fn open_at(server: &Server, rest: &str, registry: &RegistryOptions) -> Result<Image, ImageError> {
    open_registry(&format!("{}/{rest}", server.address()).parse().unwrap(), registry, &options())
}

fn open(server: &Server) -> Result<Image, ImageError> {
    open_at(server, "team/app:1", &soon())
}

fn has_all(image: &Image) -> bool {
    walk_image(image, true).unwrap().0.iter().any(|line| line == "file a hello")
}

fn message(error: &ImageError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

fn registry_error(outcome: Result<Image, ImageError>) -> RegistryError {
    match outcome {
        Err(ImageError::Registry(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_image_streams_from_a_registry() {
    let server = serve(|_, _| None);
    let image = open(&server).unwrap();
    assert!(has_all(&image));
    let name = format!("{}/team/app", server.address());
    let digest = image.metadata.manifest_digest.clone().unwrap();
    assert_eq!(image.metadata.repo_tags, [format!("{name}:1")]);
    assert_eq!(image.metadata.repo_digests, [format!("{name}@{digest}")]);
    assert!(has_all(&open_at(&server, &format!("team/app@{digest}"), &soon()).unwrap()));
    let other = open_at(&server, &format!("team/app@sha256:{}", "0".repeat(64)), &soon());
    assert!(matches!(registry_error(other), RegistryError::Missing { .. }));
}

#[test]
fn a_platform_is_chosen_from_an_index() {
    let of = |architecture: &str| {
        ImageBuilder::new().layer(TarBuilder::new().file("a", "hello").build()).set("architecture", architecture.into())
    };
    let files = ImageBuilder::oci_multi_platform(&[&of("amd64"), &of("arm64")]).unwrap();
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let arm = OpenOptions { platform: Some("linux/arm64".parse().unwrap()), ..options() };
    let reference: Reference = format!("{}/app:1", server.address()).parse().unwrap();
    let image = open_registry(&reference, &soon(), &arm).unwrap();
    assert_eq!(image.metadata.platform, "linux/arm64");
    // What the tag leads to is the index; what was judged is one of its manifests.
    let digest = image.metadata.manifest_digest.unwrap();
    assert!(!image.metadata.repo_digests[0].ends_with(digest.as_str()));
}

#[test]
fn passing_refusals_are_waited_for() {
    let tries = Mutex::new(0);
    let server = serve(move |_, _| {
        let mut tries = tries.lock().unwrap();
        *tries += 1;
        match *tries {
            1 => Some(Answer::new(429, "").header("retry-after", "0")),
            2 => Some(Answer::new(503, "")),
            _ => None,
        }
    });
    assert!(has_all(&open(&server).unwrap()));
}

#[test]
fn lasting_refusals_are_told_as_what_they_are() {
    let refused = |status: u16, body: &'static str| {
        let server = serve(move |_, _| Some(Answer::new(status, body).header("retry-after", "0")));
        registry_error(open(&server))
    };
    assert!(matches!(refused(429, ""), RegistryError::TooManyRequests { .. }));
    assert!(matches!(refused(500, ""), RegistryError::Status { status: 500, .. }));
    let denied = refused(403, r#"{"errors":[{"code":"DENIED","message":"no \u001b[31m right"}]}"#);
    assert!(denied.to_string().ends_with("team/app is denied: no [31m right"), "{denied}");
    assert!(matches!(refused(404, "not JSON"), RegistryError::Missing { .. }));
    assert!(matches!(refused(401, ""), RegistryError::Protocol { .. }));
    for error in [refused(429, ""), refused(404, ""), refused(500, "")] {
        assert!(error.hint().is_some());
    }
    // A registry that wants to be left alone for an hour is not waited for.
    let server = serve(|_, _| Some(Answer::new(429, "").header("retry-after", "3600")));
    assert!(matches!(registry_error(open(&server)), RegistryError::TooManyRequests { .. }));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_password_is_shown_only_when_asked_for() {
    let server = serve(|request, _| match request.header("authorization") {
        Some("Basic bWU6c2VjcmV0") => None,
        _ => Some(Answer::new(401, "").header("www-authenticate", "Basic realm=\"r\"")),
    });
    assert!(has_all(&open_at(&server, "a:1", &logged_in()).unwrap()));
    assert!(server.requests()[0].header("authorization").is_none());
    assert!(matches!(registry_error(open(&server)), RegistryError::Unauthorized { were_given: false, .. }));
    let given = Some(("me".to_owned(), "wrong".to_owned()));
    let wrong = RegistryOptions { credentials: Credentials { given, files: Vec::new() }, ..soon() };
    assert!(matches!(registry_error(open_at(&server, "a:1", &wrong)), RegistryError::Unauthorized { were_given: true, .. }));
}

#[test]
fn tokens_are_fetched_used_and_renewed() {
    let tokens = Mutex::new(0);
    let realm = Server::start(move |request| {
        let mut tokens = tokens.lock().unwrap();
        *tokens += 1;
        assert!(request.path.starts_with("/token?") && request.path.contains("service=the%20service"), "{}", request.path);
        assert!(request.path.contains("scope=repository:team/app:pull"), "{}", request.path);
        Answer::new(200, format!(r#"{{"token":"t{tokens}"}}"#))
    })
    .unwrap();
    let challenge = format!("Bearer realm=\"http://{}/token\",service=\"the service\"", realm.address());
    let server = serve(move |request, _| {
        // The first token is worn out when the layer is asked for.
        let wanted = if request.path.contains("/manifests/") { "Bearer t1" } else { "Bearer t2" };
        let asked = Answer::new(401, "").header("www-authenticate", &challenge);
        (request.header("authorization") != Some(wanted)).then_some(asked)
    });
    assert!(has_all(&open_at(&server, "team/app:1", &logged_in()).unwrap()));
    let asked = realm.requests();
    assert_eq!(asked.iter().map(|request| request.header("authorization")).collect::<Vec<_>>(), [Some("Basic bWU6c2VjcmV0"); 2]);
}

#[test]
fn refresh_tokens_are_exchanged() {
    let realm = Server::start(|request| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        assert!(request.method == "POST" && body.contains("grant_type=refresh_token&refresh_token=long"), "{body}");
        Answer::new(200, r#"{"access_token":"short"}"#)
    })
    .unwrap();
    let challenge = format!("Bearer realm=\"http://{}/\"", realm.address());
    let server = serve(move |request, _| {
        (request.header("authorization") != Some("Bearer short"))
            .then(|| Answer::new(401, "").header("www-authenticate", &challenge))
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.json");
    std::fs::write(&file, format!(r#"{{"auths":{{"{}":{{"identitytoken":"long"}}}}}}"#, server.address())).unwrap();
    let options = RegistryOptions { credentials: Credentials { given: None, files: vec![file] }, ..soon() };
    assert!(has_all(&open_at(&server, "a:1", &options).unwrap()));
}

#[test]
fn odd_token_servers_are_told() {
    for (answer, expected) in [
        (Answer::new(200, "{}"), "answers without a token"),
        (Answer::new(200, r#"{"token":"a\r\nb"}"#), "answers without a token"),
        (Answer::new(401, ""), "needs credentials"),
        (Answer::new(500, ""), "was answered with status 500"),
    ] {
        let realm = Server::start(move |_| answer.clone()).unwrap();
        let challenge = format!("Bearer realm=\"http://{}/\"", realm.address());
        let server = serve(move |_, _| Some(Answer::new(401, "").header("www-authenticate", &challenge)));
        let error = registry_error(open(&server)).to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn redirects_are_followed_without_the_credentials() {
    let files_there = files();
    let elsewhere = Server::start(move |request| {
        assert!(request.header("authorization").is_none(), "credentials went to another host");
        registry(&files_there, request)
    })
    .unwrap();
    let target = elsewhere.address();
    let server = serve(move |request, _| match request.header("authorization") {
        None => Some(Answer::new(401, "").header("www-authenticate", "Basic")),
        Some(_) if request.path.contains("/blobs/") => {
            Some(Answer::new(307, "").header("location", &format!("http://{target}{}", request.path)))
        }
        Some(_) => None,
    });
    assert!(has_all(&open_at(&server, "a:1", &logged_in()).unwrap()));
    assert_eq!(elsewhere.requests().len(), 2);
}

#[test]
fn redirects_that_lead_nowhere_are_told() {
    for location in ["/again", "relative", "ftp://x/y", "", "http://["] {
        let server = serve(move |_, _| Some(Answer::new(302, "").header("location", location)));
        assert!(matches!(registry_error(open(&server)), RegistryError::Protocol { .. }), "{location}");
    }
}

#[test]
fn a_layer_that_breaks_off_is_resumed() {
    for knows_ranges in [true, false] {
        let server = serve(move |request, files| {
            let cut = |mut answer: Answer| {
                answer.cut = Some(answer.body.len() / 2);
                answer
            };
            match request.header("range") {
                None if request.path.contains("/blobs/") && !request.path.ends_with(&config_digest(files)) => {
                    Some(cut(registry(files, request)))
                }
                // As if the header had not been there.
                Some(_) if !knows_ranges => Some(registry(files, &Request { headers: Vec::new(), ..request.clone() })),
                _ => None,
            }
        });
        assert!(has_all(&open(&server).unwrap()), "knows ranges: {knows_ranges}");
        assert!(server.requests().iter().any(|request| request.header("range").is_some()));
    }
}

fn config_digest(files: &Files) -> String {
    let manifest = files.iter().find(|(_, json)| json.starts_with(b"{\"config\"")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest.1).unwrap();
    manifest.pointer("/config/digest").unwrap().as_str().unwrap().to_owned()
}

#[test]
fn exchanged_and_endless_contents_are_found() {
    // A manifest that is not what its digest says, whether the caller or the registry named the digest.
    let server = serve(|request, files| {
        let mut answer = registry(files, request);
        answer.body.push(b' ');
        request.path.contains("/manifests/").then_some(answer)
    });
    assert!(matches!(open(&server), Err(ImageError::Digest { .. })));
    // A layer that is not what its manifest says: another byte, and one byte more.
    for (change, expected) in [(0, "has the digest"), (1, "longer than its manifest says")] {
        let server = serve(move |request, files| {
            let mut answer = registry(files, request);
            let middle = answer.body.len() / 2;
            match change {
                // The checksum that gzip itself carries is not at stake: the header's time stamp is.
                0 => answer.body[5] ^= 1,
                _ => answer.body.insert(middle, 0),
            }
            (request.path.contains("/blobs/") && !request.path.ends_with(&config_digest(files))).then_some(answer)
        });
        let error = walk_image(&open(&server).unwrap(), false).unwrap_err();
        let text = message(&error);
        assert!(change == 1 || text.contains(expected), "{text}");
        assert!(matches!(error, ImageError::Digest { .. } | ImageError::Read { .. }), "{text}");
    }
    let server = serve(|_, _| Some(Answer::new(200, vec![b' '; 100_000])));
    assert!(matches!(open(&server), Err(ImageError::Limit { .. })));
    let server = serve(|_, _| Some(Answer::new(200, r#"{"schemaVersion":1}"#)));
    assert!(message(&open(&server).unwrap_err()).contains("schema 1"));
}

#[test]
fn a_registry_that_says_nothing_is_given_up() {
    let server = serve(|_, _| Some(Answer { is_silent: true, ..Answer::new(200, "") }));
    let options = RegistryOptions { deadline: Some(Instant::now() + Duration::from_millis(300)), ..RegistryOptions::default() };
    let error = registry_error(open_at(&server, "a:1", &options));
    assert!(matches!(error, RegistryError::Silent { .. } | RegistryError::Unreachable { .. }), "{error:?}");
}

#[test]
fn nobody_there_and_no_such_host_are_told() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for registry in [format!("127.0.0.1:{port}"), "tidewaiter.invalid".to_owned()] {
        let reference: Reference = format!("{registry}/a:1").parse().unwrap();
        let error = registry_error(open_registry(&reference, &soon(), &options()));
        assert!(error.to_string().starts_with(&format!("cannot reach {registry}")), "{error}");
        assert!(error.hint().is_some());
    }
}

/// Permits this one address of this machine.
fn guarded(allowed: &str) -> RegistryOptions {
    RegistryOptions { networks: Networks::public_and(allowed.parse().into_iter().collect()), ..logged_in() }
}

#[test]
fn a_registry_inside_is_not_asked_unless_it_is_allowed() {
    let server = serve(|_, _| None);
    let error = registry_error(open_at(&server, "team/app:1", &guarded("")));
    assert!(matches!(error, RegistryError::Forbidden { .. }), "{error:?}");
    assert_eq!(error.to_string(), format!("{} is not at a public address", server.address()));
    assert!(server.requests().is_empty());
    assert!(has_all(&open_at(&server, "team/app:1", &guarded("127.0.0.1")).unwrap()));
}

#[test]
fn neither_redirects_nor_token_servers_lead_inside() {
    let inside = std::net::TcpListener::bind("127.0.0.2:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let address = inside.local_addr().unwrap();
    let location = format!("http://{address}/latest/meta-data/");
    let realm = format!("Bearer realm=\"http://{address}/token\"");
    let answers = [
        Answer::new(307, "").header("location", &location),
        Answer::new(302, "").header("location", "http://169.254.169.254/latest/meta-data/"),
        Answer::new(401, "").header("www-authenticate", &realm),
    ];
    for answer in answers {
        let server = serve(move |_, _| Some(answer.clone()));
        let error = registry_error(open_at(&server, "team/app:1", &guarded("127.0.0.1")));
        assert!(matches!(error, RegistryError::Forbidden { .. }), "{error:?}");
    }
    assert_eq!(inside.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came");
}

#[test]
fn a_blob_is_not_fetched_from_inside() {
    let server = serve(|request, _| {
        request.path.contains("/blobs/").then(|| Answer::new(307, "").header("location", "http://10.0.0.1/blob"))
    });
    let error = open_at(&server, "team/app:1", &guarded("127.0.0.1")).unwrap_err();
    assert!(message(&error).contains("10.0.0.1 is not at a public address"), "{}", message(&error));
}

#[test]
fn a_password_does_not_leave_this_machine_in_the_open() {
    let server =
        serve(|_, _| Some(Answer::new(401, "").header("www-authenticate", "Bearer realm=\"http://auth.example/token\"")));
    let error = open_at(&server, "team/app:1", &logged_in()).unwrap_err();
    assert!(message(&error).contains("http://auth.example/token is not reached by TLS"), "{}", message(&error));
}
