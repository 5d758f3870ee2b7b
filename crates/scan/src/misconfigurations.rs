//! The misconfigurations of all layers: of what stands in the image, since a removed file configures nothing.

use crate::survey::LayerFacts;
use std::collections::BTreeMap;
use tidewaiter_misconfig::{Checked, Note, SecretPlace};
use tidewaiter_model::{self as model, CheckStatus, Class, ResultSet, Secret};
use tidewaiter_secrets::Baseline;

/// What checks of the standing files came to, by path; takes it out of the layers. Problems stay with their layer.
pub(crate) fn settle(layers: &mut [LayerFacts], is_layered: bool) -> BTreeMap<String, Checked> {
    let mut standing: BTreeMap<String, Checked> = BTreeMap::new();
    for (index, layer) in layers.iter_mut().enumerate() {
        standing.retain(|path, _| !layer.hides(path));
        for mut checked in std::mem::take(&mut layer.checked) {
            layer.problems.append(&mut checked.problems);
            for result in &mut checked.results {
                result.cause.layer = is_layered.then_some(index);
            }
            standing.insert(checked.path.clone(), checked);
        }
    }
    standing
}

/// What the standing entries tell of the image, by path; takes it out of the layers.
pub(crate) fn notes(layers: &mut [LayerFacts], is_layered: bool) -> BTreeMap<String, Note> {
    let mut standing: BTreeMap<String, Note> = BTreeMap::new();
    for (index, layer) in layers.iter_mut().enumerate() {
        standing.retain(|path, _| !layer.hides(path) && !layer.folders.contains(path));
        for (path, mut note) in std::mem::take(&mut layer.notes) {
            note.layer = is_layered.then_some(index);
            standing.insert(path, note);
        }
    }
    standing
}

/// Where the secrets of a configuration stand, but for those that were accepted.
pub(crate) fn places(secrets: &[Secret], baseline: Option<&Baseline>) -> Vec<SecretPlace> {
    let standing = secrets.iter().filter(|secret| baseline.is_none_or(|baseline| !baseline.has(&secret.fingerprint)));
    standing.filter_map(|secret| Some(SecretPlace { what: secret.title.clone(), place: secret.place.clone()? })).collect()
}

/// The results of a report.
pub(crate) fn results(checked: impl Iterator<Item = Checked>) -> Vec<ResultSet> {
    checked.map(result).collect()
}

fn result(checked: Checked) -> ResultSet {
    let mut misconfigurations = checked.results;
    misconfigurations.sort_by_key(|result| (result.status == CheckStatus::Pass, result.status));
    ResultSet {
        target: checked.path,
        class: Class::Config,
        kind: checked.kind,
        checked: Some(model::Checked::of(&misconfigurations)),
        misconfigurations,
        ..ResultSet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_misconfig::{Checks, EntryFacts, EntryKind};

    /// Paths with their modes; folders end with a slash.
    fn layer(entries: &[(&str, u32)], replaced: &[&str]) -> LayerFacts {
        let checks = Checks::default();
        let mut layer = LayerFacts::new();
        for (path, mode) in entries {
            let kind = if path.ends_with('/') { EntryKind::Folder } else { EntryKind::File };
            let path = path.trim_end_matches('/');
            let entry = EntryFacts { path, kind, target: "", size: 1, mode: *mode, has_capabilities: false };
            match checks.wants_note(&entry).and_then(|_| checks.note(&entry, b"")) {
                Some(note) => drop(layer.notes.insert(path.to_owned(), note)),
                None => layer.folders.insert(path),
            }
        }
        layer.replaced = replaced.iter().collect();
        layer.seal();
        layer
    }

    fn standing(mut layers: Vec<LayerFacts>) -> Vec<(String, u32, Option<usize>)> {
        notes(&mut layers, true).into_values().map(|note| (note.path, note.mode, note.layer)).collect()
    }

    #[test]
    fn what_later_layers_change_counts() {
        let base = || layer(&[("app/", 0o777), ("app/a", 0o666), ("opt/b", 0o4755)], &[]);
        let of = |path: &str, mode, layer| (path.to_owned(), mode, Some(layer));
        assert_eq!(standing(vec![base(), layer(&[("app/", 0o755)], &[])]), [of("app/a", 0o666, 0), of("opt/b", 0o4755, 0)]);
        assert_eq!(standing(vec![base(), layer(&[], &["app"])]), [of("opt/b", 0o4755, 0)]);
        let changed = layer(&[("opt/b", 0o2755)], &["opt/b"]);
        assert_eq!(standing(vec![base(), changed]), [of("app", 0o777, 0), of("app/a", 0o666, 0), of("opt/b", 0o2755, 1)]);
    }
}
