//! KSV-0114: roles should not change admission webhooks.

use super::rules::{CHANGING, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0114",
        aliases: &["AVD-KSV-0114", "KSV114"],
        title: "roles should not change admission webhooks",
        description: "A webhook sees, and may change, everything that is asked of the cluster, secrets with it.",
        severity: Severity::Critical,
        resolution: "Leave the configurations of webhooks to administrators.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0114",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [admissionregistration.k8s.io]
    resources: [mutatingwebhookconfigurations]
    verbs: [update]
"],
    run: |resource, failures| {
        forbid(
            resource,
            failures,
            "can change admission webhooks",
            &["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
            &CHANGING,
        );
    },
};
