//! A node of a document.

use serde_json::Number;

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) value: Value,
    /// Its first line, from 1; that of its key where it has one.
    pub(crate) first: usize,
    /// Its last line.
    pub(crate) last: usize,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Sequence(Vec<Node>),
    Mapping(Fields),
}

/// The entries of a mapping, in the order of the file. What merge keys bring comes first: of equal keys the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fields {
    pub(crate) entries: Vec<Entry>,
    /// Where entries of wide mappings are, in the order of their keys: who asks a mapping for thousands of fields need not wait.
    sorted: Vec<usize>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) node: Node,
}

/// Entries that are looked through one after the other.
const NARROW: usize = 32;

impl Fields {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        let mut sorted: Vec<usize> = if entries.len() > NARROW { (0..entries.len()).collect() } else { Vec::new() };
        sorted.sort_by_key(|at| entries.get(*at).map(|entry| entry.key.as_str()));
        Self { entries, sorted }
    }

    fn get(&self, key: &str) -> Option<&Entry> {
        if self.sorted.is_empty() {
            return self.entries.iter().rev().find(|entry| entry.key == key);
        }
        let past = self.sorted.partition_point(|at| self.entries.get(*at).is_some_and(|entry| entry.key.as_str() <= key));
        let last = self.sorted.get(past.checked_sub(1)?)?;
        self.entries.get(*last).filter(|entry| entry.key == key)
    }
}

impl Node {
    /// A mapping of what stands elsewhere, put together anew.
    pub(crate) fn mapping(lines: (usize, usize), entries: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, node)| Entry { key: key.to_owned(), node }).collect();
        Self { value: Value::Mapping(Fields::new(entries)), first: lines.0, last: lines.1 }
    }

    /// A value in place of what stands at the same lines.
    pub(crate) fn with(&self, value: Value) -> Self {
        Self { value, first: self.first, last: self.last }
    }

    /// The value of a key; `None` as well where it is null, which says as much as its absence.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Value::Mapping(fields) = &self.value else { return None };
        let entry = fields.get(key)?;
        (entry.node.value != Value::Null).then_some(&entry.node)
    }

    /// What a path of keys leads to: `securityContext.privileged`.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |node, key| node.get(key))
    }

    /// A text that a path of keys leads to.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str()
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(is) => Some(is),
            _ => None,
        }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        match &self.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        self.as_bool() == Some(true)
    }

    pub(crate) fn is_mapping(&self) -> bool {
        matches!(self.value, Value::Mapping(_))
    }

    /// The nodes of a sequence; none of anything else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The entries of a mapping; none of anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Mapping(fields) => &fields.entries,
            _ => &[],
        }
    }

    /// The texts in the sequence that a path leads to.
    pub(crate) fn texts<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a str> {
        self.at(path).map_or(&[][..], Self::items).iter().filter_map(Self::as_str)
    }

    /// The first and the last line.
    pub(crate) fn lines(&self) -> (usize, usize) {
        (self.first, self.last)
    }

    /// What policies are asked about, without lines.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(is) => (*is).into(),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => text.as_str().into(),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(fields) => fields.entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json())).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml::read;

    #[test]
    fn paths_lead_to_values_and_the_last_of_equal_keys_counts() {
        let documents = read("a:\n  b: [x, 1, y]\n  c: ~\n  d: true\nd: no\nd: yes\n").documents;
        let root = &documents[0];
        assert_eq!(root.texts("a.b").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(root.at("a.b").map(|node| node.lines()), Some((2, 2)));
        assert!(root.at("a.c").is_none() && root.at("a.b.c").is_none());
        assert!(root.at("d").is_some_and(super::Node::is_true));
        let wide: String = (0..100).map(|n| format!("k{}: {n}\n", n % 90)).collect();
        let wide = &read(&wide).documents[0];
        let number = |key| wide.get(key).and_then(super::Node::as_i64);
        assert_eq!((number("k3"), number("k50"), number("k90"), number("")), (Some(93), Some(50), None, None));
        assert_eq!(root.to_json().to_string(), r#"{"a":{"b":["x",1,"y"],"c":null,"d":true},"d":true}"#);
    }
}
