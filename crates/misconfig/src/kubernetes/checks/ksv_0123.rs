//! KSV-0123: roles should not be bound to system:masters.

use super::rules::forbid_subjects;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0123",
        aliases: &["AVD-KSV-0123", "KSV0123"],
        title: "roles should not be bound to system:masters",
        description: "That group is allowed everything by the API server itself, and cannot be stopped by roles: nobody should be \
            in it.",
        severity: Severity::Critical,
        resolution: "Bind the role to users or groups of people and service accounts.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0123",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: developers
"],
    bad: &[
        "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: \"system:masters\"
",
        "\
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: \"system:masters\"
",
    ],
    run: |resource, failures| {
        forbid_subjects(resource, failures, "gives a role to system:masters", &["system:masters"]);
    },
};
