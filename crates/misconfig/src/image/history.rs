//! What an image's history adds to what its configuration says.

use crate::check_history;
use serde_json::Value;
use tidewaiter_model::{CheckStatus, Misconfiguration};

/// Adds the results of the history's lines. Where configuration says the same, history is silent.
pub(super) fn merge(results: &mut Vec<Misconfiguration>, config: &Value) {
    let entries: Vec<&Value> = config["history"].as_array().into_iter().flatten().collect();
    let lines: Vec<String> = entries.iter().map(|entry| entry["created_by"].as_str().unwrap_or_default().to_owned()).collect();
    if lines.is_empty() {
        return;
    }
    let layers = layers(&entries, config);
    for mut result in check_history(&lines) {
        let line = result.cause.start_line;
        result.cause.layer = line.checked_sub(1).and_then(|index| layers.get(index).copied().flatten());
        let is_same = |other: &Misconfiguration| other.id == result.id;
        let says_it = |other: &Misconfiguration| other.message == result.message || other.cause.resource == result.cause.resource;
        match result.status {
            CheckStatus::Pass if results.iter().any(is_same) => {}
            CheckStatus::Pass => results.push(result),
            _ if results.iter().any(|other| is_same(other) && other.status == CheckStatus::Fail && says_it(other)) => {}
            _ => {
                results.retain(|other| !(is_same(other) && other.status == CheckStatus::Pass));
                results.push(result);
            }
        }
    }
}

/// The layer that each entry made. Histories that do not fit the layers say nothing of them.
fn layers(entries: &[&Value], config: &Value) -> Vec<Option<usize>> {
    let makes_layer = |entry: &&&Value| entry["empty_layer"].as_bool() != Some(true);
    let count = config["rootfs"]["diff_ids"].as_array().map_or(0, Vec::len);
    if entries.iter().filter(makes_layer).count() != count {
        return Vec::new();
    }
    let mut next = 0;
    let of = |entry: &&Value| {
        makes_layer(&entry).then(|| {
            next += 1;
            next - 1
        })
    };
    entries.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn entries_know_their_layers() {
        let entries = [json!({}), json!({ "empty_layer": true }), json!({ "empty_layer": false })];
        let entries: Vec<&Value> = entries.iter().collect();
        let config = json!({ "rootfs": { "diff_ids": ["a", "b"] } });
        assert_eq!(layers(&entries, &config), [Some(0), None, Some(1)]);
        assert!(layers(&entries, &json!({})).is_empty());
    }
}
