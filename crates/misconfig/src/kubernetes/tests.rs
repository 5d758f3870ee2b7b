//! What is found in manifests.

use super::*;
use proptest::prelude::*;
use tidewaiter_model::CheckStatus;

fn checked(path: &str, text: &str) -> Checked {
    let mut checked = Checked::new(path, "kubernetes");
    Kubernetes.check(text.as_bytes(), &mut checked);
    checked
}

fn told(checked: &Checked) -> String {
    let failed = checked.results.iter().filter(|result| result.status == CheckStatus::Fail);
    let lines = failed.map(|result| {
        let cause = &result.cause;
        format!("{} {}-{} {}: {}\n", result.id, cause.start_line, cause.end_line, cause.resource, result.message)
    });
    lines.chain(checked.problems.iter().map(|problem| format!("{}\n", problem.message))).collect()
}

#[test]
fn open_workloads_are_told_at_their_lines() {
    insta::assert_snapshot!(told(&checked("open.yaml", include_str!("testdata/open.yaml"))));
}

#[test]
fn a_closed_workload_passes_every_check_of_workloads() {
    let checked = checked("closed.yaml", include_str!("testdata/closed.yaml"));
    assert_eq!(told(&checked), "");
    let ids: Vec<_> = checked.results.iter().map(|result| result.id.as_str()).collect();
    assert!(ids.contains(&"KSV-0001") && ids.contains(&"KSV-0125") && !ids.contains(&"KSV-0041"), "{ids:?}");
}

#[test]
fn a_finding_shows_its_lines() {
    let checked = checked("open.yaml", include_str!("testdata/open.yaml"));
    let found = checked.results.iter().find(|result| result.id == "KSV-0017").expect("a privileged container");
    assert_eq!(found.cause.code.len(), 1);
    assert_eq!((found.cause.code[0].number, found.cause.code[0].content.trim()), (found.cause.start_line, "privileged: true"));
    assert_eq!(
        (found.primary_url.as_str(), found.cause.provider.as_str()),
        ("https://avd.aquasec.com/misconfig/ksv-0017", "Kubernetes")
    );
}

#[test]
fn templates_are_left_to_whoever_renders_them() {
    let template = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n";
    assert_eq!(told(&checked("chart/templates/pod.yaml", template)), "");
    assert_eq!(told(&checked("pod.yaml", template)), "is a template: it is checked only when it is rendered\n");
    let carrier = "apiVersion: v1\nkind: ConfigMap\ndata:\n  token: abc\n  mail.tmpl: |\n    {{ define \"x\" }}\n    {{ end }}\n";
    assert_eq!(told(&checked("alerts.yaml", carrier)), "KSV-0109 4-4 ConfigMap '': ConfigMap '' holds the secret 'token'\n");
}

#[test]
fn lists_and_json_are_unfolded() {
    let list = r#"{"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "PodList", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"},
          "spec": {"hostPID": true, "containers": []}}]},
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "b"}, "spec": {"externalName": "example.com"}}]}"#;
    let told = told(&checked("list.json", list));
    assert!(
        told.contains("KSV-0010 3-3 Pod 'a': Pod 'a' shares") && told.contains("KSV-0108 4-4 Service 'b': Service 'b' claims"),
        "{told}"
    );
}

#[test]
fn a_broken_document_does_not_cost_the_others() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: true, containers: [{}]}\n";
    let told = told(&checked("two.yaml", &format!("{pod}---\na: [\n---\n{pod}")));
    assert_eq!(told.matches("KSV-0010").count(), 2, "{told}");
    assert!(told.ends_with("line 6: unclosed bracket '['\n"), "{told}");
}

#[test]
fn absurd_numbers_of_failures_are_cut() {
    let containers = "{},".repeat(9_000);
    let pod = format!("{{apiVersion: v1, kind: Pod, spec: {{containers: [{containers}]}}}}\n");
    let checked = checked("many.yaml", &format!("{pod}---\n{pod}"));
    assert!(checked.results.len() < 30_000, "{}", checked.results.len());
    assert!(told(&checked).contains("KSV-0001 fails more than 1000 times; the rest is left out"));
    assert!(told(&checked).contains("holds more than 10000 containers; the rest is left out"));
}

proptest! {
    #[test]
    fn damage_is_survived(at in 0..2_000usize, count in 0..40usize, with in "[-{}\\[\\]: \\n&*a0]{0,5}") {
        let mut text = include_str!("testdata/open.yaml").to_owned();
        let start = at.min(text.len());
        let end = (start + count).min(text.len());
        text.replace_range(start..end, &with);
        checked("open.yaml", &text);
    }
}
