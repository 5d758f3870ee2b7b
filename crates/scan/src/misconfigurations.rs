//! The misconfigurations of all layers: of what stands in the image, since a removed file configures nothing.

use crate::survey::LayerFacts;
use std::collections::BTreeMap;
use tidewaiter_misconfig::Checked;
use tidewaiter_model::{self as model, CheckStatus, Class, ResultSet};
use tidewaiter_secrets::Scanner;

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

/// The results of a report. The lines that they show are masked.
pub(crate) fn results(checked: BTreeMap<String, Checked>, scanner: Option<&Scanner>) -> Vec<ResultSet> {
    if checked.is_empty() {
        return Vec::new();
    }
    let usual = Scanner::default();
    let scanner = scanner.unwrap_or(&usual);
    checked.into_values().map(|checked| result(checked, scanner)).collect()
}

fn result(checked: Checked, scanner: &Scanner) -> ResultSet {
    let mut misconfigurations = checked.results;
    for line in misconfigurations.iter_mut().flat_map(|result| &mut result.cause.code) {
        if let Some(masked) = scanner.masked(&line.content) {
            line.content = masked;
        }
    }
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
