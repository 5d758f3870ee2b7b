//! What Go's regular expressions (<https://github.com/google/re2/wiki/Syntax>) have and ours do not: `\Q…\E`, and braces that
//! repeat nothing and so stand for themselves.

/// The same pattern in our syntax.
pub(crate) fn translated(pattern: &str) -> String {
    let mut told = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut is_class = false;
    while let Some(char) = rest.chars().next() {
        let (piece, behind) = rest.split_at(char.len_utf8());
        match char {
            '\\' => {
                if let Some(quoted) = behind.strip_prefix('Q') {
                    let (quoted, behind) = quoted.split_once("\\E").unwrap_or((quoted, ""));
                    told.push_str(&regex::escape(quoted));
                    rest = behind;
                    continue;
                }
                let length = 1 + behind.chars().next().map_or(0, char::len_utf8);
                let (escape, behind) = rest.split_at(length);
                told.push_str(escape);
                // \p{Greek} and \x{1F} have braces of their own.
                let braces =
                    matches!(escape, "\\p" | "\\P" | "\\x").then(|| behind.find('}').filter(|_| behind.starts_with('{')));
                let (braces, behind) = behind.split_at(braces.flatten().map_or(0, |end| end + 1));
                told.push_str(braces);
                rest = behind;
                continue;
            }
            '[' if !is_class => is_class = true,
            ']' if is_class && !told.ends_with('[') && !told.ends_with("[^") => is_class = false,
            '{' if !is_class && !is_repetition(behind) => told.push('\\'),
            _ => {}
        }
        told.push_str(piece);
        rest = behind;
    }
    told
}

/// `3}`, `3,}` or `3,5}`.
fn is_repetition(behind: &str) -> bool {
    let Some((inside, _)) = behind.split_once('}') else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && is_number(least) && is_number(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_go_takes_literally_is_escaped() {
        for (pattern, ours) in [
            (r"\Qa.b\E[0-9]", r"a\.b[0-9]"),
            (r"x\Q(", r"x\("),
            ("x{,3}y{2}z{1,}", r"x\{,3}y{2}z{1,}"),
            ("{{[a-z{]+}}", r"\{\{[a-z{]+}}"),
            (r"\p{Greek}\x{41}\{", r"\p{Greek}\x{41}\{"),
            ("[]{]{", r"[]{]\{"),
        ] {
            assert_eq!(translated(pattern), ours);
            assert!(regex::bytes::Regex::new(ours).is_ok(), "{ours}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(pattern in r"[\\QEpx{}\[\],0-9aü]{0,20}") {
            translated(&pattern);
        }
    }
}
