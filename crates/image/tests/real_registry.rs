//! Images pushed by a real client into a real registry, with and without log-in.
//!
//! Needs `docker-registry`, `skopeo` and `htpasswd` (Debian: docker-registry, skopeo, apache2-utils); says that it skips
//! where one is missing.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot set its scene has failed")]

use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tidewaiter_image::artifact::cosign::{self, SigningKey, VerifyingKey};
use tidewaiter_image::artifact::{ArtifactSink, ArtifactSource};
use tidewaiter_image::{ArtifactRepository, Reference, Visitor, WalkOptions, open_registry};
use tidewaiter_image::{Content, Credentials, Entry, EntryKind, ImageError, Limits, OpenOptions, RegistryError, RegistryOptions};
use tidewaiter_model::Digest;
use tidewaiter_testkit::{Compression, ImageBuilder, SIGNING_KEY, TarBuilder, VERIFYING_KEY, sha256};

/// A registry that ends with the test.
struct Registry {
    process: Child,
    address: String,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn are_tools_there() -> bool {
    let missing: Vec<&str> = ["docker-registry", "skopeo", "htpasswd"].into_iter().filter(|program| !has(program)).collect();
    if !missing.is_empty() {
        eprintln!("skipped: {} not installed", missing.join(", "));
    }
    missing.is_empty()
}

fn start(folder: &Path, passwords: Option<&Path>) -> Registry {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let auth =
        passwords.map_or_else(String::new, |path| format!("auth: {{ htpasswd: {{ realm: test, path: {} }} }}\n", path.display()));
    let config = format!(
        "version: 0.1\nlog: {{ level: error }}\nstorage: {{ filesystem: {{ rootdirectory: {}/data }} }}\nhttp: {{ addr: '{address}' }}\n{auth}",
        folder.display()
    );
    let path = folder.join(format!("{port}.yml"));
    std::fs::write(&path, config).unwrap();
    let process =
        Command::new("docker-registry").arg("serve").arg(path).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let registry = Registry { process, address };
    let patience = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(&registry.address).is_err() {
        assert!(Instant::now() < patience, "the registry did not start");
        std::thread::yield_now();
    }
    registry
}

fn push(folder: &Path, compression: Compression, format: &str, to: &str) {
    let layer = TarBuilder::new().file("etc/os-release", "ID=test\n").file("hello", "world").build();
    let layout = folder.join(format!("layout-{format}-{compression:?}"));
    ImageBuilder::new().layer(layer).compression(compression).name(Some("app:1")).write_oci(&layout).unwrap();
    let from = format!("oci:{}", layout.display());
    let output = Command::new("skopeo")
        .args([
            "copy",
            "--quiet",
            "--insecure-policy",
            "--dest-tls-verify=false",
            "--dest-creds",
            "me:secret",
            "--format",
            format,
        ])
        .args([&from, &format!("docker://{to}")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The paths of files.
#[derive(Default)]
struct Paths(Vec<String>);

impl Visitor for Paths {
    fn entry(&mut self, entry: &Entry<'_>, _: &mut dyn Content) -> Result<(), ImageError> {
        if entry.kind == EntryKind::File {
            self.0.push(entry.path.to_owned());
        }
        Ok(())
    }
}

fn paths(reference: &str, credentials: Credentials) -> Result<Vec<String>, ImageError> {
    let deadline = Some(Instant::now() + Duration::from_secs(30));
    let registry = RegistryOptions { credentials, insecure: false, deadline, ..RegistryOptions::default() };
    let image = open_registry(&reference.parse().unwrap(), &registry, &OpenOptions::default())?;
    let limits = Limits::default();
    let mut paths = Paths::default();
    let outcome = image.walk_layer(0, &WalkOptions { limits: &limits, verify_diff_ids: false, stop: None }, &mut paths)?;
    assert!(outcome.diff_id_verified);
    Ok(paths.0)
}

#[test]
fn images_of_all_forms_are_read() {
    if !are_tools_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let registry = start(folder.path(), None);
    for (format, compression) in [("oci", Compression::Gzip), ("oci", Compression::Zstd), ("v2s2", Compression::Gzip)] {
        let reference = format!("{}/team/app:{format}", registry.address);
        push(folder.path(), compression, format, &reference);
        assert_eq!(paths(&reference, Credentials::default()).unwrap(), ["etc/os-release", "hello"], "{format} {compression:?}");
    }
    let missing = paths(&format!("{}/team/app:missing", registry.address), Credentials::default()).unwrap_err();
    assert!(matches!(missing, ImageError::Registry(RegistryError::Missing { .. })), "{missing:?}");
}

/// A registry that wants the password `secret` of `me`.
fn start_with_password(folder: &Path) -> Registry {
    let passwords = Command::new("htpasswd").args(["-Bbn", "me", "secret"]).output().unwrap();
    let path = folder.join("htpasswd");
    std::fs::write(&path, passwords.stdout).unwrap();
    start(folder, Some(&path))
}

#[test]
fn artifacts_are_put_and_taken() {
    if !are_tools_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let registry = start_with_password(folder.path());
    let reference: Reference = format!("{}/team/data:1", registry.address).parse().unwrap();
    let given = Some(("me".to_owned(), "secret".to_owned()));
    let options = RegistryOptions { credentials: Credentials { given, files: Vec::new() }, ..RegistryOptions::default() };
    let mut repository = ArtifactRepository::open(&reference, &options).unwrap();
    assert!(repository.manifest(None).unwrap().is_none());
    let blob = vec![7; 3 << 20];
    let digest = Digest::parse(&format!("sha256:{}", sha256(&blob))).unwrap();
    assert!(repository.put_blob(&digest, &blob).unwrap(), "it is new");
    assert!(!repository.put_blob(&digest, &blob).unwrap(), "it is there already");
    let manifest = format!(
        r#"{{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{"mediaType":"application/vnd.oci.empty.v1+json",
        "digest":"{digest}","size":{0}}},"layers":[]}}"#,
        blob.len()
    );
    let put = repository.put_manifest(None, manifest.as_bytes()).unwrap();
    let key = SigningKey::from_pem(SIGNING_KEY, "").unwrap();
    cosign::sign(&mut repository, &put, &key).unwrap();
    cosign::verify(&repository, &put, &VerifyingKey::from_pem(VERIFYING_KEY).unwrap()).unwrap();
    let (taken, digest_taken) = repository.manifest(None).unwrap().unwrap();
    assert_eq!((taken.as_slice(), digest_taken), (manifest.as_bytes(), put));
    let mut bytes = Vec::new();
    repository.blob(&digest, blob.len() as u64).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, blob);
    let stranger = RegistryOptions { credentials: Credentials::default(), ..RegistryOptions::default() };
    let refused = ArtifactRepository::open(&reference, &stranger).unwrap().put_manifest(None, manifest.as_bytes());
    assert!(matches!(refused, Err(ImageError::Registry(RegistryError::Unauthorized { .. }))), "{refused:?}");
}

#[test]
fn a_registry_with_passwords_wants_the_right_one() {
    if !are_tools_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let registry = start_with_password(folder.path());
    let reference = format!("{}/app:1", registry.address);
    push(folder.path(), Compression::Gzip, "oci", &reference);
    let given = |password: &str| Credentials { given: Some(("me".to_owned(), password.to_owned())), files: Vec::new() };
    assert_eq!(paths(&reference, given("secret")).unwrap().len(), 2);
    // `docker login` writes its file like this.
    let config = folder.path().join("config.json");
    std::fs::write(&config, format!(r#"{{"auths":{{"{}":{{"auth":"bWU6c2VjcmV0"}}}}}}"#, registry.address)).unwrap();
    assert_eq!(paths(&reference, Credentials { given: None, files: vec![config] }).unwrap().len(), 2);
    for (credentials, were_given) in [(given("wrong"), true), (Credentials::default(), false)] {
        match paths(&reference, credentials).unwrap_err() {
            ImageError::Registry(RegistryError::Unauthorized { were_given: told, .. }) => assert_eq!(told, were_given),
            other => panic!("{other:?}"),
        }
    }
}
