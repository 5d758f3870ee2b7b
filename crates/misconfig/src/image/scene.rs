//! Images for tests, in few words.
//!
//! A line each: `config JSON` (the settings), `os NAME`, `name NAME`, `history LINE`, `secret PLACE`, `file MODE PATH [CONTENTS]` (where
//! `\n` is a line's end), `large PATH` (50 MB), `capable PATH`, `folder MODE PATH`, `link PATH TARGET`. An image whose lines name no config has an empty one.

use super::{EntryFacts, EntryKind, Image, SecretPlace, note, wants};
use serde_json::{Value, json};

/// Reads a scene.
pub(super) fn image(text: &str) -> Image {
    let mut image = Image { name: "example:1".to_owned(), config: json!({ "config": {} }), ..Image::default() };
    let mut history = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "config" => image.config["config"] = serde_json::from_str(rest).unwrap(),
            "os" => image.config["os"] = Value::String(rest.to_owned()),
            "name" => rest.clone_into(&mut image.name),
            "history" => history.push(json!({ "created_by": rest, "empty_layer": true })),
            "secret" => image.secrets.push(SecretPlace { what: "a key".to_owned(), place: rest.to_owned() }),
            "file" => put(&mut image, EntryKind::File, rest),
            "folder" => put(&mut image, EntryKind::Folder, rest),
            "large" => add(&mut image, &EntryFacts { size: 50_000_000, ..facts(rest, 0o644) }, b""),
            "capable" => put(&mut image, EntryKind::File, &format!("0755 {rest} \0")),
            "link" => {
                let (path, target) = rest.split_once(' ').unwrap();
                add(&mut image, &EntryFacts { kind: EntryKind::Link, target, ..facts(path, 0o777) }, b"");
            }
            _ => panic!("no scene has {line:?}"),
        }
    }
    image.config["history"] = Value::Array(history);
    image
}

fn put(image: &mut Image, kind: EntryKind, line: &str) {
    let mut words = line.splitn(3, ' ');
    let (mode, path) = (words.next().unwrap(), words.next().unwrap());
    let contents = words.next().unwrap_or("").replace("\\n", "\n");
    let mode = u32::from_str_radix(mode, 8).unwrap();
    let has_capabilities = contents == "\0";
    add(image, &EntryFacts { kind, size: contents.len() as u64, has_capabilities, ..facts(path, mode) }, contents.as_bytes());
}

fn facts(path: &str, mode: u32) -> EntryFacts<'_> {
    EntryFacts { path, kind: EntryKind::File, target: "", size: 0, mode, has_capabilities: false }
}

fn add(image: &mut Image, entry: &EntryFacts<'_>, contents: &[u8]) {
    let noted = wants(entry).and_then(|_| note(entry, contents));
    image.notes.extend(noted.map(|note| (note.path.clone(), note)));
}
