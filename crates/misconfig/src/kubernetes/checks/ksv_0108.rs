//! KSV-0108: services should not claim external addresses.

use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0108",
        aliases: &["AVD-KSV-0108", "KSV108"],
        title: "services should not claim external addresses",
        description: "A service that claims an address or a name outside the cluster can catch traffic that was meant for others \
            (CVE-2020-8554).",
        severity: Severity::High,
        resolution: "Use a load balancer or an ingress in place of `externalIPs` and `externalName`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0108",
            "https://kubernetes.io/docs/concepts/services-networking/service/#external-ips",
            "https://github.com/kubernetes/kubernetes/issues/97076",
        ],
    },
    good: &["\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 443
"],
    bad: &["\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  externalIPs: [192.0.2.10]
"],
    run: |resource, failures| {
        let addresses = resource.node.at("spec.externalIPs").filter(|list| !list.items().is_empty());
        if let Some(field) = addresses.or_else(|| resource.node.at("spec.externalName")) {
            resource.fail(failures, Some(field), "claims an address outside the cluster");
        }
    },
};
