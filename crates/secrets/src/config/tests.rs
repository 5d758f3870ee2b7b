//! The files of users work as they are.

use super::*;
use crate::Found;

const TRIVY: &str = r#"
disable-rules:
  - aws-access-key-id
rules:
  - id: acme
    category: Acme
    title: Acme Key
    severity: HIGH
    keywords: [acme]
    regex: acme-(?P<key>[a-z]{8})
    secret-group-name: key
    allow-rules:
      - id: tests
        path: ^tests/
  - id: broken
    severity: LOW
    regex: "(unclosed"
  - id: lines
    regex: line-[0-9]+
    path: \.txt$
allow-rules:
  - id: known
    regex: acme-allowed.
exclude-block:
  regexes:
    - BEGIN[\s\S]*?END
"#;

const GITLEAKS: &str = r#"
title = "ours"
[extend]
useDefault = true
disabledRules = ["github-fine-grained-pat"]
[[rules]]
id = "acme"
description = "Acme Key"
regex = '''acme=([a-z]{8})\b'''
entropy = 2.0
keywords = ["acme"]
[[rules.allowlists]]
condition = "AND"
paths = ['''^docs/''']
regexes = ['''abcdefgh''']
[[rules]]
id = "pair"
regex = '''id-[0-9]{4}'''
keywords = ["id-"]
[[rules.required]]
id = "acme"
withinLines = 1
[[rules]]
id = "broken"
regex = '''(?<!a)b'''
[allowlist]
stopwords = ["nothing"]
paths = ['''vendor/''']
"#;

fn config(name: &str, text: &str) -> Config {
    Config::read(name, text.as_bytes(), &|path| Err(format!("there is no {path}"))).unwrap()
}

fn told(scanner: &Scanner, path: &str, text: &str) -> Vec<String> {
    let mut found = Found::default();
    if scanner.wants(path, text.len() as u64) {
        scanner.file(path, text.as_bytes(), &mut found);
    }
    found.secrets.into_iter().map(|secret| format!("{}: {}", secret.rule_id, secret.matched)).collect()
}

#[test]
fn trivys_file_works() {
    let config = config("trivy-secret.yaml", TRIVY);
    assert_eq!(config.problems.len(), 1);
    assert!(config.problems[0].starts_with("line 17: rule broken: the pattern cannot be used"), "{:?}", config.problems);
    let scanner = config.scanner();
    assert_eq!(told(&scanner, "a", "key acme-qwertzui."), ["acme: key acme-********."]);
    assert_eq!(told(&scanner, "tests/a", "key acme-qwertzui."), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "key acme-allowedx"), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "BEGIN acme-qwertzui END"), Vec::<String>::new());
    assert_eq!(
        (told(&scanner, "a", "line-12"), told(&scanner, "a.txt", "is line-12")),
        (vec![], vec!["lines: is *******".to_owned()])
    );
    assert_eq!(told(&scanner, "a", "AKIA4Q7LBXNRZ2TDKWPC"), Vec::<String>::new());
}

#[test]
fn gitleaks_file_works() {
    let config = config(".gitleaks.toml", GITLEAKS);
    assert_eq!(config.problems.len(), 1);
    assert!(config.problems[0].starts_with("line 25: rule broken"), "{:?}", config.problems);
    let scanner = config.scanner();
    assert_eq!(told(&scanner, "a", "acme=qwertzui"), ["acme: acme=********"]);
    assert_eq!(told(&scanner, "a", "acme=aaaaaaaa"), Vec::<String>::new());
    assert_eq!(told(&scanner, "docs/a", "acme=abcdefgh"), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "acme=abcdefgh").len(), 1);
    assert_eq!(told(&scanner, "vendor/a", "acme=qwertzui"), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "id-1234\n\nacme=qwertzui").len(), 1);
    assert_eq!(told(&scanner, "a", "id-1234\nacme=qwertzui").len(), 2);
    assert_eq!(told(&scanner, "a", "AKIA4Q7LBXNRZ2TDKWPC").len(), 1);
}

#[test]
fn without_the_default_rules_those_of_the_file_are_all() {
    let scanner = config("a.toml", "[[rules]]\nid = \"x\"\nregex = '''xyz[0-9]+'''\n").scanner();
    assert_eq!(told(&scanner, "a", "xyz123 AKIA4Q7LBXNRZ2TDKWPC"), ["x: ****** AKIA4Q7LBXNRZ2TDKWPC"]);
}

#[test]
fn what_is_no_configuration_is_an_error() {
    let read =
        |name: &str, text: &str| Config::read(name, text.as_bytes(), &|path| Err(path.to_owned())).err().map(|e| e.to_string());
    assert!(read("a.yaml", "rules: 5").is_some_and(|error| error.contains("line 1")));
    assert!(read("a.toml", "rules = 5").is_some_and(|error| error.contains("line 1")));
    assert!(read("a.toml", "[extend]\npath = \"b.toml\"").is_some_and(|error| error.contains("b.toml")));
    assert!(config("a.yaml", "").problems.is_empty());
    assert_eq!(config("a.yaml", "rulez: []").problems, ["the key rulez is not known"]);
}

#[test]
fn comments_in_the_line_allow() {
    let scanner = Scanner::default();
    assert_eq!(told(&scanner, "a", "AKIA4Q7LBXNRZ2TDKWPC # gitleaks:allow"), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "AKIA4Q7LBXNRZ2TDKWPC # tidewaiter:allow"), Vec::<String>::new());
    assert_eq!(told(&scanner, "a", "AKIA4Q7LBXNRZ2TDKWPC\n# tidewaiter:allow").len(), 1);
}
