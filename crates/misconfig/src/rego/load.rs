//! Checks out of files: what cannot be used is a problem that names the file and its line, and all else is used.

use super::evaluate::{Answer, MAX_TIME, Question, ask, within};
use super::functions;
use super::libraries::LIBRARIES;
use super::metadata::{Metadata, annotations};
use super::policies::{Policies, Policy, Query};
use super::recursion::{self, Function};
use crate::yaml;
use regorus::{Engine, Value};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use tidewaiter_model::Problem;

/// How rules begin that say what is wrong.
const ENFORCED: [&str; 3] = ["deny", "warn", "violation"];
/// The package whose rule `exception` accepts other packages.
const EXCEPTIONS: &str = "namespace.exceptions";

/// The digest of everything that says what is checked.
fn digest(files: &[(String, String)], namespaces: &[String]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut add = |text: &str| {
        hasher.update(text.len().to_le_bytes());
        hasher.update(text);
    };
    for (path, text) in files {
        add(path);
        add(text);
    }
    // No path is empty.
    add("");
    namespaces.iter().for_each(|name| add(name));
    hasher.finalize().to_vec()
}

/// A module, as the interpreter has read it.
struct Module<'a> {
    file: &'a str,
    text: &'a str,
    /// `["user", "dockerfile", "ID001"]`.
    package: Vec<String>,
    functions: Vec<Function>,
}

impl Policies {
    /// Reads checks and their libraries (`.rego`), and the documents that they may ask (`.json`, `.yaml`): paths and texts. Run are
    /// the packages whose names begin with one of the namespaces; without any, all but libraries.
    #[must_use]
    pub fn read(files: &[(String, String)], namespaces: &[String]) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let (rego, documents): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.ends_with(".rego"));
        let documents: Vec<Value> = documents.iter().filter_map(|file| kept(file, document(&file.1), &mut problems)).collect();
        let mut modules: Vec<Module<'_>> =
            rego.into_iter().filter_map(|file| kept(file, Module::read(file), &mut problems)).collect();
        refuse_recursion(&mut modules, &mut problems);
        let engine = loop {
            match engine(&modules, &documents) {
                Ok(engine) => break engine,
                Err(reason) => {
                    // What does not fit together is told one by one.
                    let at = modules.iter().position(|module| location(&reason).is_some_and(|(file, _)| file == module.file));
                    let file = at.map(|at| modules.remove(at)).map_or("", |module| module.file);
                    problems.push(problem(file, &reason));
                    if at.is_none() {
                        return (Self::default(), problems);
                    }
                }
            }
        };
        let mut policies = Self { engine, policies: Vec::new(), exceptions: None, max_time: MAX_TIME, digest: Vec::new() };
        for module in &modules {
            if module.namespace() == EXCEPTIONS {
                policies.exceptions = policies.query(module, "exception");
            } else if module.is_in(namespaces) {
                match policies.policy(module) {
                    Ok(policy) => policies.policies.extend(policy),
                    Err(reason) => problems.push(problem(module.file, &reason)),
                }
            }
        }
        if !files.is_empty() {
            policies.digest = digest(files, namespaces);
        }
        (policies, problems)
    }

    /// The check in a module, if it is one.
    fn policy(&self, module: &Module<'_>) -> Result<Option<Policy>, String> {
        let rules: Vec<Query> = module.enforced().into_iter().filter_map(|rule| self.query(module, rule)).collect();
        if rules.is_empty() {
            return Ok(None);
        }
        let namespace = module.namespace();
        let metadata = match annotations(module.text)? {
            Some(about) => Metadata::read(&namespace, &about, &Json::Null),
            None => {
                let about = self.value(module, "__rego_metadata__")?;
                Metadata::read(&namespace, &about, &self.value(module, "__rego_input__")?)
            }
        };
        if metadata.is_library || metadata.is_deprecated {
            return Ok(None);
        }
        let exception = self.query(module, "exception");
        let file = module.file.to_owned();
        Ok(Some(Policy { file, namespace, metadata, rules, exception, is_given_up: AtomicBool::new(false) }))
    }

    /// A rule of a module, if it is there.
    fn query(&self, module: &Module<'_>, rule: &str) -> Option<Query> {
        let is_there = self.engine.has_declared_rule_rooted_at(module.file, rule).unwrap_or(false);
        is_there.then(|| Query { rule: rule.to_owned(), path: module.path_of(rule) })
    }

    /// What a rule says without any input; null if it is not there.
    fn value(&self, module: &Module<'_>, rule: &str) -> Result<Json, String> {
        let Some(query) = self.query(module, rule) else { return Ok(Json::Null) };
        let question = Question { policy: 0, query, input: Value::new_object() };
        match ask(&self.engine, vec![question], self.max_time).pop() {
            Some(Answer::Value(value)) => Ok(value),
            Some(Answer::Failed(reason)) => Err(reason),
            Some(Answer::Late) => Err(format!("{rule} does not end")),
            _ => Ok(Json::Null),
        }
    }
}

