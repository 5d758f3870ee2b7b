//! Helm charts of a folder, rendered by the caller where he can.

use crate::survey::LayerFacts;
use std::path::Path;
use tidewaiter_misconfig::check_rendered;

/// Renders the chart in a folder: its manifests, or why there are none.
pub type Render<'a> = &'a (dyn Fn(&Path) -> Result<String, String> + Sync);

/// Replaces what was said of charts by what checks of their rendered manifests came to. `today` is the day for acceptances.
pub(crate) fn render(facts: &mut LayerFacts, root: &Path, today: &str, render: Render<'_>) {
    let mut rendered = Vec::new();
    for chart in facts.checked.iter_mut().filter(|checked| checked.kind == "helm" && !checked.problems.is_empty()) {
        let folder = chart.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match render(&root.join(folder)) {
            Ok(text) => {
                chart.problems.clear();
                rendered.extend(check_rendered(folder, &text, today));
            }
            Err(reason) => chart.problem(reason),
        }
    }
    facts.checked.extend(rendered);
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_misconfig::Checks;

    const CHART: &[u8] = b"apiVersion: v2\nname: web\nversion: 1.0.0\n";

    fn facts() -> LayerFacts {
        let checked = Checks::default().file("charts/web/Chart.yaml", CHART).into_iter().collect();
        LayerFacts { checked, ..LayerFacts::default() }
    }

    #[test]
    fn rendered_charts_are_checked_and_others_are_told() {
        let mut told = facts();
        render(&mut told, Path::new("/x"), "", &|folder| {
            assert_eq!(folder, Path::new("/x/charts/web"));
            Ok("---\n# Source: web/templates/pod.yaml\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostPID: true\n  containers:\n  - name: b\n    image: c\n".to_owned())
        });
        assert!(told.checked[0].problems.is_empty() && told.checked[1].results.iter().any(|result| result.id == "KSV-0010"));
        let mut told = facts();
        render(&mut told, Path::new("/x"), "", &|_| Err("it does not render".to_owned()));
        assert_eq!(told.checked[0].problems.last().unwrap().message, "it does not render");
    }
}
