//! What `helm template` writes: manifests of all templates in one text, each under a comment that names its template.

use crate::{Checked, kubernetes};
use std::collections::BTreeMap;

/// What precedes the template's path in its comment.
const SOURCE: &str = "# Source: ";

/// Checks the output of `helm template` for the chart in a folder, and tells results under the templates' paths.
/// Lines are those of what one template renders. Acceptances in comments hold as of a day (`2025-01-31`; empty when none of them ends).
#[must_use]
pub fn check_rendered(folder: &str, rendered: &str, today: &str) -> Vec<Checked> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut path = path(folder, "");
    for line in rendered.lines() {
        if let Some(source) = line.strip_prefix(SOURCE) {
            path = self::path(folder, source.trim());
            texts.entry(path.clone()).or_default();
        } else if line.trim_end() != "---" {
            let text = texts.entry(path.clone()).or_default();
            text.push_str(line);
            text.push('\n');
        } else if let Some(text) = texts.get_mut(&path).filter(|text| !text.trim_end().ends_with("---")) {
            text.push_str("---\n");
        }
    }
    let check = |(path, text): (String, String)| {
        let mut checked = Checked::new(&path, "helm").on(today);
        kubernetes::check_text(&text, &mut checked);
        checked
    };
    texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).map(check).collect()
}

/// `web/templates/x.yaml` begins with the chart's name, in whose place its folder stands.
fn path(folder: &str, source: &str) -> String {
    let inner = source.split_once('/').map_or(source, |(_, inner)| inner);
    match (folder.trim_matches('/'), inner) {
        ("", _) => source.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, inner) => format!("{folder}/{inner}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::CheckStatus;

    #[test]
    fn results_are_told_under_the_templates() {
        let pod = |name| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: app\n    securityContext: {{privileged: true}}\n"
            )
        };
        let rendered = format!(
            "---\n# Source: web/templates/a.yaml\n{}---\n# Source: web/charts/db/templates/b.yaml\n{}---\n# Source: web/templates/a.yaml\n{}",
            pod("one"),
            pod("two"),
            pod("three")
        );
        let told: Vec<_> = check_rendered("charts/web", &rendered, "")
            .iter()
            .flat_map(|checked| checked.results.iter().map(|result| (checked.path.clone(), result.clone())))
            .filter(|(_, result)| result.id == "KSV-0017" && result.status == CheckStatus::Fail)
            .map(|(path, result)| format!("{path}:{} {}", result.cause.start_line, result.cause.resource))
            .collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        charts/web/charts/db/templates/b.yaml:8 Pod 'two', container 'app'
        charts/web/templates/a.yaml:8 Pod 'one', container 'app'
        charts/web/templates/a.yaml:17 Pod 'three', container 'app'
        ");
    }

    #[test]
    fn odd_output_is_survived() {
        assert!(check_rendered("", "", "").is_empty() && check_rendered("x", "---\n---\n# Source: \n", "").is_empty());
        let checked = check_rendered("x", "a: [\n", "");
        assert_eq!((checked[0].path.as_str(), checked[0].problems.len()), ("x", 1));
    }
}
