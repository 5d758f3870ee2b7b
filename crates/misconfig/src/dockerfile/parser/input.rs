//! A Dockerfile as users' checks are asked about it: its stages with their instructions, nothing expanded.
//!
//! Format: <https://trivy.dev/latest/docs/scanner/misconfiguration/custom/schema/>; the values of an instruction are those of
//! BuildKit's parser: names and values of ENV and LABEL in threes, the whole text of a command, the words of all else.

use super::lines::{self, Heredoc, Logical};
use super::words::{exec, first, split};
use serde_json::{Value, json};

/// The stages of a text; instructions above the first FROM are a stage without a name.
pub(crate) fn input(text: &str, path: &str) -> Value {
    let (escape, lines) = lines::read(text, &mut Vec::new());
    let mut stages: Vec<(String, Vec<Value>)> = Vec::new();
    let mut froms = 0_usize;
    for line in lines {
        let (word, rest) = head(&line.text);
        if word.eq_ignore_ascii_case("from") {
            froms += 1;
            stages.push((rest.to_owned(), Vec::new()));
        }
        let stage = froms.saturating_sub(1);
        let command = command(&line, stage, path, escape);
        match stages.last_mut() {
            Some((_, commands)) => commands.push(command),
            None => stages.push((String::new(), vec![command])),
        }
    }
    let stages = stages.into_iter().map(|(name, commands)| json!({ "Name": name, "Commands": commands }));
    json!({ "Stages": stages.collect::<Vec<_>>() })
}

fn command(line: &Logical, stage: usize, path: &str, escape: char) -> Value {
    let (word, rest) = head(&line.text);
    let is_trigger = word.eq_ignore_ascii_case("onbuild");
    let (inner, rest) = if is_trigger { head(rest) } else { (word, rest) };
    let (flags, rest) = flags(rest, escape);
    let (value, is_exec) = match line.heredocs.as_slice() {
        [] => values(&inner.to_ascii_lowercase(), rest, escape),
        heredocs => (vec![of_heredocs(rest, heredocs)], false),
    };
    let mut original = line.text.clone();
    for heredoc in &line.heredocs {
        original.push_str(&format!("\n{}{}", heredoc.body, heredoc.name));
    }
    json!({
        "Cmd": word.to_ascii_lowercase(),
        "SubCmd": if is_trigger { inner } else { "" },
        "Flags": flags,
        "Value": value,
        "Original": original,
        "JSON": is_exec,
        "Stage": stage,
        "Path": path,
        "StartLine": line.lines.0,
        "EndLine": line.lines.1,
    })
}

/// The values of an instruction, and whether they stand in brackets.
fn values(keyword: &str, rest: &str, escape: char) -> (Vec<String>, bool) {
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    match keyword {
        "add" | "cmd" | "copy" | "entrypoint" | "run" | "shell" | "volume" => match exec(rest) {
            Some(words) => (words, true),
            None if matches!(keyword, "add" | "copy" | "volume") => (owned(rest.split_whitespace().collect()), false),
            None => (vec![rest.to_owned()], false),
        },
        "healthcheck" => {
            let (kind, command) = head(rest);
            let (words, is_exec) = if command.is_empty() { (Vec::new(), false) } else { values("cmd", command, escape) };
            ([vec![kind.to_ascii_uppercase()], words].concat(), is_exec)
        }
        "env" | "label" => (pairs(rest, escape), false),
        "arg" => (owned(split(rest, escape)), false),
        "expose" | "from" => (owned(rest.split_whitespace().collect()), false),
        _ => (vec![rest.to_owned()], false),
    }
}

fn pairs(rest: &str, escape: char) -> Vec<String> {
    let words = split(rest, escape);
    if !words.first().is_some_and(|word| word.contains('=')) {
        let (name, value) = head(rest);
        return [name, value, ""].map(str::to_owned).to_vec();
    }
    let pair = |word: &str| {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        [name, value, "="].map(str::to_owned)
    };
    words.into_iter().flat_map(pair).collect()
}

/// The lines of one heredoc that a shell runs as commands, or else the instruction with its heredocs as they stand.
fn of_heredocs(rest: &str, heredocs: &[Heredoc]) -> String {
    let is_alone = rest.split_whitespace().next().is_some_and(|word| word.contains("<<"));
    match heredocs {
        [one, ..] if is_alone && !one.body.starts_with("#!") => one.body.lines().collect::<Vec<_>>().join(" ; "),
        _ => heredocs.iter().fold(rest.to_owned(), |text, heredoc| format!("{text}\n{}{}", heredoc.body, heredoc.name)),
    }
}

/// The first word, and what follows it.
fn head(text: &str) -> (&str, &str) {
    let (word, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    (word, rest.trim())
}

fn flags(rest: &str, escape: char) -> (Vec<&str>, &str) {
    let (mut flags, mut rest) = (Vec::new(), rest);
    while let Some((word, behind)) = first(rest, escape).filter(|(word, _)| word.starts_with("--") && word.len() > 2) {
        flags.push(word);
        rest = behind.trim_start();
    }
    (flags, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_see_what_is_documented() {
        let text = "ARG V=1\nFROM --platform=linux/amd64 alpine:${V} AS base\nENV A=b C=\"d e\"\nENV OLD value here\nONBUILD RUN echo hi\nRUN --mount=type=cache,target=/x apk add curl && \\\n    echo hi\nRUN [\"echo\", \"a b\"]\nHEALTHCHECK --interval=30s CMD curl -f http://localhost || exit 1\nRUN <<EOF\necho a\necho b\nEOF\nRUN cat <<EOF\nx\nEOF\nfrom scratch\nCOPY --from=0 /a /b\nHEALTHCHECK NONE\nUSER 1\n";
        let shown: Vec<String> = input(text, "Dockerfile")["Stages"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|stage| {
                let commands = stage["Commands"].as_array().unwrap().iter();
                let name = stage["Name"].to_string();
                [name].into_iter().chain(commands.map(|c| {
                    let lines = format!("{}-{}", c["StartLine"], c["EndLine"]);
                    format!("{lines} {} {} {} {} {} {}", c["Stage"], c["Cmd"], c["SubCmd"], c["Flags"], c["Value"], c["JSON"])
                }))
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"));
        let original = input("RUN <<EOF\na\nEOF", "x");
        assert_eq!(original["Stages"][0]["Commands"][0]["Original"], "RUN <<EOF\na\nEOF");
    }
}
