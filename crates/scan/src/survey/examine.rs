//! One file, looked at by all who asked for it: analyzers, checks, and those who look for secrets.

use super::facts::Findings;
use super::parts;
use crate::Scanners;
use crate::mask::Mask;
use tidewaiter_image::{Content, ImageError};
use tidewaiter_inventory::{Analyzer, ByName, File, FileFacts, Setting, Stat, analyzers};
use tidewaiter_model::Problem;
use tidewaiter_secrets::{Found, Pieces, Scanner};

/// The bytes at a file's beginning by which it is told whether it is a text.
const SNIFFED: usize = 8 << 10;
/// Files up to this size are looked through for secrets at once.
const MAX_WHOLE: u64 = 32 << 20;
/// Databases and byte code make sense as a whole only.
const MAX_DATABASE: u64 = 256 << 20;
/// The bytes at a file's beginning by which analyzers tell whether it is theirs.
const HEAD: usize = 512;
/// More of a file is not read: nothing that analyzers know is larger.
const MAX_FILE: u64 = 1 << 30;
/// The least size at which an analyzer leaves a file alone for being too large.
const LEAST_LIMIT: u64 = 64 << 10;
/// Larger texts are looked through for secrets in pieces of this size,
const PIECE: usize = 8 << 20;
/// which overlap so far that no secret is cut in both.
const OVERLAP: usize = 64 << 10;

/// Who is asked, and how.
pub(crate) struct Examiner<'a> {
    analyzers: ByName,
    pub(super) scanners: Scanners<'a>,
    mask: &'a Mask<'a>,
}

/// Who wants to see a file's contents.
#[derive(Default)]
pub(crate) struct Wanted {
    analyzers: Vec<&'static dyn Analyzer>,
    /// Those who would, were it smaller.
    refusing: Vec<&'static dyn Analyzer>,
    is_checked: bool,
    may_hold_secrets: bool,
}

impl Wanted {
    pub(crate) fn by_nobody(&self) -> bool {
        self.analyzers.is_empty() && self.refusing.is_empty() && !self.is_checked && !self.may_hold_secrets
    }
}

impl<'a> Examiner<'a> {
    /// In project folders lock files count, too.
    pub(crate) fn new(is_project: bool, scanners: Scanners<'a>, mask: &'a Mask<'a>) -> Self {
        let is_asked = |analyzer: &&dyn Analyzer| scanners.packages && (is_project || analyzer.setting() != Setting::Project);
        let asked = analyzers().iter().copied().filter(is_asked).collect();
        Self { analyzers: ByName::new(asked), scanners, mask }
    }

    /// Who wants to see a file.
    pub(crate) fn wanted(&self, stat: &Stat<'_>) -> Wanted {
        let Stat { path, size, mode, .. } = *stat;
        let mut refusing = Vec::new();
        if size > LEAST_LIMIT {
            refusing = self.analyzers.wanting(&Stat::new(path, LEAST_LIMIT, mode));
            refusing.retain(|analyzer| !analyzer.wants(stat));
        }
        Wanted {
            analyzers: self.analyzers.wanting(stat),
            refusing,
            is_checked: self.scanners.checks.is_some_and(|checks| checks.wants(path, size)),
            may_hold_secrets: self.scanners.secrets.is_some_and(|scanner| scanner.wants(path, size)),
        }
    }

    /// Whether an analyzer would want a file in the place of a link.
    pub(crate) fn wants_link(&self, path: &str) -> bool {
        !self.analyzers.wanting(&Stat::new(path, HEAD as u64, 0)).is_empty()
    }

    /// What a folder states by its path alone.
    pub(crate) fn folder(&self, path: &str) -> impl Iterator<Item = FileFacts> {
        self.analyzers.all().filter_map(move |analyzer| {
            let packages = vec![analyzer.folder(path)?];
            Some(FileFacts { packages, ..FileFacts::new(path, analyzer.id()) })
        })
    }

