//! Secrets that were found. None of these types ever holds a secret itself.

use crate::{CodeLine, Severity};
use serde::{Deserialize, Serialize};

/// A secret in a file or in an image's configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Kebab-case: `github-pat`.
    pub rule_id: String,
    /// Whose secret it is: `GitHub`.
    pub category: String,
    /// For people: `GitHub Personal Access Token`.
    pub title: String,
    /// How bad it is that others know it.
    pub severity: Severity,
    /// Where in the file it is, if that is an archive: `BOOT-INF/classes/application.yml`.
    pub member: Option<String>,
    /// The line in which it begins, from 1; 0 in files that have no lines.
    pub start_line: usize,
    /// The line in which it ends.
    pub end_line: usize,
    /// The column in which it begins, from 1, in bytes.
    pub start_column: usize,
    /// Where it begins in the file, in bytes; of an encoded secret, where the encoded text begins.
    pub offset: u64,
    /// The line in which it stands, the secret masked so that it cannot be recovered.
    pub matched: String,
    /// That line and those around it, masked alike.
    pub code: Vec<CodeLine>,
    /// How it was encoded, outermost first: `base64`, `hex`, `percent`.
    pub encodings: Vec<String>,
    /// What in an image's configuration or history holds it: `Env DB_PASSWORD`, `history line 7`. `None` in files.
    pub place: Option<String>,
    /// The layer that brought it, counted from the base.
    pub layer: Option<usize>,
    /// The later layer that removes or replaces the file. The secret still ships with the image.
    pub removed_by: Option<usize>,
    /// The same for the same secret of the same rule, and for no other: a hash under a key that is the baseline's, or else made
    /// anew for every scan. Reports do not tell it.
    pub fingerprint: String,
}
