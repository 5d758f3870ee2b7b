//! KSV-0045: roles should not allow all verbs on workloads, secrets and roles.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0045",
        aliases: &["AVD-KSV-0045", "KSV045"],
        title: "roles should not allow all verbs on workloads, secrets and roles",
        description: "All verbs on one of these resources are a way to all others.",
        severity: Severity::Critical,
        resolution: "Name the verbs that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0045",
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
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [pods]
    verbs: [\"*\"]
"],
    run: |resource, failures| {
        forbid(resource, failures, "can do everything with resources that lead to others", &RESOURCES, &["*"]);
    },
};

const RESOURCES: [&str; 15] = [
    "secrets",
    "pods",
    "deployments",
    "daemonsets",
    "statefulsets",
    "replicationcontrollers",
    "replicasets",
    "cronjobs",
    "jobs",
    "roles",
    "clusterroles",
    "rolebindings",
    "clusterrolebindings",
    "users",
    "groups",
];
