//! Images that are surveyed twice, and everything that may be wrong with what was kept of them.

mod folder;

use super::entry::{Kept, decode, encode};
use super::key::Common;
use super::{FactsCache, FactsFolder, FactsKey, FactsStore, Status};
use crate::mask::Mask;
use crate::survey::{Surveyed, survey_layers};
use crate::{Request, Scanners, Skip};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_image::{Image, ImageError, Limits, OpenOptions, WalkOptions, open_archive};
use tidewaiter_misconfig::Checks;
use tidewaiter_secrets::{Key, Scanner};
use tidewaiter_testkit::{Compression, ImageBuilder, TarBuilder};

const TOKEN: &str = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
const BUILD: &str = "FROM alpine:3.20\n# tidewaiter:ignore:DS-0002:exp:2030-01-01\nUSER root\n";

/// A folder with a cache, and what scans in it are to look for.
struct Scene {
    folder: TempDir,
    cache: FactsCache,
    scanner: Scanner,
    day: &'static str,
    skip: Skip,
    verify: bool,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let kept = FactsFolder::new(folder.path(), 1 << 30);
        let scanner = Scanner::default().with_key(kept.secrets_key().unwrap());
        let cache = FactsCache::new(vec![Box::new(kept)]);
        Self { folder, cache, scanner, day: "2025-01-31", skip: Skip::default(), verify: false }
    }

    fn kept(&self) -> FactsFolder {
        FactsFolder::new(self.folder.path(), 1 << 30)
    }

    /// An image in a file that has lain there for long enough to be known again.
    fn archive(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        while open(&path).identity(0).is_none() {
            std::thread::yield_now();
        }
        path
    }

    fn with_request<T>(&self, cache: Option<&FactsCache>, then: impl FnOnce(&Request<'_>) -> T) -> T {
        let checks = Checks::on(self.day);
        let limits = Limits::default();
        then(&Request {
            walk: WalkOptions { limits: &limits, verify_diff_ids: self.verify, stop: None },
            scanners: Scanners { packages: true, secrets: Some(&self.scanner), checks: Some(&checks) },
            baseline: None,
            skip: &self.skip,
            cache,
            render: None,
            threads: 2,
            severity: &SeverityOrder::Auto,
            os_packages: true,
            library_packages: true,
            dev_packages: false,
            max_age_days: 7,
            now: 0,
        })
    }

    fn survey_with(&self, path: &Path, cache: Option<&FactsCache>) -> Result<Vec<Surveyed>, ImageError> {
        self.with_request(cache, |request| survey_layers(&open(path), request, &Mask::new(Some(&self.scanner))))
    }

    /// The key of a layer.
    fn key(&self, archive: &Path, index: usize) -> FactsKey {
        let identity = open(archive).identity(index).unwrap();
        self.with_request(None, |request| Common::new(request).key(&identity, index == 0))
    }

    fn survey(&self, path: &Path) -> Vec<Surveyed> {
        self.survey_with(path, Some(&self.cache)).unwrap()
    }

    fn status(&self) -> Status {
        self.kept().status().unwrap()
    }
}

fn open(path: &Path) -> Image {
    open_archive(path, &OpenOptions::default()).unwrap()
}

fn image() -> ImageBuilder {
    let base =
        TarBuilder::new().file("etc/os-release", "ID=alpine\nVERSION_ID=3.20.3\n").file("app/.env", format!("A={TOKEN}\n"));
    let top = TarBuilder::new().whiteout("app/.env").file("app/Dockerfile", BUILD).dir("app");
    ImageBuilder::new().layer(base.build()).layer(top.build())
}

/// What of facts can be compared: each set of paths has a key of its own, unless it is the same set.
fn told(surveyed: &[Surveyed]) -> String {
    let of = |(facts, outcome): &Surveyed| {
        let hidden = ["app/.env", "app", "etc"].map(|path| facts.hides(path));
        let secrets: Vec<_> = facts.secrets.iter().flat_map(|(_, secrets)| secrets).map(|secret| &secret.fingerprint).collect();
        let statuses: Vec<_> = facts.checked.iter().flat_map(|checked| &checked.results).map(|it| (&it.id, it.status)).collect();
        format!("{:?} {:?} {hidden:?} {secrets:?} {statuses:?} {:?} {outcome:?}\n", facts.files, facts.notes, facts.problems)
    };
    surveyed.iter().map(of).collect()
}

/// Gives nothing and takes nothing, as a full disk does.
#[derive(Default)]
struct Failing(AtomicUsize);

