//! KSV-0041: cluster roles should not reach secrets.

use super::rules::{ALL, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0041",
        aliases: &["AVD-KSV-0041", "KSV041"],
        title: "cluster roles should not reach secrets",
        description: "Whoever reads the secrets of all namespaces has the tokens and passwords of everything in the cluster.",
        severity: Severity::Critical,
        resolution: "Take `secrets` out of the rule, or name those that are needed in a role of one namespace.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0041",
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
    resources: [configmaps]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [secrets]
    verbs: [get, list]
"],
    run: |resource, failures| {
        forbid(resource, failures, "reaches the secrets of all namespaces", &["secrets"], &ALL);
    },
};
