//! XML feeds, a piece at a time: only the elements that are asked for become trees, since some feeds are hundreds of megabytes.
//!
//! Specification: <https://www.w3.org/TR/xml/>.
//! Limits: namespaces are dropped; entities other than the five of XML itself are errors, so nothing expands; elements may lie
//! 64 deep.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

const MAX_DEPTH: usize = 64;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Without its namespace's prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    /// An attribute; empty if there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// The elements right below it.
    pub(super) fn children(&self) -> &[Self] {
        &self.children
    }

    /// Those right below it of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element along a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.children.iter().find(|child| child.name == *name))
    }

    /// Its own text, without the space around it.
    pub(super) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The text of the first element along a path; empty if there is none.
    pub(super) fn text_at(&self, path: &[&str]) -> &str {
        self.at(path).map_or("", Self::text)
    }
}

/// Whether the root is one of these, as [`each`] answers it.
///
/// # Errors
/// It is another, or the document was broken.
pub(super) fn expect_root(outcome: Result<String, String>, roots: &[&str]) -> Result<(), String> {
    match outcome?.as_str() {
        root if roots.contains(&root) => Ok(()),
        root => Err(format!("its root is {root}, not {}", roots.first().unwrap_or(&""))),
    }
}

/// Calls back with each outermost element that has one of these names, in the order of the document. Answers with the name of
/// the document's root.
///
/// # Errors
/// The XML is broken, cut off, or beyond the limits. What was read before it has been called back.
pub(super) fn each(xml: &[u8], names: &[&str], visit: &mut dyn FnMut(Element)) -> Result<String, String> {
    // A stray byte in some description is no reason to read nothing.
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    let (mut root, mut depth) = (String::new(), 0_usize);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let told = |what: &dyn std::fmt::Display| format!("at byte {at}: {what}");
        match reader.read_event().map_err(|error| told(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(told(&"elements lie too deep"));
                }
                begin(&start, names, &mut root, &mut open).map_err(|error| told(&error))?;
            }
            Event::Empty(start) => {
                if begin(&start, names, &mut root, &mut open).map_err(|error| told(&error))? {
                    end(&mut open, visit);
                }
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                end(&mut open, visit);
            }
            Event::Text(text) => add(&mut open, &text.xml10_content()),
            Event::CData(text) => add(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let entity = format!("&{};", reference.xml10_content());
                add(&mut open, &unescape(&entity).map_err(|error| told(&error))?);
            }
            Event::Eof if depth > 0 => return Err(told(&"the document is cut off")),
            Event::Eof if root.is_empty() => return Err(told(&"there is no element")),
            Event::Eof => return Ok(root),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// Whether the element is one that is kept.
fn begin(start: &BytesStart<'_>, names: &[&str], root: &mut String, open: &mut Vec<Element>) -> Result<bool, String> {
    let name = start.local_name().as_ref().to_owned();
    if root.is_empty() {
        root.clone_from(&name);
    }
    if open.is_empty() && !names.contains(&name.as_str()) {
        return Ok(false);
    }
    let mut element = Element { name, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = unescape(&attribute.value).map_err(|error| error.to_string())?.into_owned();
        element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    open.push(element);
    Ok(true)
}

fn end(open: &mut Vec<Element>, visit: &mut dyn FnMut(Element)) {
    let Some(closed) = open.pop() else { return };
    match open.last_mut() {
        Some(parent) => parent.children.push(closed),
        None => visit(closed),
    }
}

fn add(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> (Vec<String>, Result<String, String>) {
        let mut told = Vec::new();
        let outcome = each(xml.as_bytes(), &["b"], &mut |element| {
            told.push(format!("{}|{}|{}", element.attribute("x"), element.text(), element.text_at(&["c", "d"])));
        });
        (told, outcome)
    }

    #[test]
    fn elements_are_told_whole() {
        let xml =
            "<?xml version=\"1.0\"?><!-- c --><n:a><b x='1 &amp; 2'>t &lt;<![CDATA[<u>]]><c><d>deep</d></c></b><e/><b/></n:a>";
        let (elements, root) = told(xml);
        assert_eq!(elements, ["1 & 2|t <<u>|deep", "||"]);
        assert_eq!(root.unwrap(), "a");
    }

    #[test]
    fn broken_and_hostile_documents_are_errors_after_what_was_sound() {
        let bomb = "<!DOCTYPE a [<!ENTITY l \"ha\"><!ENTITY m \"&l;&l;&l;\">]><a><b>ok</b><b>&m;</b></a>";
        let deep = format!("<a><b>ok</b>{}", "<c>".repeat(100_000));
        for xml in ["<a><b>ok</b><b>", "<a><b>ok</b><b x=1></b></a>", "<a><b>ok</b></c>", bomb, &deep] {
            let (elements, root) = told(xml);
            assert_eq!(elements, ["|ok|"], "{}", xml.get(..40).unwrap_or(xml));
            assert!(root.is_err());
        }
        assert!(told("").1.is_err() && told("text").1.is_err());
    }
}
