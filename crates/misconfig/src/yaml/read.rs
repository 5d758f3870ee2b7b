//! Documents out of the events of a YAML parser.

use super::{Entry, Fields, Node, Value, json, scalar};
use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span, StrInput, StructureStyle};
use std::collections::HashMap;
use std::mem;

/// How deep a tree may go.
const MAX_DEPTH: usize = 128;
/// What anchors and aliases may copy, in bytes, a node counting as many as it takes.
const MAX_COPIES: usize = 16 << 20;
/// What a node takes beside its text.
const NODE: usize = 64;
/// Faults that are told of a file.
const MAX_FAULTS: usize = 10;

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Those that are not empty.
    pub(crate) documents: Vec<Node>,
    /// Why others could not be read: `line 3: …`.
    pub(crate) faults: Vec<String>,
}

/// Reads all documents of a text.
pub(crate) fn read(text: &str) -> Documents {
    if let Some(node) = json::read(text, MAX_DEPTH) {
        return Documents { documents: vec![node], faults: Vec::new() };
    }
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut found = Documents::default();
    let mut copies = 0;
    loop {
        match document(&mut parser, &mut copies) {
            Ok(Some(node)) if node.value == Value::Null => {}
            Ok(Some(node)) => found.documents.push(node),
            Ok(None) => break,
            Err(fault) => {
                if found.faults.len() < MAX_FAULTS {
                    found.faults.push(fault);
                }
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
    found
}

/// The next document; `None` at the end.
fn document<'a>(parser: &mut Parser<'a, StrInput<'a>>, copies: &mut usize) -> Result<Option<Node>, String> {
    let mut builder = Builder { copies, root: None, stack: Vec::new(), anchors: HashMap::new() };
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|error| told(&error))?;
        match event {
            Event::DocumentEnd => return Ok(Some(builder.root.unwrap_or(Node { value: Value::Null, first: 1, last: 1 }))),
            event => builder.take(event, span).map_err(|fault| format!("line {}: {fault}", span.start.line()))?,
        }
    }
    Ok(None)
}

fn told(error: &ScanError) -> String {
    format!("line {}: {}", error.marker().line(), error.info())
}

struct Builder<'a> {
    copies: &'a mut usize,
    root: Option<Node>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
}

/// A collection whose end has not come yet.
struct Open {
    node: Node,
    anchor: usize,
    is_flow: bool,
    /// In a mapping, the key whose value comes next, and its line.
    key: Option<(String, usize)>,
}

/// A node that aliases stand for.
struct Anchored {
    node: Node,
    depth: usize,
    cost: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        let (first, last) = (span.start.line(), last_line(&event, &span));
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain && tag.is_none_or(|tag| !tag.is_yaml_core_schema_tag("str"));
                let value = if is_plain { scalar::plain(&text) } else { Value::String(text.clone().into_owned()) };
                // An absent value has no place of its own: the parser tells that of what follows.
                let last = if value == Value::Null && span.is_empty() { self.pending_line().unwrap_or(last) } else { last };
                self.attach(Node { value, first: first.min(last), last }, &text, anchor)
            }
            Event::SequenceStart(style, anchor, _) => self.open(Value::Sequence(Vec::new()), style, anchor, first),
            Event::MappingStart(style, anchor, _) => self.open(Value::Mapping(Fields::default()), style, anchor, first),
            Event::SequenceEnd | Event::MappingEnd => self.close(last),
            Event::Alias(anchor) => {
                let anchored = self.anchors.get(&anchor).ok_or("an alias within what it stands for")?;
                if self.stack.len() + anchored.depth > MAX_DEPTH {
                    return Err(format!("aliases nest deeper than {MAX_DEPTH}"));
                }
                let (node, cost) = (Node { first, last, ..anchored.node.clone() }, anchored.cost);
                self.pay(cost)?;
                let text = node.as_str().unwrap_or_default().to_owned();
                self.attach(node, &text, 0)
            }
            _ => Ok(()),
        }
    }

    fn pending_line(&self) -> Option<usize> {
        self.stack.last()?.key.as_ref().map(|(_, line)| *line)
    }

    fn pay(&mut self, cost: usize) -> Result<(), String> {
        *self.copies = self.copies.saturating_add(cost);
        if *self.copies > MAX_COPIES { Err(format!("aliases stand for more than {} MB", MAX_COPIES >> 20)) } else { Ok(()) }
    }

    fn open(&mut self, value: Value, style: StructureStyle, anchor: usize, first: usize) -> Result<(), String> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(format!("nests deeper than {MAX_DEPTH}"));
        }
        let node = Node { value, first, last: first };
        self.stack.push(Open { node, anchor, is_flow: style == StructureStyle::Flow, key: None });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), String> {
        let Some(mut open) = self.stack.pop() else { return Ok(()) };
        if open.is_flow {
            open.node.last = open.node.last.max(end);
        }
        if let Value::Mapping(fields) = &mut open.node.value {
            let mut entries = mem::take(&mut fields.entries);
            merge(&mut entries);
            *fields = Fields::new(entries);
        }
        self.attach(open.node, "", open.anchor)
    }

    fn attach(&mut self, mut node: Node, text: &str, anchor: usize) -> Result<(), String> {
        if anchor != 0 {
            let cost = cost(&node);
            self.pay(cost)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), depth: depth(&node), cost });
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::Sequence(items), _) => {
                open.node.last = open.node.last.max(node.last);
                items.push(node);
            }
            (Value::Mapping(fields), Some((key, line))) => {
                node.first = line;
                node.last = node.last.max(line);
                open.node.last = open.node.last.max(node.last);
                fields.entries.push(Entry { key, node });
            }
            (_, _) if matches!(node.value, Value::Sequence(_) | Value::Mapping(_)) => {
                return Err("a mapping or a list as a key".to_owned());
            }
            (_, _) => open.key = Some((text.to_owned(), node.first)),
        }
        Ok(())
    }
}

