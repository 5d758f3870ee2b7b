//! KSV-0046: cluster roles should not reach all resources.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0046",
        aliases: &["AVD-KSV-0046", "KSV046"],
        title: "cluster roles should not reach all resources",
        description: "A rule for all resources reaches secrets and roles too, and those that will be invented.",
        severity: Severity::Critical,
        resolution: "Name the resources that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0046",
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
    resources: [\"*\"]
    verbs: [get]
"],
    run: |resource, failures| {
        forbid(
            resource,
            failures,
            "reaches all resources",
            &["*"],
            &["create", "update", "delete", "deletecollection", "impersonate", "*", "list", "get"],
        );
    },
};
