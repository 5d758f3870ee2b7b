//! KSV-0125: images should come from trusted registries.

use super::containers::forbid;
use super::image::registry;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0125",
        aliases: &["AVD-KSV-0125", "KSV0125"],
        title: "images should come from trusted registries",
        description: "Anyone may publish in open registries: what a name there holds is known only to its owner.",
        severity: Severity::Medium,
        resolution: "Copy images into a registry of your own cloud, or keep a registry, and run them from there.",
        references: &["https://avd.aquasec.com/misconfig/ksv-0125", "https://kubernetes.io/docs/concepts/containers/images/"],
    },
    good: &[
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: europe-docker.pkg.dev/shop/images/app:1.4.2
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1.4.2
",
    ],
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: docker.io/someone/app:1.4.2
"],
    run: |resource, failures| {
        forbid(resource, failures, "runs an image of a registry that is not trusted", |container| {
            container.image().filter(|image| image.as_str().and_then(registry).is_some_and(|registry| !is_trusted(registry)))
        });
    },
};

/// Of Azure, AWS and Google: what is stored there is the customer's own.
fn is_trusted(registry: &str) -> bool {
    let is_amazon =
        registry.contains(".ecr.") && [".amazonaws.com", ".amazonaws.com.cn"].iter().any(|end| registry.ends_with(end));
    let hosts = ["azurecr.io", "gcr.io", "pkg.dev"];
    is_amazon
        || hosts.iter().any(|host| registry.strip_suffix(host).is_some_and(|owner| owner.is_empty() || owner.ends_with('.')))
}
