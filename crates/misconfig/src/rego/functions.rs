//! Functions that checks may call beside those of the language.
//!
//! `result.new` and `isManaged` are of Trivy's form of checks, `sh.parse_commands` is what its libraries split commands with.
//! Ranges of numbers are here because those of the interpreter take all memory that a check asks for.

use crate::dockerfile::shell_commands;
use crate::yaml;
use anyhow::{Result, bail};
use regorus::{Engine, Extension, Value};
use serde_json::{Map, Value as Json, json};

/// Numbers of a range.
const MAX_RANGE: i64 = 1_000_000;

/// Tells the interpreter of all of them.
pub(super) fn add(engine: &mut Engine) -> Result<()> {
    let mut add = |name: &str, arity, function: Box<dyn Extension>| engine.add_extension(name.to_owned(), arity, function);
    add("result.new", 2, Box::new(new_result))?;
    add("isManaged", 1, Box::new(is_managed))?;
    add("sh.parse_commands", 1, Box::new(parse_commands))?;
    add("yaml.unmarshal", 1, Box::new(read_yaml))?;
    add("numbers.range", 2, Box::new(range))?;
    add("numbers.range_step", 3, Box::new(range))
}

/// A message, and the lines of what caused it.
#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands arguments over")]
fn new_result(arguments: Vec<Value>) -> Result<Value> {
    let [message, cause] = arguments.as_slice() else { bail!("takes a message and a cause") };
    let mut result = describe(&serde_json::to_value(cause)?, 0);
    result.insert("msg".to_owned(), serde_json::to_value(message)?);
    Ok(Json::Object(result).into())
}

#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands arguments over")]
fn is_managed(arguments: Vec<Value>) -> Result<Value> {
    let [cause] = arguments.as_slice() else { bail!("takes a cause") };
    let result = describe(&serde_json::to_value(cause)?, 0);
    Ok(result.get("managed").cloned().unwrap_or(Json::Bool(true)).into())
}

/// How deep parents are followed.
const MAX_PARENTS: usize = 16;

fn describe(cause: &Json, depth: usize) -> Map<String, Json> {
    // Parts of manifests and of cloud resources have their lines beside their fields; instructions have them as fields.
    let known = cause.get("__defsec_metadata").unwrap_or(cause);
    let field = |names: &[&str], otherwise: Json| names.iter().find_map(|name| known.get(name)).cloned().unwrap_or(otherwise);
    let parent = known.get("parent").filter(|parent| parent.is_object() && depth < MAX_PARENTS);
    let fields = [
        ("startline", field(&["StartLine", "startline"], json!(0))),
        ("endline", field(&["EndLine", "endline"], json!(0))),
        ("filepath", field(&["Path", "filepath"], json!(""))),
        ("sourceprefix", field(&["sourceprefix"], json!(""))),
        ("explicit", field(&["explicit"], json!(false))),
        ("managed", field(&["managed"], json!(true))),
        ("fskey", field(&["fskey"], json!(""))),
        ("resource", field(&["resource"], json!(""))),
        ("parent", parent.map_or(Json::Null, |parent| Json::Object(describe(parent, depth + 1)))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The words of each command of a shell's text.
#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands arguments over")]
fn parse_commands(arguments: Vec<Value>) -> Result<Value> {
    let [Value::String(text)] = arguments.as_slice() else { bail!("takes a text") };
    Ok(json!(shell_commands(text)).into())
}

#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands arguments over")]
fn read_yaml(arguments: Vec<Value>) -> Result<Value> {
    let [Value::String(text)] = arguments.as_slice() else { bail!("takes a text") };
    let read = yaml::read(text);
    match (read.faults.first(), read.documents.first()) {
        (Some(fault), _) => bail!("not YAML: {fault}"),
        (None, document) => Ok(document.map_or(Json::Null, yaml::Node::to_json).into()),
    }
}

/// All numbers from one to another, in steps.
#[expect(clippy::needless_pass_by_value, reason = "the interpreter hands arguments over")]
fn range(arguments: Vec<Value>) -> Result<Value> {
    let numbers = arguments.iter().map(Value::as_i64).collect::<Result<Vec<i64>>>()?;
    let (from, to, step) = match *numbers.as_slice() {
        [from, to] => (from, to, 1),
        [from, to, step] if step > 0 => (from, to, step),
        _ => bail!("takes two numbers, and a step that is larger than 0"),
    };
    let steps = i128::from(to).abs_diff(i128::from(from)) / step.unsigned_abs() as u128;
    if steps >= MAX_RANGE.unsigned_abs().into() {
        bail!("a range of more than {MAX_RANGE} numbers");
    }
    let step = if to < from { -step } else { step };
    let number = |index: i64| Value::from(from.saturating_add(step.saturating_mul(index)));
    Ok((0..=i64::try_from(steps)?).map(number).collect::<Vec<_>>().into())
}
