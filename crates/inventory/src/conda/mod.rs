//! conda: packages as they are installed, and the environments that projects ask for.
//!
//! Nobody publishes advisories for conda's packages: they are told, not judged.

mod environment;
mod meta;

pub(crate) use environment::{CondaEnvironment, ENVIRONMENT};
pub(crate) use meta::{CondaMeta, META};

use tidewaiter_model::{Package, Purl};

fn package(ecosystem: &crate::Ecosystem, name: &str, version: &str, path: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("conda", "", name, version)),
        ..Package::default()
    }
}
