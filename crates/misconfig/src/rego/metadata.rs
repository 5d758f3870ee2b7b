//! What a check says of itself.

use crate::yaml;
use serde_json::Value;
use tidewaiter_model::Severity;

/// What a check says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) id: String,
    pub(super) aliases: Vec<String>,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) severity: Severity,
    pub(super) resolution: String,
    pub(super) references: Vec<String>,
    pub(super) provider: String,
    pub(super) service: String,
    /// What it is about; nothing for whatever is known.
    pub(super) selectors: Vec<Selector>,
    /// Whether it is there for others only.
    pub(super) is_library: bool,
    pub(super) is_deprecated: bool,
}

/// A kind of input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selector {
    /// `dockerfile`, `kubernetes`, `yaml`.
    pub(super) kind: String,
    /// Which resources of Kubernetes; none for all.
    pub(super) subtypes: Vec<Subtype>,
}

/// A kind of Kubernetes resource; what is empty may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Subtype {
    pub(super) group: String,
    pub(super) version: String,
    pub(super) kind: String,
}

impl Metadata {
    /// Reads the annotations of a package, or what the older rules say: `about` of the check, `input` of what it is about.
    pub(super) fn read(namespace: &str, about: &Value, input: &Value) -> Self {
        let custom = about.get("custom").unwrap_or(about);
        let field =
            |names: &[&str]| names.iter().find_map(|name| [custom, about].into_iter().find_map(|from| text(from.get(name)?)));
        let texts = |value: &Value| value.as_array().into_iter().flatten().filter_map(text).collect::<Vec<_>>();
        let is_set = |name: &str| custom.get(name).and_then(Value::as_bool) == Some(true);
        let mut references: Vec<String> = Vec::new();
        for resource in about["related_resources"].as_array().into_iter().flatten() {
            references.extend(text(resource.get("ref").unwrap_or(resource)));
        }
        references.extend(field(&["url"]).filter(|url| !references.contains(url)));
        let id = field(&["id"]).unwrap_or_else(|| namespace.to_owned());
        let mut aliases: Vec<String> = field(&["avd_id"]).into_iter().chain(texts(&custom["aliases"])).collect();
        aliases.retain(|alias| *alias != id);
        aliases.dedup();
        let own = about.get("custom").map_or(&Value::Null, |custom| &custom["input"]);
        let selectors = if own.is_null() { input } else { own };
        Self {
            id,
            aliases,
            title: field(&["title"]).unwrap_or_else(|| namespace.to_owned()),
            description: field(&["description"]).unwrap_or_default(),
            severity: field(&["severity"]).and_then(|word| Severity::from_word(&word)).unwrap_or_default(),
            resolution: field(&["recommended_action", "recommended_actions"]).unwrap_or_default(),
            references,
            provider: field(&["provider"]).unwrap_or_default(),
            service: field(&["service"]).unwrap_or_else(|| "general".to_owned()),
            selectors: selectors["selector"].as_array().into_iter().flatten().map(Selector::read).collect(),
            is_library: is_set("library"),
            is_deprecated: is_set("deprecated"),
        }
    }
}

impl Selector {
    fn read(value: &Value) -> Self {
        let field = |value: &Value, name: &str| value.get(name).and_then(text).unwrap_or_default();
        let subtype = |value: &Value| Subtype {
            group: field(value, "group"),
            version: field(value, "version"),
            kind: field(value, "kind"),
        };
        let subtypes = value["subtypes"].as_array().into_iter().flatten().map(subtype).collect();
        Self { kind: field(value, "type"), subtypes }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        _ => None,
    }
}

/// The annotations of a file's package; a fault if they are no YAML.
/// Format: <https://www.openpolicyagent.org/docs/policy-language#annotations>.
pub(super) fn annotations(rego: &str) -> Result<Option<Value>, String> {
    let mut lines = rego.lines().enumerate().peekable();
    while let Some((start, line)) = lines.next() {
        if line.strip_prefix('#').is_none_or(|comment| comment.trim() != "METADATA") {
            continue;
        }
        // Faults shall name the file's lines.
        let mut text = "\n".repeat(start + 1);
        while let Some(comment) = lines.peek().and_then(|(_, line)| line.strip_prefix('#')) {
            text.push_str(comment.strip_prefix(' ').unwrap_or(comment));
            text.push('\n');
            lines.next();
        }
        let is_above_package = lines
            .clone()
            .find(|(_, line)| !line.trim().is_empty())
            .is_some_and(|(_, line)| line.strip_prefix("package").is_some_and(|rest| rest.starts_with(char::is_whitespace)));
        let read = yaml::read(&text);
        let document = read.documents.first();
        let scope = document.and_then(|node| node.text("scope"));
        if scope == Some("package") || scope.is_none() && is_above_package {
            return match read.faults.into_iter().next() {
                Some(fault) => Err(format!("its annotations are no YAML: {fault}")),
                None => Ok(document.map(yaml::Node::to_json)),
            };
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn annotations_of_the_package_are_read() {
        let rego = "# METADATA\n# title: rule\n# scope: rule\n\n# METADATA\n# title: A \"b\"\n# custom:\n#   id: X1\n#   input:\n#     selector:\n#     - type: kubernetes\n#       subtypes: [{kind: Pod}]\npackage user.x\n\n# METADATA\n# title: other\ndeny[x] { x := 1 }\n";
        let metadata = Metadata::read("user.x", &annotations(rego).unwrap().unwrap(), &Value::Null);
        assert_eq!((metadata.id.as_str(), metadata.title.as_str()), ("X1", "A \"b\""));
        assert_eq!((metadata.selectors[0].kind.as_str(), metadata.selectors[0].subtypes[0].kind.as_str()), ("kubernetes", "Pod"));
        assert_eq!(annotations("package a\n# METADATA\n# title: x\ndeny = 1"), Ok(None));
        let fault = annotations("\n# METADATA\n# scope: package\n# x: [\npackage a\n").unwrap_err();
        assert!(fault.contains("line 4") || fault.contains("line 5"), "{fault}");
    }

    #[test]
    fn the_older_form_says_the_same() {
        let about = json!({ "id": "ID001", "avd_id": "AVD-ID-0001", "title": "t", "severity": "LOW", "recommended_actions": "r", "url": "u" });
        let metadata = Metadata::read("user.x", &about, &json!({ "selector": [{ "type": "dockerfile" }] }));
        assert_eq!((metadata.aliases, metadata.references), (vec!["AVD-ID-0001".to_owned()], vec!["u".to_owned()]));
        assert_eq!((metadata.severity, metadata.resolution.as_str()), (Severity::Low, "r"));
        assert_eq!(metadata.selectors[0].kind, "dockerfile");
        let nothing = Metadata::read("user.x", &Value::Null, &Value::Null);
        assert_eq!((nothing.id.as_str(), nothing.severity), ("user.x", Severity::Unknown));
    }
}
