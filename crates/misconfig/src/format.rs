//! What every kind of checked file is.

use crate::ignore::Ignores;
use crate::rego::Input;
use crate::{About, registry};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tidewaiter_model::{Misconfiguration, Problem};

/// What was checked in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The file, relative to the root, without a leading slash.
    pub path: String,
    /// The format's id: `dockerfile`, `kubernetes`.
    pub kind: String,
    /// Passes and failures, in the order of the checks.
    pub results: Vec<Misconfiguration>,
    /// What could not be read or checked.
    pub problems: Vec<Problem>,
    /// Whether it may come to something else on another day.
    pub is_dated: bool,
    /// The day on which it is checked, `2025-01-31`: acceptances in comments may end. Empty when none of them ends.
    #[serde(skip)]
    pub today: String,
    /// Names of the user's checks, which comments may accept, too.
    #[serde(skip)]
    pub names: Arc<[String]>,
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

    /// What users' checks are asked about in the file.
    fn inputs(&self, path: &str, bytes: &[u8]) -> Vec<Input> {
        let _ = (path, bytes);
        Vec::new()
    }

    /// What all its checks say of themselves.
    fn abouts(&self) -> Vec<&'static About> {
        Vec::new()
    }
}

impl Checked {
    /// Nothing yet, of a file.
    #[must_use]
    pub fn new(path: &str, kind: &str) -> Self {
        Self { path: path.to_owned(), kind: kind.to_owned(), ..Self::default() }
    }

    /// The same, beside checks of the user that have these names.
    #[must_use]
    pub fn beside(self, names: &Arc<[String]>) -> Self {
        Self { names: Arc::clone(names), ..self }
    }

    /// The same, on a day: `2025-01-31`.
    #[must_use]
    pub fn on(self, today: &str) -> Self {
        Self { today: today.to_owned(), ..self }
    }

    /// Reads what the comments of the file accept; those that name no check are problems.
    pub fn ignores(&mut self, text: &str) -> Ignores {
        let (ignores, mut problems) = Ignores::read(text, &self.today);
        problems.extend(
            ignores
                .unknown(|name| registry::is_known(name) || self.names.iter().any(|own| own.eq_ignore_ascii_case(name)))
                .map(|(line, name)| (line, format!("an ignore comment names {name:?}, and no check is called so"))),
        );
        for (line, message) in problems {
            self.problem(format!("line {line}: {message}"));
        }
        ignores
    }

    /// Notes what could not be read.
    pub fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem { path: self.path.clone(), origin: self.kind.clone(), message: message.into() });
    }
}
