//! Images as engines save them, and as nobody should.

use super::{open_archive, split_choice};
use crate::testing::walk_image;
use crate::{Image, ImageError, Limits, OpenOptions, Platform};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tidewaiter_testkit::{Compression, ImageBuilder, TarBuilder, sha256};

const ALL: [Compression; 3] = [Compression::None, Compression::Gzip, Compression::Zstd];

fn builder() -> ImageBuilder {
    ImageBuilder::new()
        .layer(TarBuilder::new().dir("etc").file("etc/passwd", "root").build())
        .layer(TarBuilder::new().whiteout("etc/passwd").file("a", "1").build())
        .set("history", json!([{ "created_by": "base" }, { "created_by": "CMD", "empty_layer": true }, { "created_by": null }]))
}

const LINES: [&str; 4] = ["dir etc", "file etc/passwd root", "whiteout etc/passwd", "file a 1"];

fn options() -> OpenOptions<'static> {
    OpenOptions { limits: Limits::for_testing(), ..OpenOptions::default() }
}

fn choosing(image: &str) -> OpenOptions<'static> {
    OpenOptions { image: Some(image.to_owned()), ..options() }
}

fn stored(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("image.tar");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn check(image: &Image, is_oci: bool) {
    let (lines, outcomes) = walk_image(image, true).unwrap();
    assert_eq!(lines, LINES);
    assert!(outcomes.iter().all(|outcome| outcome.diff_id_verified));
    let metadata = &image.metadata;
    assert_eq!(metadata.image_id.as_ref().unwrap().hex(), sha256(&builder().config()));
    assert_eq!(metadata.platform, "linux/amd64");
    assert_eq!(metadata.reference.as_deref(), Some("example:1"));
    assert_eq!(metadata.repo_tags, ["example:1"]);
    assert_eq!(metadata.config["os"], "linux");
    let created: Vec<_> = metadata.layers.iter().map(|layer| layer.created_by.as_deref()).collect();
    assert_eq!(created, [Some("base"), None]);
    assert!(metadata.layers.iter().all(|layer| layer.diff_id.is_some() && (layer.digest.is_some() || !is_oci)));
    assert_eq!(metadata.manifest_digest.is_some(), is_oci);
    assert!(image.notes.is_empty());
}

#[test]
fn docker_archives_of_old_engines() {
    let archive = builder().docker_archive();
    let (_folder, path) = stored(&archive);
    let image = open_archive(&path, &options()).unwrap();
    check(&image, false);
    assert!(image.metadata.layers.iter().all(|layer| layer.digest.is_none()));
    // Contents that nobody verifies are still the same.
    assert_eq!(walk_image(&image, false).unwrap().0, LINES);
}

#[test]
fn docker_archives_with_blobs() {
    for compression in ALL {
        let (_folder, path) = stored(&builder().compression(compression).docker_archive_with_blobs().unwrap());
        let image = open_archive(&path, &options()).unwrap();
        check(&image, false);
        let has_digests = image.metadata.layers.iter().all(|layer| layer.digest.is_some());
        assert_eq!(has_digests, compression != Compression::None);
    }
}

#[test]
fn compressed_archives_are_inflated_first() {
    for compression in [Compression::Gzip, Compression::Zstd] {
        let archive = compression.compress(&builder().docker_archive()).unwrap();
        let (_folder, path) = stored(&archive);
        check(&open_archive(&path, &options()).unwrap(), false);
        let (_folder, cut) = stored(&archive[..archive.len() / 2]);
        assert!(matches!(open_archive(&cut, &options()), Err(ImageError::Truncated { .. })));
        let mut small = options();
        small.limits.archive_bytes = 1000;
        assert!(matches!(open_archive(&path, &small), Err(ImageError::Limit { .. })));
        let stopping = OpenOptions { stop: Some(&|| true), ..options() };
        assert!(matches!(open_archive(&path, &stopping), Err(ImageError::Stopped)));
    }
}

#[test]
fn layouts_as_folders_and_tars() {
    for compression in ALL {
        let builder = builder().compression(compression);
        let folder = tempfile::tempdir().unwrap();
        builder.write_oci(folder.path()).unwrap();
        check(&open_archive(folder.path(), &options()).unwrap(), true);
        let (_folder, path) = stored(&builder.oci_tar().unwrap());
        check(&open_archive(&path, &options()).unwrap(), true);
    }
}

fn two() -> [ImageBuilder; 2] {
    [builder(), builder().name(Some("other/app:2")).set("author", json!("x"))]
}

#[test]
fn one_of_several_is_chosen() {
    let [one, other] = two();
    let other_id = sha256(&other.config());
    let folder = tempfile::tempdir().unwrap();
    ImageBuilder::write(&ImageBuilder::oci_several(&[&one, &other]).unwrap(), folder.path()).unwrap();
    let (_folder, docker) = stored(&ImageBuilder::docker_several(&[&one, &other]));
    for path in [folder.path(), &docker] {
        let error = open_archive(path, &options()).unwrap_err();
        assert!(error.to_string().ends_with("holds several images: example:1, other/app:2"), "{error}");
        assert!(error.hint().is_some());
        for wanted in ["other/app:2", "2", "other/app"] {
            let image = open_archive(path, &choosing(wanted)).unwrap();
            assert_eq!(image.metadata.image_id.as_ref().unwrap().hex(), other_id, "{wanted}");
            // Layers that both have are stored once, and found for both.
            assert_eq!(walk_image(&image, true).unwrap().0, LINES);
            assert_eq!(image.metadata.reference.as_deref(), Some("other/app:2"));
        }
        let error = open_archive(path, &choosing("third")).unwrap_err();
        assert!(error.to_string().contains("no image `third`"), "{error}");
        let with_tag = PathBuf::from(format!("{}:2", path.display()));
        assert_eq!(open_archive(&with_tag, &options()).unwrap().metadata.image_id.unwrap().hex(), other_id);
    }
    assert!(open_archive(&docker, &choosing(&other_id[..12])).is_ok());
    let digest = open_archive(folder.path(), &choosing("2")).unwrap().metadata.manifest_digest.unwrap();
    let with_digest = PathBuf::from(format!("{}@{digest}", folder.path().display()));
    assert_eq!(open_archive(&with_digest, &options()).unwrap().metadata.image_id.unwrap().hex(), other_id);
}

#[test]
fn choices_are_split_from_paths_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("a@b:c");
    fs::create_dir(&odd).unwrap();
    let odd = odd.display();
    assert_eq!(split_choice(&format!("{odd}:tag")), Some((PathBuf::from(odd.to_string()), "tag".to_owned())));
    assert_eq!(split_choice(&format!("{odd}:host:5000/x:1")).unwrap().1, "host:5000/x:1");
    assert_eq!(split_choice(&format!("{odd}@sha256:00")).unwrap().1, "sha256:00");
    assert_eq!(split_choice("/nowhere:1"), None);
}

