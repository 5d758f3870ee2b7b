//! A policy in sentences.

use crate::rules::Rules;
use crate::{Policy, PolicyId};
use serde::Serialize;

/// What a policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Its name and digest.
    pub policy: PolicyId,
    /// What holds for everything, and then what stands over that.
    pub parts: Vec<Part>,
}

/// What a policy says of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Of whom: `Agents of the type security`; empty for everything.
    pub of: String,
    /// Of what: `Vulnerabilities`.
    pub about: &'static str,
    /// A sentence each.
    pub sentences: Vec<String>,
}

impl Policy {
    /// Says what it says.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let mut parts = parts("", &self.rules);
        for (name, rules) in &self.agent_types {
            parts.extend(self::parts(&format!("Agents of the type {}", name.0), rules));
        }
        for (pattern, rules) in &self.namespaces {
            parts.extend(self::parts(&format!("The namespace {}", pattern.as_str()), rules));
        }
        Explanation { policy: self.id(), parts }
    }
}

fn parts(of: &str, rules: &Rules) -> Vec<Part> {
    let told = rules.explain().into_iter().filter(|(_, sentences)| !sentences.is_empty());
    told.map(|(about, sentences)| Part { of: of.to_owned(), about, sentences }).collect()
}
