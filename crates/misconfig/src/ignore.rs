//! Comments by which a file's authors accept what a check finds.
//!
//! `# tidewaiter:ignore:DS-0002`, also with `:exp:2030-01-31`; `trivy:ignore:` means the same
//! (<https://trivy.dev/latest/docs/scanner/misconfiguration/config/config/#skipping-resources-by-inline-comments>). A check can be named
//! by any of its names in any case, with `*` for what is open, and one comment may name several. A comment holds for findings that it
//! stands within or directly above, other comments between; one above all else in the file also for findings about no line.
//! An acceptance ends with the beginning of the day that `exp` names.
//!
//! Limits: comments that begin with `#`. Whether such text stands in a string is not asked.

use crate::About;

/// What a file's comments accept.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Rule {
    /// In lower case, with `*`.
    name: String,
    /// The line of the comment.
    line: usize,
    /// The line below it and the comments that follow it.
    below: usize,
    /// Whether it stands above all else.
    is_head: bool,
}

impl Ignores {
    /// What a text's comments accept on a day; what cannot be read of them is told by others.
    pub(crate) fn of(text: &str, today: &str) -> Self {
        Self::read(text, today).0
    }

    /// Reads the comments of a file, as they hold on a day (`2025-01-31`; empty for no day: nothing ends). What cannot be read is
    /// told with its line.
    pub(crate) fn read(text: &str, today: &str) -> (Self, Vec<(usize, String)>) {
        let (mut rules, mut problems) = (Vec::new(), Vec::new());
        // Rules before this one know what they stand above.
        let (mut waiting, mut is_head) = (0, true);
        for (line, number) in text.lines().zip(1..) {
            let is_comment = line.trim_start().starts_with('#');
            if !is_comment {
                is_head &= line.trim().is_empty();
                rules.iter_mut().skip(waiting).for_each(|rule: &mut Rule| rule.below = number);
            }
            let comment = line.split_once('#').map_or("", |(_, comment)| comment);
            for word in comment.split_whitespace().filter_map(|word| marked(word.trim_start_matches('#'))) {
                match read_word(word, today) {
                    Ok(Some(name)) => rules.push(Rule { name, line: number, below: number, is_head: is_head && is_comment }),
                    Ok(None) => {}
                    Err(message) => problems.push((number, message)),
                }
            }
            if !is_comment {
                waiting = rules.len();
            }
        }
        (Self { rules }, problems)
    }

    /// Names that none of these checks is called by, with their lines.
    pub(crate) fn unknown(&self, is_known: impl Fn(&str) -> bool) -> impl Iterator<Item = (usize, &str)> {
        let unknown = self.rules.iter().filter(move |rule| !rule.name.contains('*') && !is_known(&rule.name));
        unknown.map(|rule| (rule.line, &*rule.name))
    }

    /// Whether a finding of this check at these lines is accepted.
    #[must_use]
    pub fn cover(&self, about: &About, lines: (usize, usize)) -> bool {
        self.cover_names(&about.names().collect::<Vec<_>>(), Some(lines))
    }

    /// Whether a finding of this check about no line is accepted.
    #[must_use]
    pub fn cover_file(&self, about: &About) -> bool {
        self.cover_names(&about.names().collect::<Vec<_>>(), None)
    }

    /// Whether a finding of a check with these names is accepted, at these lines or about none.
    pub(crate) fn cover_names(&self, names: &[&str], lines: Option<(usize, usize)>) -> bool {
        let Some(lines) = lines else { return self.rules.iter().any(|rule| rule.is_head && rule.names(names)) };
        // Both lines rise from rule to rule.
        let between = |line: fn(&Rule) -> usize, first, last| {
            let start = self.rules.partition_point(|rule| line(rule) < first);
            let end = self.rules.partition_point(|rule| line(rule) <= last);
            self.rules.get(start..end).unwrap_or_default()
        };
        let within = between(|rule| rule.line, lines.0, lines.1);
        let above = between(|rule| rule.below, lines.0, lines.0);
        within.iter().chain(above).any(|rule| rule.names(names))
    }
}

impl Rule {
    fn names(&self, names: &[&str]) -> bool {
        names.iter().any(|name| matches(&name.to_ascii_lowercase(), &self.name))
    }
}

/// Whether a file may come to something else on another day. No acceptance ends without this.
pub(crate) fn may_end(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b":exp:").is_some()
}

