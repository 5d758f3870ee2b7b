//! Paragraphs of fields, as Debian's control files have them.
//!
//! Format: <https://www.debian.org/doc/debian-policy/ch-controlfields.html#syntax-of-control-files>.

/// One paragraph.
pub(crate) struct Paragraph<'a> {
    /// The number of its first line.
    pub(crate) line: usize,
    /// Names, and the text from the value to the paragraph's end.
    fields: Vec<(&'a str, &'a str)>,
}

impl<'a> Paragraph<'a> {
    /// A field's first line, trimmed; `None` if it is not there or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.lines(name)?.next().filter(|value| !value.is_empty())
    }

    /// A field with the lines that go on with it.
    pub(crate) fn folded(&self, name: &str) -> Option<String> {
        Some(self.lines(name)?.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
    }

    fn lines(&self, name: &str) -> Option<impl Iterator<Item = &'a str> + use<'a>> {
        let (_, text) = self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        let (first, more) = text.split_once('\n').unwrap_or((text, ""));
        let more = more.lines().take_while(|line| line.starts_with([' ', '\t']));
        Some(std::iter::once(first).chain(more).map(str::trim))
    }
}

/// The paragraphs of a file. Lines that go on with a field are passed over until they are asked for.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph<'_>> {
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
        Some(Paragraph { line: start, fields: fields(paragraph) })
    })
}

fn fields(paragraph: &str) -> Vec<(&str, &str)> {
    let mut fields = Vec::new();
    let mut rest = paragraph;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if !line.starts_with([' ', '\t', '#']) && line.contains(':') {
            fields.extend(rest.split_once(':').map(|(key, value)| (key.trim(), value)));
        }
        rest = after;
    }
    fields
}

/// The text without a last line that is cut off, and whether there is one: a database ends each line.
pub(crate) fn whole_lines(text: &str) -> (&str, bool) {
    match text.rfind('\n').map(|at| text.split_at(at + 1)) {
        Some((whole, "")) => (whole, false),
        Some((whole, _)) => (whole, true),
        None => ("", !text.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_lines_belong_to_their_own_field() {
        let text = "Package: perl\nConffiles:\n /etc/a 1\nDepends: perl,\n libc6\n\n\nPackage: b\n";
        let all: Vec<Paragraph<'_>> = paragraphs(text).collect();
        assert_eq!(all[0].folded("depends").as_deref(), Some("perl, libc6"));
        assert_eq!((all[0].get("Conffiles"), all[0].get("Package")), (None, Some("perl")));
        assert_eq!((all[1].line, all[1].get("Package")), (8, Some("b")));
    }

    #[test]
    fn a_line_that_is_cut_off_is_told() {
        assert_eq!(whole_lines("a\nb"), ("a\n", true));
        assert_eq!(whole_lines("a\n"), ("a\n", false));
        assert_eq!(whole_lines("a"), ("", true));
        assert_eq!(whole_lines(""), ("", false));
    }
}
