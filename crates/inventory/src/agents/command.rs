//! Which program a command line fetches and runs: those of npm, of Python's index, and container images.
//!
//! Formats: the command lines of <https://docs.npmjs.com/cli/v11/commands/npx>, <https://docs.astral.sh/uv/guides/tools/>,
//! <https://pipx.pypa.io/stable/docs/>, <https://docs.docker.com/reference/cli/docker/container/run/>, and their like.

/// A program, and where it is fetched from. What is not pinned is empty.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Program<'a> {
    Npm { name: &'a str, version: &'a str },
    Pypi { name: &'a str, version: &'a str },
    Image { name: &'a str, tag: &'a str, digest: &'a str },
}

/// Options of `docker run` that take no value; all others do, either behind `=` or as the next word.
const DOCKER_SWITCHES: [&str; 14] = [
    "--rm",
    "--interactive",
    "--tty",
    "--init",
    "--detach",
    "--privileged",
    "--read-only",
    "--publish-all",
    "--no-healthcheck",
    "--quiet",
    "--oom-kill-disable",
    "--disable-content-trust",
    "--sig-proxy",
    "--help",
];

/// `None` where the command is a program of the machine itself.
pub(super) fn program<'a>(command: &'a str, args: &'a [String]) -> Option<Program<'a>> {
    let mut words: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut name = command.rsplit(['/', '\\']).next().unwrap_or(command);
    name = name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(name);
    // `cmd /c npx …` of Windows.
    if name == "cmd" && words.first().is_some_and(|word| word.eq_ignore_ascii_case("/c")) && words.len() > 1 {
        (name, words) = (words.get(1).copied()?, words.split_off(2));
    }
    let first = words.first().copied().unwrap_or("");
    match (name, first) {
        ("npx" | "bunx", _) => npm(&words),
        ("npm", "exec" | "x") | ("pnpm" | "yarn", "dlx") | ("bun", "x") => npm(words.get(1..)?),
        ("uvx", _) => pypi(&words, "--from"),
        ("uv", "tool") if words.get(1) == Some(&"run") => pypi(words.get(2..)?, "--from"),
        ("pipx", "run") => pypi(words.get(1..)?, "--spec"),
        ("docker" | "podman" | "nerdctl", "run") => image(words.get(1..)?),
        ("docker" | "podman" | "nerdctl", "container") if words.get(1) == Some(&"run") => image(words.get(2..)?),
        _ => None,
    }
}

/// The value of an option, as the next word or behind `=`.
fn option<'a>(words: &[&'a str], names: &[&str]) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let behind = names.iter().find_map(|name| word.strip_prefix(name)?.strip_prefix('='));
        behind.or_else(|| words.get(at + 1).copied().filter(|_| names.contains(word)))
    })
}

fn npm<'a>(words: &[&'a str]) -> Option<Program<'a>> {
    let spec = option(words, &["-p", "--package"]).or_else(|| words.iter().copied().find(|word| !word.starts_with('-')))?;
    let is_elsewhere = spec.contains(':') || spec.starts_with(['.', '/', '~']) || spec.contains("${");
    if is_elsewhere {
        return None;
    }
    let skipped = usize::from(spec.starts_with('@'));
    let at = spec.get(skipped..)?.find('@').map(|at| at + skipped);
    let (name, version) = at.map_or((spec, ""), |at| (spec.get(..at).unwrap_or(spec), spec.get(at + 1..).unwrap_or("")));
    let is_pinned = version.starts_with(|c: char| c.is_ascii_digit()) && version.split('.').count() >= 3;
    (!name.is_empty()).then_some(Program::Npm { name, version: if is_pinned { version } else { "" } })
}