    /// Looks at a file's contents for those who want to see it.
    pub(crate) fn examine(&self, stat: &Stat<'_>, wanted: &Wanted, content: &mut dyn Content) -> Result<Findings, ImageError> {
        let mut findings = Findings::default();
        self.refuse_larger(stat, wanted, content, &mut findings)?;
        self.analyse(stat, wanted, content, &mut findings)?;
        if wanted.is_checked {
            self.check(stat, content, &mut findings)?;
        }
        if let (true, Some(scanner)) = (wanted.may_hold_secrets, self.scanners.secrets) {
            let found = secrets(scanner, stat, content)?;
            findings.secrets = found.secrets;
            findings.problems.extend(found.problems);
        }
        Ok(findings)
    }

    /// Names a file that is larger than what those who would have read it read at all.
    fn refuse_larger(
        &self,
        stat: &Stat<'_>,
        wanted: &Wanted,
        content: &mut dyn Content,
        findings: &mut Findings,
    ) -> Result<(), ImageError> {
        if wanted.refusing.is_empty() {
            return Ok(());
        }
        let head = content.head(HEAD)?;
        let refusing = wanted.refusing.iter().filter(|analyzer| analyzer.sniff(head));
        let reason = format!("it has {} MB, more than is read of such files", stat.size / 1_000_000);
        findings.files.extend(refusing.map(|analyzer| refused(stat, *analyzer, &reason)));
        Ok(())
    }

    /// Has the file's facts stated.
    fn analyse(
        &self,
        stat: &Stat<'_>,
        wanted: &Wanted,
        content: &mut dyn Content,
        findings: &mut Findings,
    ) -> Result<(), ImageError> {
        if wanted.analyzers.is_empty() {
            return Ok(());
        }
        let head = content.head(HEAD)?;
        let wanting = wanted.analyzers.iter().copied().filter(|analyzer| analyzer.sniff(head));
        let (mut whole, mut in_parts) = (Vec::new(), Vec::new());
        for analyzer in wanting {
            match analyzer.partial().filter(|_| stat.size >= parts::LEAST) {
                Some(partial) => in_parts.push((analyzer, partial)),
                None => whole.push(analyzer),
            }
        }
        if !in_parts.is_empty() {
            parts::look(stat, &in_parts, content, findings)?;
        }
        let extent = |analyzer: &dyn Analyzer| analyzer.extent().min(stat.size);
        let (reading, larger): (Vec<_>, Vec<_>) = whole.into_iter().partition(|analyzer| extent(*analyzer) <= MAX_FILE);
        findings.files.extend(larger.iter().map(|analyzer| refused(stat, *analyzer, "it is larger than 1 GiB")));
        let needed = reading.iter().map(|analyzer| extent(*analyzer)).max().unwrap_or(0);
        let bytes = content.head(usize::try_from(needed).unwrap_or(usize::MAX))?;
        if (bytes.len() as u64) < needed {
            let reason = format!("only {} of its {} bytes are there", bytes.len(), stat.size);
            findings.files.extend(reading.iter().map(|analyzer| refused(stat, *analyzer, &reason)));
            return Ok(());
        }
        for analyzer in reading {
            let mut facts = FileFacts::new(stat.path, analyzer.id());
            let asked = usize::try_from(extent(analyzer)).unwrap_or(usize::MAX);
            analyzer.read(&File { stat: *stat, bytes: bytes.get(..asked).unwrap_or(bytes) }, &mut facts);
            if !facts.is_empty() {
                findings.files.push(facts);
            }
        }
        Ok(())
    }

    /// Checks a file that says how to build or run something.
    fn check(&self, stat: &Stat<'_>, content: &mut dyn Content, findings: &mut Findings) -> Result<(), ImageError> {
        let (Some(checks), Some(bytes)) = (self.scanners.checks, content.read_all(MAX_WHOLE)?) else { return Ok(()) };
        findings.checked = checks.file(stat.path, bytes);
        if let Some(checked) = &mut findings.checked {
            self.mask.lines(bytes, checked);
        }
        Ok(())
    }
}

