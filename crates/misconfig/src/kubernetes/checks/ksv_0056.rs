//! KSV-0056: roles should not change the network.

use super::rules::{CHANGING, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0056",
        aliases: &["AVD-KSV-0056", "KSV056"],
        title: "roles should not change the network",
        description: "Whoever changes services, ingresses or policies leads the traffic of others where they like.",
        severity: Severity::High,
        resolution: "Allow no more than reading these resources.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0056",
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
    resources: [services]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"\"]
    resources: [services]
    verbs: [create]
"],
    run: |resource, failures| {
        forbid(
            resource,
            failures,
            "can change the network",
            &["services", "endpoints", "endpointslices", "networkpolicies", "ingresses"],
            &CHANGING,
        );
    },
};