/// What follows the mark of an acceptance.
fn marked(word: &str) -> Option<&str> {
    ["tidewaiter:ignore:", "trivy:ignore:"].iter().find_map(|mark| word.strip_prefix(mark))
}

/// The check's name if the acceptance holds.
fn read_word(word: &str, today: &str) -> Result<Option<String>, String> {
    let mut sections = word.trim_end_matches([',', ';']).split(':');
    // In Trivy, brackets choose among the resources of Terraform.
    let name = sections.next().unwrap_or("").split('[').next().unwrap_or("").to_ascii_lowercase();
    if name.is_empty() {
        return Err("an ignore comment that names no check".to_owned());
    }
    let mut holds = true;
    while let Some(section) = sections.next() {
        if section != "exp" {
            return Err(format!("the ignore comment for {name:?} has {section:?}, which means nothing"));
        }
        let day = sections.next().unwrap_or("");
        if !is_day(day) {
            return Err(format!("the ignore comment for {name:?} ends on {day:?}, which is no day like 2030-01-31"));
        }
        holds &= today < day;
    }
    Ok(holds.then_some(name))
}

fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let is_digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let is_date = matches!(parts.as_slice(), [Some(_), Some(1..=12), Some(1..=31)]);
    text.len() == 10 && is_digits && is_date && text.get(4..5) == Some("-") && text.get(7..8) == Some("-")
}

/// Whether a pattern with `*` matches a name as a whole.
fn matches(name: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return name == pattern };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or("");
    for part in parts {
        match name.split_once(part) {
            Some((_, rest)) => name = rest,
            None => return false,
        }
    }
    name.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About = About {
        id: "DS-0002",
        aliases: &["AVD-DS-0002", "DS002"],
        title: "",
        description: "",
        severity: tidewaiter_model::Severity::High,
        resolution: "",
        references: &[],
    };

    fn covers(text: &str, lines: (usize, usize)) -> bool {
        Ignores::read(text, "2025-06-01").0.cover(&ABOUT, lines)
    }

    #[test]
    fn a_comment_holds_within_and_below() {
        for text in [
            "#trivy:ignore:DS-0002\nx",
            "# tidewaiter:ignore:AVD-DS-0002 because\n# more words\nx",
            "x # trivy:ignore:x-1 trivy:ignore:ds002",
            "a\n## tidewaiter:ignore:DS-*\nx",
            "x\n  # trivy:ignore:*\ny",
        ] {
            let at = text.lines().position(|line| line.starts_with('x')).map_or(0, |at| at + 1);
            assert!(covers(text, (at, at + 2)), "{text}");
        }
        for (text, line) in [
            ("# trivy:ignore:DS-0002\n\n\nx", 4),
            ("x\n# trivy:ignore:DS-0001\ny", 3),
            ("trivy:ignore:DS-0002\nx", 2),
            ("#trivy:ignore:DS-00\nx", 2),
        ] {
            assert!(!covers(text, (line, line)), "{text}");
        }
        assert!(!covers("x # trivy:ignore:DS-0002\ny", (2, 2)), "behind a line it holds for that line only");
    }

    #[test]
    fn a_comment_above_all_holds_for_the_file() {
        let accepts = |text: &str| Ignores::read(text, "").0.cover_file(&ABOUT);
        assert!(accepts("# syntax=docker/dockerfile:1\n\n# trivy:ignore:DS-0002\nFROM a"));
        assert!(!accepts("FROM a\n# trivy:ignore:DS-0002\n") && !accepts("FROM a # trivy:ignore:DS-0002"));
    }

    #[test]
    fn acceptances_end() {
        let on = |day: &str| Ignores::read("#trivy:ignore:DS-0002:exp:2025-06-01\nx", day).0.cover(&ABOUT, (2, 2));
        assert_eq!(["", "2024-12-31", "2025-05-31", "2025-06-01", "2026-01-01"].map(on), [true, true, true, false, false]);
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for bad in ["#trivy:ignore:", "#trivy:ignore:a:exp:soon", "#trivy:ignore:a:exp:2025-13-01", "#trivy:ignore:a:until:x"] {
            let (ignores, problems) = Ignores::read(bad, "");
            assert!(ignores.rules.is_empty() && problems.len() == 1, "{bad}");
        }
        let ignores = Ignores::read("a\n#trivy:ignore:DS-0002 trivy:ignore:nope trivy:ignore:x*", "").0;
        assert_eq!(ignores.unknown(|name| ABOUT.is_called(name)).collect::<Vec<_>>(), [(2, "nope")]);
    }
}
