//! The licences that a formula states.
//!
//! Format: <https://docs.brew.sh/License-Guidelines>: a text, or `any_of:`, `all_of:` and `with:` around texts.
//! Limits: it is Ruby, of which no more is understood than the texts within the statement; exceptions are left out.

use crate::license;

/// Their names, in the formula's order.
pub(super) fn licenses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut depth = 0_i64;
    let statement = text.lines().map(str::trim).skip_while(|line| !line.starts_with("license "));
    for line in statement {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('"') {
            let Some((name, after)) = after.split_once('"') else { break };
            if !before.trim_end().ends_with("with:") {
                license::add(&mut found, name);
            }
            rest = after;
        }
        let count = |bracket: [char; 2]| i64::try_from(line.matches(bracket).count()).unwrap_or(0);
        depth += count(['[', '{']) - count([']', '}']);
        if depth <= 0 {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::licenses;

    #[test]
    fn one_name_or_many_are_read() {
        assert_eq!(licenses("  license \"MIT\"\n  url \"x\"\n"), ["MIT"]);
        assert_eq!(licenses("  license any_of: [\"MIT\", \"0BSD\"]\n  url \"x\"\n"), ["MIT", "0BSD"]);
        assert_eq!(licenses("  license :public_domain\n"), [""; 0]);
        assert_eq!(licenses("class A < Formula\n"), [""; 0]);
        assert_eq!(licenses("license [\n\"MIT\n"), [""; 0]);
    }
}
