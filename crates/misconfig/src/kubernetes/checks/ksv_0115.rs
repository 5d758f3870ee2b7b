//! KSV-0115: roles should not change who may enter an EKS cluster.

use super::rules::{CHANGING, forbid_rules, names};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0115",
        aliases: &["AVD-KSV-0115", "KSV115"],
        title: "roles should not change who may enter an EKS cluster",
        description: "The map `aws-auth` says which identities of AWS are administrators of the cluster.",
        severity: Severity::Critical,
        resolution: "Take `aws-auth` out of the rule.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0115",
            "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
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
    resourceNames: [aws-auth]
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
    resourceNames: [aws-auth]
"],
    run: |resource, failures| {
        forbid_rules(resource, failures, "can change who may enter the EKS cluster", |rule| {
            names(rule, "resources", &["configmaps"])
                && names(rule, "verbs", &CHANGING)
                && names(rule, "resourceNames", &["aws-auth"])
        });
    },
};
