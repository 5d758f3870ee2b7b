//! A visitor that writes down what it is shown, and short ways to walk.

use crate::tar::{self, FileInput, StreamInput};
use crate::{Content, Entry, EntryKind, Image, ImageError, LayerOutcome, Limits, Visitor, WalkOptions};
use std::io::{Seek, Write};
use std::sync::Arc;
use tidewaiter_model::Problem;

/// One line an entry: its kind, path, and target or contents.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) lines: Vec<String>,
    /// Contents are read up to this; 0 reads none.
    pub(crate) max: u64,
}

impl Recorder {
    pub(crate) fn reading() -> Self {
        Self { lines: Vec::new(), max: 1 << 20 }
    }
}

impl Visitor for Recorder {
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let path = entry.path;
        self.lines.push(match entry.kind {
            EntryKind::File if self.max == 0 => format!("file {path} {}", entry.size),
            EntryKind::File => {
                let head = content.head(3)?.to_vec();
                let whole = content.read_all(self.max)?;
                assert!(whole.is_none_or(|whole| whole.starts_with(&head) && whole.len() as u64 == entry.size));
                format!("file {path} {}", whole.map_or("-".into(), String::from_utf8_lossy))
            }
            EntryKind::Directory => format!("dir {path}"),
            EntryKind::Symlink(target) => format!("symlink {path} {target}"),
            EntryKind::Hardlink(target) => format!("hardlink {path} {target}"),
            EntryKind::Whiteout => format!("whiteout {path}"),
            EntryKind::OpaqueDirectory => format!("opaque {path}"),
            EntryKind::Other => format!("other {path}"),
        });
        Ok(())
    }
}

/// Walks the same archive as a file and as a stream of odd pieces; both must show the same.
pub(crate) fn walk_tar(bytes: &[u8], limits: &Limits) -> Result<(Vec<String>, Vec<Problem>), ImageError> {
    let options = WalkOptions { limits, verify_diff_ids: false, stop: None };
    let mut file = tempfile::tempfile().unwrap();
    // The archive stands in the midst of a file.
    file.write_all(&[7; 100]).unwrap();
    file.write_all(bytes).unwrap();
    file.write_all(&[7; 5000]).unwrap();
    file.rewind().unwrap();
    let (mut by_file, mut problems) = (Recorder::reading(), Vec::new());
    let mut input = FileInput::new(Arc::new(file), "layer", 100, bytes.len() as u64);
    let one = tar::walk(&mut input, "layer", &options, &mut by_file, &mut problems);
    let (mut by_stream, mut problems_too) = (Recorder::reading(), Vec::new());
    let mut pieces = bytes.chunks(1000);
    let mut input = StreamInput::new(|_| Ok(pieces.next().map(<[u8]>::to_vec)));
    let two = tar::walk(&mut input, "layer", &options, &mut by_stream, &mut problems_too);
    assert_eq!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    assert_eq!((&by_file.lines, &problems), (&by_stream.lines, &problems_too));
    one.map(|()| (by_file.lines, problems))
}

/// Walks all layers, contents and all.
pub(crate) fn walk_image(image: &Image, verify_diff_ids: bool) -> Result<(Vec<String>, Vec<LayerOutcome>), ImageError> {
    let limits = Limits::for_testing();
    let options = WalkOptions { limits: &limits, verify_diff_ids, stop: None };
    let mut recorder = Recorder::reading();
    let outcomes = (0..image.metadata.layers.len()).map(|index| image.walk_layer(index, &options, &mut recorder));
    let outcomes = outcomes.collect::<Result<_, _>>()?;
    Ok((recorder.lines, outcomes))
}
