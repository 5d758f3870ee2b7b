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
mod payment;
mod registries;
mod slack;
mod social;
mod work;

use crate::rule::Rule;

static RULES: [&[Rule]; 32] = [
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
    payment::RULES,
    registries::RULES,
    slack::RULES,
    social::RULES,
    work::RULES,
];

/// All built-in rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().flatten()
}

#[cfg(test)]
mod tests;
