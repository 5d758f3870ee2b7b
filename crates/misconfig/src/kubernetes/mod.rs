//! Kubernetes manifests: YAML or JSON, several documents a file, lists of resources.
//!
//! Format: <https://kubernetes.io/docs/concepts/overview/working-with-objects/>.
//! Files: any `.yaml`, `.yml` or `.json` that names an `apiVersion` and a `kind`.
//! Limits: a file is judged by itself, so what only a namespace or a cluster decides is not known. Templates (`{{`) are checked when
//! whatever renders them has. What a `Secret` holds is the business of the secrets' scanner.

mod checks;
mod judge;
mod resource;
mod sniff;

pub(crate) use checks::{by_id, checks};
pub(crate) use judge::{Rule, judge};
pub(crate) use resource::{Container, Pod, Resource, short};

use crate::rego::{Input, Kind};
use crate::{About, Checked, Format, helm, yaml};

/// What is for people in results.
const KIND: &str = "Kubernetes Security Check";
const PROVIDER: &str = "Kubernetes";
/// Bundles of operators take some megabytes; anything larger is data.
const MAX_SIZE: u64 = 8 << 20;

/// Containers of one file that are looked at.
const MAX_CONTAINERS: usize = 10_000;

/// The format.
pub(crate) struct Kubernetes;

impl Format for Kubernetes {
    fn id(&self) -> &'static str {
        "kubernetes"
    }

    fn wants(&self, path: &str, size: u64) -> bool {
        size <= MAX_SIZE && sniff::is_named_like_one(path)
    }

    fn sniff(&self, bytes: &[u8]) -> bool {
        sniff::is_one(bytes)
    }

    fn check(&self, bytes: &[u8], checked: &mut Checked) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return checked.problem("is not UTF-8");
        };
        let is_template = helm::is_template(text);
        if is_template && helm::is_in_chart(&checked.path) {
            return;
        }
        let read = yaml::read(text);
        // What maps of configuration carry may look like a template, too; but a template is not YAML.
        if is_template && !read.faults.is_empty() {
            return checked.problem("is a template: it is checked only when it is rendered");
        }
        check_documents(read, text, checked);
    }

    fn inputs(&self, path: &str, bytes: &[u8]) -> Vec<Input> {
        let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
        if helm::is_template(text) && helm::is_in_chart(path) {
            return Vec::new();
        }
        Input::of_documents(&yaml::read(text).documents, path, Some(Kind::Kubernetes))
    }

    fn abouts(&self) -> Vec<&'static About> {
        checks().iter().map(|(_, check)| &check.about).collect()
    }
}

/// Checks a manifest whose text is final.
pub(crate) fn check_text(text: &str, checked: &mut Checked) {
    check_documents(yaml::read(text), text, checked);
}

fn check_documents(read: yaml::Documents, text: &str, checked: &mut Checked) {
    read.faults.iter().for_each(|fault| checked.problem(fault));
    let mut containers = MAX_CONTAINERS;
    let resources: Vec<Resource> = read.documents.into_iter().flat_map(|node| Resource::all(node, &mut containers)).collect();
    if containers == 0 {
        checked.problem(format!("holds more than {MAX_CONTAINERS} containers; the rest is left out"));
    }
    judge(checks(), &resources, (KIND, PROVIDER), text, checked);
}

#[cfg(test)]
mod tests;
