//! KSV-0111: the roles of administrators should be bound with care.

use super::containers::is_among;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0111",
        aliases: &["AVD-KSV-0111", "KSV111"],
        title: "the roles of administrators should be bound with care",
        description: "`cluster-admin`, `admin` and `edit` allow far more than one application needs.",
        severity: Severity::Medium,
        resolution: "Bind a role with the rules that are needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0111",
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
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: binding
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: Group
    apiGroup: rbac.authorization.k8s.io
    name: developers
"],
    run: |resource, failures| {
        let role = resource.node.at("roleRef.name").filter(|name| is_among(name, &["cluster-admin", "admin", "edit"]));
        if role.is_some() {
            resource.fail(failures, role, "binds a role of administrators");
        }
    },
};
