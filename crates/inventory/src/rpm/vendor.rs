//! Whose rpm packages a distribution's advisories speak of. A new vendor is a line here.

/// Parts of the `Vendor` field, lower case.
const DISTRIBUTIONS: &[&str] = &[
    "almalinux",
    "amazon linux",
    "amazon.com",
    "broadcom",
    "centos",
    "cloudlinux",
    "fedora project",
    "microsoft corporation",
    "openeuler",
    "opensuse",
    "oracle america",
    "red hat",
    "rocky",
    "suse",
    "vmware",
];

/// Whether a package of this vendor comes from a distribution.
pub(crate) fn is_distribution(vendor: &str) -> bool {
    let vendor = vendor.to_ascii_lowercase();
    DISTRIBUTIONS.iter().any(|part| vendor.contains(part))
}
