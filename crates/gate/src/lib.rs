//! The admission service: may this image in?
//!
//! Requests come in through the routes of the registry's contract (`tpr`) and of our own API (`api`). Both ask the same services
//! (`service`), which keep all state in the `store`: what is queued, who works at it until when, what was found, who may.

pub mod agent_checks;
pub mod api;
pub mod certificates;
pub mod connections;
pub mod dpop;
pub mod health;
mod hex;
pub mod http;
pub mod judge;
pub mod keys;
pub mod limits;
pub mod metrics;
pub mod openapi;
pub mod probe;
pub mod problem;
pub mod proxies;
pub mod quotas;
pub mod sbom;
pub mod scans;
pub mod serve;
pub mod service;
pub mod settings;
pub mod start;
pub mod store;
#[cfg(test)]
mod testing;
pub mod time;
pub mod tls;
pub mod tokens;
pub mod tpr;
pub mod traces;
pub mod validations;
pub mod work;