fn pypi<'a>(words: &[&'a str], from: &str) -> Option<Program<'a>> {
    let given = option(words, &[from]);
    let mut named = words.iter().enumerate().filter(|(at, word)| {
        let is_value = at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|before| takes_value(before));
        !word.starts_with('-') && !is_value
    });
    let spec = given.or_else(|| named.next().map(|(_, word)| *word))?;
    let end = spec.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(spec.len());
    let (name, rest) = spec.split_at_checked(end)?;
    // `name[extra]==1.0`, and uv's `name@1.0`.
    let rest = rest.strip_prefix('[').and_then(|extras| extras.split_once(']')).map_or(rest, |(_, rest)| rest);
    let version = rest.strip_prefix("==").or_else(|| rest.strip_prefix('@')).unwrap_or("");
    let is_elsewhere = name.is_empty() || name.starts_with('.') || rest.contains("://") || rest.starts_with('/');
    let is_pinned = version.starts_with(|c: char| c.is_ascii_digit()) && !version.contains(['*', ',']);
    (!is_elsewhere).then_some(Program::Pypi { name, version: if is_pinned { version } else { "" } })
}

fn takes_value(option: &str) -> bool {
    ["--with", "--python", "-p", "--index-url", "--index", "--directory", "--pip-args"].contains(&option)
}

fn image<'a>(words: &[&'a str]) -> Option<Program<'a>> {
    let mut words = words.iter().copied();
    let reference = loop {
        let word = words.next()?;
        let is_bundle =
            |word: &str| word.starts_with('-') && word.bytes().skip(1).all(|b| matches!(b, b'i' | b't' | b'd' | b'P' | b'q'));
        match word {
            "--" => break words.next()?,
            _ if !word.starts_with('-') => break word,
            _ if word.contains('=') || DOCKER_SWITCHES.contains(&word) || is_bundle(word) => {}
            _ => drop(words.next()?),
        }
    };
    let (name, digest) = reference.split_once('@').unwrap_or((reference, ""));
    let (name, tag) = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((name, ""));
    (!name.is_empty() && !name.contains("${")).then_some(Program::Image { name, tag, digest })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> String {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        match program(&words[0], &words[1..]) {
            None => "-".to_owned(),
            Some(Program::Npm { name, version }) => format!("npm {name} {version}"),
            Some(Program::Pypi { name, version }) => format!("pypi {name} {version}"),
            Some(Program::Image { name, tag, digest }) => format!("image {name} {tag} {digest}"),
        }
    }

    #[test]
    fn programs_are_found_in_command_lines() {
        for (line, expected) in [
            (
                "npx -y @modelcontextprotocol/server-filesystem@2025.8.21 /data",
                "npm @modelcontextprotocol/server-filesystem 2025.8.21",
            ),
            ("npx @scope/name", "npm @scope/name "),
            ("npx -y name@latest", "npm name "),
            ("npx --package=name@1.2.3 other", "npm name 1.2.3"),
            ("/usr/bin/npx -p name@1.2.3 other", "npm name 1.2.3"),
            ("cmd /c npx -y name@1.2.3", "npm name 1.2.3"),
            ("pnpm dlx name@1.0.0", "npm name 1.0.0"),
            ("npx -y github:me/mine", "-"),
            ("npx ./local", "-"),
            ("uvx mcp-server-git==2025.1.14 --repository x", "pypi mcp-server-git 2025.1.14"),
            ("uvx mcp-server-git@0.6.2", "pypi mcp-server-git 0.6.2"),
            ("uvx mcp-server-git@latest", "pypi mcp-server-git "),
            ("uvx --from mcp[cli]==1.2.0 mcp", "pypi mcp 1.2.0"),
            ("uvx --python 3.12 name", "pypi name "),
            ("uvx --from git+https://example.com/x name", "-"),
            ("uv tool run name==1", "pypi name 1"),
            ("uv run server.py", "-"),
            ("pipx run --spec name==1.0 cmd", "pypi name 1.0"),
            ("docker run -i --rm -e TOKEN --mount type=bind,src=a,dst=b mcp/github:1.0", "image mcp/github 1.0 "),
            ("docker run -it -v a:b localhost:5000/x@sha256:00 arg", "image localhost:5000/x  sha256:00"),
            ("docker run --rm", "-"),
            ("docker ps", "-"),
            ("node server.js", "-"),
            ("npx", "-"),
        ] {
            assert_eq!(told(line), expected, "{line}");
        }
    }
}
