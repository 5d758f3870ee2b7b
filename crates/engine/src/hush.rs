//! What other programs and libraries say, without the secrets in it: their messages end in logs.

use std::error::Error;
use std::sync::LazyLock;
use tidewaiter_secrets::Scanner;

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::default);

/// The text with stars for secrets.
pub(crate) fn hushed(text: &str) -> String {
    SCANNER.masked("", text).unwrap_or_else(|| text.to_owned())
}

/// An error with its causes, on one line.
pub(crate) fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    hushed(&text)
}
