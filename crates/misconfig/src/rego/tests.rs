//! The real interpreter on small checks.

use crate::{Checked, Checks, Policies};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const DOCKERFILE: &str = "FROM alpine:3.20\nUSER root\n# trivy:ignore:ID003\nRUN apk add curl && curl x\nEXPOSE 22 80\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: app\n    image: nginx:latest\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n";

fn policies(files: &[(&str, &str)]) -> (Policies, Vec<String>) {
    let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let (policies, problems) = Policies::read(&files, &[]);
    (policies, problems.into_iter().map(|problem| format!("{}: {}", problem.path, problem.message)).collect())
}

fn checked(files: &[(&str, &str)], path: &str, text: &str) -> Checked {
    let (policies, problems) = policies(files);
    assert_eq!(problems, [""; 0]);
    Checks::on("2025-01-31").with_policies(policies).file(path, text.as_bytes()).unwrap()
}

/// Whether a check of a user found it, and none of ours.
fn is_of_user(result: &tidewaiter_model::Misconfiguration) -> bool {
    !result.namespace.is_empty() && !result.namespace.starts_with("builtin.")
}

/// What users' checks came to.
fn told(files: &[(&str, &str)], path: &str, text: &str) -> String {
    let checked = checked(files, path, text);
    let mut told = String::new();
    for result in checked.results.iter().filter(|result| is_of_user(result)) {
        let lines = (result.cause.start_line, result.cause.end_line);
        let _ = writeln!(told, "{:?} {} {} {lines:?} {}", result.status, result.id, result.query, result.message);
    }
    for problem in &checked.problems {
        let _ = writeln!(told, "{}", problem.message);
    }
    told
}

const ROOT: &str = "# METADATA\n# title: No root\n# description: d\n# related_resources:\n# - https://example.com/a\n# custom:\n#   id: ID001\n#   avd_id: AVD-ID-0001\n#   severity: HIGH\n#   recommended_action: Do not.\n#   input:\n#     selector:\n#     - type: dockerfile\npackage user.dockerfile.ID001\n\nimport data.lib.docker\n\ndeny[res] {\n  user := docker.user[_]\n  user.Value[0] == \"root\"\n  res := result.new(\"root it is\", user)\n}\n";

#[test]
fn a_check_says_what_it_is_about_and_where() {
    let result = checked(&[("root.rego", ROOT)], "Dockerfile", DOCKERFILE).results.pop().unwrap();
    insta::assert_json_snapshot!(result);
}

#[test]
fn rules_answer_in_many_forms() {
    let forms = "package user.forms\nimport rego.v1\ndeny contains \"text\"\ndeny_object contains {\"msg\": \"object\", \"startline\": 2, \"endline\": 3}\nwarn contains \"warned\"\nviolation_pass contains \"x\" if input.nothing\ndeny_true if input.Stages\ndeny_one := \"one\"\ndeny_list := [\"a\", \"b\"]\nnodeny contains 1\n";
    insta::assert_snapshot!(told(&[("forms.rego", forms)], "Dockerfile", "FROM a\nUSER 1\nUSER 2\n"));
}

#[test]
fn resources_are_asked_one_by_one_and_may_be_selected() {
    let pods = "package user.pods\n__rego_metadata__ := {\"id\": \"P1\", \"severity\": \"LOW\"}\n__rego_input__ := {\"selector\": [{\"type\": \"kubernetes\", \"subtypes\": [{\"kind\": \"pod\"}]}]}\ndeny[res] { res := result.new(input.kind, input.metadata) }\n";
    let all = "# METADATA\n# custom:\n#   id: A1\n#   input:\n#     selector:\n#     - type: kubernetes\npackage user.all\nimport data.lib.kubernetes\ndeny[res] { c := kubernetes.containers[_]; kubernetes.split_image(c.image)[1] == \"latest\"; res := result.new(\"latest\", c) }\ndeny_kind[msg] { input.kind == \"Deployment\"; msg := \"Deployment\" }\n";
    insta::assert_snapshot!(told(&[("pods.rego", pods), ("all.rego", all)], "pod.yaml", POD));
}

