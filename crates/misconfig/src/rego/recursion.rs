//! Functions that call themselves, which the language forbids and the interpreter would follow until its stack overflows.
//!
//! Rules that need themselves are noticed by the interpreter. What `with` puts in a function's place is not followed.

use crate::yaml::{Node, json_within};
use std::collections::{BTreeMap, BTreeSet};

/// How deep the interpreter's description of a module may go: expressions nest 32 deep there.
const MAX_DEPTH: usize = 1000;

/// A function, and which ones it calls, by their whole names: `data.user.foo.f`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) calls: BTreeSet<String>,
}

/// The functions of a module, out of the interpreter's description of it.
pub(super) fn functions(description: &str, text: &str, package: &str) -> Option<Vec<Function>> {
    let modules = json_within(description, MAX_DEPTH)?;
    let module = modules.items().first()?.get("ast")?;
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    for import in module.get("imports").map(Node::items).unwrap_or_default() {
        let path = reference(import.get("refr")?, text)?;
        let alias = import.get("as").and_then(|alias| span_text(alias, text));
        let last = path.rsplit('.').next().unwrap_or(&path).to_owned();
        aliases.insert(alias.unwrap_or(last), path);
    }
    let whole = |name: String| match name.split_once('.') {
        Some(("data", _)) => name,
        Some((first, rest)) => aliases.get(first).map_or_else(|| name.clone(), |path| format!("{path}.{rest}")),
        None => aliases.get(&name).cloned().unwrap_or_else(|| format!("{package}.{name}")),
    };
    let mut functions = Vec::new();
    for rule in module.get("rules").map(Node::items).unwrap_or_default() {
        let Some(head) = rule.at("Spec.head.Func") else { continue };
        let (name, line) = (reference(head.get("refr")?, text)?, head.at("span.line").and_then(Node::as_i64));
        let mut calls = BTreeSet::new();
        let mut open = vec![rule];
        while let Some(node) = open.pop() {
            let called = node.at("Call.fcn").and_then(|function| reference(function, text));
            calls.extend(called.map(whole));
            open.extend(node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)));
        }
        let line = line.and_then(|line| usize::try_from(line).ok()).unwrap_or(1);
        functions.push(Function { name: whole(name), line, calls });
    }
    Some(functions)
}

/// The functions that lead to themselves.
pub(super) fn recursive<'a>(functions: &[&'a Function]) -> Vec<&'a Function> {
    let mut calls: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for function in functions {
        calls.entry(&function.name).or_default().extend(function.calls.iter().map(String::as_str));
    }
    let leads_to_itself = |function: &&&Function| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![function.name.as_str()];
        while let Some(next) = open.pop() {
            let new = calls.get(next).into_iter().flatten().filter(|name| seen.insert(name));
            open.extend(new.copied().collect::<Vec<_>>());
        }
        seen.contains(function.name.as_str())
    };
    functions.iter().filter(leads_to_itself).copied().collect()
}

/// A path of names: `c.g`, also where it is written with brackets.
fn reference(node: &Node, text: &str) -> Option<String> {
    let inner = node.entries().first().map(|entry| &entry.node)?;
    let written: String = span_text(inner, text)?.chars().filter(|c| !c.is_whitespace()).collect();
    Some(written.replace("[\"", ".").replace("\"]", ""))
}

fn span_text(node: &Node, text: &str) -> Option<String> {
    let span = node.get("span").unwrap_or(node);
    let at = |name: &str| span.get(name).and_then(Node::as_i64).and_then(|at| usize::try_from(at).ok());
    text.get(at("start")?..at("end")?).map(str::to_owned)
}
