//! Compose files: the containers of an application on one host.
//!
//! Format: <https://docs.docker.com/reference/compose-file/>.
//! Files: `compose.yaml`, `docker-compose.yml` and variants of them, such as `compose.override.yml`.
//! Limits: a file is judged by itself: what it includes, extends or overrides is not put together. Values with variables (`${…}`) are
//! not known. Checks are those of Kubernetes whose meaning is the same, under the same ids.

mod checks;
mod pod;
mod values;

use crate::kubernetes::judge;
use crate::rego::{Input, Kind};
use crate::{Checked, Format, yaml};

const MAX_SIZE: u64 = 1 << 20;

/// The format.
pub(crate) struct Compose;

impl Format for Compose {
    fn id(&self) -> &'static str {
        "compose"
    }

    fn wants(&self, path: &str, size: u64) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
        let begins = ["compose.", "compose-", "docker-compose"];
        size <= MAX_SIZE && is_yaml && begins.iter().any(|begin| name.starts_with(begin))
    }

    fn sniff(&self, bytes: &[u8]) -> bool {
        bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"services:"))
    }

    fn check(&self, bytes: &[u8], checked: &mut Checked) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return checked.problem("is not UTF-8");
        };
        let read = yaml::read(text);
        read.faults.iter().for_each(|fault| checked.problem(fault));
        let services = read.documents.iter().flat_map(pod::services).collect::<Vec<_>>();
        judge(&checks::rules(), &services, ("Compose Security Check", "Docker Compose"), text, checked);
    }

    fn inputs(&self, path: &str, bytes: &[u8]) -> Vec<Input> {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Input::of_documents(&yaml::read(text).documents, path, Some(Kind::Compose))
    }
}

#[cfg(test)]
mod tests;
