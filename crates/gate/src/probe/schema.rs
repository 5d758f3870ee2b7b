//! Whether an answer's fields are as a contract wants them.
//!
//! Every fault is told, a field at a time; what was there instead is told by its type alone.

use super::contract::{Contract, Rule, Type};
use serde_json::{Map, Value};

const MAX_FAULTS: usize = 50;

/// All that is wrong, at most fifty faults.
pub(super) fn faults(data: &Map<String, Value>, contract: &Contract) -> Vec<String> {
    let mut faults = Vec::new();
    for field in &contract.required_fields {
        if !data.contains_key(field) {
            faults.push(format!("Required field '{field}' is missing"));
        }
    }
    for (field, rule) in &contract.field_validations {
        match data.get(field) {
            // Where it is among the required, that was said.
            None if !rule.required || contract.required_fields.contains(field) => {}
            None => faults.push(format!("Required field '{field}' is missing")),
            Some(value) => check(field, value, rule, &mut faults),
        }
    }
    faults.truncate(MAX_FAULTS);
    faults
}

fn check(field: &str, value: &Value, rule: &Rule, faults: &mut Vec<String>) {
    if value.is_null() && !rule.required {
        return;
    }
    if let Some(kind) = rule.kind.filter(|kind| !kind.fits(value)) {
        faults.push(format!("Field '{field}' expected {}, got {}", kind.name(), name(value)));
        return;
    }
    if let Some(allowed) = &rule.allowed
        && !allowed.contains(value)
    {
        let allowed: Vec<_> = allowed.iter().map(ToString::to_string).collect();
        faults.push(format!("Field '{field}' is not one of {}", allowed.join(", ")));
    }
    if let (Some(pattern), Some(text)) = (&rule.pattern, value.as_str())
        && !pattern.fits(text)
    {
        faults.push(format!("Field '{field}' does not match its pattern"));
    }
    if let Some(number) = value.as_f64() {
        if rule.min.is_some_and(|min| number < min) {
            faults.push(format!("Field '{field}' is below its minimum"));
        }
        if rule.max.is_some_and(|max| number > max) {
            faults.push(format!("Field '{field}' exceeds its maximum"));
        }
    }
    if let (Some(rule), Some(items)) = (&rule.items, value.as_array()) {
        for (index, item) in items.iter().enumerate().take(MAX_FAULTS) {
            check(&format!("{field}[{index}]"), item, rule, faults);
        }
    }
}

impl Type {
    fn fits(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Array => value.is_array(),
            Self::Object => value.is_object(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::super::contract::Contracts;
    use super::*;
    use serde_json::json;

    fn of(rules: &str, data: &Value) -> String {
        let yaml = format!("- {{path: /x, required_fields: [here], field_validations: {{{rules}}}}}");
        let contracts = Contracts::read(&yaml).unwrap();
        faults(data.as_object().unwrap(), &contracts.endpoints[0]).join("; ")
    }

    #[test]
    fn fields_that_are_right_are_not_told() {
        let rules = "a: string, b: {type: integer, min: 0, max: 9}, c: {enum: [x, 1]}, d: {type: array, items: string},
            e: {type: string, pattern: 'v\\d+', required: false}";
        assert_eq!(of(rules, &json!({"here": null, "a": "", "b": 9, "c": 1, "d": ["x"], "e": null, "more": 1})), "");
        assert_eq!(of(rules, &json!({"here": 1, "a": "", "b": 0, "c": "x", "d": [], "e": "v12x"})), "");
    }

    #[test]
    fn every_fault_is_told_without_the_value() {
        let rules =
            "a: string, b: {type: integer, min: 0}, c: {enum: [x, 1]}, d: {type: array, items: string}, e: {pattern: 'v\\d+'},
            f: {type: number, max: 1.5}, g: boolean, h: object";
        let data = json!({"a": 1, "b": -1, "c": "hunter2", "d": ["x", null, 3], "e": "hunter2", "f": 2, "g": null});
        insta::assert_snapshot!(of(rules, &data).replace("; ", "\n"));
    }

    #[test]
    fn there_are_at_most_fifty() {
        let many: Vec<_> = (0..1000).collect();
        let faults = of("d: {type: array, items: string}", &json!({"here": 1, "d": many}));
        assert_eq!(faults.split("; ").count(), 50);
    }
}