#[test]
fn the_platform_is_chosen_or_the_choices_are_told() {
    let of = |architecture: &str| builder().set("architecture", json!(architecture));
    let (arm, amd, other) = (of("arm64"), of("amd64"), of("s390x"));
    let folder = tempfile::tempdir().unwrap();
    ImageBuilder::write(&ImageBuilder::oci_multi_platform(&[&other, &arm, &amd]).unwrap(), folder.path()).unwrap();
    let wanting = |platform: &str| OpenOptions { platform: Some(platform.parse().unwrap()), ..options() };
    let image = open_archive(folder.path(), &wanting("linux/arm64/v8")).unwrap();
    assert_eq!(image.metadata.platform, "linux/arm64");
    let chosen = open_archive(folder.path(), &options()).unwrap().metadata.platform;
    let host = Platform::host().to_string();
    assert_eq!(chosen, if host == "linux/arm64" || host == "linux/s390x" { host } else { "linux/amd64".to_owned() });
    let error = open_archive(folder.path(), &wanting("linux/386")).unwrap_err();
    assert!(error.to_string().ends_with("it has linux/s390x, linux/arm64, linux/amd64"), "{error}");
    // Archives hold one platform; asking for another is an error, too.
    let (_folder, path) = stored(&arm.docker_archive());
    assert!(open_archive(&path, &wanting("linux/arm64")).is_ok());
    assert!(matches!(open_archive(&path, &wanting("linux/amd64")), Err(ImageError::NoSuchPlatform { .. })));
    let silent = builder().set("os", json!(null));
    let (_folder, path) = stored(&silent.docker_archive());
    assert_eq!(open_archive(&path, &wanting("linux/amd64")).unwrap().notes.len(), 1);
}

#[test]
fn an_index_of_platforms_alone_is_one_image() {
    let arm = builder().set("architecture", json!("arm64"));
    let mut files = ImageBuilder::oci_multi_platform(&[&builder(), &arm]).unwrap();
    // The inner index, which comes last, becomes the outer one.
    let inner = files.last().unwrap().1.clone();
    files.iter_mut().find(|(path, _)| path == "index.json").unwrap().1 = inner;
    let (_folder, path) = stored(&ImageBuilder::tar(&files));
    let options = OpenOptions { platform: Some("linux/arm64".parse().unwrap()), ..options() };
    assert_eq!(open_archive(&path, &options).unwrap().metadata.platform, "linux/arm64");
    // The manifest of one platform can be named by its digest.
    let digest = open_archive(&path, &options).unwrap().metadata.manifest_digest.unwrap();
    assert_eq!(open_archive(&path, &choosing(digest.as_str())).unwrap().metadata.platform, "linux/arm64");
}

