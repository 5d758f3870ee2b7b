//! What is found in archives and compiled files.

use super::*;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn texts(path: &str, bytes: &[u8], depth: usize) -> (Vec<String>, Vec<String>) {
    let (mut told, mut found) = (Vec::new(), Found::default());
    each_text(path, bytes, depth, &mut found, &mut |origin, text, _| {
        told.push(format!("{}: {}", origin.member.unwrap_or("-"), String::from_utf8_lossy(text)));
    });
    (told, found.problems.into_iter().map(|problem| problem.message).collect())
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tarred(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    builder.append_data(&mut header, name, bytes).unwrap();
    builder.into_inner().unwrap()
}

#[test]
fn archives_are_opened_up_to_a_depth() {
    let inner = zipped(&[("b/deep.txt", b"deep text"), ("logo.png", b"picture")]);
    let outer = zipped(&[("a.txt", b"a text"), ("inner.jar", &inner)]);
    assert_eq!(texts("app.war", &outer, 3).0, ["a.txt: a text", "inner.jar!/b/deep.txt: deep text"]);
    assert_eq!(
        texts("app.war", &outer, 1),
        (
            vec!["a.txt: a text".to_owned()],
            vec!["inner.jar: an archive in it lies too deep in others to be looked into".to_owned()]
        )
    );
    assert_eq!(texts("x.tar.gz", &gzipped(&tarred("k/e.env", b"KEY=value")), 3).0, ["k/e.env: KEY=value"]);
    assert_eq!(texts("log.gz", &gzipped(b"a line of text"), 3).0, ["-: a line of text"]);
    assert_eq!(texts("usr/share/doc/a/changelog.gz", &gzipped(b"a line"), 3).0, Vec::<String>::new());
}

#[test]
fn what_stands_behind_a_large_member_is_found() {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in [("a/large.txt", vec![b'a'; 65 << 20]), ("k/e.env", b"KEY=value".to_vec())] {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    let (told, problems) = texts("x.tar.gz", &gzipped(&builder.into_inner().unwrap()), 3);
    assert_eq!((told.last().map(String::as_str), problems.len()), (Some("k/e.env: KEY=value"), 1));
}

#[test]
fn broken_archives_are_told() {
    let whole = zipped(&[("a.txt", b"a text")]);
    assert_eq!(texts("a.zip", &whole[..whole.len() - 30], 3).1.len(), 1);
    let whole = gzipped(b"a text");
    assert_eq!(texts("a.gz", &whole[..whole.len() - 9], 3).1.len(), 1);
}

#[test]
fn strings_of_binary_files_are_read() {
    // The letter behind a text is the type of the next constant.
    assert_eq!(texts("a.pyc", b"\x01\x02\xe3\x00\xda\x08passwordz\x0ehunter2hunter2N", 3).0, ["-: password\nhunter2hunter2\n"]);
    let class = [&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 4, 1, 0, 3][..], b"key", &[3, 0, 0, 0, 1, 1, 0, 5], b"value"].concat();
    assert_eq!(texts("A.class", &class, 3).0, ["-: key\nvalue\n"]);
    assert_eq!(texts("a.reg", b"\xff\xfek\x00=\x00v\x00", 3).0, ["-: k=v"]);
    assert_eq!(texts("a.bin", b"\x7fELF\0\0\0\0", 3).0, Vec::<String>::new());
}

proptest! {
    #[test]
    fn damage_never_panics(at in 0_usize..300, byte in any::<u8>(), cut in 0_usize..300) {
        for sample in [zipped(&[("a.txt", b"a text"), ("b.txt", b"b text")]), gzipped(&tarred("a", b"text")), tarred("a", b"text")] {
            let mut damaged = sample.get(..sample.len().saturating_sub(cut)).unwrap_or_default().to_vec();
            if let Some(place) = damaged.get_mut(at) {
                *place = byte;
            }
            texts("a.zip", &damaged, 3);
        }
    }
}

#[test]
fn databases_are_read_by_their_columns() {
    let told = texts("app.db", include_bytes!("testdata/accounts.sqlite"), 3).0.concat();
    assert!(told.contains("name=\"user number 7\"\npassword=\"hunter7hunter\"\n"), "{told}");
}

#[test]
fn a_problem_is_told_once() {
    // Three archives in one that is as deep as is looked.
    let inner = zipped(&[("x", b"x")]);
    let problems = texts("a.zip", &zipped(&[("a.zip", &inner), ("b.zip", &inner), ("b", &inner)]), 1).1;
    assert_eq!(problems.len(), 3, "of each member");
    let (mut found, mut take) = (Found::default(), |_: Origin<'_>, _: &[u8], _: &mut Found| {});
    let mut look = Look { path: "a", budget: Budget::default(), found: &mut found, take: &mut take };
    look.problem(None, "the same");
    look.problem(None, "the same");
    assert_eq!(found.problems.len(), 1);
}
