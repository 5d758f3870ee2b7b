//! KSV-0044: roles should not allow everything on everything.

use super::rules::{forbid_rules, names};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0044",
        aliases: &["AVD-KSV-0044", "KSV044"],
        title: "roles should not allow everything on everything",
        description: "A rule of three wildcards makes its subjects administrators.",
        severity: Severity::Critical,
        resolution: "Name the groups, the resources and the verbs that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0044",
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
  - apiGroups: [\"*\"]
    resources: [\"*\"]
    verbs: [\"*\"]
"],
    run: |resource, failures| {
        forbid_rules(resource, failures, "can do everything with everything", |rule| {
            ["apiGroups", "resources", "verbs"].iter().all(|field| names(rule, field, &["*"]))
        });
    },
};
