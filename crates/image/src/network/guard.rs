//! HTTP that looks where it goes: names are looked up once, all that they lead to is checked, and the connection goes to exactly these
//! addresses, so that a name that means something else a moment later gains nothing.
//!
//! Both halves of ureq that are replaced here are not covered by its promises of stability (`ureq::unversioned`).

use super::Networks;
use std::net::IpAddr;
use std::sync::Arc;
use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, NextTimeout};

/// An address that may not be connected to. Whose fault: whoever named it. The text is for logs: it tells where a name leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} is not public ({purpose})")]
pub struct ForbiddenAddress {
    pub(super) address: IpAddr,
    pub(super) purpose: &'static str,
}

/// An HTTP client that connects to these networks only.
#[must_use]
pub fn agent(config: Config, networks: &Networks) -> ureq::Agent {
    guarded(config, networks, DefaultResolver::default())
}

fn guarded(config: Config, networks: &Networks, resolver: impl Resolver) -> ureq::Agent {
    let resolver = GuardedResolver { inner: Arc::new(resolver), networks: networks.clone() };
    let connector = ProxiedTargets { resolver: resolver.clone() }.chain(DefaultConnector::default());
    ureq::Agent::with_parts(config, connector, resolver)
}

/// The address for which a request was refused, if that is why it failed.
#[must_use]
pub fn forbidden(error: &Error) -> Option<ForbiddenAddress> {
    match error {
        Error::Other(cause) => cause.downcast_ref::<ForbiddenAddress>().copied(),
        _ => None,
    }
}

/// Looks up names, and refuses those that lead to any address that is not permitted.
#[derive(Debug)]
struct GuardedResolver<R> {
    inner: Arc<R>,
    networks: Networks,
}

// Not derived, since that would ask for a resolver that can be cloned.
impl<R> Clone for GuardedResolver<R> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), networks: self.networks.clone() }
    }
}

impl<R: Resolver> GuardedResolver<R> {
    fn checked(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let addresses = self.inner.resolve(uri, config, timeout)?;
        for address in addresses.iter() {
            self.networks.check(address.ip()).map_err(|forbidden| Error::Other(Box::new(forbidden)))?;
        }
        Ok(addresses)
    }
}

impl<R: Resolver> Resolver for GuardedResolver<R> {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        // The proxy is the operator's choice, and seldom public.
        if config.proxy().is_some_and(|proxy| proxy.uri() == uri && !proxy.is_no_proxy(uri)) {
            return self.inner.resolve(uri, config, timeout);
        }
        self.checked(uri, config, timeout)
    }
}

/// Looks at targets that are reached by way of a proxy, which looks up their names itself.
#[derive(Debug)]
struct ProxiedTargets<R> {
    resolver: GuardedResolver<R>,
}

impl<R: Resolver> Connector for ProxiedTargets<R> {
    type Out = ();

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<()>) -> Result<Option<()>, Error> {
        let is_proxied = details.config.proxy().is_some_and(|proxy| !proxy.is_no_proxy(details.uri));
        if is_proxied && self.resolver.networks != Networks::all() {
            // What is not known here may well be known to the proxy.
            if let Err(error) = self.resolver.checked(details.uri, details.config, details.timeout)
                && forbidden(&error).is_some()
            {
                return Err(error);
            }
        }
        Ok(chained)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tidewaiter_testkit::{Answer, Server};
    use ureq::Proxy;

    /// Knows what each lookup in turn says, the last one for ever.
    #[derive(Debug)]
    struct Said {
        answers: Vec<Vec<SocketAddr>>,
        lookups: Arc<AtomicUsize>,
    }

    impl Resolver for Said {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
            let turn = self.lookups.fetch_add(1, Ordering::Relaxed).min(self.answers.len() - 1);
            let mut addresses = self.empty();
            self.answers[turn].iter().for_each(|address| addresses.push(*address));
            if addresses.is_empty() { Err(Error::HostNotFound) } else { Ok(addresses) }
        }
    }

    fn said(answers: &[&[&str]]) -> (Said, Arc<AtomicUsize>) {
        let lookups = Arc::new(AtomicUsize::new(0));
        let answers = answers.iter().map(|answer| answer.iter().map(|address| address.parse().unwrap()).collect()).collect();
        (Said { answers, lookups: Arc::clone(&lookups) }, lookups)
    }

    fn ask(config: Config, networks: &Networks, resolver: Said, url: &str) -> Result<u16, Error> {
        guarded(config, networks, resolver).get(url).call().map(|response| response.status().as_u16())
    }

    fn direct() -> Config {
        Config::builder().proxy(None).build()
    }

    fn loopback() -> Networks {
        Networks::public_and(vec!["127.0.0.1".parse().unwrap()])
    }

    #[test]
    fn a_name_is_looked_up_once_and_connected_to_where_it_led() {
        let server = Server::start(|_| Answer::new(200, "")).unwrap();
        let (resolver, lookups) = said(&[&[&server.address()], &["127.0.0.2:1"]]);
        assert_eq!(ask(direct(), &loopback(), resolver, "http://registry.example/").unwrap(), 200);
        assert_eq!(lookups.load(Ordering::Relaxed), 1);
        assert_eq!(server.requests()[0].header("host"), Some("registry.example"));
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_before_anything_is_sent() {
        let server = Server::start(|_| Answer::new(200, "")).unwrap();
        for answer in [&[&*server.address()][..], &["8.8.8.8:80", &server.address()], &["[::ffff:127.0.0.1]:80"]] {
            let public = Networks::public_and(Vec::new());
            let error = ask(direct(), &public, said(&[answer]).0, "http://registry.example/").unwrap_err();
            assert_eq!(forbidden(&error).unwrap().purpose, "this machine");
        }
        assert!(server.requests().is_empty());
    }

    #[test]
    fn numbers_in_any_clothes_are_addresses() {
        for host in ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]", "localhost", "0"] {
            let error = agent(direct(), &Networks::public_and(Vec::new())).get(format!("http://{host}/")).call().unwrap_err();
            // What a resolver does not take for an address is none.
            assert!(forbidden(&error).is_some() || matches!(error, Error::HostNotFound | Error::Io(_)), "{host}: {error}");
            assert!(!matches!(error, Error::Io(ref error) if error.kind() == std::io::ErrorKind::ConnectionRefused), "{host}");
        }
    }

    #[test]
    fn a_proxy_may_be_inside_and_its_targets_may_not() {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = proxy.local_addr().unwrap();
        let heard = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in proxy.incoming().map_while(Result::ok) {
                let (mut line, mut reader) = (String::new(), std::io::BufReader::new(stream));
                let _ = std::io::BufRead::read_line(&mut reader, &mut line);
                // Before the connection is closed, which is what the client waits for.
                heard.lock().unwrap().push(line.trim_end().to_owned());
            }
        });
        let config = || Config::builder().proxy(Some(Proxy::new(&format!("http://{address}")).unwrap())).build();
        let own = address.to_string();
        let public = Networks::public_and(Vec::new());
        let inside = said(&[&["169.254.169.254:443"]]).0;
        assert!(forbidden(&ask(config(), &public, inside, "https://metadata.example/").unwrap_err()).is_some());
        assert_eq!(asked.lock().unwrap().len(), 0);
        // Nobody here knows the target, and everybody the proxy.
        let unknown = said(&[&[], &[&own]]).0;
        assert!(forbidden(&ask(config(), &public, unknown, "https://registry.example/").unwrap_err()).is_none());
        assert_eq!(*asked.lock().unwrap(), ["CONNECT registry.example:443 HTTP/1.1"]);
    }
}
