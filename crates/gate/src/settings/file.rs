//! The file: TOML, a table a section, `[container]` with `scan_enabled = true`.
//!
//! Specification: <https://toml.io/en/v1.1.0>.

use super::{Fault, Origin};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// What a file says, by key, with the line.
#[derive(Default)]
pub(super) struct File {
    name: String,
    values: BTreeMap<String, (Result<String, &'static str>, usize)>,
}

impl File {
    pub(super) fn read(name: &str, text: &str) -> (Self, Vec<Fault>) {
        let mut file = Self { name: name.to_owned(), values: BTreeMap::new() };
        let line = |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
        let (table, errors) = DeTable::parse_recoverable(text);
        let faults = errors.iter().map(|error| {
            let origin = file.at(line(error.span().map_or(0, |span| span.start)));
            let reason = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
            Fault { origin: Some(origin), said: String::new(), reason }
        });
        let faults = faults.collect();
        file.take_in("", table.get_ref(), &line);
        (file, faults)
    }

    fn take_in(&mut self, section: &str, table: &DeTable<'_>, line: &dyn Fn(usize) -> usize) {
        for (key, value) in table {
            let name = if section.is_empty() { key.get_ref().to_string() } else { format!("{section}.{}", key.get_ref()) };
            match value.get_ref() {
                DeValue::Table(inner) if section.is_empty() => self.take_in(&name, inner, line),
                inner => {
                    self.values.insert(name, (text(inner), line(key.span().start)));
                }
            }
        }
    }

    /// What it says of a setting.
    pub(super) fn take(&mut self, key: &str) -> Option<(String, Origin)> {
        let (said, line) = self.values.remove(key)?;
        let origin = self.at(line);
        match said {
            Ok(text) => Some((text, origin)),
            // What is none of the forms that values have is put where it is found to be wrong.
            Err(form) => {
                self.values.insert(key.to_owned(), (Err(form), line));
                None
            }
        }
    }

    /// What nobody took.
    pub(super) fn rest(self) -> Vec<Fault> {
        let fault = |(key, (said, line)): (&String, &(Result<String, &'static str>, usize))| Fault {
            origin: Some(self.at(*line)),
            said: key.clone(),
            reason: match said {
                Ok(_) => "there is no such setting".to_owned(),
                Err(form) => format!("expected a text, a number, true, false or a list of texts, and found {form}"),
            },
        };
        self.values.iter().map(fault).collect()
    }

    fn at(&self, line: usize) -> Origin {
        Origin::File { name: self.name.clone(), line }
    }
}

/// A value as it would stand in the environment.
fn text(value: &DeValue<'_>) -> Result<String, &'static str> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Boolean(value) => Ok(value.to_string()),
        DeValue::Integer(number) => {
            let value = u64::from_str_radix(number.as_str(), number.radix());
            Ok(value.map_or_else(|_| number.as_str().to_owned(), |value| value.to_string()))
        }
        DeValue::Array(items) => list(items),
        DeValue::Float(_) => Err("a fraction"),
        DeValue::Datetime(_) => Err("a date"),
        DeValue::Table(_) => Err("a table"),
    }
}

fn list(items: &DeArray<'_>) -> Result<String, &'static str> {
    let item = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
        DeValue::String(text) if !text.contains(',') => Ok(text.to_string()),
        DeValue::String(_) => Err("a text with a comma in a list"),
        _ => Err("a list of something else"),
    };
    Ok(items.iter().map(item).collect::<Result<Vec<_>, _>>()?.join(", "))
}
