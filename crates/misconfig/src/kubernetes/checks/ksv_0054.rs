//! KSV-0054: roles should not attach to processes in pods.

use super::rules::{forbid_rules, names, rules};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0054",
        aliases: &["AVD-KSV-0054", "KSV054"],
        title: "roles should not attach to processes in pods",
        description: "Whoever attaches to a process types into it: a shell that runs in the pod is theirs.",
        severity: Severity::High,
        resolution: "Take `pods/attach` out of the rule.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0054",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [pods]
    verbs: [get]
"],
    bad: &[
        "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [pods]
    verbs: [get]
  - apiGroups: [\"\"]
    resources: [pods/attach]
    verbs: [create]
",
        "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [pods, pods/attach]
    verbs: [get, create]
",
    ],
    run: |resource, failures| {
        let can_read =
            rules(resource).iter().any(|rule| names(rule, "resources", &["pods"]) && names(rule, "verbs", &["get", "*"]));
        forbid_rules(resource, failures, "can attach to processes in pods", |rule| {
            can_read && names(rule, "resources", &["pods/attach"]) && names(rule, "verbs", &["create", "*"])
        });
    },
};
