//! The rules, a file a provider or a kind of service; a line here each, sorted.

mod aws;
mod github;

use crate::rule::Rule;

static RULES: [&[Rule]; 2] = [aws::RULES, github::RULES];

/// All built-in rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

#[cfg(test)]
mod tests;