#[test]
fn any_document_may_be_asked_about() {
    let any = |kind: &str| {
        format!(
            "# METADATA\n# custom:\n#   id: {kind}\n#   input: {{selector: [{{type: {kind}}}]}}\npackage user.{kind}\ndeny[msg] {{ input.a.b == 1; msg := \"b\" }}\n"
        )
    };
    let (yaml, json, toml) = (any("yaml"), any("json"), any("toml"));
    let files = [("y.rego", yaml.as_str()), ("j.rego", &json), ("t.rego", &toml)];
    assert_eq!(told(&files, "x/a.yml", "a: {b: 1}\n"), "Fail yaml data.user.yaml.deny (0, 0) b\n");
    assert_eq!(told(&files, "a.json", "{\"a\": {\"b\": 1}}"), "Fail json data.user.json.deny (0, 0) b\n");
    assert_eq!(told(&files, "a.toml", "a = { b = 1 }"), "Fail toml data.user.toml.deny (0, 0) b\n");
    assert_eq!(
        told(&files, "a.toml", "x = 1\na = "),
        "line 2: string values must be quoted, expected literal string\n".to_owned()
    );
    assert_eq!(told(&files, "docker-compose.yml", "services: {}\na:\n  b: 1\n"), "Fail yaml data.user.yaml.deny (0, 0) b\n");
    let checks = Checks::default().with_policies(policies(&files[..1]).0);
    assert!(checks.file("a.yaml", b"a: 1").is_some() && !checks.wants("a.toml", 9) && checks.file("a.json", b"{}").is_none());
}

#[test]
fn libraries_and_documents_of_the_user_are_there() {
    let library = ("lib/mine.rego", "package lib.mine\nbad(port) { data.ports[_] == port }\n");
    let check = (
        "ports.rego",
        "package user.ports\nimport data.lib.mine\nimport data.lib.docker\ndeny[msg] { port := docker.expose[_].Value[_]; mine.bad(port); msg := port }\n",
    );
    let ports = ("ports.yaml", "ports: [\"22\"]\n");
    assert_eq!(
        told(&[check, library, ports], "Dockerfile", "FROM a\nEXPOSE 22 80\n"),
        "Fail user.ports data.user.ports.deny (0, 0) 22\n"
    );
}

#[test]
fn findings_can_be_accepted() {
    let accepting =
        "package user.a\nexception[rules] { input.Stages; rules := [\"fine\"] }\ndeny_fine = \"a\"\ndeny_bad = \"b\"\n";
    let namespaces =
        "package namespace.exceptions\nimport data.namespaces\nexception[name] { name := namespaces[_]; name == \"user.b\" }\n";
    let other = "package user.b\ndeny = \"c\"\n";
    let commented = "# METADATA\n# custom: {id: ID003}\npackage user.c\ndeny[res] { run := data.lib.docker.run[_]; res := result.new(\"run\", run) }\n";
    let files = [("a.rego", accepting), ("n.rego", namespaces), ("b.rego", other), ("c.rego", commented)];
    insta::assert_snapshot!(told(&files, "Dockerfile", DOCKERFILE));
}

#[test]
fn commands_are_parted_and_found() {
    let check = "package user.x\nimport data.lib.docker\ndeny[msg] { run := docker.run[_]; commands := docker.split_cmd(run.Value[0]); i := docker.command_indexes(commands, [\"add\"], [\"apk\"]); msg := sprintf(\"%v %v\", [i, commands]) }\n";
    assert_eq!(
        told(&[("x.rego", check)], "Dockerfile", "FROM a\nRUN apk add curl && curl x\n"),
        "Fail user.x data.user.x.deny (0, 0) [0] [[\"apk\", \"add\", \"curl\"], [\"curl\", \"x\"]]\n"
    );
}