#[test]
fn exchanged_documents_are_found() {
    for which in ["manifest", "config"] {
        let folder = tempfile::tempdir().unwrap();
        let files = builder().oci_files().unwrap();
        let is_it = |contents: &[u8]| match which {
            "manifest" => contents.starts_with(b"{\"config\":{\"digest\""),
            _ => contents == builder().config(),
        };
        let exchanged = files.into_iter().map(|(path, mut contents)| {
            if is_it(&contents) {
                contents.push(b' ');
            }
            (path, contents)
        });
        ImageBuilder::write(&exchanged.collect::<Vec<_>>(), folder.path()).unwrap();
        let error = open_archive(folder.path(), &options()).unwrap_err();
        assert!(matches!(error, ImageError::Digest { .. }), "{which}: {error}");
    }
}

#[test]
fn what_is_no_image_is_told_so() {
    let open = |bytes: &[u8]| {
        let (_folder, path) = stored(bytes);
        open_archive(&path, &options()).unwrap_err()
    };
    for bytes in [&b""[..], b"hello", &[b'x'; 5000], &TarBuilder::new().file("etc/passwd", "").build()] {
        let error = open(bytes);
        assert!(matches!(error, ImageError::NotAnImage { .. }), "{error}");
        assert!(error.hint().is_some());
    }
    let manifest = |json: &str| open(&TarBuilder::new().file("manifest.json", json).build());
    assert!(matches!(manifest("{"), ImageError::Json { .. }));
    assert!(matches!(manifest("[]"), ImageError::NotAnImage { .. }));
    assert!(matches!(manifest(r#"[{"Config":"c","Layers":["l"]}]"#), ImageError::Manifest { .. }));
    assert!(matches!(manifest(&" ".repeat(70_000)), ImageError::Limit { .. }));
    let index = |json: &str| open(&TarBuilder::new().file("index.json", json).build());
    assert!(index(r#"{"schemaVersion":1}"#).to_string().contains("schema 1"));
    assert!(matches!(index(r#"{"schemaVersion":2,"manifests":[]}"#), ImageError::NotAnImage { .. }));
    let missing = open_archive(Path::new("/nowhere/at/all"), &options()).unwrap_err();
    assert!(matches!(missing, ImageError::Open { .. }) && missing.hint().unwrap().starts_with("check that the path"));
}

#[test]
fn cut_archives_are_told_so() {
    let archive = builder().docker_archive();
    let (_folder, path) = stored(&archive[..archive.len() - 1800]);
    let error = open_archive(&path, &options()).unwrap_err();
    assert!(matches!(error, ImageError::Truncated { .. }), "{error}");
}

#[test]
fn layers_and_diff_ids_must_be_as_many() {
    let config = json!({ "os": "linux", "architecture": "amd64", "rootfs": { "diff_ids": [] } }).to_string();
    let manifest = r#"[{"Config":"c.json","RepoTags":null,"Layers":["l.tar"]}]"#;
    let tar = TarBuilder::new().file("manifest.json", manifest).file("c.json", config).file("l.tar", "").build();
    let (_folder, path) = stored(&tar);
    let error = open_archive(&path, &options()).unwrap_err();
    assert!(error.to_string().ends_with("its configuration lists 0 layers, its manifest 1"), "{error}");
}

#[test]
fn manifests_do_not_lead_out_of_their_folder() {
    let outer = tempfile::tempdir().unwrap();
    fs::write(outer.path().join("c.json"), builder().config()).unwrap();
    let folder = outer.path().join("image");
    fs::create_dir(&folder).unwrap();
    for config in ["../c.json".to_owned(), outer.path().join("c.json").display().to_string()] {
        let manifest = json!([{ "Config": config, "Layers": [] }]).to_string();
        fs::write(folder.join("manifest.json"), manifest).unwrap();
        let error = open_archive(&folder, &options()).unwrap_err();
        assert!(error.to_string().ends_with("which is not there"), "{error}");
    }
}

#[test]
fn links_in_circles_end() {
    let manifest = r#"[{"Config":"a","Layers":[]}]"#;
    let tar = TarBuilder::new().symlink("a", "b").symlink("b", "a").file("manifest.json", manifest).build();
    let (_folder, path) = stored(&tar);
    assert!(matches!(open_archive(&path, &options()), Err(ImageError::Manifest { .. })));
}

mod mutated {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_change_makes_it_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), which in 0..3usize) {
            let builder = builder().compression(ALL[which]);
            for mut archive in [builder.docker_archive(), builder.oci_tar().unwrap(), Compression::Gzip.compress(&builder.docker_archive()).unwrap()] {
                for (at, byte) in &changes {
                    let at = at.index(archive.len());
                    archive[at] = *byte;
                }
                let (_folder, path) = stored(&archive);
                if let Ok(image) = open_archive(&path, &options()) {
                    let _ = walk_image(&image, false);
                }
            }
        }
    }
}
