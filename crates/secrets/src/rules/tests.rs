//! Every rule finds its examples and leaves its lookalikes alone.

use super::rules;
use crate::detector::Detector;
use crate::search::Search;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The rules that find something without doubt, once for each find; a path on which rules of single files look too.
fn told(search: &Search, text: &str, path: &str) -> Vec<String> {
    let found = search.find(text.as_bytes(), path).found;
    found.iter().filter(|found| found.doubt.is_none()).map(|found| search.detectors[found.detector].id.clone()).collect()
}

#[test]
fn every_rule_finds_its_examples_and_nothing_else() {
    let search = Search::new(rules().map(Detector::from).collect());
    let mut faults = Vec::new();
    for rule in rules() {
        let path = rule.paths.first().copied().unwrap_or("app/settings");
        for example in rule.examples {
            let told = told(&search, example, path);
            // Of what has to be in the neighbourhood another rule may tell.
            let is_told = if rule.near.is_some() { told.iter().any(|id| id == rule.id) } else { told == [rule.id] };
            if !is_told {
                faults.push(format!("{}: {told:?} in the example {example}", rule.id));
            }
        }
        for lookalike in rule.lookalikes {
            if told(&search, lookalike, path).iter().any(|id| id == rule.id) {
                faults.push(format!("{}: finds the lookalike {lookalike}", rule.id));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_is_whole() {
    let mut ids = HashSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "{} is there twice", rule.id);
        assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{}", rule.id);
        assert!(!rule.title.is_empty() && !rule.category.is_empty(), "{}", rule.id);
        assert!(!rule.examples.is_empty() && !rule.lookalikes.is_empty(), "{} has no examples", rule.id);
        assert!(!rule.anchors.is_empty() && rule.anchors.iter().all(|anchor| anchor.len() >= 3), "{}", rule.id);
        assert!(Detector::from(rule).pattern.regex().is_some(), "{}: its pattern is none", rule.id);
    }
}

proptest! {
    #[test]
    fn damaged_texts_break_nothing(rule in any::<prop::sample::Index>(), cut in 0_usize..400, at in 0_usize..400, byte in any::<u8>()) {
        static SEARCH: LazyLock<Search> = LazyLock::new(|| Search::new(rules().map(Detector::from).collect()));
        let rules: Vec<_> = rules().collect();
        let rule = rule.get(&rules);
        let path = rule.paths.first().copied().unwrap_or("app/settings");
        for example in rule.examples {
            let mut text = example.as_bytes().to_vec();
            let length = text.len();
            text[at % length] = byte;
            text.truncate(length - cut % length);
            for found in SEARCH.find(&text, path).found {
                prop_assert!(found.start < found.end && found.end <= text.len());
            }
        }
    }
}
