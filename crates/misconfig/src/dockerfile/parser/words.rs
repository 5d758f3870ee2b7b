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
    let mut rest = text;
    let next = || {
        let (word, behind) = first(rest, escape)?;
        rest = behind;
        Some(word)
    };
    std::iter::from_fn(next).collect()
}

/// The first word, and what follows it.
pub(super) fn first(text: &str, escape: char) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let (mut quote, mut is_escaped) = (None, false);
    let ends = |(_, c): &(usize, char)| {
        match quote {
            _ if is_escaped => is_escaped = false,
            None if c.is_whitespace() => return true,
            None if matches!(c, '"' | '\'') => quote = Some(*c),
            Some(open) if *c == open => quote = None,
            _ if *c == escape && quote != Some('\'') => is_escaped = true,
            _ => {}
        }
        false
    };
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(end).filter(|(word, _)| !word.is_empty())
}

/// The strings of an exec form: `["a", "b"]`; `None` for all else.
pub(super) fn exec(text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with('[') {
        return None;
    }
    serde_json::from_str(text.trim()).ok()
}
