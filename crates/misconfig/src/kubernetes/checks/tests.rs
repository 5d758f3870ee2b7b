//! What each check says of its own examples.

use super::checks;
use crate::ignore::Ignores;
use crate::kubernetes::{Resource, Rule};
use crate::yaml;
use std::collections::BTreeSet;
use tidewaiter_model::{CheckStatus, Misconfiguration};

/// The failures of a check in a text that it is about.
fn failures((is_about, check): &Rule, text: &str) -> Vec<Misconfiguration> {
    let read = yaml::read(text);
    assert_eq!(read.faults, Vec::<String>::new(), "{}: {text}", check.about.id);
    let resources: Vec<Resource> =
        read.documents.into_iter().flat_map(|node| Resource::all(node, &mut 100)).filter(is_about).collect();
    assert!(!resources.is_empty(), "{} is not about its own example: {text}", check.about.id);
    let results = resources.iter().flat_map(|one| check.results(one, "", "", &[], &Ignores::default()));
    results.filter(|result| result.status == CheckStatus::Fail).collect()
}

#[test]
fn each_check_tells_its_examples_apart() {
    for rule in checks() {
        let id = rule.1.about.id;
        assert!(!rule.1.good.is_empty() && !rule.1.bad.is_empty(), "{id}");
        for text in rule.1.good {
            assert_eq!(failures(rule, text), [], "{id}: {text}");
        }
        for text in rule.1.bad {
            let found = failures(rule, text);
            assert!(!found.is_empty(), "{id}: {text}");
            assert!(found.iter().all(|one| one.cause.start_line > 0 && !one.cause.resource.is_empty()), "{id}: {text}");
        }
    }
}

#[test]
fn ids_are_given_once_and_link_to_their_pages() {
    let ids: BTreeSet<&str> = checks().iter().map(|(_, check)| check.about.id).collect();
    assert_eq!(ids.len(), checks().len());
    for (_, check) in checks() {
        let link = format!("https://avd.aquasec.com/misconfig/{}", check.about.id.to_ascii_lowercase());
        assert_eq!(check.about.references.first(), Some(&link.as_str()));
        assert!(check.about.references.len() > 1 && check.about.aliases.contains(&format!("AVD-{}", check.about.id).as_str()));
        assert!(!check.about.title.contains('.') && check.about.description.ends_with(['.', ')']), "{}", check.about.id);
    }
}
