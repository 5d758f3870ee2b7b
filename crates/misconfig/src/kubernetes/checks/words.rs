//! Settings in configuration files that maps of configuration carry.

use crate::kubernetes::Resource;
use crate::yaml::{Entry, Node};

/// A name with a value: an entry of the map, or a line within one.
pub(super) struct Setting<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) lines: (usize, usize),
}

/// All settings of a map of configuration that have a value of their own, and not one that is put in later.
pub(super) fn settings(resource: &Resource) -> impl Iterator<Item = Setting<'_>> {
    let entries = resource.node.get("data").map_or(&[][..], Node::entries);
    entries.iter().flat_map(of_entry).filter(|setting| is_literal(setting.value))
}

fn of_entry(Entry { key, node }: &Entry) -> impl Iterator<Item = Setting<'_>> {
    let text = node.as_str().unwrap_or_default();
    let count = text.lines().count();
    // The value of many lines is not looked at twice.
    let whole = Setting { name: key, value: if count > 1 { "..." } else { text }, lines: node.lines() };
    let within = text.lines().enumerate().filter_map(move |(index, line)| {
        let (name, value) = line.split_once([':', '='])?;
        let line = (node.last + 1 + index).saturating_sub(count).max(node.first);
        let name = name.split_whitespace().next_back()?;
        Some(Setting { name: bare(name), value: bare(value), lines: (line, line) })
    });
    std::iter::once(whole).chain(within)
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches([',', ';']).trim_matches(['"', '\''])
}

fn is_literal(value: &str) -> bool {
    let value = value.trim();
    let is_empty = matches!(value, "" | "true" | "false" | "null" | "none" | "|" | ">" | "{" | "[");
    !is_empty && !["${", "$(", "{{", "%(", "<", "$"].iter().any(|opening| value.starts_with(opening))
}

/// Whether what a name ends with is one of these words: `DB_PASSWORD` and `dbPassword`, but not `passwordPolicy`.
pub(super) fn ends_with_word(name: &str, words: &[&str]) -> bool {
    let name = name.strip_suffix(".txt").unwrap_or(name).trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let lower = name.to_ascii_lowercase().replace(['-', '.'], "_");
    words.iter().any(|word| {
        let Some(before) = lower.strip_suffix(word) else { return false };
        let begins_upper = name.get(before.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        before.is_empty() || before.ends_with(|c: char| !c.is_ascii_alphanumeric()) || begins_upper || word.len() > 5
    })
}

/// Whether a text holds somebody's mail address.
pub(super) fn has_address(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | '<' | '>' | '(' | ')' | '=')).any(|word| {
        let word = word.trim_end_matches('.');
        let Some((local, domain)) = word.split_once('@') else { return false };
        let is_local = local.starts_with(|c: char| c.is_ascii_alphanumeric())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b));
        let is_domain = domain.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
        let ending = domain.rsplit_once('.').map_or("", |(_, ending)| ending);
        is_local && is_domain && ending.len() >= 2 && ending.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// Whether a text is a bank account's number: the remainder that ISO 13616 wants proves it.
pub(super) fn is_iban(text: &str) -> bool {
    let digits: String = text.chars().filter(|c| *c != ' ').collect();
    let is_shaped = (15..=34).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && digits.bytes().take(2).all(|b| b.is_ascii_uppercase());
    let (country, rest) = digits.split_at_checked(4).unwrap_or_default();
    let value = |sum: u32, c: char| c.to_digit(36).map_or(sum, |digit| (sum * if digit > 9 { 100 } else { 10 } + digit) % 97);
    is_shaped && rest.chars().chain(country.chars()).fold(0, value) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_word_of_a_name_counts() {
        let words = ["password", "token", "pwd"];
        for name in
            ["password", "DB_PASSWORD", "dbPassword", "db.password", "dbpassword", "API-TOKEN", "MYSQL_PWD", "password.txt"]
        {
            assert!(ends_with_word(name, &words), "{name}");
        }
        for name in ["passwordPolicy", "password_file", "token-ttl", "pwdx", "broken", ""] {
            assert!(!ends_with_word(name, &words), "{name}");
        }
    }

    #[test]
    fn addresses_and_accounts_are_known() {
        assert!(has_address("to: <ada@example.com>") && !has_address("postgres://u:p@db.example.com/x") && !has_address("a@b"));
        assert!(is_iban("GB82 WEST 1234 5698 7654 32") && !is_iban("GB82WEST12345698765433") && !is_iban("INFO"));
    }
}
