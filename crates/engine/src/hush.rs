//! What other programs say, without the secrets in it: their messages end in logs.

use std::sync::LazyLock;
use tidewaiter_secrets::Scanner;

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::default);

/// The text with stars for secrets.
pub(crate) fn hushed(text: &str) -> String {
    SCANNER.masked("", text).unwrap_or_else(|| text.to_owned())
}
