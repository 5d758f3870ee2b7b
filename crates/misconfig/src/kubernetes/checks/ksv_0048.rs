//! KSV-0048: roles should not change workloads.

use super::rules::{CHANGING, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0048",
        aliases: &["AVD-KSV-0048", "KSV048"],
        title: "roles should not change workloads",
        description: "Whoever can make or change pods can run anything as any service account of the namespace, and mount its \
            secrets.",
        severity: Severity::Medium,
        resolution: "Allow changes of workloads only to those who deploy.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0048",
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
    resources: [pods]
    verbs: [create]
"],
    run: |resource, failures| {
        forbid(resource, failures, "can change workloads", &RESOURCES, &CHANGING);
    },
};

const RESOURCES: [&str; 8] =
    ["pods", "deployments", "jobs", "cronjobs", "statefulsets", "daemonsets", "replicasets", "replicationcontrollers"];
