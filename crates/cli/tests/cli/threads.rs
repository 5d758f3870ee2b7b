//! However many threads scan, the report is the same to the byte, but for the time at which it was made.

use crate::{OS_RELEASE, STATUS, Scene, text};
use serde_json::json;
use std::io::Read;
use tidewaiter_testkit::{Compression, ImageBuilder, TarBuilder};

const SCANNERS: &str = "vuln,secret,misconfig";
/// The form of an access key, made up.
const KEY: &str = "AKIA4Q7LBXNRZ2TDKWPC";
const JAR: &[u8] = include_bytes!("../../../inventory/src/java/testdata/commons-io-2.11.0.jar");
const PROGRAM: &[u8] = include_bytes!("../../../inventory/src/go_binary/testdata/linux.gz");

#[test]
fn any_number_of_threads_tells_the_same() {
    let scene = Scene::new();
    let image = image();
    std::fs::write(scene.path("plain.tar"), image.docker_archive()).unwrap();
    image.clone().compression(Compression::Gzip).write_oci(&scene.path("gzip")).unwrap();
    image.compression(Compression::Zstd).write_oci(&scene.path("zstd")).unwrap();
    for input in ["plain.tar", "gzip", "zstd"] {
        let one = report(&scene, &["image", "--input", input], "1");
        for kind in
            ["CVE-2024-0001", "commons-io", "golang.org/x/text", "pack-39", "requests", "aws-access-key-id", "DS-0002", "broken"]
        {
            assert!(one.contains(kind), "{input}: {kind} is not in {one}");
        }
        // What depends on who comes first does not show in one run.
        for threads in ["2", "8", "8"] {
            assert_eq!(report(&scene, &["image", "--input", input], threads), one, "{input}, {threads} threads");
        }
    }
}

#[test]
fn folders_tell_the_same_too() {
    let scene = Scene::new();
    for (path, contents) in files(1) {
        let path = scene.path("root").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }
    for command in ["fs", "rootfs"] {
        let one = report(&scene, &[command, "root"], "1");
        assert!(one.contains("pack-39") && one.contains("aws-access-key-id"), "{one}");
        for threads in ["2", "8"] {
            assert_eq!(report(&scene, &[command, "root"], threads), one, "{command}, {threads} threads");
        }
    }
}

/// The report without its time. Fingerprints of secrets need a key to be the same in two runs.
fn report(scene: &Scene, source: &[&str], threads: &str) -> String {
    let options = ["--scanners", SCANNERS, "--format", "json", "--baseline-key", "a key for tests", "--parallel", threads];
    let output = scene.run(&[source, &options].concat());
    let told = text(&output.stdout);
    assert!(told.contains("\"CreatedAt\""), "no report: {}", text(&output.stderr));
    told.lines().filter(|line| !line.trim_start().starts_with("\"CreatedAt\"")).collect::<Vec<_>>().join("\n")
}

/// Layers that add to, replace and remove what others brought.
fn image() -> ImageBuilder {
    let base = TarBuilder::new().file("etc/os-release", OS_RELEASE).file("var/lib/dpkg/status", STATUS).mode(0o4755, 0);
    let base = base.file("usr/bin/su", b"\x7fELF su").mode(0o777, 0).file("etc/cron.d/open", "x");
    let changed =
        [STATUS, b"Package: zlib1g\nStatus: install ok installed\nVersion: 1.2-1\nMaintainer: Debian <x@lists.debian.org>\n\n"];
    let cleaned = TarBuilder::new()
        .file("var/lib/dpkg/status", changed.concat())
        .whiteout("srv/1/.env")
        .opaque("srv/2/conf")
        .file("srv/2/conf/new.ini", "[a]\nb = 1\n");
    let layers = [layer(base, 0), layer(TarBuilder::new(), 1), layer(TarBuilder::new(), 2), cleaned.build()];
    let history: Vec<_> = (0..layers.len()).map(|number| json!({ "created_by": format!("RUN step {number}") })).collect();
    layers.into_iter().fold(ImageBuilder::new(), ImageBuilder::layer).set("history", json!(history))
}

fn layer(tar: TarBuilder, number: usize) -> Vec<u8> {
    let entries = files(number);
    let tar = entries.iter().fold(tar, |tar, (path, contents)| tar.mode(0o755, 0).file(path, contents));
    tar.hardlink(&format!("srv/{number}/linked"), &format!("srv/{number}/.env"))
        .symlink("srv/latest", &number.to_string())
        .build()
}

/// Files of many kinds: packages, programs, archives, texts with secrets, what is checked, what is broken.
fn files(number: usize) -> Vec<(String, Vec<u8>)> {
    let folder = format!("srv/{number}");
    let mut program = Vec::new();
    flate2::read::GzDecoder::new(PROGRAM).read_to_end(&mut program).unwrap();
    let words = format!("some words of number {number} and no secret\n").repeat(150);
    let mut files = vec![
        (format!("{folder}/.env"), format!("KEY={KEY}\n")),
        (format!("{folder}/conf/app.ini"), format!("{words}key = {KEY}\n{words}")),
        (format!("{folder}/Dockerfile"), "FROM debian\nUSER root\nADD . /\n".to_owned()),
        (
            format!("{folder}/pod.yaml"),
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: []}\n".to_owned(),
        ),
        (
            format!("{folder}/python/site-packages/requests-2.{number}.dist-info/METADATA"),
            format!("Name: requests\nVersion: 2.{number}\n"),
        ),
        (format!("{folder}/node_modules/broken/package.json"), "{\"name\": \"broken\", ".to_owned()),
    ];
    files.extend((0..40).map(|package| {
        let path = format!("{folder}/node_modules/pack-{package}/package.json");
        (path, format!(r#"{{"name": "pack-{package}", "version": "1.{number}.0", "license": "MIT"}}"#))
    }));
    files.extend((0..40).map(|part| (format!("{folder}/texts/{part}.txt"), words.repeat(1 + part % 3))));
    let texts = files.into_iter().map(|(path, contents)| (path, contents.into_bytes()));
    let others = [(format!("{folder}/lib/commons-io.jar"), JAR.to_vec()), (format!("{folder}/bin/tool"), program)];
    texts.chain(others).collect()
}
