//! Stores that travel through files: whole, again, changed on the way.

use super::*;
use crate::artifact::push;
use crate::record::{Affected, Event, Record};
use crate::shard::{About, write_advisories};
use tidewaiter_image::artifact::cosign::SigningKey;
use tidewaiter_image::artifact::{ArtifactSink, Layout, LayoutWriter};
use tidewaiter_testkit::{SIGNING_KEY, VERIFYING_KEY};

fn store(names: &[&str]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    std::fs::create_dir_all(store.folder()).unwrap();
    for name in names {
        let range = vec![Event::Introduced("0".to_owned()), Event::Fixed("2".to_owned())];
        let affected = Affected { package: "p".to_owned(), ranges: vec![range], ..Affected::default() };
        let record = Record { id: format!("{name}-1"), affected: vec![affected], ..Record::default() };
        let about = About { name: (*name).to_owned(), ..About::default() };
        write_advisories(&store.folder().join(format!("{name}.advisories")), about, vec![record]).unwrap();
    }
    (folder, store)
}

fn bundle(folder: &Path, store: &Store, key: Option<&SigningKey>) -> Layout {
    let path = folder.join("b.tar");
    let mut writer = LayoutWriter::create(&path).unwrap();
    push(store, &mut writer, key, &|_| ()).unwrap();
    writer.finish().unwrap();
    Layout::open(&path).unwrap()
}

fn pull_all(prebuilt: &Prebuilt, store: &Store) -> Result<Vec<Pulled>, ArtifactError> {
    prebuilt.shards().iter().map(|shard| prebuilt.pull(&shard.title, store, &|_| ())).collect()
}

#[test]
fn a_store_arrives_as_it_was_and_only_once() {
    let (folder, from) = store(&["npm", "Go"]);
    let key = SigningKey::from_pem(SIGNING_KEY, "").unwrap();
    let layout = bundle(folder.path(), &from, Some(&key));
    let public = VerifyingKey::from_pem(VERIFYING_KEY).unwrap();
    let prebuilt = Prebuilt::open(Box::new(layout), Some(&public)).unwrap();
    let (_there, to) = store(&[]);
    assert_eq!(pull_all(&prebuilt, &to).unwrap(), [Pulled::Fetched; 2]);
    assert_eq!(to.advisories("npm").unwrap().unwrap().about().records, 1);
    assert_eq!(pull_all(&prebuilt, &to).unwrap(), [Pulled::Unchanged; 2]);
    std::fs::write(to.folder().join("npm.advisories"), "damaged").unwrap();
    assert_eq!(pull_all(&prebuilt, &to).unwrap(), [Pulled::Unchanged, Pulled::Fetched]);
    assert_eq!(std::fs::read_dir(to.folder()).unwrap().count(), 2, "no temporary file stays");
}

#[test]
fn who_asks_for_a_signature_takes_nothing_without() {
    let (folder, from) = store(&["npm"]);
    let public = VerifyingKey::from_pem(VERIFYING_KEY).unwrap();
    let unsigned = Prebuilt::open(Box::new(bundle(folder.path(), &from, None)), Some(&public));
    assert!(matches!(unsigned, Err(ArtifactError::Signature(_))));
}

/// An artifact whose blobs are not what its manifest says.
struct Exchanged(Layout, Vec<u8>);

impl ArtifactSource for Exchanged {
    fn name(&self) -> String {
        "exchanged".to_owned()
    }
    fn manifest(&self, tag: Option<&str>) -> Result<Option<(Vec<u8>, Digest)>, tidewaiter_image::ImageError> {
        self.0.manifest(tag)
    }
    fn blob(&self, _: &Digest, _: u64) -> Result<Box<dyn Read + Send>, tidewaiter_image::ImageError> {
        Ok(Box::new(std::io::Cursor::new(self.1.clone())))
    }
}

#[test]
fn what_was_exchanged_is_not_taken() {
    let (folder, from) = store(&["npm"]);
    let size = std::fs::metadata(from.folder().join("npm.advisories")).unwrap().len() as usize;
    for bytes in [Vec::new(), vec![1; size], vec![1; size + 1], vec![1; size - 1]] {
        let source = Exchanged(bundle(folder.path(), &from, None), bytes);
        let (_there, to) = store(&[]);
        let outcome = pull_all(&Prebuilt::open(Box::new(source), None).unwrap(), &to);
        assert!(matches!(outcome, Err(ArtifactError::Exchanged { .. })), "{outcome:?}");
        assert_eq!(std::fs::read_dir(to.folder()).unwrap().count(), 0);
    }
}

#[test]
fn only_shards_are_taken_and_under_their_own_names() {
    let (folder, from) = store(&["npm"]);
    let shard = std::fs::read(from.folder().join("npm.advisories")).unwrap();
    for (title, bytes) in
        [("Go.advisories", shard.as_slice()), ("npm.ratings", &shard), ("npm.txt", b"x"), ("a.advisories", b"x")]
    {
        let path = folder.path().join("odd.tar");
        let mut writer = LayoutWriter::create(&path).unwrap();
        let digest = digest_of(bytes);
        writer.put_blob(&digest, bytes).unwrap();
        let listed = [Listed { title: title.to_owned(), digest, size: bytes.len() as u64 }];
        writer.put_manifest(None, &manifest::write(&listed, &digest_of(b"{}"))).unwrap();
        writer.finish().unwrap();
        let (_there, to) = store(&[]);
        let outcome = pull_all(&Prebuilt::open(Box::new(Layout::open(&path).unwrap()), None).unwrap(), &to);
        assert!(matches!(outcome, Err(ArtifactError::Shard(_))), "{title}: {outcome:?}");
        assert_eq!(std::fs::read_dir(to.folder()).unwrap().count(), 0);
    }
}

#[test]
fn an_empty_store_is_not_pushed() {
    let (folder, empty) = store(&[]);
    let mut writer = LayoutWriter::create(&folder.path().join("b.tar")).unwrap();
    assert!(matches!(push(&empty, &mut writer, None, &|_| ()), Err(ArtifactError::Empty(_))));
}
