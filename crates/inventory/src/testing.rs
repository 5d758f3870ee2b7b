//! How tests ask an analyzer.

use crate::{Analyzer, File, FileFacts, Stat};

/// What an analyzer says of a file, provided that it wants it.
pub(crate) fn read(analyzer: &dyn Analyzer, path: &str, bytes: &[u8]) -> FileFacts {
    let stat = Stat::new(path, bytes.len() as u64, 0o755);
    assert!(analyzer.wants(&stat), "{} does not want {path}", analyzer.id());
    let mut facts = FileFacts::new(path, analyzer.id());
    if analyzer.sniff(&bytes[..bytes.len().min(512)]) {
        let extent = usize::try_from(analyzer.extent()).unwrap_or(usize::MAX).min(bytes.len());
        analyzer.read(&File { stat, bytes: &bytes[..extent] }, &mut facts);
    }
    facts
}

/// The packages as lines, for snapshots: `name@version relationship dev [licences] -> dependencies`.
pub(crate) fn listing(facts: &FileFacts) -> String {
    let mut lines = Vec::new();
    for package in &facts.packages {
        let mut line = format!("{} {}", package.ecosystem, package.purl.as_ref().map(ToString::to_string).unwrap_or_default());
        if !package.relationship.is_unknown() {
            line += &format!(" {:?}", package.relationship).to_lowercase();
        }
        if package.dev {
            line += " dev";
        }
        if !package.licenses.is_empty() {
            line += &format!(" {:?}", package.licenses);
        }
        if !package.depends_on.is_empty() {
            line += &format!(" -> {}", package.depends_on.join(" "));
        }
        lines.push(line);
    }
    lines
        .extend(facts.declared.iter().map(|d| format!("declares {} {}{}", d.purl_type, d.name, if d.dev { " dev" } else { "" })));
    lines.extend(facts.problems.iter().map(|problem| format!("problem: {}", problem.message)));
    lines.join("\n")
}

/// Random edits of every unit's sample: bytes replaced, removed, doubled.
mod mutated {
    use super::read;
    use crate::Analyzer;
    use proptest::prelude::*;

    const SAMPLES: [(&dyn Analyzer, &str, &[u8]); 6] = [
        (&crate::apk::Apk, "lib/apk/db/installed", include_bytes!("apk/testdata/installed")),
        (&crate::dpkg::Dpkg, "var/lib/dpkg/status", include_bytes!("dpkg/testdata/status")),
        (&crate::dpkg::Dpkg, "usr/share/doc/dash/copyright", include_bytes!("dpkg/testdata/copyright")),
        (&crate::npm::Npm, "node_modules/a/package.json", include_bytes!("npm/testdata/lodash.json")),
        (&crate::os_release::OsRelease, "etc/os-release", include_bytes!("os_release/testdata/debian12")),
        (&crate::python::Python, "a.dist-info/METADATA", include_bytes!("python/testdata/METADATA")),
    ];

    proptest! {
        #[test]
        fn readers_survive_and_repeat_themselves(
            unit in 0..SAMPLES.len(),
            edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..20),
        ) {
            let (analyzer, path, sample) = SAMPLES[unit];
            let mut bytes = sample.to_vec();
            for (at, to, byte, kind) in edits {
                if bytes.is_empty() {
                    break;
                }
                let (at, to) = (at.index(bytes.len()), to.index(bytes.len()));
                let (from, to) = (at.min(to), at.max(to));
                match kind {
                    0 => bytes[from] = byte,
                    1 => drop(bytes.drain(from..to.min(from + 40))),
                    _ => {
                        let piece = bytes[from..to.min(from + 40)].to_vec();
                        bytes.splice(from..from, piece);
                    }
                }
            }
            let facts = read(analyzer, path, &bytes);
            prop_assert!(facts.packages.iter().all(|package| !package.name.is_empty() && !package.version.is_empty()));
            prop_assert_eq!(read(analyzer, path, &bytes), facts);
        }
    }
}

/// Every cut of a sample, and every sample with one byte changed here and there: readers must survive them all.
pub(crate) fn assert_survives_damage(analyzer: &dyn Analyzer, path: &str, sample: &[u8]) {
    let step = (sample.len() / 400).max(1);
    for at in (0..sample.len()).step_by(step) {
        if analyzer.wants(&Stat::new(path, at as u64, 0o755)) {
            read(analyzer, path, &sample[..at]);
        }
        for change in [0x00, 0xff, b'9', b'\n'] {
            let mut damaged = sample.to_vec();
            damaged[at] = change;
            read(analyzer, path, &damaged);
        }
    }
}
