//! KSV-0050: roles should not extend roles.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0050",
        aliases: &["AVD-KSV-0050", "KSV050"],
        title: "roles should not extend roles",
        description: "The verbs `escalate`, `bind` and `impersonate` on roles exist to give more than one has.",
        severity: Severity::Critical,
        resolution: "Take these verbs off roles and bindings.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0050",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [roles]
    verbs: [escalate]
"],
    run: |resource, failures| {
        forbid(
            resource,
            failures,
            "can give itself more than it has",
            &["roles", "rolebindings"],
            &["escalate", "bind", "impersonate", "*"],
        );
    },
};
