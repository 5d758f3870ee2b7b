//! CycloneDX in XML.

use super::super::SbomError;
use super::super::component::{Bill, Component, system};
use super::{MAX_DEPTH, is_package, properties};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashMap;

/// Reads a document whose root is `bom`.
pub(in crate::sbom) fn read(text: &str) -> Result<Bill, SbomError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| SbomError::Broken(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "bom" {
        return Err(SbomError::UnknownFormat);
    }
    let mut depends_on: HashMap<String, Vec<String>> = HashMap::new();
    for dependency in child(root, "dependencies").into_iter().flat_map(|list| children(list, "dependency")) {
        let reference = |node: Node<'_, '_>| node.attribute("ref").unwrap_or_default().to_owned();
        depends_on.insert(reference(dependency), children(dependency, "dependency").map(reference).collect());
    }
    let mut bill = Bill::default();
    let main = child(root, "metadata").and_then(|metadata| child(metadata, "component"));
    for list in [child(root, "components"), main.and_then(|main| child(main, "components"))].into_iter().flatten() {
        read_all(list, &mut depends_on, &mut bill, MAX_DEPTH);
    }
    Ok(bill)
}

fn read_all(list: Node<'_, '_>, depends_on: &mut HashMap<String, Vec<String>>, bill: &mut Bill, depth: usize) {
    for node in children(list, "component") {
        match child(node, "components") {
            Some(nested) if depth > 0 => read_all(nested, depends_on, bill, depth - 1),
            Some(_) => bill.problems.push("components nest too deep".to_owned()),
            None => {}
        }
        let kind = node.attribute("type").unwrap_or_default();
        if kind == "operating-system" {
            bill.os = Some(system(&text(node, "name"), &text(node, "version")));
        }
        if !is_package(kind) {
            continue;
        }
        let id = node.attribute("bom-ref").unwrap_or_default().to_owned();
        let supplier = child(node, "publisher").or_else(|| child(child(node, "supplier")?, "name"));
        let mut component = Component {
            depends_on: depends_on.remove(&id).unwrap_or_default(),
            id,
            name: text(node, "name"),
            version: text(node, "version"),
            purl: text(node, "purl"),
            supplier: supplier.and_then(|node| node.text()).map(|text| text.trim().to_owned()),
            licenses: licenses(node),
            ..Component::default()
        };
        let stated: Vec<(String, String)> = child(node, "properties")
            .into_iter()
            .flat_map(|list| children(list, "property"))
            .filter_map(|property| Some((property.attribute("name")?.to_owned(), property.text()?.to_owned())))
            .collect();
        properties::apply(&mut component, &stated);
        bill.components.push(component);
    }
}

fn licenses(component: Node<'_, '_>) -> Vec<String> {
    let Some(list) = child(component, "licenses") else { return Vec::new() };
    let named = |node: Node<'_, '_>| match node.tag_name().name() {
        "expression" => node.text().map(str::to_owned),
        _ => child(node, "id").or_else(|| child(node, "name"))?.text().map(str::to_owned),
    };
    list.children().filter(Node::is_element).filter_map(named).collect()
}

fn children<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

fn text(node: Node<'_, '_>, name: &str) -> String {
    child(node, name).and_then(|child| child.text()).unwrap_or_default().trim().to_owned()
}
