//! The version that a project's own build writes into a variable: `-ldflags "-X main.version=1.2.3"`.
//!
//! Flags: <https://pkg.go.dev/cmd/link>. Go records them, except where the build trims paths.
//! Limits: variables named `version` or `ver` count, those of `main` and of packages under `cmd` before those of packages
//! that are made for it, and these before all others; where the first that are there disagree, nothing is told.

use tidewaiter_versions::GO;

/// The version that linker flags set.
pub(super) fn version(flags: &str) -> Option<String> {
    let words = words(flags);
    let mut found: Vec<(u8, &str)> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let assignment = match word.trim_start_matches('-').strip_prefix('X') {
            Some("") => words.get(index + 1).map(String::as_str),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        let assigned = assignment.filter(|_| word.starts_with('-')).and_then(|assignment| assignment.split_once('='));
        if let Some((variable, value)) = assigned
            && let Some(rank) = rank(variable)
            && GO.is_valid(value)
        {
            found.push((rank, value));
        }
    }
    let best = found.iter().map(|(rank, _)| *rank).min()?;
    let mut values = found.iter().filter(|(rank, _)| *rank == best).map(|(_, value)| *value);
    let value = values.next()?;
    values.all(|other| other == value).then(|| format!("v{}", value.trim_start_matches('v')))
}

/// How surely a variable holds the program's version; lower is surer.
fn rank(variable: &str) -> Option<u8> {
    let (package, name) = variable.rsplit_once('.')?;
    if !["version", "ver"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let mut parts = package.split('/');
    let last = package.rsplit('/').next().unwrap_or(package);
    Some(match last {
        "main" => 0,
        _ if parts.any(|part| part == "cmd") => 0,
        "common" | "version" | "build" | "buildinfo" | "internal" => 1,
        _ => 2,
    })
}

/// The words of a command line, without their quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quote, mut is_word) = (None, false);
    for char in line.chars() {
        match quote {
            Some(open) if char == open => quote = None,
            Some(_) => word.push(char),
            None if char == '"' || char == '\'' => (quote, is_word) = (Some(char), true),
            None if char.is_whitespace() => {
                if is_word {
                    words.push(std::mem::take(&mut word));
                }
                is_word = false;
            }
            None => {
                word.push(char);
                is_word = true;
            }
        }
    }
    if is_word {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_hold_versions_are_found() {
        for (flags, expected) in [
            ("-s -w -X main.version=1.2.3", Some("v1.2.3")),
            ("-X 'main.Version=v1.2.3' -X main.date='a b'", Some("v1.2.3")),
            ("-X=example.com/a/version.Version=1.2.3-rc1", Some("v1.2.3-rc1")),
            ("-X example.com/a/x.version=9.0.0 -X example.com/a/cmd/b.ver=1.0.0", Some("v1.0.0")),
            ("-X a/b.version=1.0.0 -X a/c.version=2.0.0", None),
            ("-X main.version=dirty -X main.goversion=1.2.3", None),
            ("-X", None),
            ("", None),
        ] {
            assert_eq!(version(flags).as_deref(), expected, "{flags}");
        }
    }
}
