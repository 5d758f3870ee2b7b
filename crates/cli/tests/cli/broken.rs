//! A broken file of every kind beside sound ones: each is named in the report, and nothing else is lost.

use super::{OS_RELEASE, STATUS, Scene, findings};
use serde_json::Value;
use std::collections::BTreeSet;
use tidewaiter_inventory::{Setting, analyzers};
use tidewaiter_testkit::{ImageBuilder, TarBuilder};

/// Broken in whatever format: a bracket that is never closed, bytes that are no text, an end within a line.
const BROKEN: &[u8] = b"{\"name\": [\xff\xfe\x00 = (\nA:b";

/// What is read wherever it lies.
const INSTALLED: &[&str] = &[
    "a/.conan/data/zlib/1.3/_/_/package/00/conaninfo.txt",
    "a/.conan2/p/cache.sqlite3",
    "a/.meta/Try-1/MYMETA.json",
    "a/.meta/Try-1/install.json",
    "a/DESCRIPTION",
    "a/package.conf.d/x.conf",
    "a/perllocal.pod",
    "a/vcpkg_installed/vcpkg/status",
    "a/x64-linux/share/zlib/vcpkg.spdx.json",
    "usr/local/lib/luarocks/rocks-5.4/x/1-1/x-1-1.rockspec",
    "a/.mcp.json",
    "a/.registry/x.reg",
    "a/.well-known/agent-card.json",
    "a/Main.cdx.json",
    "a/conda-meta/x.json",
    "a/node_modules/b/package.json",
    "a/site-packages/x.dist-info/METADATA",
    "a/specifications/x-1.gemspec",
    "a/vendor/composer/installed.json",
    "a/web.deps.json",
    "a/.opam-switch/switch-state",
    "a/meta/snap.yaml",
    "a/pack.pl",
    "a/snap/manifest.yaml",
    "app.jar",
    "boot/vmlinuz-6.1",
    "home/linuxbrew/.linuxbrew/Cellar/curl/8/INSTALL_RECEIPT.json",
    "lib/apk/db/installed",
    "lib/modules/6.1/extra/x.ko",
    "models/x.gguf",
    "models/x.safetensors",
    "opt/erlang/releases/27/OTP_VERSION",
    "root/buildinfo/content_manifests/x.json",
    "usr/lib/opkg/status",
    "usr/share/bottlerocket/application-inventory.json",
    "var/db/pkg/app-misc/tide-1/CONTENTS",
    "var/lib/chisel/manifest.wall",
    "var/lib/pacman/local/a-1-1/desc",
    "var/lib/rpm/Packages",
    "var/lib/rpm/Packages.db",
    "var/lib/rpm/rpmdb.sqlite",
    "usr/lib/os-release",
    "x.egg",
    "x/wp-includes/version.php",
];

/// What is read in a project.
const LOCKED: &[&str] = &[
    "DESCRIPTION",
    "Project.toml",
    "cabal.project.freeze",
    "conan.lock",
    "conanfile.txt",
    "cpanfile.snapshot",
    "luarocks.lock",
    "package.yaml",
    "renv.lock",
    "stack.yaml.lock",
    "vcpkg.json",
    "x-1-1.rockspec",
    ".github/workflows/ci.yml",
    ".terraform.lock.hcl",
    "Cargo.lock",
    "Cargo.toml",
    "Directory.Packages.props",
    "Gemfile",
    "Gemfile.lock",
    "Package.resolved",
    "Package.swift",
    "Pipfile.lock",
    "Podfile.lock",
    "build.sbt.lock",
    "bun.lock",
    "composer.json",
    "composer.lock",
    "deno.lock",
    "environment.yml",
    "go.mod",
    "gradle.lockfile",
    "mix.exs",
    "mix.lock",
    "package-lock.json",
    "package.json",
    "packages.config",
    "packages.lock.json",
    "paket.dependencies",
    "paket.lock",
    "pdm.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pom.xml",
    "pubspec.lock",
    "pylock.toml",
    "pyproject.toml",
    "rebar.lock",
    "requirements.txt",
    "uv.lock",
    "x.opam.locked",
    "yarn.lock",
];

/// A broken program is no program; a folder's name or a path cannot be broken.
const NEVER_BROKEN: &[&str] = &[
    "binary",
    "dotnet-assembly",
    "dotnet-bundle",
    "elf-note",
    "gobinary",
    "graalvm",
    "hugging-face",
    "linux-kernel-modules",
    "nix",
    "rustbinary",
    "terraform",
];

/// A kernel's header that leads to no version.
const KERNEL: &[u8] = &{
    let mut header = [0; 0x210];
    [header[0x1fe], header[0x1ff]] = [0x55, 0xaa];
    [header[0x202], header[0x203], header[0x204], header[0x205]] = *b"HdrS";
    header
};

/// Formats that are known by their first bytes or words are cut off behind them.
fn broken(path: &str) -> &'static [u8] {
    match path.rsplit('.').next() {
        Some("jar" | "egg") => b"PK\x03\x04\x14\x00",
        Some("sqlite3") => b"SQLite format 3\0\x10\x00",
        Some("json") if path.ends_with(".cdx.json") => b"{\"bomFormat\": \"CycloneDX\", \"components\": [",
        Some("wall") => b"\x28\xb5\x2f\xfd\x00\x00\x00",
        Some("yml") if path.contains("environment") => b"dependencies: [",
        Some("gguf") => b"GGUF\x03",
        Some("hcl") => b"provider \"a",
        Some("locked") => b"depends: [",
        Some("opam-switch/switch-state") => b"installed: [",
        Some("pl") => b"name(a).",
        Some(_) if path.contains("vmlinuz") => KERNEL,
        _ => BROKEN,
    }
}

