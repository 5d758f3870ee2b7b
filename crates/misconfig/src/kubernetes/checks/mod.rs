//! The checks of manifests, a file each.
//!
//! Ids and severities are those that users of Trivy know. Source: <https://avd.aquasec.com/misconfig/kubernetes/>.

mod containers;
mod image;
mod ksv_0001;
mod ksv_0002;
mod ksv_0003;
mod ksv_0004;
mod ksv_0005;
mod ksv_0006;
mod ksv_0007;
mod ksv_0008;
mod ksv_0009;
mod ksv_0010;
mod ksv_0011;
mod ksv_0012;
mod ksv_0013;
mod ksv_0014;
mod ksv_0015;
mod ksv_0016;
mod ksv_0017;
mod ksv_0018;
mod ksv_0020;
mod ksv_0021;
mod ksv_0022;
mod ksv_0023;
mod ksv_0024;
mod ksv_0025;
mod ksv_0026;
mod ksv_0027;
mod ksv_0028;
mod ksv_0030;
mod ksv_0036;
mod ksv_0037;
mod ksv_0038;
mod ksv_0039;
mod ksv_0040;
mod ksv_0041;
mod ksv_0042;
mod ksv_0043;
mod ksv_0044;
mod ksv_0045;
mod ksv_0046;
mod ksv_0047;
mod ksv_0048;
mod ksv_0049;
mod ksv_0050;
mod ksv_0051;
mod ksv_0052;
mod ksv_0053;
mod ksv_0054;
mod ksv_0055;
mod ksv_0056;
mod ksv_01010;
mod ksv_01011;
mod ksv_0102;
mod ksv_0103;
mod ksv_0104;
mod ksv_0105;
mod ksv_0106;
mod ksv_0107;
mod ksv_0108;
mod ksv_0109;
mod ksv_0110;
mod ksv_0111;
mod ksv_0112;
mod ksv_0113;
mod ksv_0114;
mod ksv_0115;
mod ksv_0116;
mod ksv_0117;
mod ksv_0118;
mod ksv_0119;
mod ksv_0120;
mod ksv_0121;
mod ksv_0122;
mod ksv_0123;
mod ksv_0124;
mod ksv_0125;
mod rules;
mod versions;
mod words;

use super::{Resource, Rule};
use crate::Check;

/// Which resources each check is about.
static CHECKS: [Rule; 75] = [
    (Resource::is_workload, &ksv_0001::CHECK),
    (Resource::is_workload, &ksv_0002::CHECK),
    (Resource::is_workload, &ksv_0003::CHECK),
    (Resource::is_workload, &ksv_0004::CHECK),
    (Resource::is_workload, &ksv_0005::CHECK),
    (Resource::is_workload, &ksv_0006::CHECK),
    (Resource::is_workload, &ksv_0007::CHECK),
    (Resource::is_workload, &ksv_0008::CHECK),
    (Resource::is_workload, &ksv_0009::CHECK),
    (Resource::is_workload, &ksv_0010::CHECK),
    (Resource::is_workload, &ksv_0011::CHECK),
    (Resource::is_workload, &ksv_0012::CHECK),
    (Resource::is_workload, &ksv_0013::CHECK),
    (Resource::is_workload, &ksv_0014::CHECK),
    (Resource::is_workload, &ksv_0015::CHECK),
    (Resource::is_workload, &ksv_0016::CHECK),
    (Resource::is_workload, &ksv_0017::CHECK),
    (Resource::is_workload, &ksv_0018::CHECK),
    (Resource::is_workload, &ksv_0020::CHECK),
    (Resource::is_workload, &ksv_0021::CHECK),
    (Resource::is_workload, &ksv_0022::CHECK),
    (Resource::is_workload, &ksv_0023::CHECK),
    (Resource::is_workload, &ksv_0024::CHECK),
    (Resource::is_workload, &ksv_0025::CHECK),
    (Resource::is_workload, &ksv_0026::CHECK),
    (Resource::is_workload, &ksv_0027::CHECK),
    (Resource::is_workload, &ksv_0028::CHECK),
    (Resource::is_workload, &ksv_0030::CHECK),
    (Resource::is_workload, &ksv_0036::CHECK),
    (Resource::is_any, &ksv_0037::CHECK),
    (Resource::is_network_policy, &ksv_0038::CHECK),
    (Resource::is_limit_range, &ksv_0039::CHECK),
    (Resource::is_resource_quota, &ksv_0040::CHECK),
    (rules::is_cluster_role, &ksv_0041::CHECK),
    (rules::is_role, &ksv_0042::CHECK),
    (rules::is_role, &ksv_0043::CHECK),
    (rules::is_role, &ksv_0044::CHECK),
    (rules::is_role, &ksv_0045::CHECK),
    (rules::is_cluster_role, &ksv_0046::CHECK),
    (rules::is_role, &ksv_0047::CHECK),
    (rules::is_role, &ksv_0048::CHECK),
    (rules::is_role, &ksv_0049::CHECK),
    (rules::is_role, &ksv_0050::CHECK),
    (rules::is_role, &ksv_0051::CHECK),
    (rules::is_role, &ksv_0052::CHECK),
    (rules::is_role, &ksv_0053::CHECK),
    (rules::is_role, &ksv_0054::CHECK),
    (rules::is_role, &ksv_0055::CHECK),
    (rules::is_role, &ksv_0056::CHECK),
    (Resource::is_workload, &ksv_0102::CHECK),
    (Resource::is_workload, &ksv_0103::CHECK),
    (Resource::is_workload, &ksv_0104::CHECK),
    (Resource::is_workload, &ksv_0105::CHECK),
    (Resource::is_workload, &ksv_0106::CHECK),
    (Resource::is_any, &ksv_0107::CHECK),
    (Resource::is_service, &ksv_0108::CHECK),
    (Resource::is_config_map, &ksv_0109::CHECK),
    (Resource::is_workload, &ksv_0110::CHECK),
    (rules::is_binding, &ksv_0111::CHECK),
    (rules::is_namespaced_role, &ksv_0112::CHECK),
    (rules::is_namespaced_role, &ksv_0113::CHECK),
    (rules::is_role, &ksv_0114::CHECK),
    (rules::is_role, &ksv_0115::CHECK),
    (Resource::is_workload, &ksv_0116::CHECK),
    (Resource::is_workload, &ksv_0117::CHECK),
    (Resource::is_workload, &ksv_0118::CHECK),
    (Resource::is_workload, &ksv_0119::CHECK),
    (Resource::is_workload, &ksv_0120::CHECK),
    (Resource::is_workload, &ksv_0121::CHECK),
    (rules::is_binding, &ksv_0122::CHECK),
    (rules::is_binding, &ksv_0123::CHECK),
    (Resource::is_allowed_repos, &ksv_0124::CHECK),
    (Resource::is_workload, &ksv_0125::CHECK),
    (Resource::is_config_map, &ksv_01010::CHECK),
    (rules::is_binding, &ksv_01011::CHECK),
];

/// All checks, in the order of their ids.
pub(crate) fn checks() -> &'static [Rule] {
    &CHECKS
}

/// A check by its id, for formats that share its meaning.
pub(crate) fn by_id(id: &str) -> Option<&'static Check<Resource>> {
    CHECKS.iter().map(|(_, check)| *check).find(|check| check.about.id == id)
}

#[cfg(test)]
mod tests;
