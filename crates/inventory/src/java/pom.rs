//! Maven's project files.
//!
//! Specification: <https://maven.apache.org/pom.html>.
//! Files: `pom.xml`.
//! Limits: a project is read as far as its own file goes: parents, imported dependency management and indirect dependencies
//! lie in repositories. A dependency whose version is not in the file is stated without one. Profiles are not looked at.

use super::{Coordinates, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use tidewaiter_model::Relationship;

/// Maven's ecosystem of project files.
pub(crate) const POM: Ecosystem = Ecosystem { id: "pom", kind: "pom", target: None, ..super::ECOSYSTEM };

/// The analyzer.
pub(crate) struct Pom;

const MAX: u64 = 16 << 20;
/// Properties name others; more often than this they name themselves.
const MAX_STEPS: usize = 16;
/// No version or name is longer.
const MAX_VALUE: usize = 1024;

impl Analyzer for Pom {
    fn id(&self) -> &'static str {
        "pom"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["pom.xml"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "pom.xml" && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let document = match Document::parse(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
            Ok(document) => document,
            Err(error) => return facts.problem(format!("broken pom.xml: {error}")),
        };
        let project = document.root_element();
        if project.tag_name().name() != "project" {
            return facts.problem("a pom.xml without a project");
        }
        let properties = properties(project);
        let own = coordinates(project, &properties);
        if !own.version.is_empty() && !own.artifact.is_empty() {
            let mut root = package(&POM, own, file.stat.path);
            root.relationship = Relationship::Root;
            facts.packages.push(root);
        }
        let managed: BTreeMap<(String, String), Node<'_, '_>> = child(project, "dependencyManagement")
            .into_iter()
            .flat_map(dependencies)
            .map(|node| {
                let Coordinates { group, artifact, .. } = coordinates(node, &properties);
                ((group, artifact), node)
            })
            .collect();
        for node in dependencies(project) {
            let mut found = coordinates(node, &properties);
            if found.group.is_empty() || found.artifact.is_empty() {
                facts.problem("a dependency without a group or artifact");
                continue;
            }
            let management = managed.get(&(found.group.clone(), found.artifact.clone()));
            if let Some(management) = management.filter(|_| found.version.is_empty()) {
                found.version = coordinates(*management, &properties).version;
            }
            found.version = one_version(&found.version).to_owned();
            let scope = value(node, "scope").or_else(|| value(*management?, "scope")).unwrap_or("compile");
            let mut package = package(&POM, found, file.stat.path);
            package.relationship = Relationship::Direct;
            package.dev = resolved(scope, &properties) == "test";
            facts.packages.push(package);
        }
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim).filter(|text| !text.is_empty())
}

fn dependencies<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let list = child(node, "dependencies").into_iter();
    list.flat_map(|list| list.children()).filter(|child| child.tag_name().name() == "dependency")
}

fn coordinates(node: Node<'_, '_>, properties: &BTreeMap<String, String>) -> Coordinates {
    let get = |name: &str| {
        // A project takes its group and version from its parent.
        let of_parent = || child(node, "parent").and_then(|parent| value(parent, name)).filter(|_| name != "artifactId");
        let value = resolved(value(node, name).or_else(of_parent).unwrap_or(""), properties);
        if value.contains("${") { String::new() } else { value }
    };
    Coordinates { group: get("groupId"), artifact: get("artifactId"), version: get("version") }
}

/// The project's own properties, and those that Maven makes of its coordinates.
fn properties(project: Node<'_, '_>) -> BTreeMap<String, String> {
    let mut properties = BTreeMap::new();
    let parent = child(project, "parent");
    for name in ["groupId", "artifactId", "version"] {
        let of_parent = parent.and_then(|parent| value(parent, name));
        let own = value(project, name).or(of_parent.filter(|_| name != "artifactId"));
        for (prefix, value) in
            [("project.", own), ("pom.", own), ("", own), ("project.parent.", of_parent), ("parent.", of_parent)]
        {
            if let Some(value) = value {
                properties.insert(format!("{prefix}{name}"), value.to_owned());
            }
        }
    }
    for property in child(project, "properties").into_iter().flat_map(|list| list.children()).filter(Node::is_element) {
        let text = property.text().unwrap_or("").trim();
        properties.insert(property.tag_name().name().to_owned(), text.to_owned());
    }
    properties
}

