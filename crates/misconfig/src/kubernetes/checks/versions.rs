//! API versions that clusters no longer serve.
//!
//! Source: <https://kubernetes.io/docs/reference/using-api/deprecation-guide/>.
//! Limits: versions that only alpha clusters served are left out.

/// What became of an API version.
pub(super) struct Deprecated {
    /// The release that stopped to serve it.
    pub(super) removed: &'static str,
    /// The version to use; empty when there is none.
    pub(super) instead: &'static str,
}

/// A version, kinds of it (none for all), the release that removed it, what to use.
type Row = (&'static str, &'static [&'static str], &'static str, &'static str);

const ROWS: [Row; 42] = [
    ("admission.k8s.io/v1beta1", &[], "1.22", "admission.k8s.io/v1"),
    (
        "admissionregistration.k8s.io/v1beta1",
        &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        "1.22",
        "admissionregistration.k8s.io/v1",
    ),
    (
        "admissionregistration.k8s.io/v1beta1",
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        "1.34",
        "admissionregistration.k8s.io/v1",
    ),
    ("apiextensions.k8s.io/v1beta1", &[], "1.22", "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", &[], "1.22", "apiregistration.k8s.io/v1"),
    ("apps/v1beta1", &[], "1.16", "apps/v1"),
    ("apps/v1beta2", &[], "1.16", "apps/v1"),
    ("authentication.k8s.io/v1beta1", &["SelfSubjectReview"], "1.33", "authentication.k8s.io/v1"),
    ("authentication.k8s.io/v1beta1", &["TokenReview"], "1.22", "authentication.k8s.io/v1"),
    ("authorization.k8s.io/v1beta1", &[], "1.22", "authorization.k8s.io/v1"),
    ("autoscaling/v2beta1", &[], "1.25", "autoscaling/v2"),
    ("autoscaling/v2beta2", &[], "1.26", "autoscaling/v2"),
    ("batch/v1beta1", &["CronJob"], "1.25", "batch/v1"),
    ("batch/v2alpha1", &["CronJob"], "1.21", "batch/v1"),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], "1.22", "certificates.k8s.io/v1"),
    ("coordination.k8s.io/v1beta1", &["Lease"], "1.22", "coordination.k8s.io/v1"),
    ("discovery.k8s.io/v1beta1", &[], "1.25", "discovery.k8s.io/v1"),
    ("events.k8s.io/v1beta1", &[], "1.25", "events.k8s.io/v1"),
    ("extensions/v1beta1", &["DaemonSet", "Deployment", "ReplicaSet"], "1.16", "apps/v1"),
    ("extensions/v1beta1", &["Ingress"], "1.22", "networking.k8s.io/v1"),
    ("extensions/v1beta1", &["NetworkPolicy"], "1.16", "networking.k8s.io/v1"),
    ("extensions/v1beta1", &["PodSecurityPolicy"], "1.16", ""),
    ("flowcontrol.apiserver.k8s.io/v1alpha1", &[], "1.21", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta1", &[], "1.26", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta2", &[], "1.29", "flowcontrol.apiserver.k8s.io/v1"),
    ("flowcontrol.apiserver.k8s.io/v1beta3", &[], "1.32", "flowcontrol.apiserver.k8s.io/v1"),
    ("networking.k8s.io/v1alpha1", &["ClusterCIDR"], "1.29", ""),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], "1.22", "networking.k8s.io/v1"),
    ("node.k8s.io/v1beta1", &[], "1.25", "node.k8s.io/v1"),
    ("policy/v1beta1", &["Eviction"], "1.22", "policy/v1"),
    ("policy/v1beta1", &["PodDisruptionBudget"], "1.25", "policy/v1"),
    ("policy/v1beta1", &["PodSecurityPolicy"], "1.25", ""),
    ("rbac.authorization.k8s.io/v1alpha1", &[], "1.22", "rbac.authorization.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", &[], "1.22", "rbac.authorization.k8s.io/v1"),
    ("scheduling.k8s.io/v1alpha1", &["PriorityClass"], "1.17", "scheduling.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], "1.22", "scheduling.k8s.io/v1"),
    ("settings.k8s.io/v1alpha1", &[], "1.20", ""),
    ("storage.k8s.io/v1alpha1", &["CSIStorageCapacity"], "1.24", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1alpha1", &["VolumeAttachment"], "1.24", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1alpha1", &["VolumeAttributesClass"], "1.35", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], "1.22", "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], "1.27", "storage.k8s.io/v1"),
];

/// What became of a kind's version; `None` while it is served.
pub(super) fn deprecated(version: &str, kind: &str) -> Option<Deprecated> {
    let row = ROWS.iter().find(|(old, kinds, ..)| *old == version && (kinds.is_empty() || kinds.contains(&kind)))?;
    Some(Deprecated { removed: row.2, instead: row.3 })
}
