//! Variables of an image that look like secrets.
//!
//! Limits: the first [`MAX`]; by name and by the shape of the value; the rules of secrets proper are in the room of secrets.

use crate::dockerfile::{self, is_secret, is_secret_name};
use serde_json::Value;

/// More are not told; real images have a handful.
const MAX: usize = 500;

/// Those of the configuration and its history, with their values: whoever shows either leaves these out.
#[must_use]
pub fn secret_variables(config: &Value) -> Vec<(String, String)> {
    let history = config["history"].as_array().into_iter().flatten();
    let lines: Vec<&str> = history.filter_map(|entry| entry["created_by"].as_str()).collect();
    let mut found: Vec<(String, String)> =
        of_settings(&config["config"]).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    found.extend(dockerfile::secret_variables(&lines));
    found.sort_unstable();
    found.dedup();
    found.truncate(MAX);
    found
}

/// Those that containers get.
pub(super) fn of_settings(settings: &Value) -> impl Iterator<Item = (&str, &str)> {
    let variables = settings["Env"].as_array().into_iter().flatten().filter_map(|variable| variable.as_str()?.split_once('='));
    variables.filter(|(name, value)| is_secret_name(name, Some(value), false) || is_secret(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn configuration_and_history_are_looked_through() {
        let config = json!({
            "config": { "Env": ["PATH=/bin", "DB_PASSWORD=hunter2"] },
            "history": [{ "created_by": "ENV DB_PASSWORD=hunter2" }, { "created_by": "RUN |1 NPM_TOKEN=a b /bin/sh -c x # buildkit" }],
        });
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(secret_variables(&config), [of("DB_PASSWORD", "hunter2"), of("NPM_TOKEN", "a b")]);
    }
}