impl<'a> Module<'a> {
    fn read((file, text): &'a (String, String)) -> Result<Self, String> {
        let (name, rego) = (file.clone(), text.clone());
        // The interpreter reads nested arrays in time that doubles with each level.
        let read = within(MAX_TIME, move || describe(name, rego)).ok_or("cannot be read in time; it may nest too deeply")?;
        let (package, description) = read?;
        let path = format!("data.{}", package.join("."));
        let functions = recursion::functions(&description, text, &path).ok_or("it nests too deeply")?;
        Ok(Self { file, text, package, functions })
    }

    fn namespace(&self) -> String {
        self.package.join(".")
    }

    fn is_in(&self, namespaces: &[String]) -> bool {
        let own = self.namespace();
        let covers =
            |wanted: &String| own.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if namespaces.is_empty() {
            self.package.first().is_none_or(|first| first != "lib")
        } else {
            namespaces.iter().any(covers)
        }
    }

    /// Words of the text that may be the names of rules that say what is wrong.
    fn enforced(&self) -> BTreeSet<&'a str> {
        let words = self.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let is_one = |word: &&str| {
            let rest = ENFORCED.iter().find_map(|begin| word.strip_prefix(begin));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
        };
        words.filter(is_one).collect()
    }

    fn path_of(&self, rule: &str) -> String {
        let mut path = "data".to_owned();
        for part in self.package.iter().map(String::as_str).chain([rule]) {
            let is_name =
                part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') && !part.starts_with(|c: char| c.is_ascii_digit());
            path.push_str(&if is_name && !part.is_empty() { format!(".{part}") } else { format!("[{}]", json!(part)) });
        }
        path
    }
}

/// Drops modules with functions that call themselves.
fn refuse_recursion(modules: &mut Vec<Module<'_>>, problems: &mut Vec<Problem>) {
    let functions: Vec<&Function> = modules.iter().flat_map(|module| &module.functions).collect();
    let recursive: BTreeSet<String> = recursion::recursive(&functions).iter().map(|function| function.name.clone()).collect();
    modules.retain(|module| {
        let found = module.functions.iter().find(|function| recursive.contains(&function.name));
        let reason = found.map(|function| format!("line {}: the function {} calls itself", function.line, function.name));
        problems.extend(reason.iter().map(|reason| problem(module.file, reason)));
        reason.is_none()
    });
}

/// The package of a module, and what the interpreter makes of it.
fn describe(file: String, text: String) -> Result<(Vec<String>, String), String> {
    let mut engine = new_engine()?;
    engine.add_policy(file, text).map_err(|error| error.to_string())?;
    let packages = engine.get_policy_package_components().map_err(|error| error.to_string())?;
    let package = packages.into_iter().next().map(|package| package.components).unwrap_or_default();
    Ok((package, engine.get_ast_as_json().map_err(|error| error.to_string())?))
}

fn new_engine() -> Result<Engine, String> {
    let mut engine = Engine::new();
    engine.set_rego_v0(true);
    engine.set_strict_builtin_errors(false);
    // Whatever checks print would stand in the report.
    engine.set_gather_prints(true);
    functions::add(&mut engine).map_err(|error| error.to_string())?;
    Ok(engine)
}

/// All modules together, those of ours that the user has not; why not, if they do not fit.
fn engine(modules: &[Module<'_>], documents: &[Value]) -> Result<Engine, String> {
    let mut engine = new_engine()?;
    let libraries = LIBRARIES.iter().filter(|(package, _)| !modules.iter().any(|module| module.namespace() == *package));
    let texts = libraries.map(|(name, text)| (*name, *text)).chain(modules.iter().map(|module| (module.file, module.text)));
    for (file, text) in texts {
        engine.add_policy(file.to_owned(), text.to_owned()).map_err(|error| error.to_string())?;
    }
    let namespaces: Json = modules.iter().map(Module::namespace).collect();
    for document in [json!({ "namespaces": namespaces }).into()].into_iter().chain(documents.iter().cloned()) {
        engine.add_data(document).map_err(|error| error.to_string())?;
    }
    // It fits modules together before the first evaluation.
    engine.eval_query("true".to_owned(), false).map_err(|error| error.to_string())?;
    Ok(engine)
}

/// A document that checks may ask.
fn document(text: &str) -> Result<Value, String> {
    let read = yaml::read(text);
    match (read.faults.into_iter().next(), read.documents.as_slice()) {
        (Some(fault), _) => Err(fault),
        (None, [document]) if document.is_mapping() => Ok(document.to_json().into()),
        _ => Err("is not one document with names".to_owned()),
    }
}

/// What was read of a file; a problem if nothing was.
fn kept<T>(file: &(String, String), read: Result<T, String>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|reason| problems.push(problem(&file.0, &reason))).ok()
}

fn problem(file: &str, reason: &str) -> Problem {
    Problem { path: file.to_owned(), origin: "rego".to_owned(), message: told(reason) }
}

/// What the interpreter says, in one line: it shows the place in the text above the reason.
pub(super) fn told(reason: &str) -> String {
    let plain = || reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = reason.lines().find_map(|line| line.trim().strip_prefix("error: "));
    match (location(reason), said) {
        (Some((_, line)), Some(said)) => format!("line {line}: {}", said.trim()),
        _ => plain(),
    }
}

/// The file and the line in what the interpreter says: `--> x.rego:3:7`.
fn location(reason: &str) -> Option<(&str, usize)> {
    let place = reason.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
    let (place, _column) = place.trim().rsplit_once(':')?;
    let (file, line) = place.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}
