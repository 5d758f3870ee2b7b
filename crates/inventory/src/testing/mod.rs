//! How tests ask an analyzer.

mod damage;
mod growth;
mod hostile;
mod samples;

use crate::{Analyzer, File, FileFacts, Source, Stat};

/// What an analyzer says of a file, provided that it wants it.
pub(crate) fn read(analyzer: &dyn Analyzer, path: &str, bytes: &[u8]) -> FileFacts {
    let stat = Stat::new(path, bytes.len() as u64, 0o755);
    assert!(analyzer.wants(&stat), "{} does not want {path}", analyzer.id());
    let mut facts = FileFacts::new(path, analyzer.id());
    if analyzer.sniff(&bytes[..bytes.len().min(512)]) {
        let extent = usize::try_from(analyzer.extent()).unwrap_or(usize::MAX).min(bytes.len());
        analyzer.read(&File { stat, bytes: &bytes[..extent] }, &mut facts);
        // In parts it tells the same.
        if let Some(partial) = analyzer.partial() {
            let mut in_parts = FileFacts::new(path, analyzer.id());
            partial.look(&stat, &Elsewhere(bytes), &mut in_parts);
            assert_eq!(in_parts, facts);
        }
    }
    facts
}

/// Contents that are not held in memory, as far as anybody can tell.
pub(crate) struct Elsewhere<'a>(pub(crate) &'a [u8]);

impl Source for Elsewhere<'_> {
    fn size(&self) -> u64 {
        self.0.size()
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0.read_at(at, buffer)
    }
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

/// The listing of what an analyzer says of a text.
pub(crate) fn told(analyzer: &dyn Analyzer, path: &str, text: &str) -> String {
    listing(&read(analyzer, path, text.as_bytes()))
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

/// What holds for the facts of any file, however broken: packages have names and places, and there is no more of them, and of
/// what is wrong, than the file's size and a reader's patience allow.
fn assert_bounded(facts: &FileFacts, size: usize) {
    let what = format!("{} of {size} bytes by {}", facts.path, facts.analyzer);
    for package in &facts.packages {
        assert!(!package.name.is_empty() && !package.path.is_empty(), "{what}: {package:?}");
    }
    // A path alone may name one.
    assert!(facts.packages.len() <= size + 1, "{what}: {} packages", facts.packages.len());
    assert!(facts.problems.len() <= crate::facts::MAX_PROBLEMS + 1, "{what}: {} problems", facts.problems.len());
    let told: usize = facts.problems.iter().map(|problem| problem.message.len()).sum();
    assert!(told < 100_000, "{what}: problems of {told} bytes: {:?}", facts.problems[0].message.get(..300));
}