impl FactsStore for Failing {
    fn get(&self, _: &FactsKey) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn put(&self, _: &FactsKey, _: &[u8]) -> io::Result<()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err(io::ErrorKind::StorageFull.into())
    }
}

#[test]
fn what_was_read_is_known_again() {
    let scene = Scene::new();
    let layout = scene.folder.path().join("layout");
    image().compression(Compression::Zstd).write_oci(&layout).unwrap();
    let archive = scene.archive("a.tar", &image().docker_archive());
    for (path, entries) in [(&archive, 2), (&layout, 4)] {
        let without = scene.survey_with(path, None).unwrap();
        let cold = scene.survey(path);
        assert_eq!(scene.status().entries, entries);
        let warm = scene.survey(path);
        assert_eq!((told(&cold), told(&warm)), (told(&without), told(&without)));
        assert_eq!(scene.status().entries, entries);
    }
    assert_eq!(scene.cache.take_trouble(), None);
    // Another image with the same layers needs none of its blobs.
    let copy = scene.folder.path().join("copy");
    image().compression(Compression::Zstd).name(Some("other:1")).write_oci(&copy).unwrap();
    let is_layer = |bytes: &[u8]| bytes.starts_with(b"\x28\xb5\x2f\xfd");
    for entry in fs::read_dir(copy.join("blobs/sha256")).unwrap() {
        let path = entry.unwrap().path();
        if is_layer(&fs::read(&path).unwrap()) {
            fs::write(path, "gone").unwrap();
        }
    }
    assert_eq!(told(&scene.survey(&copy)), told(&scene.survey(&layout)));
}

#[test]
fn damage_is_found_and_mended() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let cold = scene.survey(&archive);
    let keys = [0, 1].map(|index| scene.key(&archive, index));
    let file = |key: &FactsKey| scene.kept().path().join(format!("{key}.facts"));
    let is_whole = |key: &FactsKey| decode(key, &fs::read(file(key)).unwrap()).is_some();
    for key in &keys {
        let bytes = fs::read(file(key)).unwrap();
        fs::write(file(key), &bytes[..bytes.len() / 2]).unwrap();
        assert!(!is_whole(key));
    }
    assert_eq!(told(&scene.survey(&archive)), told(&cold));
    assert!(keys.iter().all(is_whole));
}

#[test]
fn no_damaged_entry_is_believed() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let (facts, outcome) = scene.survey(&archive).remove(0);
    let (key, other) = (scene.key(&archive, 0), scene.key(&archive, 1));
    let bytes = encode(&key, &Kept { facts: &facts, outcome: &outcome, day: Some("2025-01-31".to_owned()) }).unwrap();
    let kept = decode(&key, &bytes).unwrap();
    assert_eq!((kept.facts, kept.outcome, kept.day.as_deref()), (facts, outcome, Some("2025-01-31")));
    assert!(decode(&other, &bytes).is_none());
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(decode(&key, &damaged).is_none(), "byte {at}");
        assert!(decode(&key, &bytes[..at]).is_none(), "the first {at} bytes");
    }
    assert!(decode(&key, &[bytes, vec![0]].concat()).is_none());
}

#[test]
fn a_file_that_has_changed_is_read_again() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let before = scene.survey(&archive);
    let bytes = String::from_utf8(image().docker_archive()).unwrap();
    // As long as the other, and said to be the same.
    let changed = scene.archive("a.tar", bytes.replace("VERSION_ID=3.20.3", "VERSION_ID=3.19.9").as_bytes());
    let after = scene.survey(&changed);
    assert_ne!(told(&after), told(&before));
    assert_eq!(told(&after), told(&scene.survey_with(&changed, None).unwrap()));
}

#[test]
fn nobody_can_speak_for_layers_of_others() {
    let scene = Scene::new();
    let honest = scene.archive("honest.tar", &image().docker_archive());
    let lying = String::from_utf8(image().docker_archive()).unwrap().replace("ID=alpine", "ID=evilos");
    let lying = scene.archive("lying.tar", lying.as_bytes());
    let lie = scene.survey(&lying);
    let truth = scene.survey(&honest);
    assert_eq!(open(&lying).metadata.layers[0].diff_id, open(&honest).metadata.layers[0].diff_id);
    assert_eq!(told(&truth), told(&scene.survey_with(&honest, None).unwrap()));
    assert_eq!(told(&lie), told(&scene.survey_with(&lying, None).unwrap()));
    assert_ne!(told(&truth), told(&lie));
    // Nor does it pass where contents are to be verified, though it was read before without.
    let scene = Scene { verify: true, ..scene };
    assert!(matches!(scene.survey_with(&lying, Some(&scene.cache)), Err(ImageError::Digest { .. })));
    assert!(scene.survey(&honest).iter().all(|(_, outcome)| outcome.diff_id_verified));
    let scene = Scene { verify: false, ..scene };
    assert!(scene.survey(&honest).iter().all(|(_, outcome)| outcome.diff_id_verified), "it was, and is the same");
}