/// Says why an analyzer was not shown a file that it wanted.
fn refused(stat: &Stat<'_>, analyzer: &dyn Analyzer, reason: &str) -> FileFacts {
    let mut facts = FileFacts::new(stat.path, analyzer.id());
    facts.problem(reason);
    facts
}

/// Looks for secrets in a file.
fn secrets(scanner: &Scanner, stat: &Stat<'_>, content: &mut dyn Content) -> Result<Found, ImageError> {
    let Stat { path, size, .. } = *stat;
    let mut found = Found::default();
    let head = content.head(SNIFFED)?;
    if !scanner.sniff(path, head) {
        return Ok(found);
    }
    if size >= parts::LEAST && scanner.is_archive(path, head) {
        let head = head.to_vec();
        parts::secrets(scanner, (path, &head), content, &mut found)?;
        return Ok(found);
    }
    let is_divisible = scanner.is_divisible(path, head);
    match content.read_all(if is_divisible { MAX_WHOLE } else { MAX_DATABASE })? {
        Some(bytes) => scanner.file(path, bytes, &mut found),
        None if !is_divisible => {
            let message = format!("it has {} MB, and databases are opened up to 256", size / 1_000_000);
            found.problems.push(Problem { path: path.to_owned(), origin: "secrets".to_owned(), message });
        }
        None => {
            let mut pieces = Pieces::new(scanner, path, OVERLAP);
            while let Some((offset, bytes)) = content.piece(PIECE, OVERLAP)? {
                pieces.look(offset, bytes, &mut found);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_image::Stored;

    fn examined(scanners: Scanners<'_>, stat: &Stat<'_>, content: &mut dyn Content) -> Findings {
        let mask = Mask::new(None);
        let examiner = Examiner::new(false, scanners, &mask);
        examiner.examine(stat, &examiner.wanted(stat), content).unwrap()
    }

    /// A file of which only the beginning may be read.
    struct Beginning(Vec<u8>);

    impl Content for Beginning {
        fn head(&mut self, n: usize) -> Result<&[u8], ImageError> {
            assert!(n <= 1 << 20, "{n} bytes are asked for");
            self.0.resize(1 << 20, 0);
            Ok(&self.0[..n])
        }

        fn read_all(&mut self, _max: u64) -> Result<Option<&[u8]>, ImageError> {
            unreachable!("the whole file is asked for")
        }

        fn piece(&mut self, _size: usize, _overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
            unreachable!("all pieces are asked for")
        }

        fn stored(&mut self, _most: u64) -> Result<Stored<'_>, ImageError> {
            unreachable!("all of it is asked for")
        }
    }

    #[test]
    fn of_a_large_model_only_the_beginning_is_read() {
        let header = [b"GGUF".as_slice(), &3_u32.to_le_bytes(), &[0; 16]].concat();
        let scanners = Scanners { packages: true, secrets: None, checks: None };
        let findings = examined(scanners, &Stat::new("models/tide.gguf", 10 << 30, 0o644), &mut Beginning(header));
        assert_eq!(findings.files[0].packages[0].name, "tide");
        assert!(findings.files[0].problems.is_empty());
    }

    #[test]
    fn a_database_that_is_too_large_is_told() {
        struct Huge;
        impl Content for Huge {
            fn head(&mut self, _n: usize) -> Result<&[u8], ImageError> {
                Ok(b"SQLite format 3\0")
            }

            fn read_all(&mut self, max: u64) -> Result<Option<&[u8]>, ImageError> {
                assert_eq!(max, MAX_DATABASE);
                Ok(None)
            }

            fn piece(&mut self, _size: usize, _overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
                unreachable!("pieces of a database say nothing")
            }

            fn stored(&mut self, _most: u64) -> Result<Stored<'_>, ImageError> {
                unreachable!("nobody looks into it")
            }
        }
        let scanner = Scanner::default();
        let scanners = Scanners { packages: false, secrets: Some(&scanner), checks: None };
        let findings = examined(scanners, &Stat::new("a.db", 2 << 30, 0), &mut Huge);
        assert_eq!(findings.problems[0].message, "it has 2147 MB, and databases are opened up to 256");
    }
}
