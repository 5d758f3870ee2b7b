//! KSV-0124: allowed prefixes of images should end.

use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0124",
        aliases: &["AVD-KSV-0124"],
        title: "allowed prefixes of images should end",
        description: "Gatekeeper compares beginnings: `registry.example` allows `registry.example.attacker.net` as well, and \
            `docker.io/me` what `docker.io/me-too` holds.",
        severity: Severity::High,
        resolution: "End each prefix with a slash, or with a tag.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0124",
            "https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/",
        ],
    },
    good: &["\
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata:
  name: repos
spec:
  parameters:
    repos:
      - registry.example.com/
"],
    bad: &[
        "\
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata:
  name: repos
spec:
  parameters:
    repos:
      - registry.example.com
",
        "\
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata:
  name: repos
spec:
  parameters:
    repos:
      - docker.io/me
",
    ],
    run: |resource, failures| {
        let repos = resource.node.at("spec.parameters.repos").map_or(&[][..], Node::items);
        for repo in repos.iter().filter(|repo| repo.as_str().is_some_and(is_open)) {
            resource.fail(failures, Some(repo), "allows a prefix that others can continue");
        }
    },
};

fn is_open(repo: &str) -> bool {
    let is_bare = !repo.contains(['/', ':']);
    is_bare || (repo.split('/').next() == Some("docker.io") && repo.split('/').count() <= 2)
}
