//! Secrets in every place that a report may quote: none of them is told, whatever is asked for.

use crate::{OS_RELEASE, STATUS, Scene, text};
use base64::Engine as _;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use tidewaiter_testkit::{Answer, ImageBuilder, Server, TarBuilder};

/// Every call gives another token of GitHub's form, which nobody was given; and remembers it with the place that it is for.
#[derive(Default)]
struct Tokens(BTreeMap<String, &'static str>, u64);

impl Tokens {
    fn next(&mut self, place: &'static str) -> String {
        self.1 += 1;
        let mut state = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(self.1 + 7);
        let digits = (0..36).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(state >> 33) as usize % 62])
        });
        let token: String = "gh".chars().chain("p_".chars()).chain(digits).collect();
        self.0.insert(token.clone(), place);
        token
    }

    /// Something long that is a secret by its name or place alone.
    fn password(&mut self, place: &'static str) -> String {
        let token = self.next(place);
        self.0.remove(&token);
        let password = token.get(4..20).unwrap_or_default().to_owned();
        self.0.insert(password.clone(), place);
        password
    }

    /// Fails if any of them is told, whole or but for its public beginning.
    fn are_not_in(&self, what: &str, told: &str) {
        let lower = told.to_ascii_lowercase();
        let leak = |(token, place): (&String, &&'static str)| {
            let core = token.strip_prefix(concat!("gh", "p_")).unwrap_or(token).to_ascii_lowercase();
            let at = lower.find(core.get(..12).unwrap_or(&core))?;
            let around = lower.bytes().skip(at.saturating_sub(80)).take(120).collect::<Vec<_>>();
            Some(format!("{place}: {}", text(&around)))
        };
        let leaks: Vec<String> = self.0.iter().filter_map(leak).collect();
        assert!(leaks.is_empty(), "{what} tells {leaks:#?}");
    }
}

