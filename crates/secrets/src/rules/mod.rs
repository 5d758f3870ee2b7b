//! The rules, a file a provider or a kind of service; a line here each, sorted.

mod addresses;
mod ai;
mod atlassian;
mod aws;
mod azure;
mod build;
mod chat;
mod cloud;
mod commands;
mod commerce;
mod databases;
mod docker;
mod exchanges;
mod files;
mod frameworks;
mod generic;
mod github;
mod gitlab;
mod google;
mod hashicorp;
mod hosting;
mod identity;
mod jwt;
mod keys;
mod kubernetes;
mod messaging;
mod monitoring;
mod network;
mod openai;
mod payment;
mod registries;
mod slack;
mod social;
mod work;

use crate::rule::Rule;
use tidewaiter_model::Severity;

static RULES: [&[Rule]; 34] = [
    addresses::RULES,
    ai::RULES,
    atlassian::RULES,
    aws::RULES,
    azure::RULES,
    build::RULES,
    chat::RULES,
    cloud::RULES,
    commands::RULES,
    commerce::RULES,
    databases::RULES,
    docker::RULES,
    exchanges::RULES,
    files::RULES,
    frameworks::RULES,
    generic::RULES,
    github::RULES,
    gitlab::RULES,
    google::RULES,
    hashicorp::RULES,
    hosting::RULES,
    identity::RULES,
    jwt::RULES,
    keys::RULES,
    kubernetes::RULES,
    messaging::RULES,
    monitoring::RULES,
    network::RULES,
    openai::RULES,
    payment::RULES,
    registries::RULES,
    slack::RULES,
    social::RULES,
    work::RULES,
];

/// What a rule says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// `github-pat`.
    pub id: &'static str,
    /// `GitHub Personal Access Token`.
    pub title: &'static str,
    /// `GitHub`.
    pub category: &'static str,
    /// How bad it is that others know it.
    pub severity: Severity,
}

/// What all built-in rules say of themselves.
pub fn abouts() -> impl Iterator<Item = About> {
    rules().map(|rule| About { id: rule.id, title: rule.title, category: rule.category, severity: rule.severity })
}

/// All built-in rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

#[cfg(test)]
mod tests;
