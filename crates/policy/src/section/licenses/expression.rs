//! Licence expressions: `MIT OR (GPL-2.0-only WITH Classpath-exception-2.0 AND BSD-3-Clause)`.
//!
//! Specification: <https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/>, with operators in any case, as packages
//! write them. `X WITH Y` is one licence by that name.
//! Limits: a text that is no expression, such as `Apache License 2.0`, is one name as a whole.

/// Parentheses within parentheses, at most.
const MAX_DEPTH: usize = 32;

/// Whether what a text demands can be met where `permits` says of each licence whether it may be used.
pub(super) fn holds(text: &str, permits: &dyn Fn(&str) -> bool) -> bool {
    let words = words(text);
    let mut reader = Reader { words: &words, permits, depth: 0 };
    match reader.choice() {
        Some(holds) if reader.words.is_empty() => holds,
        _ => permits(text.trim()),
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in text.split_whitespace() {
        for piece in part.split_inclusive(['(', ')']) {
            let (word, paren) = match piece.strip_suffix(['(', ')']) {
                Some(word) => (word, &piece[word.len()..]),
                None => (piece, ""),
            };
            words.extend([word, paren].into_iter().filter(|word| !word.is_empty()));
        }
    }
    words
}

struct Reader<'a> {
    words: &'a [&'a str],
    permits: &'a dyn Fn(&str) -> bool,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// `all OR all …`; `None` if it is no expression.
    fn choice(&mut self) -> Option<bool> {
        let mut holds = self.all()?;
        while self.take("or") {
            holds |= self.all()?;
        }
        Some(holds)
    }

    /// `one AND one …`
    fn all(&mut self) -> Option<bool> {
        let mut holds = self.one()?;
        while self.take("and") {
            holds &= self.one()?;
        }
        Some(holds)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            self.depth += 1;
            let holds = if self.depth > MAX_DEPTH { None } else { self.choice() }?;
            self.depth -= 1;
            return self.take(")").then_some(holds);
        }
        let license = self.name()?;
        if self.take("with") {
            let exception = self.name()?;
            return Some((self.permits)(&format!("{license} WITH {exception}")));
        }
        Some((self.permits)(license))
    }

    fn name(&mut self) -> Option<&'a str> {
        let (first, rest) = self.words.split_first()?;
        let is_name = !["(", ")"].contains(first) && !["and", "or", "with"].iter().any(|word| first.eq_ignore_ascii_case(word));
        is_name.then(|| {
            self.words = rest;
            *first
        })
    }

    fn take(&mut self, word: &str) -> bool {
        match self.words.split_first() {
            Some((first, rest)) if first.eq_ignore_ascii_case(word) => {
                self.words = rest;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without_gpl(text: &str) -> bool {
        holds(text, &|license| !license.contains("GPL"))
    }

    #[test]
    fn a_choice_holds_if_one_side_does_and_a_sum_if_both_do() {
        for good in ["MIT", "MIT OR GPL-2.0-only", "(GPL-3.0-only or Artistic) and MIT", "GPL-1.0 OR (MIT AND (ISC OR AGPL-3.0))"]
        {
            assert!(without_gpl(good), "{good}");
        }
        for bad in ["GPL-2.0-only", "MIT AND GPL-2.0-only", "MIT AND (AGPL-3.0 OR LGPL-2.1)", "GPL-2.0 OR MIT AND GPL-3.0"] {
            assert!(!without_gpl(bad), "{bad}");
        }
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        let permits = |license: &str| license == "GPL-2.0-only WITH Classpath-exception-2.0" || license == "MIT";
        assert!(holds("GPL-2.0-only with Classpath-exception-2.0 AND MIT", &permits));
        assert!(!holds("GPL-2.0-only AND MIT", &permits));
    }

    #[test]
    fn what_is_no_expression_is_one_name() {
        for name in ["Apache License 2.0", "MIT OR", "(MIT", "and", "", "GPL, version 3"] {
            assert!(holds(name, &|license| license == name), "{name}");
        }
        let deep = "(".repeat(100_000);
        assert!(holds(&deep, &|license| license == deep));
    }
}
