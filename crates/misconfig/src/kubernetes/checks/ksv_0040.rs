//! KSV-0040: quotas should bound CPU and memory.

use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0040",
        aliases: &["AVD-KSV-0040", "KSV040"],
        title: "quotas should bound CPU and memory",
        description: "A quota that leaves out CPU or memory lets one namespace take what the others need.",
        severity: Severity::Low,
        resolution: "Bound `requests.cpu`, `requests.memory`, `limits.cpu` and `limits.memory` in `spec.hard`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0040",
            "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        ],
    },
    good: &["\
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
spec:
  hard:
    requests.cpu: 4
    requests.memory: 4
    limits.cpu: 4
    limits.memory: 4
"],
    bad: &["\
apiVersion: v1
kind: ResourceQuota
metadata:
  name: quota
spec:
  hard:
    requests.cpu: 4
"],
    run: |resource, failures| {
        let hard = resource.node.at("spec.hard");
        if !FIELDS.iter().all(|field| hard.is_some_and(|hard| hard.get(field).is_some())) {
            resource.fail(
                failures,
                hard.or_else(|| resource.node.get("spec")),
                "does not bound CPU and memory, requested and limited",
            );
        }
    },
};

const FIELDS: [&str; 4] = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
