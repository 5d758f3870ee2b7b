//! Constraints on versions as ranges: `>= 1.0.0, < 1.2.3`.
//!
//! Format: comparators parted by commas or spaces, all of which must hold; alternatives parted by `||`.
//! Limits: `> 1.0` is taken for `>= 1.0` without 1.0 itself, which only differs for builds of that same version; carets and tildes,
//! which no published advisory uses, make the constraint unreadable.

use crate::record::Event;

/// The ranges that a constraint allows; `None` if it cannot be read.
pub(super) fn ranges(text: &str) -> Option<Vec<Vec<Event>>> {
    text.split("||").map(range).collect()
}

fn range(text: &str) -> Option<Vec<Event>> {
    let mut events = Vec::new();
    let mut has_start = false;
    let mut rest = text.trim_start_matches([' ', ',']);
    while !rest.is_empty() {
        let after = rest.trim_start_matches(['<', '>', '=', '!']);
        let operator = rest.get(..rest.len() - after.len())?;
        let after = after.trim_start();
        let (version, next) = after.split_at(after.find([' ', ',']).unwrap_or(after.len()));
        if version.is_empty() || version.starts_with(['^', '~', '*']) {
            return (text.trim() == "*").then(|| vec![Event::Introduced("0".to_owned())]);
        }
        let version = version.to_owned();
        match operator {
            ">=" | ">" => {
                has_start = true;
                events.push(Event::Introduced(version));
            }
            "<" => events.push(Event::Fixed(version)),
            "<=" => events.push(Event::LastAffected(version)),
            "=" | "==" | "" => {
                has_start = true;
                events.push(Event::Introduced(version.clone()));
                events.push(Event::LastAffected(version));
            }
            _ => return None,
        }
        rest = next.trim_start_matches([' ', ',']);
    }
    if events.is_empty() {
        return None;
    }
    if !has_start {
        events.insert(0, Event::Introduced("0".to_owned()));
    }
    Some(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparators_become_events() {
        let told = |text: &str| ranges(text).map(|ranges| format!("{ranges:?}"));
        for (text, expected) in [
            ("< 4.17.21", r#"[[Introduced("0"), Fixed("4.17.21")]]"#),
            (">= 1.0.0, < 1.2.3", r#"[[Introduced("1.0.0"), Fixed("1.2.3")]]"#),
            (">=1.0.0 <=1.2.3", r#"[[Introduced("1.0.0"), LastAffected("1.2.3")]]"#),
            ("= 2.0", r#"[[Introduced("2.0"), LastAffected("2.0")]]"#),
            ("<1 || >=2,<3", r#"[[Introduced("0"), Fixed("1")], [Introduced("2"), Fixed("3")]]"#),
            ("*", r#"[[Introduced("0")]]"#),
        ] {
            assert_eq!(told(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", ",", "^1.2", "< ", "!= 1", "<> 1"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
