//! What can go wrong between here and a registry, and whose fault it is.

use crate::network::ForbiddenAddress;
use std::io;
use std::path::PathBuf;

/// A registry did not give what was asked for.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// No connection, or it broke off. Whose fault: the network, the registry, or the name.
    #[error("cannot reach {registry}")]
    Unreachable {
        /// Host and port.
        registry: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// Its name leads to where nothing may be asked. Whose fault: whoever named it; or the operator, who did not allow it.
    #[error("{registry} is not at a public address")]
    Forbidden {
        /// Host and port.
        registry: String,
        /// Where it leads, which is not everybody's affair.
        source: ForbiddenAddress,
    },
    /// It answers over plain HTTP only, which was not allowed. Whose fault: the registry's, or the caller who knows better.
    #[error("{registry} does not speak TLS")]
    Plain {
        /// Host and port.
        registry: String,
    },
    /// It accepted the connection and then said nothing for too long. Whose fault: the registry.
    #[error("{registry} does not answer")]
    Silent {
        /// Host and port.
        registry: String,
    },
    /// 401. Whose fault: the caller without credentials, or with wrong ones.
    #[error("{what} needs credentials{}", if *.were_given { ", and those given were refused" } else { ", and there are none for it" })]
    Unauthorized {
        /// Registry and repository.
        what: String,
        /// Whether there were any.
        were_given: bool,
    },
    /// 403. Whose fault: the caller, who may not.
    #[error("{what} is denied{message}")]
    Denied {
        /// Registry and repository.
        what: String,
        /// The registry's own words.
        message: String,
    },
    /// 404. Whose fault: the caller, who misspelt it, or may not know that it exists.
    #[error("{what} is not there{message}")]
    Missing {
        /// What was asked for.
        what: String,
        /// The registry's own words.
        message: String,
    },
    /// 429, again and again. Whose fault: too many requests from here, or from this account.
    #[error("{registry} refuses more requests for now (status 429)")]
    TooManyRequests {
        /// Host and port.
        registry: String,
    },
    /// Any other status that is no answer. Whose fault: the registry.
    #[error("{what} was answered with status {status}{message}")]
    Status {
        /// What was asked for.
        what: String,
        /// The HTTP status.
        status: u16,
        /// The registry's own words.
        message: String,
    },
    /// Its answer contradicts the specification. Whose fault: the registry.
    #[error("{registry}: {reason}")]
    Protocol {
        /// Host and port.
        registry: String,
        /// What is wrong.
        reason: String,
    },
    /// A file of credentials is not readable. Whose fault: its owner.
    #[error("cannot read the credentials in {path}")]
    Credentials {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A credential helper failed. Whose fault: the helper, or who configured it.
    #[error("credential helper {helper}: {reason}")]
    Helper {
        /// Its program.
        helper: String,
        /// Why.
        reason: String,
    },
}

impl RegistryError {
    /// What the caller can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unreachable { .. } => "check the registry's name, the network, and HTTPS_PROXY if there is one",
            Self::Plain { .. } => "if that is meant so, allow plain HTTP with --insecure",
            Self::Silent { .. } => "try again later, or allow more time with --timeout",
            Self::Unauthorized { were_given: false, .. } => {
                "run `docker login`, or give --username and --password-stdin; the name may also be misspelt"
            }
            Self::Unauthorized { .. } => "check user and password, or log in again",
            Self::Denied { .. } => "ask for the right to pull it, or log in as somebody who may",
            Self::Missing { .. } => "check repository and tag; a private repository looks so to those who may not see it",
            Self::TooManyRequests { .. } => "wait, or log in: registries allow more to those whom they know",
            Self::Status { status: 500.., .. } => "the registry has a problem of its own: try again later",
            Self::Credentials { .. } => "mend the file, or log in again",
            Self::Helper { .. } => "run the helper by hand, or take it out of ~/.docker/config.json",
            Self::Status { .. } | Self::Protocol { .. } | Self::Forbidden { .. } => return None,
        })
    }
}
