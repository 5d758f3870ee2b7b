//! Helm charts: what can be said of them without running `helm`, and the manifests that it renders.
//!
//! Format: <https://helm.sh/docs/topics/charts/>.
//! Files: `Chart.yaml`, which stands for the chart's folder.
//! Limits: templates are programs in Go's template language, so they are left alone until `helm template` has rendered them;
//! lines are then those of the rendered text.

mod rendered;

pub use rendered::check_rendered;

use crate::{Checked, Format, yaml};

const MAX_SIZE: u64 = 1 << 20;

/// The format.
pub(crate) struct Helm;

impl Format for Helm {
    fn id(&self) -> &'static str {
        "helm"
    }

    fn wants(&self, path: &str, size: u64) -> bool {
        size <= MAX_SIZE && path.rsplit('/').next() == Some("Chart.yaml")
    }

    fn sniff(&self, bytes: &[u8]) -> bool {
        memchr::memmem::find(bytes, b"name").is_some()
    }

    fn check(&self, bytes: &[u8], checked: &mut Checked) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return checked.problem("is not UTF-8");
        };
        let read = yaml::read(text);
        read.faults.iter().for_each(|fault| checked.problem(fault));
        let Some(chart) = read.documents.first() else { return };
        let is_rendered = chart.text("type") != Some("library");
        if let Some(name) = chart.text("name").filter(|_| is_rendered) {
            checked.problem(format!("Helm chart {name}: templates are only checked when `helm` renders them"));
        }
    }
}

/// Whether a file lies where charts keep their templates.
pub(crate) fn is_in_chart(path: &str) -> bool {
    path.starts_with("templates/") || path.contains("/templates/")
}

/// Whether a text has to be rendered first: a line begins with an action of a template, or a value does that is not quoted.
/// Actions within quotes are left to other programs, such as Prometheus.
pub(crate) fn is_template(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| line.contains("{{"));
    lines.any(|line| {
        let line = line.trim_start();
        line.starts_with("{{")
            || [": {{", "- {{"].iter().any(|opening| line.contains(opening) && !line.contains(['"', '\'', '`']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_is_told_once_and_its_templates_are_known() {
        let mut checked = Checked::new("charts/web/Chart.yaml", "helm");
        Helm.check(b"apiVersion: v2\nname: web\nversion: 1.0.0\n", &mut checked);
        let told: Vec<_> = checked.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(told, ["Helm chart web: templates are only checked when `helm` renders them"]);
        let mut library = Checked::new("Chart.yaml", "helm");
        Helm.check(b"name: common\ntype: library\n", &mut library);
        assert!(library.problems.is_empty());
        for template in ["{{- if .Values.x }}\na: b", "metadata:\n  name: {{ .Values.name }}", "  - {{ . }}"] {
            assert!(is_template(template), "{template}");
        }
        for other in ["a: b", "summary: \"{{ $labels.pod }} is down\"", "args: ['{{inputs.parameters.x}}']"] {
            assert!(!is_template(other), "{other}");
        }
        assert!(is_in_chart("a/templates/x.yaml") && !is_in_chart("a/x.yaml"));
    }
}
