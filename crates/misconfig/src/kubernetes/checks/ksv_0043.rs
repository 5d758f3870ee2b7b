//! KSV-0043: roles should not impersonate groups.

use super::rules::{forbid_rules, names};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0043",
        aliases: &["AVD-KSV-0043", "KSV043"],
        title: "roles should not impersonate groups",
        description: "Whoever may act as any group may act as `system:masters`, and that is allowed everything.",
        severity: Severity::Critical,
        resolution: "Take the verb `impersonate` off `groups`, or name the groups in `resourceNames`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0043",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
            "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [groups]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [groups]
    verbs: [impersonate]
"],
    run: |resource, failures| {
        forbid_rules(resource, failures, "can act as any group", |rule| {
            let is_core = names(rule, "apiGroups", &["", "*"]);
            is_core
                && names(rule, "resources", &["groups"])
                && names(rule, "verbs", &["impersonate"])
                && rule.get("resourceNames").is_none()
        });
    },
};
