//! Checks that users write in Rego, in the form that Trivy knows.
//!
//! Language: <https://www.openpolicyagent.org/docs/policy-language>, in its older form unless a file imports `rego.v1`.
//! Form of checks: <https://trivy.dev/latest/docs/scanner/misconfiguration/custom/>: what a check says of itself stands in annotations
//! (`# METADATA`) or in `__rego_metadata__` and `__rego_input__`; rules that are called `deny`, `warn` or `violation`, also with
//! something behind an underscore, say what is wrong; `exception` rules accept some of it.
//! Limits: HTTP, clocks, JSON schemas and the environment are not there for checks. An evaluation may take 5 seconds, and functions
//! that call themselves are refused; whatever a check does wrong is a problem that names its file. How much memory it takes is not
//! bounded, but for ranges of numbers.
//! Inputs are Dockerfiles, Kubernetes manifests, Compose files, YAML, JSON and TOML; there is no `cloud` and no `combine`.

mod evaluate;
mod functions;
mod input;
mod libraries;
mod load;
mod metadata;
mod outcome;
mod policies;
mod recursion;

pub use input::{Input, Kind};
pub use policies::Policies;

#[cfg(test)]
mod tests;
