//! KSV-0122: roles should not be bound to the anonymous.

use super::rules::forbid_subjects;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0122",
        aliases: &["AVD-KSV-0122", "KSV122"],
        title: "roles should not be bound to the anonymous",
        description: "Whoever reaches the API server has the role, without any name.",
        severity: Severity::Critical,
        resolution: "Bind the role to users or groups of people and service accounts.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0122",
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
    name: \"system:unauthenticated\"
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
    name: \"system:unauthenticated\"
",
    ],
    run: |resource, failures| {
        forbid_subjects(resource, failures, "gives a role to whoever asks", &["system:unauthenticated", "system:anonymous"]);
    },
};