#[test]
fn namespaces_choose() {
    let files = ["user.a", "user.ab.c", "custom.b", "lib.d", "builtin.e"]
        .map(|name| (format!("{name}.rego"), format!("package {name}\ndeny = 1\n")));
    let chosen = |namespaces: &[&str]| {
        let namespaces: Vec<_> = namespaces.iter().map(|name| (*name).to_owned()).collect();
        Policies::read(&files, &namespaces)
            .0
            .names()
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(chosen(&[]), "builtin.e custom.b user.a user.ab.c");
    assert_eq!((chosen(&["user"]), chosen(&["user.a", "lib"])), ("user.a user.ab.c".to_owned(), "lib.d user.a".to_owned()));
}

#[test]
fn what_cannot_be_used_is_told_and_all_else_is_used() {
    let (policies, problems) = policies(&[
        ("good.rego", "package user.good\ndeny = \"good\"\n"),
        ("syntax.rego", "package user.bad\n\ndeny[msg] {\n"),
        ("unsafe.rego", "package user.unsafe\ndeny[msg] { x == 1 }\n"),
        ("notes.rego", "# METADATA\n# title: [\npackage user.notes\ndeny = 1\n"),
        ("empty.rego", ""),
        ("data.yaml", "- 1\n"),
    ]);
    insta::assert_snapshot!(problems.join("\n"));
    assert_eq!(policies.len(), 1);
}

#[test]
fn a_check_that_does_not_end_ends_nothing() {
    let good = ("good.rego", "package user.good\ndeny = \"good\"\n");
    for (name, rego) in [
        ("loop", "deny[msg] { numbers.range(1, 100000)[i]; numbers.range(1, 100000)[j]; i * j == 0 - 1; msg := \"x\" }"),
        ("range", "deny[msg] { numbers.range(1, 1000000000000)[i] == 0; msg := \"x\" }"),
        ("step", "deny[msg] { numbers.range_step(1, 10, 0)[i] == 0; msg := \"x\" }"),
        ("recursion", "f(x) = y { y := f(x + 1) }\ndeny[msg] { f(1); msg := \"x\" }"),
        (
            "detour",
            "import data.user.bad as me\nf(x) = g(x)\ng(x) = y { y := [z | z := me.f(x)] }\ndeny[msg] { f(1); msg := \"x\" }",
        ),
        ("rules", "a = b\nb = a\ndeny[msg] { a; msg := \"x\" }"),
        ("unknown", "deny[msg] { http.send({\"url\": \"http://localhost\"}); msg := \"x\" }"),
        ("conflict", "deny = 1\ndeny = 2"),
    ] {
        let bad = format!("package user.bad\n{rego}\n");
        let (mut policies, problems) = policies(&[("bad.rego", bad.as_str()), good]);
        policies.max_time = Duration::from_millis(300);
        let checks = Checks::default().with_policies(policies);
        let start = Instant::now();
        let checked = checks.file("Dockerfile", b"FROM a\n").unwrap();
        let told: Vec<_> =
            problems.iter().cloned().chain(checked.problems.iter().map(|problem| problem.message.clone())).collect();
        println!("{name}: {:?} {told:?}", start.elapsed());
        assert!(told.len() == 1 && told[0].contains("bad.rego"), "{name}: {told:?}");
        let results = || checked.results.iter().filter(|result| is_of_user(result));
        assert!(results().count() == 1 && results().all(|result| result.id == "user.good"), "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn damaged_checks_are_survived(at in 0..ROOT.len(), length in 0..40_usize, junk in "[\\[({})\"`\\]#|:=a-z0-9 \n.%é]{0,12}") {
        let end = (at + length).min(ROOT.len());
        let damaged = format!("{}{junk}{}", &ROOT[..at], &ROOT[end..]);
        let (mut policies, _) = policies(&[("damaged.rego", damaged.as_str())]);
        policies.max_time = Duration::from_millis(300);
        let _ = Checks::default().with_policies(policies).file("Dockerfile", DOCKERFILE.as_bytes());
    }
}

#[test]
fn what_nests_deeply_is_survived() {
    let check = |open: &str, close: &str, depth: usize| {
        let nested = format!("package user.deep\ndeny[msg] {{ msg := {}1{} }}\n", open.repeat(depth), close.repeat(depth));
        let (policies, problems) = policies(&[("deep.rego", nested.as_str())]);
        let checked = Checks::default().with_policies(policies).file("Dockerfile", b"FROM a\n").unwrap();
        problems.len() + checked.problems.len()
    };
    for (open, close) in [("(", ")"), ("[x | x := ", "]"), ("not ", ""), ("-", "")] {
        assert!(check(open, close, 30) <= 1);
        assert_eq!(check(open, close, 10_000), 1, "{open}");
    }
    assert_eq!((check("[", "]", 8), check("[", "]", 30)), (0, 1));
}
