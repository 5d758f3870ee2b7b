//! All checks of the user, and what comes of them in a file.

use super::evaluate::{Answer, Question, ask};
use super::metadata::Metadata;
use super::{Input, outcome};
use crate::Checked;
use regorus::Engine;
use serde_json::Value as Json;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Checks that were read and can be run.
#[derive(Default)]
pub struct Policies {
    pub(super) engine: Engine,
    pub(super) policies: Vec<Policy>,
    /// Accepts whole packages, if there is such a rule.
    pub(super) exceptions: Option<Query>,
    pub(super) max_time: Duration,
    /// Of all that was read; empty if there is nothing.
    pub(super) digest: Vec<u8>,
}

/// One package with rules that say what is wrong.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) file: String,
    /// `user.dockerfile.ID001`.
    pub(super) namespace: String,
    pub(super) metadata: Metadata,
    /// The rules that say what is wrong.
    pub(super) rules: Vec<Query>,
    /// The rule that accepts some of it.
    pub(super) exception: Option<Query>,
    /// Whether it took too long once.
    pub(super) is_given_up: AtomicBool,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// `deny_root`.
    pub(super) rule: String,
    /// `data.user.foo.deny_root`.
    pub(super) path: String,
}

impl fmt::Debug for Policies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policies").field("policies", &self.policies).finish_non_exhaustive()
    }
}

impl Policies {
    /// How many checks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.policies.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
    }

    pub(crate) fn digest(&self) -> &[u8] {
        &self.digest
    }

    /// Whether any check took too long once.
    pub(crate) fn gave_up(&self) -> bool {
        self.policies.iter().any(Policy::gave_up)
    }

    /// Whether any check selects inputs of a kind.
    pub(crate) fn select(&self, kind: super::Kind) -> bool {
        let mut selectors = self.policies.iter().flat_map(|policy| &policy.metadata.selectors);
        selectors.any(|selector| selector.kind == kind.word())
    }

    /// What the checks are called.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.policies.iter().flat_map(Policy::names)
    }

    /// Asks all checks about what is in a file with this text.
    pub(crate) fn check(&self, inputs: &[Input], text: &str, checked: &mut Checked) {
        let mut asked = Vec::new();
        let mut questions = Vec::new();
        for input in inputs {
            let value = regorus::Value::from(input.value.clone());
            let mut ask_for = |policy: usize, query: &Query| {
                asked.push(input.kind);
                questions.push(Question { policy, query: query.clone(), input: value.clone() });
            };
            if let Some(exceptions) = &self.exceptions {
                ask_for(usize::MAX, exceptions);
            }
            let policies = self.policies.iter().enumerate();
            for (index, policy) in policies.filter(|(_, policy)| input.is_meant_by(&policy.metadata) && !policy.gave_up()) {
                policy.exception.iter().chain(&policy.rules).for_each(|query| ask_for(index, query));
            }
        }
        if questions.is_empty() {
            return;
        }
        let answers = ask(&self.engine, questions.clone(), self.max_time);
        let mut outcome = outcome::Outcome::new(text, checked);
        for ((question, kind), answer) in questions.iter().zip(asked).zip(answers) {
            match (self.policies.get(question.policy), &self.exceptions) {
                (Some(policy), _) if policy.exception.as_ref() == Some(&question.query) => outcome.accept(policy, answer),
                (Some(policy), _) => outcome.take(policy, &question.query, kind, answer),
                (None, _) => outcome.accept_packages(answer),
            }
        }
        outcome.finish();
    }
}

impl Policy {
    fn gave_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    /// The names by which comments accept what it finds.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        [self.metadata.id.as_str(), self.namespace.as_str()].into_iter().chain(self.metadata.aliases.iter().map(String::as_str))
    }

    /// Why there is no answer, if there is none; whoever was late is not asked again.
    pub(super) fn fault(&self, answer: &Answer) -> Option<String> {
        match answer {
            Answer::Failed(reason) => Some(reason.clone()),
            Answer::Late => {
                self.is_given_up.store(true, Ordering::Relaxed);
                Some("does not end in time and is not asked again".to_owned())
            }
            _ => None,
        }
    }
}

/// The texts of an array.
pub(super) fn texts(value: &Json) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Json::as_str)
}