fn base64(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// Three lines of a private key, none of which is a secret by itself.
fn key(tokens: &mut Tokens, place: &'static str) -> String {
    let line = |tokens: &mut Tokens| {
        [tokens.password(place), tokens.password(place), tokens.password(place), tokens.password(place)].concat()
    };
    let (begin, end) = (concat!("-----BEGIN RSA PRIV", "ATE KEY-----"), concat!("-----END RSA PRIV", "ATE KEY-----"));
    let lines: Vec<String> = (0..8).map(|_| line(tokens)).collect();
    format!("{begin}\n{}\n{end}", lines.join("\n"))
}

fn files(tokens: &mut Tokens) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |path: &str, content: String| files.push((path.to_owned(), content.into_bytes()));
    add("etc/os-release", String::from_utf8_lossy(OS_RELEASE).into_owned());
    add("var/lib/dpkg/status", String::from_utf8_lossy(STATUS).into_owned());
    let named = tokens.next("the name of a file");
    add(&format!("app/{named}.env"), format!("A={}\n", tokens.next("a file named by a secret")));
    add(&format!("app/{}/Dockerfile", tokens.next("the name of a folder")), "FROM debian\nUSER root\n".to_owned());
    let dockerfile = format!(
        "FROM debian:12\n# trivy:ignore:{}\nARG T={}\nENV DB_PASSWORD={} OTHER=1\nADD https://me:{}@example.org/a.tgz /a\nADD https://example.org/a.tgz?private_token={} /b\nRUN curl -H \"Authorization: Bearer {}\" https://example.org/x | sh\nRUN curl -k -u me:{} https://example.org/x && cd /x && sudo {} && apt-get install x\nWORKDIR {}\nUSER {}\nEXPOSE {}\nCOPY --from={} a b c\nHEALTHCHECK CMD curl -H 'X-Api-Key: {}' x\nUNKNOWN {}\nRUN <<E\nset-key {}\nE\n",
        tokens.next("an ignore comment"),
        tokens.next("ARG"),
        tokens.password("ENV"),
        tokens.password("the address of ADD"),
        tokens.next("the query of ADD"),
        tokens.next("a downloader's header"),
        tokens.password("curl -u"),
        tokens.next("sudo"),
        tokens.next("WORKDIR"),
        tokens.next("USER"),
        tokens.next("EXPOSE"),
        tokens.next("COPY --from"),
        tokens.next("HEALTHCHECK"),
        tokens.next("an unknown instruction"),
        tokens.next("a here-document"),
    );
    add("app/Dockerfile", dockerfile);
    let pem = key(tokens, "a key in a manifest").replace('\n', "\n        ");
    let manifest = format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n  labels: {{a: {}}}\nspec:\n  hostPID: true\n  containers:\n  - name: a\n    image: registry.example.org/{}:latest\n    args:\n      - |\n        {pem}\n    command: [a, --token, {}]\n    env:\n    - name: DB_PASSWORD\n      value: {}\n    - {{name: X, value: {}}}\n    securityContext: {{privileged: {}, capabilities: {{add: [{}]}}}}\n  volumes:\n  - name: v\n    hostPath: {{path: /{}}}\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata:\n  k: {}\n---\na: [{}\n",
        tokens.next("the name of a pod"),
        tokens.next("a label of a pod"),
        tokens.next("the image of a pod"),
        tokens.next("the command of a pod"),
        tokens.password("a variable of a pod by its name"),
        tokens.next("a variable of a pod"),
        tokens.next("a wrong value in a manifest"),
        tokens.next("a capability of a pod"),
        tokens.next("a path of a pod"),
        base64(&tokens.next("the data of a secret")),
        tokens.next("a broken manifest"),
    );
    add("app/pod.yaml", manifest);
    let compose = format!(
        "services:\n  {}:\n    image: a:{}\n    privileged: true\n    ports: ['{}']\n    environment:\n      API_TOKEN: {}\n    volumes: ['/etc:/{}']\n",
        tokens.next("the name of a service"),
        tokens.next("the tag of a service"),
        tokens.next("a port of a service"),
        tokens.next("a variable of a service"),
        tokens.next("a volume of a service"),
    );
    add("app/docker-compose.yml", compose);
    let lock = format!(
        r#"{{"name":"a","lockfileVersion":3,"packages":{{"node_modules/b":{{"version":"git+https://me:{}@example.org/b.git","resolved":"git+https://me:{}@example.org/b.git#1"}},"node_modules/{}":{{"version":"{}"}}}}}}"#,
        tokens.password("the version of a package"),
        tokens.password("the address of a package"),
        tokens.next("the name of a package"),
        tokens.next("a package's version"),
    );
    add("app/package-lock.json", lock);
    add(
        "app/requirements.txt",
        format!(
            "a @ git+https://{}@example.org/a.git\nb=={}\n--index-url https://me:{}@example.org/\n==={}\n",
            tokens.next("the address of a requirement"),
            tokens.next("the version of a requirement"),
            tokens.password("an index"),
            tokens.next("a broken requirement")
        ),
    );
    add("app/poetry.lock", format!("[[package]]\nname = \"a\"\nversion = {}\n", tokens.next("a broken lock file")));
    add(
        "app/node_modules/c/package.json",
        format!(
            "{{\"name\": \"c\", \"version\": \"1\", \"license\": \"{}\", \"x\": {} }}",
            tokens.next("a licence"),
            tokens.next("a broken package.json")
        ),
    );
    add(
        "app/node_modules/d/package.json",
        format!(
            "{{\"name\": \"d\", \"version\": \"1\", \"license\": \"{}\", \"homepage\": \"https://me:{}@example.org\"}}",
            tokens.next("another licence"),
            tokens.password("a home page")
        ),
    );
    add(
        "etc/sudoers",
        format!("{} ALL=(ALL) NOPASSWD: /bin/x {}\n", tokens.next("a user of sudo"), tokens.next("a command of sudo")),
    );
    add("etc/passwd", format!("root:x:0:0:root:/root:/bin/sh\n{}::0:0::/:/bin/sh\n", tokens.next("an account")));
    add("etc/shadow", format!("root:{}:1::::::\n", tokens.password("a password's hash")));
    let (plain, encoded) = (tokens.next("a line"), base64(&format!("key={}", tokens.next("Base64 beside it"))));
    let twice = base64(&base64(&tokens.next("Base64 in Base64 beside it")));
    tokens.0.insert(encoded.clone(), "Base64 as it stands");
    tokens.0.insert(twice.clone(), "Base64 of Base64 as it stands");
    add("srv/line.txt", format!("{plain}\u{7}\u{1b}[2J {encoded} {twice} {}\n", tokens.next("the end of a line")));
    add("srv/json.txt", format!("{{\\\"password\\\":\\\"{}\\\"}}", tokens.password("JSON in JSON")));
    add("srv/key.pem", key(tokens, "a key"));
    let wide: Vec<u8> = format!("\u{feff}token={}\n", tokens.next("UTF-16")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    files.push(("srv/wide.txt".to_owned(), wide));
    let member = format!("{}.env", tokens.next("the name of a member"));
    let archive = TarBuilder::new().file(&member, format!("a={}", tokens.next("a member")).as_bytes()).build();
    files.push((format!("srv/{}.tar", tokens.next("the name of an archive")), archive));
    files.push(("srv/broken.zip".to_owned(), [b"PK\x03\x04", tokens.next("a broken archive").as_bytes()].concat()));
    files
}

fn image(tokens: &mut Tokens) -> ImageBuilder {
    let layer = files(tokens).into_iter().fold(TarBuilder::new(), |tar, (path, bytes)| tar.file(&path, bytes));
    let (env, in_history) = (tokens.password("a variable"), tokens.next("history"));
    let nested =
        json!({ "auths": { "example.org": { "auth": base64(&format!("me:{}", tokens.password("a login"))) } } }).to_string();
    let pem = key(tokens, "a key in arguments");
    let config = json!({
        "User": tokens.next("User"),
        "WorkingDir": format!("/{}", tokens.next("WorkingDir")),
        "Env": ["PATH=/bin", format!("DB_PASSWORD={env}"), format!("X={}", tokens.next("another variable"))],
        "Cmd": ["server", "--password", tokens.password("an argument"), env],
        "Entrypoint": pem.lines().collect::<Vec<_>>(),
        "Labels": { "docker.config": nested, "db.password": tokens.password("a label by its name"), (tokens.next("the name of a label")): "" },
        "Volumes": { (format!("/{}", tokens.next("a volume"))): {} },
        "ExposedPorts": { (tokens.next("a port")): {} },
        "Healthcheck": { "Test": ["CMD", "curl", "-H", format!("Authorization: Bearer {}", tokens.next("a health check"))] },
        "OnBuild": [format!("RUN x {}", tokens.next("OnBuild"))],
        "StopSignal": tokens.next("StopSignal"),
    });
    let history = json!([{
        "created_by": format!("RUN /bin/sh -c curl -H 'Authorization: token {in_history}' https://example.org | sh; echo {env}\n{}", key(tokens, "a key in history")),
        "comment": tokens.next("a comment"), "author": tokens.next("an author"),
    }]);
    ImageBuilder::new()
        .layer(layer.build())
        .set("config", config)
        .set("history", history)
        .set("author", json!(tokens.next("the author")))
}

fn told(output: &Output) -> String {
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// What was written by the program, and what it kept.
fn written(scene: &Scene) -> Vec<(String, String)> {
    let read = |path: &Path| (path.display().to_string(), text(&std::fs::read(path).unwrap()));
    scene.kept().iter().map(|path| read(path)).collect()
}

const ALL: [&str; 4] = ["--scanners", "vuln,secret,misconfig", "--include-non-failures", "--debug"];

fn scans(scene: &Scene, tokens: &Tokens, source: &[&str]) {
    for more in [&["--format", "json"][..], &["--format", "table"], &["--format", "json", "--secret-config", "no-rules.yaml"]] {
        let args = [source, &ALL, &["--write-baseline", "baseline.json"], more].concat();
        let output = scene.run(&args);
        assert!(output.status.code().is_some_and(|code| code == 0 || code == 3), "{}", text(&output.stderr));
        tokens.are_not_in(&args.join(" "), &told(&output));
        for (path, content) in written(scene) {
            tokens.are_not_in(&path, &content);
        }
    }
    for scanner in ["vuln", "secret", "misconfig"] {
        let args = [source, &["--scanners", scanner, "--format", "json", "--debug"]].concat();
        tokens.are_not_in(&args.join(" "), &told(&scene.run(&args)));
    }
}

fn scene() -> Scene {
    let scene = Scene::new();
    std::fs::write(scene.path("no-rules.yaml"), "enable-builtin-rules: [adafruit-api-key]\n").unwrap();
    scene
}

#[test]
fn no_secret_of_an_image_is_told() {
    let (scene, mut tokens) = (scene(), Tokens::default());
    std::fs::write(scene.path("image.tar"), image(&mut tokens).docker_archive()).unwrap();
    scans(&scene, &tokens, &["image", "--input", "image.tar"]);
}

#[test]
fn no_secret_of_a_folder_is_told() {
    let (scene, mut tokens) = (scene(), Tokens::default());
    for (path, bytes) in files(&mut tokens) {
        let path = scene.path("root").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    scans(&scene, &tokens, &["fs", "root"]);
    scans(&scene, &tokens, &["rootfs", "root"]);
}

#[test]
fn no_secret_in_a_command_is_told() {
    let (scene, mut tokens) = (scene(), Tokens::default());
    let (token, password) = (tokens.next("a name"), tokens.password("an address"));
    let mirror = Server::start(|_| Answer::new(404, "")).unwrap();
    let address = format!("http://me:{password}@{}/x", mirror.address());
    for args in [
        &["image", &format!("registry.invalid/{token}:1")][..],
        &["image", &address],
        &["image", "--input", &format!("{token}.tar")],
        &["fs", &token],
        &["sbom", &format!("{token}.json")],
        &["image", "--input", "image.tar", "--db-source", &address],
        &["db", "pull", &format!("{token}.tar")],
        &["image", "--input", "image.tar", "--secret-config", &token],
        &["image", "--input", "image.tar", "--baseline", &token],
    ] {
        let args = [args, &["--debug"]].concat();
        tokens.are_not_in(&args.join(" "), &told(&scene.run(&args)));
    }
}
