//! How tests ask an analyzer.

use crate::{Analyzer, File, FileFacts, Stat};

/// What an analyzer says of a file, provided that it wants it.
pub(crate) fn read(analyzer: &dyn Analyzer, path: &str, bytes: &[u8]) -> FileFacts {
    let stat = Stat { path, size: bytes.len() as u64, mode: 0o755 };
    assert!(analyzer.wants(&stat), "{} does not want {path}", analyzer.id());
    let mut facts = FileFacts::new(path, analyzer.id());
    if analyzer.sniff(&bytes[..bytes.len().min(512)]) {
        analyzer.read(&File { stat, bytes }, &mut facts);
    }
    facts
}

/// Every cut of a sample, and every sample with one byte changed here and there: readers must survive them all.
pub(crate) fn assert_survives_damage(analyzer: &dyn Analyzer, path: &str, sample: &[u8]) {
    let step = (sample.len() / 400).max(1);
    for at in (0..sample.len()).step_by(step) {
        if analyzer.wants(&Stat { path, size: at as u64, mode: 0o755 }) {
            read(analyzer, path, &sample[..at]);
        }
        for change in [0x00, 0xff, b'9', b'\n'] {
            let mut damaged = sample.to_vec();
            damaged[at] = change;
            read(analyzer, path, &damaged);
        }
    }
}
