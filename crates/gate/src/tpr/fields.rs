//! Rules of the contract's fields. All faults of a body are told at once.

use crate::problem::{Fault, Problem};
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};

/// A list of so many texts of so many characters, as schemas say it: what [`Fields::list`] looks for.
pub(super) fn texts<const FEWEST: usize, const MOST: usize, const SHORTEST: usize, const LONGEST: usize>() -> Array {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(SHORTEST)).max_length(Some(LONGEST));
    ArrayBuilder::new().items(text).min_items(Some(FEWEST)).max_items(Some(MOST)).build()
}

/// The same, where there need be none.
pub(super) fn optional_texts<const MOST: usize, const SHORTEST: usize, const LONGEST: usize>() -> Array {
    let mut list = texts::<0, MOST, SHORTEST, LONGEST>();
    list.schema_type = SchemaType::from_iter([Type::Array, Type::Null]);
    list
}

/// What [`Fields::metadata`] looks for.
pub(super) fn plain() -> Object {
    let value = [Type::String, Type::Number, Type::Boolean, Type::Array].into_iter().collect::<SchemaType>();
    let value = ObjectBuilder::new().schema_type(value).max_length(Some(1000)).build();
    let mut members = ObjectBuilder::new().additional_properties(Some(Schema::from(value))).build();
    members.min_properties = Some(1);
    members.max_properties = Some(50);
    members
}

/// A whole number, also one that is written `3.0`: neither JSON's schemas nor the registry's own server tell them apart.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else { return Ok(None) };
    let of_float = || number.as_f64().filter(|float| float.fract() == 0.0).and_then(|float| format!("{float:.0}").parse().ok());
    let wrong = || D::Error::invalid_type(Unexpected::Other("number"), &"a whole number");
    number.as_u64().or_else(of_float).map(Some).ok_or_else(wrong)
}

/// Gathers what is wrong with a body.
#[derive(Default)]
pub(super) struct Fields(Vec<Fault>);

impl Fields {
    pub(super) fn fault(&mut self, field: &str, kind: &'static str, message: impl Into<String>) {
        self.0.push(Fault::in_body(field, kind, message));
    }

    /// A text of so many characters.
    pub(super) fn length(&mut self, field: &str, text: &str, least: usize, most: usize) {
        let length = text.chars().count();
        if length < least || length > most {
            self.fault(field, "length", format!("has to have {least} to {most} characters"));
        }
    }

    /// An identifier of letters, digits, `_` and `-`.
    pub(super) fn identifier(&mut self, field: &str, text: &str, least: usize, most: usize) {
        self.length(field, text, least, most);
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            self.fault(field, "pattern", "may have letters, digits, _ and - only");
        }
    }

    /// A text of letters and digits, and the characters that are named; `blanks` allows white space.
    pub(super) fn characters(&mut self, field: &str, text: &str, others: &str, blanks: bool) {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || others.contains(c) || (blanks && c.is_whitespace());
        if !text.chars().all(is_allowed) {
            self.fault(field, "pattern", "has characters that are not allowed here");
        }
    }

    /// A list of so many texts of so many characters.
    pub(super) fn list(&mut self, field: &str, list: &[String], count: (usize, usize), length: (usize, usize)) {
        if list.len() < count.0 || list.len() > count.1 {
            self.fault(field, "count", format!("has to have {} to {} elements", count.0, count.1));
        }
        for (index, text) in list.iter().enumerate().take(count.1) {
            let characters = text.chars().count();
            if characters < length.0 || characters > length.1 {
                let message = format!("has to have {} to {} characters", length.0, length.1);
                self.0.push(Fault::in_list(field, index, "length", message));
            }
        }
    }

    /// A number within bounds.
    pub(super) fn within(&mut self, field: &str, number: Option<u64>, least: u64, most: u64) {
        if number.is_some_and(|number| number < least || number > most) {
            self.fault(field, "range", format!("has to be {least} to {most}"));
        }
    }

    /// An address that an agent can be reached at.
    pub(super) fn endpoint(&mut self, field: &str, text: &str) {
        self.length(field, text, 1, 2048);
        let uri = text.parse::<axum::http::Uri>().ok();
        let is_http = |uri: &axum::http::Uri| {
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
        };
        let has_user = uri.as_ref().and_then(|uri| uri.authority()).is_some_and(|authority| authority.as_str().contains('@'));
        if !uri.as_ref().is_some_and(is_http) || has_user {
            self.fault(field, "url", "has to be an http or https address");
        }
    }

    /// `remote`, `local` or `hybrid`.
    pub(super) fn mode(&mut self, field: &str, text: &str) {
        if !matches!(text, "remote" | "local" | "hybrid") {
            self.fault(field, "choice", "has to be remote, local or hybrid");
        }
    }

    /// Metadata: so many keys with plain values.
    pub(super) fn metadata(&mut self, field: &str, map: &serde_json::Map<String, Value>) {
        if map.is_empty() || map.len() > 50 {
            self.fault(field, "count", "has to have 1 to 50 keys");
        }
        for (key, value) in map.iter().take(50) {
            let is_plain = match value {
                Value::String(text) => text.chars().count() <= 1000,
                Value::Number(_) | Value::Bool(_) | Value::Array(_) => true,
                Value::Null | Value::Object(_) => false,
            };
            if key.chars().count() > 100 || !is_plain {
                self.fault(
                    field,
                    "value",
                    "has keys of at most 100 characters and values that are texts, numbers, truth values or lists",
                );
                return;
            }
        }
    }

    /// Whether everything is as it should be.
    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid(&self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::whole;
    use serde_json::json;

    #[test]
    fn whole_numbers_are_read_as_they_are_written() {
        for (number, read) in
            [(json!(null), None), (json!(3), Some(3)), (json!(3.0), Some(3)), (json!(1e15), Some(10_u64.pow(15)))]
        {
            assert_eq!(whole(number).unwrap(), read);
        }
        for number in [json!(3.5), json!(-1), json!(-1.0), json!(1e300), json!("3")] {
            assert!(whole(&number).is_err(), "{number}");
        }
    }
}
