//! Ruby: gems as they are installed, and what projects lock and ask for, one file a format.
//!
//! Formats: those of RubyGems and Bundler, linked in each reader.
//! Files: `specifications/**/*.gemspec`; `Gemfile.lock`, `gems.locked`, `Gemfile`, `gems.rb`.
//! Limits: gems that Bundler checked out of a repository are installed without a specification, and not told.

pub(crate) mod gemspec;
pub(crate) mod lock;
pub(crate) mod manifest;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, kind: &'static str) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind,
        target: None,
        evr: false,
        advisories: Some(Advisories { osv: "RubyGems", order: tidewaiter_versions::RUBYGEMS, same_name: |a, b| a == b }),
    }
}

fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("gem", "", name, version)),
        ..Package::default()
    }
}

/// The quoted strings of an expression.
fn strings(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = expression;
    while let Some(start) = rest.find(['"', '\'']) {
        let quote = if rest.as_bytes().get(start) == Some(&b'"') { '"' } else { '\'' };
        let Some((text, after)) = rest.get(start + 1..).and_then(|inner| inner.split_once(quote)) else { break };
        if !text.is_empty() && !text.contains("#{") {
            found.push(text);
        }
        rest = after;
    }
    found
}
