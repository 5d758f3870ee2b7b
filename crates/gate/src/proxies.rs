//! Which peers may speak for others: the reverse proxies in front of the service.
//!
//! Headers that name a client (`X-Forwarded-For`, a client's certificate) can be sent by anybody; they count only from these.
//!
//! Limits: networks by address and prefix; `X-Forwarded-For` only, since proxies that write `Forwarded` (RFC 7239) write both.

use axum::http::HeaderMap;
use std::net::IpAddr;
use std::str::FromStr;
use tidewaiter_image::network::{InvalidNetwork, Network};

/// A list of networks: `127.0.0.1, 10.0.0.0/8, fd00::/8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// Whether it is one of them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }

    /// Who really asks: the peer, or, if that is a proxy, the last address in its header that is none.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.contains(peer) {
            return peer;
        }
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        let hops = lines.flat_map(|line| line.to_str().unwrap_or("").rsplit(',').map(str::trim));
        let mut client = peer;
        for hop in hops {
            // What a proxy cannot have written ends what can be believed.
            let Some(address) = hop_address(hop) else { break };
            client = address;
            if !self.contains(address) {
                break;
            }
        }
        client
    }
}

impl FromStr for TrustedProxies {
    type Err = InvalidNetwork;

    fn from_str(list: &str) -> Result<Self, InvalidNetwork> {
        list.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().ok().or_else(|| Some(hop.parse::<std::net::SocketAddr>().ok()?.ip()));
    address.or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(list: &str) -> TrustedProxies {
        list.parse().unwrap()
    }

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        proxies("127.0.0.1, 10.0.0.0/8, fd00::/8").client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn networks_hold_their_addresses() {
        let list = proxies(" 127.0.0.1 ,10.0.0.0/8,, fd00::/8,192.0.2.128/25");
        for (address, held) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.255.0.1", true),
            ("11.0.0.1", false),
            ("::ffff:10.1.2.3", true),
            ("fd12::1", true),
            ("fe80::1", false),
            ("192.0.2.127", false),
            ("192.0.2.200", true),
        ] {
            assert_eq!(list.contains(address.parse().unwrap()), held, "{address}");
        }
        assert!(!TrustedProxies::default().contains("127.0.0.1".parse().unwrap()));
        assert!(
            proxies("0.0.0.0/0").contains("8.8.8.8".parse().unwrap()) && !proxies("0.0.0.0/0").contains("::1".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_network_is_named() {
        for bad in ["10.0.0.0/33", "10.0.0/8", "localhost", "::/129", "1.2.3.4/-1", "1.2.3.4/"] {
            let error = format!("127.0.0.1, {bad}").parse::<TrustedProxies>().unwrap_err();
            assert!(error.to_string().contains(bad), "{error}");
        }
    }

    #[test]
    fn a_client_is_named_by_proxies_only() {
        assert_eq!(client("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.0.0.7"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["203.0.113.9, unknown"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]:80"]), "2001:db8::1");
        assert_eq!(client("10.0.0.1", &["[2001:db8::1]"]), "2001:db8::1");
        assert_eq!(client("::ffff:10.0.0.1", &["::ffff:203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["10.0.0.2, 10.0.0.3"]), "10.0.0.2");
    }
}
