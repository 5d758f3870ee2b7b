//! KSV-0107: API versions should be current.

use super::versions::deprecated;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0107",
        aliases: &["AVD-KSV-0107", "KSV107"],
        title: "API versions should be current",
        description: "Clusters stop to serve deprecated versions, and then the manifest is refused.",
        severity: Severity::Low,
        resolution: "Write the manifest for the version that replaced it.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0107",
            "https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    bad: &["\
apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: web
"],
    run: |resource, failures| {
        let Some(api) = deprecated(&resource.api_version, &resource.kind) else { return };
        let instead = if api.instead.is_empty() { "without a replacement".to_owned() } else { format!("use {}", api.instead) };
        let message = format!("is written for {}, gone since Kubernetes {}: {instead}", resource.api_version, api.removed);
        resource.fail(failures, resource.node.get("apiVersion"), message);
    },
};
