//! The values that stand in a policy's file, in one form however they are written.

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use tidewaiter_model::Severity;

/// What follows when something is so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// Nothing.
    Ignore,
    /// A word about it.
    #[default]
    Warn,
    /// The artifact is not let in.
    Fail,
}

/// A whole number that must not be exceeded, or `"off"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit(pub(crate) Option<u64>);

/// A share from 0 to 1, or `"off"`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share(pub(crate) Option<f64>);

/// The word that takes a number's place where there is to be none.
const OFF: &str = "off";

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => serializer.serialize_u64(number),
            None => serializer.serialize_str(OFF),
        }
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(number) => serializer.serialize_f64(number),
            None => serializer.serialize_str(OFF),
        }
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Limit;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0, or \"off\"")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Limit, E> {
                let limit = u64::try_from(number).map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))?;
                Ok(Limit(Some(limit)))
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Limit, E> {
                if word == OFF { Ok(Limit(None)) } else { Err(E::invalid_value(de::Unexpected::Str(word), &self)) }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Share;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 1, or \"off\"")
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Share, E> {
                let is_share = (0.0..=1.0).contains(&number);
                // Zero has two signs and one meaning.
                if is_share { Ok(Share(Some(number.abs()))) } else { Err(E::invalid_value(de::Unexpected::Float(number), &self)) }
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Share, E> {
                match number {
                    0 => Ok(Share(Some(0.0))),
                    1 => Ok(Share(Some(1.0))),
                    _ => Err(E::invalid_value(de::Unexpected::Signed(number), &self)),
                }
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Share, E> {
                if word == OFF { Ok(Share(None)) } else { Err(E::invalid_value(de::Unexpected::Str(word), &self)) }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A severity, in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(crate) struct Level(pub(crate) Severity);

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_word(deserializer, "a severity", |word| {
            let known = Severity::WORST_FIRST.into_iter().find(|severity| severity.as_str().eq_ignore_ascii_case(word));
            known.map(Self).ok_or_else(|| format!("`{word}` is no severity: critical, high, medium, low, unknown"))
        })
    }
}

/// Reads something from a text. By way of a visitor, since only what fails in one keeps its line.
pub(crate) fn read_word<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    expected: &'static str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    struct Visitor<R>(&'static str, R);
    impl<T, R: FnOnce(&str) -> Result<T, String>> de::Visitor<'_> for Visitor<R> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
            (self.1)(word).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Visitor(expected, read))
}

/// Something for each severity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BySeverity<T> {
    pub(crate) critical: Option<T>,
    pub(crate) high: Option<T>,
    pub(crate) medium: Option<T>,
    pub(crate) low: Option<T>,
    pub(crate) unknown: Option<T>,
}

// Not derived, since that would ask for a default of what is in it.
impl<T> Default for BySeverity<T> {
    fn default() -> Self {
        Self { critical: None, high: None, medium: None, low: None, unknown: None }
    }
}

impl<T> BySeverity<T> {
    pub(crate) fn of(&self, severity: Severity) -> Option<&T> {
        match severity {
            Severity::Critical => self.critical.as_ref(),
            Severity::High => self.high.as_ref(),
            Severity::Medium => self.medium.as_ref(),
            Severity::Low => self.low.as_ref(),
            Severity::Unknown => self.unknown.as_ref(),
        }
    }

    pub(crate) fn over(self, base: Self) -> Self {
        Self {
            critical: self.critical.or(base.critical),
            high: self.high.or(base.high),
            medium: self.medium.or(base.medium),
            low: self.low.or(base.low),
            unknown: self.unknown.or(base.unknown),
        }
    }
}

/// A pattern of names by <https://docs.rs/globset>: `*` stays between two slashes, `**` does not. Upper and lower case are the same.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// As it was written.
    text: String,
    /// In lower case, by which it is compared.
    key: String,
    matcher: GlobMatcher,
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("expected a name or a pattern, and found nothing".to_owned());
        }
        let glob = GlobBuilder::new(text).literal_separator(true).case_insensitive(true).backslash_escape(true).build();
        let glob = glob.map_err(|error| format!("`{text}` is no pattern: {}", error.kind()))?;
        Ok(Self { text: text.to_owned(), key: text.to_ascii_lowercase(), matcher: glob.compile_matcher() })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        self.matcher.is_match(name)
    }
}

/// Patterns in which order and repetition mean nothing.
pub(crate) type Patterns = BTreeSet<Pattern>;

/// Whether one of them matches; none does where none are stated.
pub(crate) fn any_matches(patterns: Option<&Patterns>, name: &str) -> bool {
    patterns.is_some_and(|patterns| patterns.iter().any(|pattern| pattern.matches(name)))
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Pattern {}

impl PartialOrd for Pattern {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pattern {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_word(deserializer, "a name or a pattern", Self::new)
    }
}

/// A table in which no two keys mean the same.
pub(crate) fn unique<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    struct Visitor<K, V>(PhantomData<(K, V)>);
    impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> de::Visitor<'de> for Visitor<K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut table: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, value)) = table.next_entry()? {
                if map.insert(key, value).is_some() {
                    return Err(de::Error::custom("two of its keys mean the same, since upper and lower case do"));
                }
            }
            Ok(map)
        }
    }
    deserializer.deserialize_map(Visitor(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stay_between_slashes() {
        let pattern = Pattern::new("ghcr.io/ACME/*").unwrap();
        assert!(pattern.matches("ghcr.io/acme/app") && pattern.matches("GHCR.io/acme/app"));
        assert!(!pattern.matches("ghcr.io/acme/team/app") && !pattern.matches("xghcr.io/acme/app"));
        assert!(Pattern::new("ghcr.io/**").unwrap().matches("ghcr.io/acme/team/app"));
        assert!(Pattern::new("").is_err() && Pattern::new("a[").is_err());
    }
}
