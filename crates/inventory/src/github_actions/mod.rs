//! GitHub Actions: what the workflows of a repository run that others wrote.
//!
//! Format: <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax>, and that of `action.yml` beside it.
//! Files: `.github/workflows/*.yml`, `action.yml`.
//! Limits: a tag that names a release line (`v4`) or a branch moves, so such an action is told but not judged; a commit counts
//! as the release that a comment behind it names, as update bots write it. Actions of the repository itself are not told.

use crate::text_format::{TextFormat, yaml};
use crate::{Advisories, Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tidewaiter_model::{Class, Package, Purl, Relationship};

/// Actions.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "github-actions",
    class: Class::LangPkgs,
    kind: "github-actions",
    target: None,
    evr: false,
    advisories: Some(Advisories {
        osv: "GitHub Actions",
        order: tidewaiter_versions::SEMVER,
        same_name: |a, b| a.eq_ignore_ascii_case(b),
    }),
};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "github-actions",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".yml", ".yaml"]),
    wants: |stat| is_one(stat.path),
    read,
};

fn is_one(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_workflow = folder == ".github/workflows" || folder.ends_with("/.github/workflows");
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    (is_workflow && is_yaml) || matches!(name, "action.yml" | "action.yaml")
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    jobs: BTreeMap<String, Job>,
    runs: Option<Runs>,
}

#[derive(Deserialize)]
struct Job {
    uses: Option<String>,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Runs {
    image: Option<String>,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    uses: Option<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let document: Document = yaml(text)?;
    let releases = releases(text);
    let jobs = document.jobs.into_values().flat_map(|job| job.uses.into_iter().chain(job.steps.into_iter().filter_map(uses)));
    let runs = document.runs.into_iter().flat_map(|runs| runs.image.into_iter().chain(runs.steps.into_iter().filter_map(uses)));
    let used: BTreeSet<String> = jobs.chain(runs).collect();
    facts.packages.extend(used.iter().filter_map(|reference| package(reference, &releases, &facts.path)));
    Ok(())
}

fn uses(step: Step) -> Option<String> {
    step.uses
}

/// Commits, and the releases that comments behind them name: `uses: owner/name@0123… # v4.1.2`.
fn releases(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| line.contains("uses:"));
    let commented = lines.filter_map(|line| line.split_once(" #"));
    commented
        .filter_map(|(used, comment)| {
            let commit = used.rsplit_once('@')?.1.trim().trim_matches(['"', '\'']);
            let mut words = comment.split_whitespace().map(|word| word.trim_start_matches("tag="));
            Some((commit, words.find(|word| release(word).is_some())?))
        })
        .collect()
}

/// `4.1.2` of `v4.1.2`; nothing of `v4`, which moves.
fn release(reference: &str) -> Option<&str> {
    let version = reference.strip_prefix('v').unwrap_or(reference);
    let has_three =
        version.split(['-', '+']).next()?.split('.').filter(|part| part.bytes().all(|b| b.is_ascii_digit())).count() == 3;
    (has_three && ECOSYSTEM.advisories?.order.is_valid(version)).then_some(version)
}

/// `None` for what the repository itself holds, and for images without a name.
fn package(used: &str, releases: &BTreeMap<&str, &str>, path: &str) -> Option<Package> {
    let used = used.trim();
    if used.starts_with("./") || used.starts_with("../") || used.contains("${{") {
        return None;
    }
    if let Some(image) = used.strip_prefix("docker://") {
        return Some(image_package(image, path));
    }
    let (action, reference) = used.split_once('@')?;
    let mut parts = action.splitn(3, '/');
    let (owner, name, inner) = (parts.next()?, parts.next().filter(|name| !name.is_empty())?, parts.next().unwrap_or(""));
    let version = releases.get(reference).copied().or(Some(reference)).and_then(release).unwrap_or("");
    Some(Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: format!("{owner}/{name}"),
        version: version.to_owned(),
        path: path.to_owned(),
        relationship: Relationship::Direct,
        purl: Some(Purl { subpath: inner.to_owned(), ..Purl::new("github", owner, name, reference) }),
        ..Package::default()
    })
}

/// An image that a step runs in: told, and judged only by whoever scans it.
fn image_package(image: &str, path: &str) -> Package {
    let (name, digest) = image.split_once('@').unwrap_or((image, ""));
    let (name, tag) = name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((name, ""));
    let bare = name.rsplit('/').next().unwrap_or(name);
    let registry = if name.contains('/') { name } else { "" };
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: tag.to_owned(),
        path: path.to_owned(),
        relationship: Relationship::Direct,
        third_party: Some("a container image".to_owned()),
        purl: Some(Purl::new("oci", "", bare, digest).with("repository_url", registry).with("tag", tag)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const WORKFLOW: &str = ".github/workflows/ci.yml";

    #[test]
    fn what_a_workflow_runs_is_told() {
        let facts = read(&ANALYZER, WORKFLOW, include_bytes!("testdata/ci.yml"));
        insta::assert_snapshot!(listing(&facts));
        let versions: Vec<_> = facts.packages.iter().map(|p| (p.name.as_str(), p.version.as_str())).collect();
        assert!(versions.contains(&("actions/setup-node", "4.0.2")), "by the comment behind the commit: {versions:?}");
        assert!(versions.contains(&("tj-actions/changed-files", "45.0.7")) && versions.contains(&("actions/checkout", "")));
    }

    #[test]
    fn what_an_action_runs_is_told() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "sub/action.yml", include_bytes!("testdata/action.yml"))));
    }

    #[test]
    fn only_workflows_and_actions_are_read() {
        assert!(is_one("a/.github/workflows/x.yaml") && is_one("action.yml"));
        assert!(!is_one(".github/dependabot.yml") && !is_one("workflows/ci.yml") && !is_one(".github/workflows/ci.txt"));
    }

    #[test]
    fn odd_workflows_are_problems() {
        for bad in ["jobs: [", "jobs: {a: {steps: 3}}", "jobs: {a: {steps: [{uses: [x]}]}}", "just text"] {
            let facts = read(&ANALYZER, WORKFLOW, bad.as_bytes());
            assert!(facts.packages.is_empty() && facts.problems.len() == 1, "{bad}: {facts:?}");
        }
        for nothing in ["{}", "jobs: {a: {steps: [{run: x}, {uses: ./local}, {uses: nowhere}]}}"] {
            assert!(read(&ANALYZER, WORKFLOW, nothing.as_bytes()).is_empty(), "{nothing}");
        }
        assert_survives_damage(&ANALYZER, WORKFLOW, include_bytes!("testdata/ci.yml"));
    }
}
