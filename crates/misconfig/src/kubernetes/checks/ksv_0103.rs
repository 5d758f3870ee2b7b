//! KSV-0103: Windows containers should not be host processes.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0103",
        aliases: &["AVD-KSV-0103", "KSV103"],
        title: "Windows containers should not be host processes",
        description: "A host process container runs on the node itself, with the rights of a user of the node.",
        severity: Severity::Medium,
        resolution: "Remove `windowsOptions.hostProcess: true`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0103",
            "https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  os:
    name: windows
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
  securityContext:
    windowsOptions:
      hostProcess: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        windowsOptions:
          hostProcess: true
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "is a process of the host", |container| {
            container.security("windowsOptions.hostProcess").filter(|is| is.is_true())
        });
    },
};
