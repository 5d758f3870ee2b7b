//! What goes to standard error without the secrets in it: names of images and addresses of mirrors come from the user, with his
//! password perhaps, and end in the log of a build that many read.

use std::sync::LazyLock;
use tidewaiter_secrets::Scanner;

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::default);

/// The text with stars for secrets.
pub(crate) fn hushed(text: &str) -> String {
    SCANNER.masked("", text).unwrap_or_else(|| text.to_owned())
}
