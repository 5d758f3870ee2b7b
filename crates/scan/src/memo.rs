//! Answers to questions that were asked before: the images of a fleet ask the same of the same advisories.
//!
//! Limits: it forgets everything when it is full, which a fleet's usual packages fill again at once.

use crate::findings::Answer;
use crate::target::{Question, Target};
use std::collections::HashMap;
use std::fmt::Write as _;

/// About 100 MB, if every finding has texts of the usual length.
const MOST: usize = 40_000;

/// What was asked and answered, by one set of advisories.
#[derive(Default)]
pub(crate) struct Memo {
    answers: HashMap<Box<str>, Answer>,
    weight: usize,
    /// The key that was looked for last.
    key: String,
}

impl Memo {
    pub(crate) fn get(&mut self, target: &Target<'_>, question: &Question<'_>) -> Option<Answer> {
        self.name(target, question);
        self.answers.get(self.key.as_str()).cloned()
    }

    pub(crate) fn put(&mut self, target: &Target<'_>, question: &Question<'_>, answer: &Answer) {
        // An answer without findings is its key alone.
        let weight = |answer: &Answer| answer.iter().map(|found| 1 + found.description.len() / 2000).sum::<usize>();
        self.weight += 1 + 10 * weight(answer);
        if self.weight > 10 * MOST {
            self.answers.clear();
            self.weight = 0;
        }
        self.name(target, question);
        self.answers.insert(self.key.as_str().into(), answer.clone());
    }

    /// Every part with its length before it: no inventory can ask what another one asks by other parts.
    fn name(&mut self, target: &Target<'_>, question: &Question<'_>) {
        self.key.clear();
        let parts = [target.osv, &question.name, &question.version].into_iter();
        for part in parts.chain(target.releases.iter().map(String::as_str)) {
            // Writing to a string cannot fail.
            let _ = write!(self.key, "{}:{part}", part.len());
        }
        let _ = write!(self.key, "{:?}", question.builds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_advisory::matching::Builds;
    use tidewaiter_model::Vulnerability;

    fn target(releases: &[&str]) -> Target<'static> {
        Target {
            osv: "Debian",
            releases: releases.iter().map(|&release| release.to_owned()).collect(),
            questions: Vec::new(),
            order: tidewaiter_versions::DPKG,
            same_name: |a, b| a == b,
        }
    }

    fn question<'a>(name: &'a str, version: &'a str) -> Question<'a> {
        Question { name: name.into(), version: version.into(), builds: Builds::Any }
    }

    #[test]
    fn an_answer_is_given_to_the_same_question_only() {
        let mut memo = Memo::default();
        let answer: Answer = [Vulnerability { id: "CVE-1".to_owned(), ..Vulnerability::default() }].into();
        memo.put(&target(&["12"]), &question("a", "1:1"), &answer);
        assert_eq!(memo.get(&target(&["12"]), &question("a", "1:1")), Some(answer));
        for (releases, name, version) in [(["11"], "a", "1:1"), (["12"], "a1", ":1"), (["12"], "a1:", "1"), (["121"], "a", "1:")]
        {
            assert_eq!(memo.get(&target(&releases), &question(name, version)), None);
        }
    }

    #[test]
    fn it_stays_bounded() {
        let mut memo = Memo::default();
        for version in 0..=10 * MOST {
            memo.put(&target(&[]), &question("a", &version.to_string()), &Answer::default());
        }
        assert!(memo.answers.len() < MOST);
    }
}
