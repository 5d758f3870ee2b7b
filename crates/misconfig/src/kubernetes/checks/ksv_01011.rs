//! KSV-01011: roles should not be bound to everyone who is logged in.

use super::rules::forbid_subjects;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-01011",
        aliases: &["AVD-KSV-01011", "KSV01011"],
        title: "roles should not be bound to everyone who is logged in",
        description: "The group `system:authenticated` holds every account that the cluster accepts; on GKE, that is every Google \
            account of the world.",
        severity: Severity::Critical,
        resolution: "Bind the role to the users, groups or service accounts that need it.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-01011",
            "https://cloud.google.com/kubernetes-engine/docs/best-practices/rbac#default-roles-groups",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &[
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
    name: developers
",
        "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: \"system:discovery\"
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: \"system:authenticated\"
",
    ],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: \"system:authenticated\"
"],
    run: |resource, failures| {
        let is_default = resource.node.text("roleRef.name").is_some_and(|role| DEFAULTS.contains(&role));
        if !is_default {
            forbid_subjects(resource, failures, "gives a role to everyone who is logged in", &["system:authenticated"]);
        }
    },
};

/// What clusters let everyone know by themselves.
const DEFAULTS: [&str; 3] = ["system:basic-user", "system:discovery", "system:public-info-viewer"];
