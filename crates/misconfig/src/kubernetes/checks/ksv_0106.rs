//! KSV-0106: no capability but NET_BIND_SERVICE should be kept.

use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0106",
        aliases: &["AVD-KSV-0106", "KSV106"],
        title: "no capability but NET_BIND_SERVICE should be kept",
        description: "Strict clusters let containers keep one capability: to listen on low ports.",
        severity: Severity::Low,
        resolution: "Drop `ALL` capabilities and add no other than `NET_BIND_SERVICE`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0106",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
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
      securityContext:
        capabilities:
          drop: [ALL]
          add: [NET_BIND_SERVICE]
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
        capabilities:
          drop: [ALL]
          add: [CHOWN]
",
    ],
    run: |resource, failures| {
        for container in resource.containers.iter().filter(|container| container.is_for_linux()) {
            let field = container.own("capabilities");
            let drops_all = container.capabilities("drop").iter().any(|(_, name)| name == "ALL");
            let adds_others = container.capabilities("add").iter().any(|(_, name)| name != "NET_BIND_SERVICE");
            if !drops_all || adds_others {
                container.fail(failures, field, "keeps more than NET_BIND_SERVICE");
            }
        }
    },
};
