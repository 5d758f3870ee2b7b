//! KSV-0049: roles should not change maps of configuration.

use super::rules::{CHANGING, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0049",
        aliases: &["AVD-KSV-0049", "KSV049"],
        title: "roles should not change maps of configuration",
        description: "Much of a cluster is steered by maps of configuration: whoever changes them changes how others behave.",
        severity: Severity::Medium,
        resolution: "Allow no more than reading `configmaps`, or name those that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0049",
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
    resources: [configmaps]
    verbs: [update]
"],
    run: |resource, failures| {
        forbid(resource, failures, "can change maps of configuration", &["configmaps"], &CHANGING);
    },
};
