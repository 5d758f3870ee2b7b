//! The secrets of all layers: what stands in the image, what a later layer removes, and what configuration and history give away.
//!
//! A layer that removes a file hides it and does not take it out of the image: who has the image has the file.

use crate::survey::LayerFacts;
use serde_json::Value;
use std::collections::BTreeMap;
use tidewaiter_model::{Class, ImageMetadata, ResultSet, Secret};
use tidewaiter_secrets::{Baseline, Found, Scanner};

/// The secrets of each file, by path; takes them out of the layers.
pub(crate) fn settle(layers: &mut [LayerFacts], is_layered: bool) -> BTreeMap<String, Vec<Secret>> {
    let mut standing: BTreeMap<String, Vec<Secret>> = BTreeMap::new();
    let mut removed: Vec<(String, Vec<Secret>)> = Vec::new();
    for (index, layer) in layers.iter_mut().enumerate() {
        let found = std::mem::take(&mut layer.secrets);
        let hidden: Vec<String> = standing.keys().filter(|path| layer.hides(path)).cloned().collect();
        let mut before: BTreeMap<String, Vec<Secret>> = BTreeMap::new();
        for path in hidden {
            if let Some(secrets) = standing.remove(&path) {
                before.insert(path, secrets);
            }
        }
        for (path, mut secrets) in found {
            for secret in &mut secrets {
                // A file that is written again with the same secret has it from the layer that brought it first.
                let earlier = before.get_mut(&path).and_then(|earlier| take_same(earlier, secret));
                secret.layer = earlier.and_then(|earlier| earlier.layer).or(is_layered.then_some(index));
            }
            standing.insert(path, secrets);
        }
        for (path, mut secrets) in before {
            secrets.iter_mut().for_each(|secret| secret.removed_by = Some(index));
            removed.push((path, secrets));
        }
    }
    for (path, secrets) in removed {
        standing.entry(path).or_default().extend(secrets);
    }
    standing.retain(|_, secrets| !secrets.is_empty());
    standing
}

fn take_same(earlier: &mut Vec<Secret>, secret: &Secret) -> Option<Secret> {
    let is_same = |other: &Secret| other.fingerprint == secret.fingerprint && other.member == secret.member;
    earlier.iter().position(is_same).map(|at| earlier.remove(at))
}

/// What an image's configuration and history give away.
pub(crate) fn of_configuration(image: &ImageMetadata, scanner: &Scanner, found: &mut Found) {
    let settings = &image.config["config"];
    let before = found.secrets.len();
    texts(&settings["Env"]).for_each(|variable| scanner.variable(variable, found));
    let mut places: Vec<(String, String)> = Vec::new();
    if let Some(labels) = settings["Labels"].as_object() {
        let label = |(name, value): (&String, &Value)| Some((format!("Labels {name}"), format!("{name}={}", value.as_str()?)));
        places.extend(labels.iter().filter_map(label));
    }
    for (name, value) in
        [("Cmd", &settings["Cmd"]), ("Entrypoint", &settings["Entrypoint"]), ("Healthcheck", &settings["Healthcheck"]["Test"])]
    {
        places.push((name.to_owned(), texts(value).collect::<Vec<_>>().join(" ")));
    }
    places.extend(texts(&settings["OnBuild"]).map(|line| ("OnBuild".to_owned(), line.to_owned())));
    for (index, line) in image.config["history"].as_array().into_iter().flatten().enumerate() {
        for key in ["created_by", "comment"] {
            places.push((format!("history line {}", index + 1), line[key].as_str().unwrap_or_default().to_owned()));
        }
    }
    for (place, text) in places {
        scanner.place(&place, &text, found);
    }
    // Configuration and history often say the same thing.
    let mut told: Vec<Secret> = Vec::new();
    for secret in found.secrets.split_off(before) {
        match told.iter_mut().find(|told| told.fingerprint == secret.fingerprint) {
            Some(told) => {
                let place = [told.place.take(), secret.place].into_iter().flatten().collect::<Vec<_>>();
                told.place = Some(place.join(", "));
            }
            None => told.push(secret),
        }
    }
    found.secrets.extend(told);
}

/// The results of a report: configuration first, then files by path, which in images begin with a slash. What the baseline accepts is
/// left out.
pub(crate) fn results(
    image: &str,
    of_configuration: Vec<Secret>,
    by_file: BTreeMap<String, Vec<Secret>>,
    is_image: bool,
    baseline: Option<&Baseline>,
) -> Vec<ResultSet> {
    let root = if is_image { "/" } else { "" };
    let mut by_target: BTreeMap<(bool, String), Vec<Secret>> = BTreeMap::new();
    by_target.insert((false, image.to_owned()), of_configuration);
    for (path, secrets) in by_file {
        for secret in secrets {
            let target =
                secret.member.as_ref().map_or_else(|| format!("{root}{path}"), |member| format!("{root}{path}!/{member}"));
            by_target.entry((true, target)).or_default().push(secret);
        }
    }
    let result = |((_, target), mut secrets): ((bool, String), Vec<Secret>)| {
        secrets.retain(|secret| baseline.is_none_or(|baseline| !baseline.has(&secret.fingerprint)));
        secrets.sort_by(|a, b| (a.offset, &a.rule_id, &a.place).cmp(&(b.offset, &b.rule_id, &b.place)));
        ResultSet { target, class: Class::Secret, secrets, ..ResultSet::default() }
    };
    by_target.into_iter().map(result).filter(|set| !set.secrets.is_empty()).collect()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(of: &str) -> Secret {
        Secret { fingerprint: of.to_owned(), ..Secret::default() }
    }

    fn layer(files: &[(&str, &str)], replaced: &[&str]) -> LayerFacts {
        let secrets = files.iter().map(|(path, of)| ((*path).to_owned(), vec![secret(of)])).collect();
        let replaced = files.iter().map(|(path, _)| path).chain(replaced).map(|path| (*path).to_owned()).collect();
        LayerFacts { secrets, replaced, ..LayerFacts::default() }
    }

    fn told(mut layers: Vec<LayerFacts>) -> Vec<(String, String, Option<usize>, Option<usize>)> {
        let of = |path: &String, s: Secret| (path.clone(), s.fingerprint, s.layer, s.removed_by);
        settle(&mut layers, true).into_iter().flat_map(|(path, all)| all.into_iter().map(move |s| of(&path, s))).collect()
    }

    #[test]
    fn what_later_layers_remove_still_ships() {
        let of = |path: &str, of: &str, layer, removed_by| (path.to_owned(), of.to_owned(), Some(layer), removed_by);
        let layers =
            vec![layer(&[("a", "1"), ("b", "2"), ("c/d", "3")], &[]), layer(&[("b", "2")], &["a"]), layer(&[("b", "4")], &["c"])];
        assert_eq!(
            told(layers),
            [of("a", "1", 0, Some(1)), of("b", "4", 2, None), of("b", "2", 0, Some(2)), of("c/d", "3", 0, Some(2))]
        );
    }
}
