//! Where the next page of a list begins: a time and an id, as one text that clients give back unread.

use crate::problem::{Fault, Problem};
use crate::store::Millis;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Elements of a page when nothing is said, and at most.
const PAGE: (i64, i64) = (50, 200);

/// Where the page after this one begins; `None` after the last.
pub(super) fn next<T>(page: &[T], limit: i64, place: impl Fn(&T) -> (Millis, &str)) -> Option<String> {
    let is_full = i64::try_from(page.len()).is_ok_and(|count| count == limit);
    let (time, id) = page.last().filter(|_| is_full).map(place)?;
    Some(write(time, id))
}

fn write(time: Millis, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{time}.{id}"))
}

pub(super) fn read(text: Option<&str>) -> Result<Option<(Millis, String)>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let parsed = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| {
        let (time, id) = text.split_once('.')?;
        // No database takes a text with a zero byte.
        Some((time.parse().ok()?, id.to_owned())).filter(|_| !text.contains('\0'))
    });
    let fault = || Problem::invalid(&[Fault::in_query("cursor", "cursor", "is not one that a list gave")]);
    parsed.map(Some).ok_or_else(fault)
}

pub(super) fn limit(asked: Option<i64>) -> Result<i64, Problem> {
    match asked {
        None => Ok(PAGE.0),
        Some(limit) if (1..=PAGE.1).contains(&limit) => Ok(limit),
        Some(_) => {
            let message = format!("has to be 1 to {}", PAGE.1);
            Err(Problem::invalid(&[Fault::in_query("limit", "range", message)]))
        }
    }
}
