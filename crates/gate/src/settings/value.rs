//! How values are read from text.

use super::definition::{Bounds, without_password};
use super::network::{HostPattern, NetworkGroup};
use super::word::{BillFormat, LogFormat, ProofAlgorithm, Scanner};
use crate::keys::AgentKeys;
use crate::proxies::TrustedProxies;
use axum::http::{HeaderName, Uri};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_image::Platform;

/// A type that settings may have. Defaults and what is empty are read too, so that everything has one way in.
pub(super) trait Value: Sized {
    /// Whether nobody may see it.
    const IS_SECRET: bool = false;

    /// For people: `true or false`.
    fn expects(bounds: Bounds) -> String;

    /// `None` if it is something else.
    fn parse(text: &str, bounds: Bounds) -> Option<Self>;
}

/// What stands in a list.
pub(super) trait Item: Sized {
    /// For people, of several.
    fn expects() -> String;

    fn parse(text: &str) -> Option<Self>;
}

impl<T: Value> Value for Option<T> {
    const IS_SECRET: bool = T::IS_SECRET;

    fn expects(bounds: Bounds) -> String {
        T::expects(bounds)
    }

    fn parse(text: &str, bounds: Bounds) -> Option<Self> {
        if text.is_empty() { Some(None) } else { T::parse(text, bounds).map(Some) }
    }
}

impl<T: Item> Value for Vec<T> {
    fn expects(_: Bounds) -> String {
        format!("{}, parted by commas", T::expects())
    }

    fn parse(text: &str, _: Bounds) -> Option<Self> {
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(T::parse).collect()
    }
}

fn range(what: &str, (least, most): Bounds) -> String {
    if most == u64::MAX { format!("{what} from {least} on") } else { format!("{what} from {least} to {most}") }
}

/// Digits only: no sign, no spaces.
fn number(text: &str, (least, most): Bounds) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && (least..=most).contains(number))
}

macro_rules! numbers {
    ($($type:ty),+) => {
        $(impl Value for $type {
            fn expects(bounds: Bounds) -> String {
                range("a whole number", bounds)
            }

            fn parse(text: &str, bounds: Bounds) -> Option<Self> {
                Self::try_from(number(text, bounds)?).ok()
            }
        })+
    };
}

numbers!(u16, u32, u64, usize, i64);

impl Value for Duration {
    fn expects(bounds: Bounds) -> String {
        range("whole seconds", bounds)
    }

    fn parse(text: &str, bounds: Bounds) -> Option<Self> {
        number(text, bounds).map(Self::from_secs)
    }
}

/// Only whether there is one may be seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Value for Secret {
    const IS_SECRET: bool = true;

    fn expects((least, _): Bounds) -> String {
        format!("a secret of at least {least} bytes")
    }

    fn parse(text: &str, (least, most): Bounds) -> Option<Self> {
        (least..=most).contains(&(text.len() as u64)).then(|| Self(text.to_owned()))
    }
}

impl Value for AgentKeys {
    const IS_SECRET: bool = true;

    fn expects(_: Bounds) -> String {
        "keys of 10 to 200 characters, parted by commas".to_owned()
    }

    fn parse(text: &str, _: Bounds) -> Option<Self> {
        Self::read(text).ok()
    }
}

/// An address of HTTP without a path, and without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// `https://gate.example`
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(text: &str) -> Option<Self> {
        let (url, text) = http(text)?;
        (url.path() == "/").then_some(Self(text))
    }
}

/// An address of HTTP, with a path perhaps, and without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectorUrl(String);

impl CollectorUrl {
    /// `https://collector.example/otlp`
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(text: &str) -> Option<Self> {
        http(text).map(|(_, text)| Self(text))
    }
}

/// The store's address, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreUrl(String);

impl StoreUrl {
    /// As the store is opened.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether several nodes may share it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        !self.0.starts_with("sqlite:")
    }

    fn read(text: &str) -> Option<Self> {
        let has_rest = |scheme: &str| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty());
        let is_store = ["sqlite:", "postgres://", "postgresql://"].into_iter().any(has_rest);
        (is_store && !text.contains(char::is_control)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.0))
    }
}

/// An address of HTTP without a user and a query, and its text without a slash at its end.
fn http(text: &str) -> Option<(Uri, String)> {
    let url: Uri = text.parse().ok()?;
    let is_http = matches!(url.scheme_str(), Some("http" | "https"));
    let is_plain = url.query().is_none() && !text.contains('@');
    (is_http && is_plain).then(|| (url, text.trim_end_matches('/').to_owned()))
}

fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

fn line(text: &str) -> Option<String> {
    (!text.is_empty() && !text.contains(char::is_control)).then(|| text.to_owned())
}

/// Letters, digits, `_` and `-`, in lower case.
fn name(text: &str) -> Option<String> {
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    is_name.then(|| text.to_ascii_lowercase())
}

fn own_address(text: &str) -> Option<IpAddr> {
    if text.eq_ignore_ascii_case("localhost") { Some(Ipv4Addr::LOCALHOST.into()) } else { text.parse().ok() }
}

macro_rules! texts {
    ($($type:ty: $expects:expr, $parse:expr;)+) => {
        $(impl Value for $type {
            fn expects(_: Bounds) -> String {
                $expects.to_owned()
            }

            fn parse(text: &str, _: Bounds) -> Option<Self> {
                ($parse)(text)
            }
        })+
    };
}

texts! {
    bool: "true or false (or 1 or 0, yes or no)", switch;
    String: "a text in one line", line;
    PathBuf: "a path", |text: &str| line(text).map(PathBuf::from);
    IpAddr: "an address of this machine, or localhost", own_address;
    SocketAddr: "an address with a port, like 127.0.0.1:9090", |text: &str| text.parse().ok();
    Platform: "a platform, like linux/amd64", |text: &str| text.parse().ok();
    HeaderName: "the name of a header", |text: &str| text.parse().ok();
    StoreUrl: "sqlite:PATH or postgres://…", StoreUrl::read;
    BaseUrl: "an address like https://gate.example, without a path", BaseUrl::read;
    CollectorUrl: "an address like http://localhost:4318", CollectorUrl::read;
    TrustedProxies: "addresses and networks like 10.0.0.0/8, parted by commas", |text: &str| text.parse().ok();
    Scanner: format!("one of {}", Scanner::all()), Scanner::of;
    LogFormat: format!("one of {}", LogFormat::all()), LogFormat::of;
}

macro_rules! items {
    ($($type:ty: $expects:expr, $parse:expr;)+) => {
        $(impl Item for $type {
            fn expects() -> String {
                $expects.to_owned()
            }

            fn parse(text: &str) -> Option<Self> {
                ($parse)(text)
            }
        })+
    };
}

items! {
    String: "words of letters, digits, `_` and `-`", name;
    BillFormat: format!("any of {}", BillFormat::all()), BillFormat::of;
    ProofAlgorithm: format!("any of {}", ProofAlgorithm::all()), ProofAlgorithm::of;
    HostPattern: "hosts with their port, or patterns of them like *.example.com", HostPattern::read;
    NetworkGroup: "networks like 10.0.0.0/8, `private` or `loopback`", NetworkGroup::read;
}
