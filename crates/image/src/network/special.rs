//! Addresses that are not public, and what they are for.
//!
//! IPv4 addresses come in several clothes of IPv6: mapped (`::ffff:10.0.0.1`, RFC 4291), behind a translator (`64:ff9b::10.0.0.1`,
//! RFC 6052), in a tunnel (`2002:0a00:0001::`, RFC 3056). They are judged by what they mean. Of IPv6 only what is given out as global
//! unicast (`2000::/3`, RFC 4291) can be public, so that everything odd is not: compatible and translated addresses, site-local ones,
//! local translators, discard prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address, bits of the prefix, purpose.
const IPV4: &[(Ipv4Addr, u32, &str)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8, "this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a provider's customers"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "this machine"),
    // Where clouds keep their metadata.
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a relay of tunnels"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
    // Public by its number, and the platform beneath a virtual machine on Azure:
    // <https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16>.
    (Ipv4Addr::new(168, 63, 129, 16), 32, "a cloud's platform"),
];

/// Within `2000::/3`.
const IPV6: &[(Ipv6Addr, u32, &str)] = &[
    // Teredo's tunnels, benchmarks, identifiers of overlays.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// The address that is meant, out of its clothes.
pub(super) fn meant(address: IpAddr) -> IpAddr {
    let IpAddr::V6(outer) = address else { return address };
    let segments = outer.segments();
    let inner = |high: u16, low: u16| IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => inner(high, low),
        _ => address,
    }
}

/// What an address is for that is not public; `None` for a public one.
pub(super) fn purpose(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => {
            let is_in = |(base, prefix, _): &&(Ipv4Addr, u32, _)| (base.to_bits() ^ address.to_bits()) >> (32 - prefix) == 0;
            IPV4.iter().find(is_in).map(|(_, _, purpose)| *purpose)
        }
        IpAddr::V6(address) => {
            let bits = Ipv6Addr::to_bits(address);
            let is_in = |(base, prefix, _): &&(Ipv6Addr, u32, _)| (Ipv6Addr::to_bits(*base) ^ bits) >> (128 - prefix) == 0;
            match IPV6.iter().find(is_in) {
                Some((_, _, purpose)) => Some(purpose),
                None => beyond_unicast(address),
            }
        }
    }
}

fn beyond_unicast(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0x2000..=0x3fff, ..] => None,
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("this machine"),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        _ => Some("reserved"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Option<&'static str> {
        purpose(meant(address.parse().unwrap()))
    }

    #[test]
    fn public_addresses_have_no_purpose() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "168.63.129.15",
            "168.63.129.17",
            "2606:4700::6810:84e5",
            "2001:4860:4860::8888",
            "2001:200::1",
            "2620:4f:8000::1",
            "3ffe::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
    }

    #[test]
    fn everything_else_is_told_by_its_purpose() {
        for (purpose, addresses) in [
            (
                "this machine",
                &["127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::"][..],
            ),
            (
                "link-local",
                &[
                    "169.254.169.254",
                    "169.254.0.1",
                    "fe80::1",
                    "febf::1",
                    "::ffff:169.254.169.254",
                    "64:ff9b::a9fe:a9fe",
                    "2002:a9fe:a9fe::1",
                ],
            ),
            (
                "private",
                &[
                    "10.0.0.0",
                    "10.255.255.255",
                    "172.16.0.1",
                    "172.31.255.255",
                    "192.168.0.1",
                    "fc00::1",
                    "fd00:ec2::254",
                    "fd20:ce::254",
                    "::ffff:192.168.1.1",
                    "2002:c0a8:101::1",
                ],
            ),
            ("shared by a provider's customers", &["100.64.0.1", "100.100.100.200", "100.127.255.255"]),
            ("this network", &["0.0.0.0", "0.255.255.255", "::ffff:0.0.0.0"]),
            (
                "for protocols",
                &["192.0.0.1", "192.0.0.192", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:20::1", "2001:1ff:ffff::"],
            ),
            ("for documentation", &["192.0.2.1", "198.51.100.1", "203.0.113.255", "2001:db8::1", "3fff:fff::1"]),
            ("for benchmarks", &["198.18.0.1", "198.19.255.255"]),
            ("a relay of tunnels", &["192.88.99.1"]),
            ("multicast", &["224.0.0.1", "239.255.255.255", "ff02::1"]),
            (
                "reserved",
                &[
                    "240.0.0.1",
                    "255.255.255.255",
                    "::",
                    "::7f00:1",
                    "::ffff:0:7f00:1",
                    "64:ff9b:1::7f00:1",
                    "100::1",
                    "fec0::1",
                    "5f00::1",
                    "4000::1",
                    "fe00::1",
                ],
            ),
            ("a cloud's platform", &["168.63.129.16", "::ffff:168.63.129.16"]),
        ] {
            for address in addresses {
                assert_eq!(of(address), Some(purpose), "{address}");
            }
        }
    }
}
