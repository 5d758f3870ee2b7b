//! The notation of yarn 1's lock files: sections of indented `key value` lines.
//!
//! Specification: none but the program, <https://github.com/yarnpkg/yarn/blob/master/src/lockfile/parse.js>.
//! Limits: what is deeper than the dependencies of a package is not looked at.

/// One entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The requirements that it answers: `a@^1.0.0`.
    pub(super) patterns: Vec<String>,
    /// The version.
    pub(super) version: String,
    /// Its own requirements, as patterns.
    pub(super) wanted: Vec<String>,
}

/// Reads all entries. Lines that make no sense are the caller's affair only where an entry thereby lacks its version.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_wanted = false;
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let depth = line.bytes().take_while(|&b| b == b' ').count();
        let words = words(line.trim());
        let Some(entry) = entries.last_mut().filter(|_| depth > 0) else {
            entries.push(Entry { patterns: words, ..Entry::default() });
            continue;
        };
        match (depth, words.as_slice()) {
            (1..=2, [key, value]) if key == "version" => entry.version.clone_from(value),
            (1..=2, [key]) => is_wanted = matches!(key.as_str(), "dependencies" | "optionalDependencies"),
            (1..=2, _) => is_wanted = false,
            (_, [name, range, ..]) if is_wanted => entry.wanted.push(format!("{name}@{range}")),
            _ => {}
        }
    }
    entries
}

/// The words of a line: quoted or not, parted by spaces and commas; a colon ends the last one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        let word = if let Some(quoted) = rest.strip_prefix('"') {
            let (word, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            rest = after.strip_prefix(':').filter(|after| after.is_empty()).unwrap_or(after);
            word
        } else {
            let (word, after) = rest.split_at(rest.find([' ', ',']).unwrap_or(rest.len()));
            rest = after;
            if after.is_empty() { word.strip_suffix(':').unwrap_or(word) } else { word }
        };
        if !word.is_empty() {
            words.push(word.to_owned());
        }
        if rest.is_empty() {
            return words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_colons_part_words() {
        assert_eq!(words("\"@s/a@^1\", b@2 || 3, c@*:"), ["@s/a@^1", "b@2", "||", "3", "c@*"]);
        assert_eq!(words("version \"1.0.0\""), ["version", "1.0.0"]);
        assert_eq!(words("dependencies:"), ["dependencies"]);
        assert_eq!(words("\"a@>= 1\":"), ["a@>= 1"]);
        assert_eq!(words("\"open"), ["open"]);
    }
}
