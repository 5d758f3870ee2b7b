//! KSV-0113: roles should not reach the secrets of a namespace.

use super::rules::{ALL, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0113",
        aliases: &["AVD-KSV-0113", "KSV113"],
        title: "roles should not reach the secrets of a namespace",
        description: "Whoever reads the secrets of a namespace has the tokens and passwords of what runs in it.",
        severity: Severity::Medium,
        resolution: "Take `secrets` out of the rule, or name those that are needed in `resourceNames`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0113",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [configmaps]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [secrets]
    verbs: [get]
"],
    run: |resource, failures| {
        forbid(resource, failures, "reaches the secrets of its namespace", &["secrets"], &ALL);
    },
};
