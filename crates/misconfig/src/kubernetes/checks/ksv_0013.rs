//! KSV-0013: images should be named by a tag or a digest.

use super::containers::forbid;
use super::image::is_pinned;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0013",
        aliases: &["AVD-KSV-0013", "KSV013"],
        title: "images should be named by a tag or a digest",
        description: "What `latest` means changes under one's hands: nobody knows what runs, and nobody can go back.",
        severity: Severity::Medium,
        resolution: "Name the release, or the digest, of the image.",
        references: &["https://avd.aquasec.com/misconfig/ksv-0013", "https://kubernetes.io/docs/concepts/containers/images/"],
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
      image: nginx:latest
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com:5000/app
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "runs an image whose tag moves", |container| {
            container.image().filter(|image| image.as_str().is_some_and(|image| !is_pinned(image)))
        });
    },
};
