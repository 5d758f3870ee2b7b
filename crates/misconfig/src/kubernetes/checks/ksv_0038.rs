//! KSV-0038: network policies should select whom they are about.

use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0038",
        aliases: &["AVD-KSV-0038", "KSV038"],
        title: "network policies should select whom they are about",
        description: "A policy without any selector is about nobody in particular, and protects nothing that one could name.",
        severity: Severity::Medium,
        resolution: "Give the policy a `podSelector`, or its rules selectors of pods and namespaces.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0038",
            "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
        ],
    },
    good: &["\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  podSelector:
    matchLabels:
      app: web
"],
    bad: &["\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
spec:
  policyTypes: [Ingress]
  ingress:
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
"],
    run: |resource, failures| {
        let spec = resource.node.get("spec");
        if !spec.is_some_and(selects) {
            resource.fail(failures, spec, "selects neither pods nor namespaces");
        }
    },
};

fn selects(spec: &Node) -> bool {
    let has_selector = |node: &Node| node.get("podSelector").or_else(|| node.get("namespaceSelector")).is_some();
    let peers = |rules, side| {
        let rules = spec.get(rules).map_or(&[][..], Node::items);
        rules.iter().flat_map(move |rule| rule.get(side).map_or(&[][..], Node::items))
    };
    has_selector(spec) || peers("ingress", "from").chain(peers("egress", "to")).any(has_selector)
}
