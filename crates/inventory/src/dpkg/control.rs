//! Paragraphs of fields, as Debian's control files have them.

/// One paragraph.
pub(super) struct Paragraph<'a> {
    /// The number of its first line.
    pub(super) line: usize,
    fields: Vec<(&'a str, &'a str)>,
    text: &'a str,
}

impl<'a> Paragraph<'a> {
    /// A field's first line, trimmed; `None` if it is not there or empty.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.fields
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }

    /// A field with the lines that go on with it.
    pub(super) fn folded(&self, name: &str) -> Option<String> {
        let first = self.get(name)?;
        let after = self.text.split_once(first).map_or("", |(_, after)| after);
        let more = after.lines().skip(1).take_while(|line| line.starts_with([' ', '\t']));
        Some(std::iter::once(first).chain(more.map(str::trim)).collect::<Vec<_>>().join(" "))
    }
}

/// The paragraphs of a file. Lines that go on with a field are passed over until they are asked for.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph<'_>> {
    let mut line = 1;
    let mut rest = text;
    std::iter::from_fn(move || {
        while let Some(after) = rest.strip_prefix('\n') {
            (rest, line) = (after, line + 1);
        }
        if rest.is_empty() {
            return None;
        }
        let (paragraph, after) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let start = line;
        line += paragraph.matches('\n').count() + 2;
        rest = after;
        let fields = paragraph.lines().filter(|l| !l.starts_with([' ', '\t', '#'])).filter_map(|l| l.split_once(':'));
        Some(Paragraph { line: start, fields: fields.map(|(key, value)| (key.trim(), value.trim())).collect(), text: paragraph })
    })
}