/// All files that a report names as unreadable, each with who says so and a reason.
fn assert_named(report: &Value, paths: &[&str], settings: &[Setting]) {
    let problems = report["Coverage"]["Problems"].as_array().unwrap();
    let told: BTreeSet<&str> = problems.iter().map(|problem| problem["path"].as_str().unwrap()).collect();
    let silent: Vec<&&str> = paths.iter().filter(|path| !told.contains(**path)).collect();
    assert!(problems.iter().all(|problem| !problem["message"].as_str().unwrap().is_empty()));
    let origins: BTreeSet<&str> = problems.iter().map(|problem| problem["origin"].as_str().unwrap()).collect();
    let wanted = analyzers().iter().filter(|analyzer| settings.contains(&analyzer.setting())).map(|analyzer| analyzer.id());
    let missing: Vec<&str> = wanted.filter(|id| !origins.contains(id) && !NEVER_BROKEN.contains(id)).collect();
    assert!(silent.is_empty() && missing.is_empty(), "silent: {silent:?} missing: {missing:?}\n{problems:#?}");
    assert_eq!(report["Coverage"]["Complete"], false);
}

#[test]
fn in_an_image_every_broken_file_is_named_and_nothing_else_is_lost() {
    let scene = Scene::new();
    let mut layer = TarBuilder::new()
        .file("etc/os-release", OS_RELEASE)
        .file("var/lib/dpkg/status.d/broken", BROKEN)
        .file("var/lib/dpkg/status", STATUS)
        .file("app/node_modules/left/package.json", br#"{"name":"left","version":"1.0.0"}"#);
    for path in INSTALLED {
        layer = layer.file(path, broken(path));
    }
    std::fs::write(scene.path("image.tar"), ImageBuilder::new().layer(layer.build()).docker_archive()).unwrap();
    let args = ["image", "--input", "image.tar", "-f", "json"];
    assert_eq!(scene.run(&args).status.code(), Some(3));
    let report = scene.json(&args);
    assert_named(&report, INSTALLED, &[Setting::Anywhere]);
    assert_eq!(
        findings(&report),
        ["libssl3 CVE-2024-0001 CRITICAL 3.0.1-2", "openssl CVE-2024-0001 CRITICAL 3.0.1-2", "left CVE-2024-0002 LOW null"]
    );
}

#[test]
fn in_a_project_every_broken_file_is_named_and_nothing_else_is_lost() {
    let scene = Scene::new();
    for path in LOCKED {
        let path = scene.path("project").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, broken(&path.to_string_lossy())).unwrap();
    }
    let lock = br#"{"lockfileVersion":3,"packages":{"node_modules/left":{"version":"1.0.0"}}}"#;
    std::fs::create_dir_all(scene.path("project/sound")).unwrap();
    std::fs::write(scene.path("project/sound/package-lock.json"), lock).unwrap();
    let args = ["fs", "project", "-f", "json"];
    assert_eq!(scene.run(&args).status.code(), Some(3));
    let report = scene.json(&args);
    assert_named(&report, LOCKED, &[Setting::Project]);
    assert_eq!(findings(&report), ["left CVE-2024-0002 LOW null"]);
}

#[test]
fn files_of_absurd_size_are_named_and_not_read() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("project/etc")).unwrap();
    for (path, size) in [("yarn.lock", 3 << 30), ("pom.xml", 17 << 20), ("etc/os-release", 100_000)] {
        std::fs::File::create(scene.path("project").join(path)).unwrap().set_len(size).unwrap();
    }
    let report = scene.json(&["fs", "project", "-f", "json"]);
    let told = report["Coverage"]["Problems"].to_string();
    for path in ["yarn.lock", "pom.xml", "etc/os-release"] {
        assert!(told.contains(path) && told.contains("more than is read of such files"), "{told}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_fault_of_its_own() {
    let scene = Scene::new();
    for args in [&["db", "status"][..], &["image", "--input", "image.tar"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = scene.command(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{args:?}");
    }
    // Nothing is put in the place of what is no file.
    let socket = scene.path("socket");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    assert_eq!(scene.run(&["db", "bundle", "socket"]).status.code(), Some(5));
    assert!(!std::fs::symlink_metadata(socket).unwrap().is_file());
}

#[test]
fn usage_asks_for_nothing_that_the_environment_sets() {
    for (args, usage) in [
        (&["image"][..], "Usage: tidewaiter image [OPTIONS] <REFERENCE|--input <PATH>>"),
        (&["fs"], "Usage: tidewaiter fs [OPTIONS] <FOLDER>"),
        (&["db", "bundle"], "Usage: tidewaiter db bundle [OPTIONS] <FILE>"),
    ] {
        let output = Scene::new().run(args);
        let told = super::text(&output.stderr);
        assert!(output.status.code() == Some(2) && told.contains(usage), "{told}");
    }
}
