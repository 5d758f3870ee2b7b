//! KSV-0112: roles should not reach all resources of a namespace.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0112",
        aliases: &["AVD-KSV-0112", "KSV112"],
        title: "roles should not reach all resources of a namespace",
        description: "A rule for all resources reaches secrets and roles of the namespace too.",
        severity: Severity::Critical,
        resolution: "Name the resources that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0112",
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
    resources: [pods]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [\"*\"]
    verbs: [get]
"],
    run: |resource, failures| {
        forbid(
            resource,
            failures,
            "reaches all resources of its namespace",
            &["*"],
            &["create", "update", "delete", "deletecollection", "impersonate", "*", "list", "get"],
        );
    },
};