#[test]
fn whoever_looks_otherwise_looks_anew() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let all = scene.survey(&archive);
    let scene = Scene { skip: Skip::new(&["app/*".to_owned()], &[]).unwrap(), ..scene };
    let fewer = scene.survey(&archive);
    assert_eq!((all[0].0.secrets.len(), fewer[0].0.secrets.len(), scene.status().entries), (1, 0, 4));
    let scene = Scene { skip: Skip::default(), scanner: Scanner::default().with_key(Key::new(b"mine")), ..scene };
    let under_another_key = scene.survey(&archive);
    assert_ne!(under_another_key[0].0.secrets[0].1[0].fingerprint, all[0].0.secrets[0].1[0].fingerprint);
    assert_eq!(scene.status().entries, 6);
    let config =
        tidewaiter_secrets::Config::read("x.yaml", b"rules: [{id: x, regex: 'alpine'}]", &|_| Err(String::new())).unwrap();
    let scene = Scene { scanner: config.scanner().with_key(Key::new(b"mine")), ..scene };
    assert!(told(&scene.survey(&archive)) != told(&under_another_key) && scene.status().entries == 8);
}

#[test]
fn acceptances_end_though_layers_are_known() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let before = scene.survey(&archive);
    let scene = Scene { day: "2030-01-01", ..scene };
    let after = scene.survey(&archive);
    assert_ne!(told(&before), told(&after));
    assert_eq!(told(&after), told(&scene.survey_with(&archive, None).unwrap()));
    assert_eq!(scene.status().entries, 2, "the base holds on any day");
}

#[test]
fn a_cache_that_cannot_be_used_ends_no_scan() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let full = FactsCache::new(vec![Box::new(Failing::default())]);
    let surveyed = scene.survey_with(&archive, Some(&full)).unwrap();
    assert_eq!(told(&surveyed), told(&scene.survey_with(&archive, None).unwrap()));
    assert!(full.take_trouble().unwrap().starts_with("the cache of layers cannot be written: "));
    assert_eq!(full.take_trouble(), None);
    // A file in the folder's place.
    let blocked = scene.folder.path().join("blocked");
    fs::create_dir(&blocked).unwrap();
    fs::write(blocked.join("facts"), "").unwrap();
    let folder = FactsFolder::new(&blocked, 1 << 30);
    assert!(folder.secrets_key().is_err() && folder.status().is_err());
    let cache = FactsCache::new(vec![Box::new(folder)]);
    assert_eq!(told(&scene.survey_with(&archive, Some(&cache)).unwrap()), told(&surveyed));
    assert!(cache.take_trouble().is_some());
}

#[test]
fn what_is_far_is_kept_near() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let far = scene.folder.path().join("far");
    let cold = scene.survey_with(&archive, Some(&FactsCache::new(vec![Box::new(FactsFolder::new(&far, 1 << 30))]))).unwrap();
    let near = FactsFolder::new(&scene.folder.path().join("near"), 1 << 30);
    let both = FactsCache::new(vec![Box::new(near.clone()), Box::new(FactsFolder::new(&far, 1 << 30))]);
    assert_eq!(told(&scene.survey_with(&archive, Some(&both)).unwrap()), told(&cold));
    assert_eq!(near.status().unwrap().entries, 2);
}

#[test]
fn no_secret_is_kept() {
    let scene = Scene::new();
    let named = TarBuilder::new().file(&format!("node_modules/{TOKEN}/package.json"), r#"{"name":"a","version":"1.0.0"}"#);
    let archive = scene.archive("named.tar", &ImageBuilder::new().layer(named.build()).docker_archive());
    scene.survey(&archive);
    assert_eq!(scene.status().entries, 0, "its name is a secret");
    let archive = scene.archive("a.tar", &image().docker_archive());
    let (facts, outcome) = scene.survey(&archive).remove(0);
    assert_eq!((facts.secrets.len(), scene.status().entries), (1, 2));
    let inflated = rmp_serde::to_vec_named(&Kept { facts: &facts, outcome: &outcome, day: None }).unwrap();
    let inner = &TOKEN.as_bytes()[10..30];
    assert!(!inflated.windows(inner.len()).any(|window| window == inner));
}
