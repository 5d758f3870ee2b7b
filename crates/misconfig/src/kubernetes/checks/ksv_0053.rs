//! KSV-0053: roles should not run commands in pods.

use super::rules::{CHANGING, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0053",
        aliases: &["AVD-KSV-0053", "KSV053"],
        title: "roles should not run commands in pods",
        description: "A shell in a pod is the pod: its token, its secrets, its network.",
        severity: Severity::High,
        resolution: "Take `pods/exec` out of the rule.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0053",
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
    resources: [pods/exec]
    verbs: [create]
"],
    run: |resource, failures| {
        forbid(resource, failures, "can run commands in pods", &["pods/exec"], &CHANGING);
    },
};
