//! Distributions: whose advisories speak of a system's packages. One file each.

pub(crate) mod almalinux;
pub(crate) mod alpaquita;
pub(crate) mod alpine;
pub(crate) mod amazon;
pub(crate) mod arch;
pub(crate) mod azure;
pub(crate) mod bottlerocket;
pub(crate) mod debian;
pub(crate) mod echo;
pub(crate) mod end_of_life;
pub(crate) mod fedora;
pub(crate) mod gentoo;
pub(crate) mod minimos;
pub(crate) mod openeuler;
pub(crate) mod oracle;
pub(crate) mod photon;
pub(crate) mod rhel;
pub(crate) mod rocky;
pub(crate) mod suse;
pub(crate) mod ubuntu;
pub(crate) mod wolfi;
