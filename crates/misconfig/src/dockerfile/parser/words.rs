//! Words of an instruction.

/// A word, with its variables replaced as far as their values are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it stands in the file.
    pub(crate) raw: String,
    /// Without quotes; a variable of unknown value stands as `${NAME}`.
    pub(crate) value: String,
    /// Whether all of it is known.
    pub(crate) is_known: bool,
}

impl Default for Word {
    fn default() -> Self {
        Self::literal("")
    }
}

impl Word {
    /// A word that holds no variables.
    pub(crate) fn literal(text: &str) -> Self {
        Self { raw: text.to_owned(), value: text.to_owned(), is_known: true }
    }

    /// Its value if all of it is known.
    pub(crate) fn known(&self) -> Option<&str> {
        self.is_known.then_some(&*self.value)
    }
}

/// Words with their quotes; blanks within quotes or behind an escape do not part them.
pub(super) fn split(text: &str, escape: char) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quote, mut is_escaped) = (None, None, false);
    for (at, c) in text.char_indices() {
        if quote.is_none() && !is_escaped && c.is_whitespace() {
            words.extend(start.take().and_then(|start| text.get(start..at)));
            continue;
        }
        start.get_or_insert(at);
        match quote {
            _ if is_escaped => is_escaped = false,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ if c == escape && quote != Some('\'') => is_escaped = true,
            _ => {}
        }
    }
    words.extend(start.and_then(|start| text.get(start..)));
    words
}

/// The strings of an exec form: `["a", "b"]`; `None` for all else.
pub(super) fn exec(text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    serde_json::from_str(text.trim()).ok()
}
