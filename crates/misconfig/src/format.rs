//! What every kind of checked file is.

use tidewaiter_model::{Misconfiguration, Problem};

/// What was checked in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The file, relative to the root, without a leading slash.
    pub path: String,
    /// The format's id: `dockerfile`, `kubernetes`.
    pub kind: String,
    /// Passes and failures, in the order of the checks.
    pub results: Vec<Misconfiguration>,
    /// What could not be read or checked.
    pub problems: Vec<Problem>,
}

/// A kind of file that says how to build or run something.
pub trait Format: Sync {
    /// `dockerfile`; the type in reports.
    fn id(&self) -> &'static str;

    /// Whether a file of this path and size may be one. Cheap: it is asked for every file.
    fn wants(&self, path: &str, size: u64) -> bool;

    /// Whether a wanted file with these bytes is one indeed; cheaper than reading it: most YAML and JSON is something else.
    fn sniff(&self, bytes: &[u8]) -> bool;

    /// Reads the file and runs all checks of the format. What cannot be read becomes a problem that names the line; whatever
    /// can be is checked all the same.
    fn check(&self, bytes: &[u8], checked: &mut Checked);
}

impl Checked {
    /// Nothing yet, of a file.
    #[must_use]
    pub fn new(path: &str, kind: &str) -> Self {
        Self { path: path.to_owned(), kind: kind.to_owned(), ..Self::default() }
    }

    /// Notes what could not be read.
    pub fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem { path: self.path.clone(), origin: self.kind.clone(), message: message.into() });
    }
}
