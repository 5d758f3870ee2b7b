//! Which addresses may be connected to: what names lead to is looked at before anybody is spoken to.
//!
//! Whoever scans for others goes where they say: to a registry, to where it redirects, to the token server that it names. None of these
//! may be the cloud's metadata service, this machine or a neighbour within, unless that was allowed.
//!
//! Addresses: the registries of <https://www.iana.org/assignments/iana-ipv4-special-registry/> and
//! <https://www.iana.org/assignments/iana-ipv6-special-registry/>.
//! Limits: behind an HTTP proxy it is the proxy that connects. Then addresses are refused, and names that lead to one as far as we
//! know ourselves; to what else a name leads, the proxy has to look.

mod guard;
mod special;

pub use guard::{ForbiddenAddress, agent, forbidden};

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// The addresses that may be connected to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks {
    /// Those beside the public ones; `None` for all there are.
    beside: Option<Beside>,
}

/// Networks that are not public and allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Beside(Vec<Network>);

impl Networks {
    /// Every address.
    #[must_use]
    pub fn all() -> Self {
        Self { beside: None }
    }

    /// The public ones, and these networks.
    #[must_use]
    pub fn public_and(networks: Vec<Network>) -> Self {
        Self { beside: Some(Beside(networks)) }
    }

    /// Whether an address may be connected to.
    #[must_use]
    pub fn permit(&self, address: IpAddr) -> bool {
        self.check(address).is_ok()
    }

    fn check(&self, address: IpAddr) -> Result<(), ForbiddenAddress> {
        let Some(Beside(networks)) = &self.beside else { return Ok(()) };
        let meant = special::meant(address);
        match special::purpose(meant) {
            Some(purpose) if !networks.iter().any(|network| network.contains(meant)) => {
                Err(ForbiddenAddress { address, purpose })
            }
            _ => Ok(()),
        }
    }
}

/// A network by address and prefix: `10.0.0.0/8`, `fd00::/8`, `192.0.2.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// A text that is no network. Whose fault: the operator's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address nor a network like 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl Network {
    /// Whether an address lies in it. IPv4 addresses in the clothes of IPv6 are IPv4 addresses.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = |width: u8| u32::from(width - self.prefix);
        match (self.base, address.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                (base.to_bits() ^ address.to_bits()).checked_shr(shift(32)).is_none_or(|differs| differs == 0)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                (Ipv6Addr::to_bits(base) ^ Ipv6Addr::to_bits(address)).checked_shr(shift(128)).is_none_or(|differs| differs == 0)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let (base, prefix) = text.split_once('/').map_or((text, None), |(base, prefix)| (base, Some(prefix)));
        let network = || {
            let base = base.parse::<IpAddr>().ok()?;
            let width = if base.is_ipv4() { 32 } else { 128 };
            let prefix = match prefix {
                Some(prefix) if prefix.bytes().all(|byte| byte.is_ascii_digit()) => prefix.parse().ok()?,
                Some(_) => return None,
                None => width,
            };
            (prefix <= width).then_some(Self { base, prefix })
        };
        network().ok_or_else(|| InvalidNetwork(text.chars().take(64).collect()))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        let holds = |network: &str, address: &str| network.parse::<Network>().unwrap().contains(address.parse().unwrap());
        for (network, address, expected) in [
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "2001:4860::1", false),
            ("::/0", "2001:4860::1", true),
            ("fd00::/8", "fd12::1", true),
            ("fd00::/8", "fc12::1", false),
        ] {
            assert_eq!(holds(network, address), expected, "{network} {address}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for bad in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "localhost", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8"] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
        assert_eq!("10.0.0.1".parse::<Network>().unwrap().to_string(), "10.0.0.1/32");
    }

    #[test]
    fn what_is_not_public_has_to_be_allowed_by_name() {
        let allowed = Networks::public_and(vec!["10.0.3.0/24".parse().unwrap(), "::1".parse().unwrap()]);
        let permits = |networks: &Networks, address: &str| networks.permit(address.parse().unwrap());
        for address in ["8.8.8.8", "10.0.3.7", "::ffff:10.0.3.7", "64:ff9b::10.0.3.7", "2606:4700::1", "::1"] {
            assert!(permits(&allowed, address), "{address}");
        }
        for address in ["10.0.4.1", "127.0.0.1", "169.254.169.254", "fd00:ec2::254", "::ffff:127.0.0.1"] {
            assert!(!permits(&allowed, address), "{address}");
            assert!(permits(&Networks::all(), address) && permits(&Networks::default(), address), "{address}");
        }
    }
}
