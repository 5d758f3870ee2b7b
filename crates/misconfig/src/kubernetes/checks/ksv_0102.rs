//! KSV-0102: Tiller should not be deployed.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0102",
        aliases: &["AVD-KSV-0102", "KSV102"],
        title: "Tiller should not be deployed",
        description: "The server of Helm 2 does for anyone in the cluster what they ask, with rights of its own, and has not been \
            maintained since 2020.",
        severity: Severity::Critical,
        resolution: "Remove Tiller and use Helm 3 or later, which has no server.",
        references: &["https://avd.aquasec.com/misconfig/ksv-0102", "https://helm.sh/docs/topics/v2_v3_migration/"],
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
    bad: &[
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: ghcr.io/helm/tiller:v2.17.0
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: tiller-deploy
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "is Tiller", |container| {
            container.image().filter(|image| image.as_str().is_some_and(|image| image.contains("tiller")))
        });
        let is_named = |metadata: &Node| {
            let is_label = metadata.text("labels.name") == Some("tiller");
            is_label || metadata.text("name").is_some_and(|name| name.contains("tiller"))
        };
        let metadata = resource.pods.iter().filter_map(|pod| pod.metadata.as_ref()).chain(resource.node.get("metadata"));
        if let Some(named) = metadata.into_iter().find(|metadata| is_named(metadata)) {
            resource.fail(failures, Some(named), "is named like Tiller");
        }
    },
};
