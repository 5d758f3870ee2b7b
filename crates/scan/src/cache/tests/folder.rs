//! Folders that many share, and what goes first.

use super::{Scene, image};
use crate::Skip;
use crate::cache::{FactsFolder, FactsKey, FactsStore, Status};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};
use tidewaiter_secrets::Scanner;

#[test]
fn any_number_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let kept = FactsFolder::new(folder.path(), 40_000);
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let keys: Vec<FactsKey> = keys(&scene, &archive, 64);
    let text = |key: &FactsKey| key.to_string().repeat(16).into_bytes();
    let found = AtomicUsize::new(0);
    let fingerprints = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for thread in 0..200 {
            let (kept, keys, found, fingerprints) = (&kept, &keys, &found, &fingerprints);
            scope.spawn(move || {
                let scanner = Scanner::default().with_key(kept.secrets_key().unwrap());
                fingerprints.lock().unwrap().insert(scanner.identity());
                for step in 0..keys.len() {
                    let key = &keys[(step * 7 + thread) % keys.len()];
                    match kept.get(key).unwrap() {
                        Some(bytes) => {
                            assert_eq!(bytes, text(key));
                            found.fetch_add(1, Ordering::Relaxed);
                        }
                        None => kept.put(key, &text(key)).unwrap(),
                    }
                }
            });
        }
    });
    assert!(found.into_inner() > 0);
    assert_eq!(fingerprints.into_inner().unwrap().len(), 1);
    kept.prune(40_000, None).unwrap();
    let status = kept.status().unwrap();
    assert!(status.bytes <= 40_000 && status.entries > 0, "{status:?}");
    let left = fs::read_dir(kept.path()).unwrap().count();
    assert_eq!(left, status.entries + 1, "nothing is left but entries and the key");
}

/// So many different keys.
fn keys(scene: &Scene, archive: &Path, count: usize) -> Vec<FactsKey> {
    let mut skip = Vec::new();
    let mut keys = Vec::new();
    for number in 0..count {
        skip.push(number.to_string());
        let scene = Scene { skip: Skip::new(&skip, &[]).unwrap(), ..Scene::new() };
        keys.push(scene.key(archive, 0));
    }
    assert!(!keys.contains(&scene.key(archive, 0)));
    keys
}

#[test]
fn what_was_not_used_goes_first() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let keys = keys(&scene, &archive, 4);
    let kept = scene.kept();
    let file = |key: &FactsKey| kept.path().join(format!("{key}.facts"));
    let hour = Duration::from_secs(3600);
    let now = SystemTime::now();
    for (hours, key) in (0..).zip(&keys) {
        kept.put(key, &[0; 1000]).unwrap();
        fs::File::options().append(true).open(file(key)).unwrap().set_modified(now - hour * (hours * 10 + 2)).unwrap();
    }
    fs::write(kept.path().join("someone's"), "").unwrap();
    fs::write(kept.path().join(".writing-now"), "").unwrap();
    let left = fs::File::create(kept.path().join(".writing-once")).unwrap();
    left.set_modified(now - hour * 2).unwrap();
    // The oldest is used, and so is the oldest no more.
    assert!(kept.get(&keys[3]).unwrap().is_some());
    assert!(fs::metadata(file(&keys[3])).unwrap().modified().unwrap() >= now);
    let pruned = kept.prune(1 << 20, Some(hour * 15)).unwrap();
    assert_eq!((pruned.entries, pruned.bytes), (1, 1000));
    assert!(kept.get(&keys[2]).unwrap().is_none() && kept.get(&keys[1]).unwrap().is_some());
    assert_eq!(kept.prune(1000, None).unwrap().entries, 2);
    assert!(kept.get(&keys[3]).unwrap().is_some() || kept.get(&keys[1]).unwrap().is_some());
    assert!(kept.path().join(".writing-now").exists() && !kept.path().join(".writing-once").exists());
    assert_eq!(kept.clear().unwrap().entries, 1);
    assert!(kept.path().join("someone's").exists() && !kept.path().join("secrets.key").exists());
}

#[test]
fn entries_that_alone_are_too_much_are_not_kept() {
    let scene = Scene::new();
    let archive = scene.archive("a.tar", &image().docker_archive());
    let kept = FactsFolder::new(&scene.folder.path().join("small"), 100);
    kept.put(&scene.key(&archive, 0), &[0; 101]).unwrap();
    assert_eq!(kept.status().unwrap(), Status::default());
}

#[cfg(unix)]
#[test]
fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new();
    scene.survey(&scene.archive("a.tar", &image().docker_archive()));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(scene.kept().path()), 0o700);
    let files: Vec<u32> = fs::read_dir(scene.kept().path()).unwrap().map(|entry| mode(&entry.unwrap().path())).collect();
    assert_eq!(files, [0o600; 3]);
}
