//! KSV-0047: roles should not reach the proxy of nodes.

use super::rules::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0047",
        aliases: &["AVD-KSV-0047", "KSV047"],
        title: "roles should not reach the proxy of nodes",
        description: "By `nodes/proxy` one speaks to the kubelet itself: it runs commands in every pod of the node, and no audit \
            tells of it.",
        severity: Severity::High,
        resolution: "Take `nodes/proxy` out of the rule; monitoring needs `nodes/metrics` only.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0047",
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
    resources: [nodes/metrics]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [nodes/proxy]
    verbs: [get]
"],
    run: |resource, failures| {
        forbid(resource, failures, "reaches the kubelets through the proxy of nodes", &["nodes/proxy"], &["get", "create", "*"]);
    },
};
