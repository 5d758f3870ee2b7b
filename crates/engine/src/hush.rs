//! What other programs and libraries say, without the secrets in it: their messages end in logs.

use std::error::Error;
use std::sync::LazyLock;
use tidewaiter_scan::with_causes;
use tidewaiter_secrets::Scanner;

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::default);

/// The text with stars for secrets.
pub(crate) fn hushed(text: &str) -> String {
    SCANNER.masked("", text).unwrap_or_else(|| text.to_owned())
}

/// An error with its causes, on one line, with stars for secrets.
pub(crate) fn told(error: &dyn Error) -> String {
    hushed(&with_causes(error))
}