/// A value with its properties put in; those that are not known stay.
fn resolved(value: &str, properties: &BTreeMap<String, String>) -> String {
    let mut value = value.to_owned();
    for _ in 0..MAX_STEPS {
        let mut from = 0;
        let found = std::iter::from_fn(|| {
            let start = from + value.get(from..)?.find("${")?;
            let end = start + value.get(start..)?.find('}')?;
            from = start + 2;
            Some((start, end, properties.get(value.get(start + 2..end)?)))
        })
        .find_map(|(start, end, known)| Some((start, end, known?.clone())));
        let Some((start, end, known)) = found else { break };
        if value.len() + known.len() > MAX_VALUE {
            break;
        }
        value.replace_range(start..=end, &known);
    }
    value
}

/// `1.0` of `[1.0]`; nothing of a range.
fn one_version(version: &str) -> &str {
    match version.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) if !inner.contains(',') => inner.trim(),
        None if !version.contains(['[', '(', ',']) => version,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/pom.xml");

    fn told(bytes: &[u8]) -> Vec<String> {
        let facts = read(&Pom, "pom.xml", bytes);
        let line = |p: &tidewaiter_model::Package| format!("{} {} {:?} {}", p.name, p.version, p.relationship, p.dev);
        facts.packages.iter().map(line).collect()
    }

    #[test]
    fn a_real_project_is_read() {
        insta::assert_snapshot!(told(SAMPLE).join("\n"), @r"
        com.example:app 1.0 Root false
        org.junit.jupiter:junit-jupiter-api  Direct true
        org.junit.jupiter:junit-jupiter-params  Direct true
        com.fasterxml.jackson.core:jackson-databind 2.9.8 Direct false
        ");
    }

    #[test]
    fn versions_are_found_wherever_the_file_states_them() {
        let text = br#"<project xmlns="http://maven.apache.org/POM/4.0.0">
            <parent><groupId>g</groupId><artifactId>parent</artifactId><version>7</version></parent>
            <artifactId>app</artifactId>
            <properties><a.version>1.${minor}</a.version><minor>2</minor><loop>${loop}</loop></properties>
            <dependencyManagement><dependencies>
              <dependency><groupId>m</groupId><artifactId>m</artifactId><version>3</version><scope>test</scope></dependency>
            </dependencies></dependencyManagement>
            <dependencies>
              <dependency><groupId>a</groupId><artifactId>a</artifactId><version>${a.version}</version></dependency>
              <dependency><groupId>${project.groupId}</groupId><artifactId>b</artifactId><version>${project.parent.version}</version></dependency>
              <dependency><groupId>m</groupId><artifactId>m</artifactId></dependency>
              <dependency><groupId>c</groupId><artifactId>c</artifactId><version>${unknown}</version><scope>provided</scope></dependency>
              <dependency><groupId>d</groupId><artifactId>d</artifactId><version>[1.5]</version></dependency>
              <dependency><groupId>e</groupId><artifactId>e</artifactId><version>[1.5,2)</version></dependency>
              <dependency><groupId>f</groupId><artifactId>f</artifactId><version>${loop}</version></dependency>
            </dependencies></project>"#;
        let expected = [
            "g:app 7 Root false",
            "a:a 1.2 Direct false",
            "g:b 7 Direct false",
            "m:m 3 Direct true",
            "c:c  Direct false",
            "d:d 1.5 Direct false",
            "e:e  Direct false",
            "f:f  Direct false",
        ];
        assert_eq!(told(text), expected);
    }

    #[test]
    fn what_is_no_project_is_a_problem() {
        for text in ["", "<a/>", "<project>", "<project><dependencies><dependency/></dependencies></project>"] {
            assert_eq!(read(&Pom, "pom.xml", text.as_bytes()).problems.len(), 1, "{text}");
        }
        let deep = format!("{}{}", "<project>".repeat(100_000), "</project>".repeat(100_000));
        read(&Pom, "pom.xml", deep.as_bytes());
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Pom, "pom.xml", SAMPLE);
    }
}
