//! KSV-0039: limit ranges should set bounds and defaults.

use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0039",
        aliases: &["AVD-KSV-0039", "KSV039"],
        title: "limit ranges should set bounds and defaults",
        description: "A range that lacks bounds or defaults leaves containers that say nothing of themselves without limits.",
        severity: Severity::Low,
        resolution: "Set `max`, `min`, `default` and `defaultRequest` for containers.",
        references: &["https://avd.aquasec.com/misconfig/ksv-0039", "https://kubernetes.io/docs/concepts/policy/limit-range/"],
    },
    good: &["\
apiVersion: v1
kind: LimitRange
metadata:
  name: limits
spec:
  limits:
    - type: Container
      max:
        cpu: 500m
      min:
        cpu: 500m
      default:
        cpu: 500m
      defaultRequest:
        cpu: 500m
"],
    bad: &["\
apiVersion: v1
kind: LimitRange
metadata:
  name: limits
spec:
  limits:
    - type: Container
      max:
        cpu: 500m
"],
    run: |resource, failures| {
        let limits = resource.node.at("spec.limits").map_or(&[][..], Node::items);
        let is_full = |limit: &Node| FIELDS.iter().all(|field| limit.get(field).is_some());
        if !limits.iter().any(is_full) {
            resource.fail(failures, resource.node.get("spec"), "lacks bounds or defaults of containers");
        }
    },
};

const FIELDS: [&str; 5] = ["type", "max", "min", "default", "defaultRequest"];
