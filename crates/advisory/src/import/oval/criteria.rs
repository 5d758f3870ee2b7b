//! A definition's criteria, a tree of `AND` and `OR`, as statements about packages.
//!
//! What lies beside a package's test in an `AND`, or above it, is what it holds under: a release, a module's stream. Several
//! tests of one package in an `AND` bound one range; everything else is an alternative of its own.

use super::tests_of::{Bound, Tests};
use crate::import::xml::Element;
use crate::record::Event;

/// Which versions of a package are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) package: String,
    pub(super) range: Vec<Event>,
    pub(super) context: Context,
}

/// What a statement holds under.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Context {
    /// `Oracle Linux 9`.
    pub(super) platform: Option<String>,
    /// `nodejs:18`.
    pub(super) stream: Option<String>,
}

/// The statements of a definition; the same one is told once, however many architectures it is repeated for.
pub(super) fn statements(definition: &Element, tests: &Tests) -> Vec<Statement> {
    let mut statements = Vec::new();
    definition.all("criteria").for_each(|criteria| collect(criteria, &Context::default(), tests, &mut statements));
    statements
}

/// Foreign trees are at most as deep as `xml` allows.
fn collect(criteria: &Element, context: &Context, tests: &Tests, statements: &mut Vec<Statement>) {
    if criteria.attribute("negate") == "true" {
        return;
    }
    let is_any = criteria.attribute("operator") == "OR";
    let mut context = context.clone();
    let mut ranges: Vec<(String, Vec<Event>)> = Vec::new();
    for criterion in criteria.all("criterion").filter(|criterion| criterion.attribute("negate") != "true") {
        let comment = criterion.attribute("comment");
        if let Some(stream) = comment.strip_prefix("Module ").and_then(|rest| rest.strip_suffix(" is enabled")) {
            context.stream = Some(stream.to_owned());
        } else if let Some((package, bound)) = tests.bound(criterion) {
            match ranges.iter_mut().find(|(known, _)| !is_any && *known == package) {
                Some((_, range)) => add(range, bound),
                None => {
                    let mut range = vec![Event::Introduced("0".to_owned())];
                    add(&mut range, bound);
                    ranges.push((package, range));
                }
            }
        } else if let Some(platform) = comment.strip_suffix(" is installed") {
            context.platform = Some(platform.to_owned());
        }
    }
    for (package, range) in ranges {
        let statement = Statement { package, range, context: context.clone() };
        if !statements.contains(&statement) {
            statements.push(statement);
        }
    }
    criteria.all("criteria").for_each(|inner| collect(inner, &context, tests, statements));
}

fn add(range: &mut Vec<Event>, bound: Bound) {
    match bound {
        Bound::Below(version) => range.push(Event::Fixed(version)),
        Bound::UpTo(version) => range.push(Event::LastAffected(version)),
        Bound::From(version) => {
            range.retain(|event| !matches!(event, Event::Introduced(start) if start == "0"));
            range.insert(0, Event::Introduced(version));
        }
        Bound::Any => {}
    }
}
