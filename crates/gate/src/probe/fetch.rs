//! One request to an agent, bounded in time and size, without redirects.

use std::io::ErrorKind;
use std::time::{Duration, Instant};
use ureq::http::{Method, Request, header};
use ureq::{Agent, Error};

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Fetch {
    pub(super) method: Method,
    pub(super) url: String,
    /// JSON.
    pub(super) body: Option<String>,
}

/// What came.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// In lower case.
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
    pub(super) took: Duration,
}

/// Why nothing came. The reasons are ours, so that no answer of anybody else's gets into a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FetchError {
    TimedOut,
    TooLarge,
    Failed(&'static str),
}

impl Fetch {
    pub(super) fn get(url: String) -> Self {
        Self { method: Method::GET, url, body: None }
    }

    /// Asks and waits.
    pub(super) fn run(self, client: &Agent, limit: Duration, largest: u64) -> Result<Answer, FetchError> {
        if limit.is_zero() {
            return Err(FetchError::TimedOut);
        }
        let began = Instant::now();
        let request = Request::builder()
            .method(self.method)
            .uri(&self.url)
            .header(header::ACCEPT, "application/json, text/plain;q=0.9")
            .header(header::CONTENT_TYPE, "application/json")
            .body(self.body.unwrap_or_default())
            .map_err(|_| FetchError::Failed("it is no address"))?;
        let request = client
            .configure_request(request)
            .timeout_global(Some(limit))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("tidewaiter/", env!("CARGO_PKG_VERSION")))
            .build();
        let mut response = client.run(request).map_err(|error| reason(&error))?;
        let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let (status, content_type) = (response.status().as_u16(), content_type.to_ascii_lowercase());
        let body = response.body_mut().with_config().limit(largest).read_to_vec().map_err(|error| reason(&error))?;
        Ok(Answer { status, content_type, body, took: began.elapsed() })
    }
}

const BROKEN_OFF: [ErrorKind; 4] =
    [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset, ErrorKind::ConnectionAborted, ErrorKind::BrokenPipe];

fn reason(error: &Error) -> FetchError {
    FetchError::Failed(match error {
        Error::Timeout(_) => return FetchError::TimedOut,
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => return FetchError::TooLarge,
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => return FetchError::TimedOut,
        Error::Io(error) if BROKEN_OFF.contains(&error.kind()) => "it broke off",
        Error::HostNotFound => "its name is not known",
        Error::Io(_) | Error::ConnectionFailed => "no connection",
        Error::Tls(_) | Error::Rustls(_) | Error::TlsRequired => "no secure connection",
        Error::Protocol(_) | Error::Http(_) => "it does not speak HTTP",
        // The client's guard refuses this way.
        Error::Other(_) => "its address is not allowed",
        _ => "the request failed",
    })
}
