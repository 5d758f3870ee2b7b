//! KSV-0042: roles should not delete logs.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0042",
        aliases: &["AVD-KSV-0042", "KSV042"],
        title: "roles should not delete logs",
        description: "Whoever can delete the logs of pods can cover what was done in them.",
        severity: Severity::Medium,
        resolution: "Allow no more than `get` of `pods/log`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0042",
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
    resources: [pods/log]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [pods/log]
    verbs: [delete]
"],
    run: |resource, failures| {
        forbid(resource, failures, "can delete logs", &["pods/log"], &["delete", "deletecollection", "impersonate", "*"]);
    },
};