/// A block scalar ends where what comes after it begins.
fn last_line(event: &Event<'_>, span: &Span) -> usize {
    let is_block = matches!(event, Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..));
    let is_past = (is_block || span.end.col() == 0) && span.end.line() > span.start.line();
    span.end.line() - usize::from(is_past)
}

/// Puts what merge keys name before the mapping's own entries, which win; of several mappings the first wins.
fn merge(entries: &mut Vec<Entry>) {
    if !entries.iter().any(|entry| entry.key == "<<") {
        return;
    }
    let mut merged = Vec::new();
    for entry in mem::take(entries) {
        match entry.node.value {
            Value::Mapping(inner) if entry.key == "<<" => merged.push(inner.entries),
            Value::Sequence(items) if entry.key == "<<" => merged.extend(items.into_iter().filter_map(into_entries)),
            _ => entries.push(entry),
        }
    }
    let own = mem::take(entries);
    entries.extend(merged.into_iter().rev().flatten().chain(own));
}

fn into_entries(node: Node) -> Option<Vec<Entry>> {
    match node.value {
        Value::Mapping(fields) => Some(fields.entries),
        _ => None,
    }
}

fn depth(node: &Node) -> usize {
    1 + children(node).map(depth).max().unwrap_or(0)
}

fn cost(node: &Node) -> usize {
    let keys: usize = node.entries().iter().map(|entry| entry.key.len()).sum();
    NODE + keys + node.as_str().map_or(0, str::len) + children(node).map(cost).sum::<usize>()
}

fn children(node: &Node) -> impl Iterator<Item = &Node> {
    node.items().iter().chain(node.entries().iter().map(|entry| &entry.node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A node a line: its lines, its depth, its key, its text.
    fn listing(node: &Node, key: &str, depth: usize, out: &mut String) {
        let value = match &node.value {
            Value::Sequence(_) => "[]".to_owned(),
            Value::Mapping(_) => "{}".to_owned(),
            _ => node.to_json().to_string(),
        };
        out.push_str(&format!("{:>2}-{:<2} {}{key}{value}\n", node.first, node.last, "  ".repeat(depth)));
        node.items().iter().for_each(|item| listing(item, "- ", depth + 1, out));
        node.entries().iter().for_each(|entry| listing(&entry.node, &format!("{}: ", entry.key), depth + 1, out));
    }

    fn listed(text: &str) -> String {
        let found = read(text);
        let mut out = String::new();
        found.documents.iter().for_each(|node| listing(node, "", 0, &mut out));
        out + &found.faults.join("\n")
    }

    #[test]
    fn every_node_knows_its_lines() {
        let text = "# c\na: 1\nb:\n  - x: |\n      one\n      two\n    y:\n\n  - {p: 'q',\n     r: [s, 2]}\nc: \"long\n  text\"\n---\n- no\n- 'no'\n- !!str 5\n- 5: five\n";
        insta::assert_snapshot!(listed(text));
    }

    #[test]
    fn aliases_and_merge_keys_are_followed() {
        let text = "base: &base\n  user: 0\n  cap: [A]\nmore: &more {user: 5, z: 1}\nown:\n  <<: *base\n  user: 7\nboth:\n  <<: [*base, *more]\nagain: *base\n";
        let documents = read(text).documents;
        let number = |path| documents[0].at(path).and_then(Node::as_i64);
        assert_eq!(
            (number("own.user"), number("both.user"), number("both.z"), number("again.user")),
            (Some(7), Some(0), Some(1), Some(0))
        );
        assert_eq!(documents[0].at("again").map(Node::lines), Some((10, 10)));
        assert_eq!(documents[0].at("own.cap").map(Node::lines), Some((3, 3)), "where it was written");
    }

    #[test]
    fn a_broken_document_does_not_cost_the_others() {
        insta::assert_snapshot!(listed("a: 1\n---\nb: [1, 2\nc: }\n---\nd: 1\n---\n? [x]\n: y\n---\ne: *nowhere\n---\nf: 1\n"), @r"
         1-1  {}
         1-1    a: 1
         6-6  {}
         6-6    d: 1
        13-13 {}
        13-13   f: 1
        line 4: illegal placement of ':' indicator
        line 8: a mapping or a list as a key
        line 11: while parsing node, found unknown anchor
        ");
    }

    #[test]
    fn bombs_are_refused() {
        let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(9);
            laughs.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        let mut chain = "a0: &a0 x\n".to_owned();
        (1..200).for_each(|level| chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1)));
        let deep = "[".repeat(100_000);
        let steep: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        let inner = format!("x: &x [{}", "&y [".repeat(200));
        for bomb in [laughs, chain, deep, steep, inner, "&a [*a]".to_owned()] {
            let found = read(&bomb);
            assert!(found.documents.is_empty() && found.faults.len() == 1, "{:.40}: {:?}", bomb, found.faults);
        }
    }

    #[test]
    fn json_is_read_with_its_lines() {
        let text = "{\n\t\"kind\": \"Pod\",\n\t\"a\":[1,\n\t{\"b\":null}],\"c\":\"\\u00e9\"\n}\n";
        assert_eq!(listed(text), listed(&format!("{text}# so it is not JSON")), "by both readers");
        insta::assert_snapshot!(listed(text), @r#"
         1-5  {}
         2-2    kind: "Pod"
         3-4    a: []
         3-3      - 1
         4-4      - {}
         4-4        b: null
         4-4    c: "é"
        "#);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[-a-z:{}\\[\\]&*!|>#'\"\\n \\t0-9<?,%~]{0,200}") {
            read(&text);
        }
    }
}
