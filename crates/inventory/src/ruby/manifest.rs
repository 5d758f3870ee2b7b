//! What a Ruby project asks for.
//!
//! Format: <https://bundler.io/man/gemfile.5.html>.
//! Files: `Gemfile`, `gems.rb`.
//! Limits: a Gemfile is a program; calls of `gem` and `group` are read where each stands on a line of its own. Groups have no
//! meaning of their own; those whose names say that they develop, test or document are taken for developers'.

use super::strings;
use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "gemfile",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Gemfile", "gems.rb"]),
    wants: |stat| matches!(stat.name(), "Gemfile" | "gems.rb"),
    read,
};

const DEVELOPERS: [&str; 9] = ["ci", "debug", "dev", "development", "doc", "docs", "lint", "rubocop", "test"];

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    // Whether each open block is a group of developers'.
    let mut blocks: Vec<bool> = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let is_group = call(line, "group").is_some();
        if let Some(arguments) = call(line, "gem") {
            let groups = ["group:", "groups:", ":group =>", ":groups =>"];
            let groups = groups.iter().find_map(|key| arguments.split_once(key)).map(|(_, groups)| is_developers(groups));
            let dev = blocks.contains(&true) || groups == Some(true);
            if let Some(name) = strings(arguments).first() {
                facts.declared.push(Declared { purl_type: "gem".into(), name: (*name).to_owned(), dev });
            }
        }
        if line.ends_with(" do") || line.split_once(" do |").is_some() || line.starts_with("if ") || line.starts_with("unless ") {
            blocks.push(is_group && is_developers(line));
        } else if line == "end" {
            blocks.pop();
        }
    }
    Ok(())
}

/// The arguments of a call, with or without brackets.
fn call<'a>(line: &'a str, method: &str) -> Option<&'a str> {
    line.strip_prefix(method)?.strip_prefix([' ', '('])
}

/// Whether all groups that an expression names are developers'.
fn is_developers(groups: &str) -> bool {
    let symbols = groups.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_')));
    // What follows may be an option with a key of its own: `, require: false`.
    let symbols = symbols.take_while(|word| !word.ends_with(':')).filter_map(|word| word.strip_prefix(':'));
    let quoted: Vec<&str> = strings(groups);
    let mut names = symbols.chain(quoted).peekable();
    names.peek().is_some() && names.all(|name| DEVELOPERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/Gemfile");

    #[test]
    fn a_real_manifest_is_read() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "Gemfile", SAMPLE)), @r"
        declares gem web-framework
        declares gem xml
        declares gem tool
        declares gem member
        declares gem tester dev
        declares gem lint dev
        ");
    }

    #[test]
    fn groups_are_told_apart() {
        let text = r#"
            gem("a", group: [:test, :production])
            gem "b", :groups => [:test, :development], require: false
            group :production do
              gem "c"
              group "test" do
                gem "d" # only there
              end
              platforms :ruby do
                gem "e"
              end
            end
            gemspec
            # gem "f"
        "#;
        let dev: Vec<_> = read(&ANALYZER, "gems.rb", text.as_bytes()).declared.into_iter().map(|d| (d.name, d.dev)).collect();
        let wanted = [("a", false), ("b", true), ("c", false), ("d", true), ("e", false)];
        assert_eq!(dev, wanted.map(|(name, dev)| (name.to_owned(), dev)));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "Gemfile", SAMPLE);
    }
}
