//! Where feeds come from: a folder or a web server that mirrors the public ones file by file, or an artifact of built shards.
//!
//! Limits: a file of more than 2 GiB is refused; a server has 30 seconds to answer and 60 between two pieces of an answer.

use crate::artifact::SCHEME;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;

/// The public OSV bucket.
pub const PUBLIC_OSV: &str = "https://osv-vulnerabilities.storage.googleapis.com";
/// NVD's public feeds.
pub const PUBLIC_NVD: &str = "https://nvd.nist.gov/feeds/json/cve/2.0";

const MAX_FILE: u64 = 2 << 30;
const TRIES: u32 = 4;

/// A feed could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The mirror has no such file.
    #[error("{0} is not there")]
    Missing(String),
    /// The folder cannot be read. Whose fault: the mirror's owner.
    #[error("cannot read {path}")]
    Folder {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The server cannot be reached, or broke off. Whose fault: the network or the server.
    #[error("cannot fetch {url}")]
    Network {
        /// What was asked for.
        url: String,
        /// Why.
        #[source]
        source: Box<ureq::Error>,
    },
    /// The server refused.
    #[error("{url} was refused with status {status}")]
    Refused {
        /// What was asked for.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// Longer than any feed is.
    #[error("{0} is larger than 2 GiB")]
    TooLarge(String),
}

/// What goes on while feeds are fetched and shards are built.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Bytes of a file have come in.
    Fetching {
        /// The file.
        what: &'a str,
        /// How many bytes so far.
        done: u64,
        /// How many there will be, if the server told.
        total: Option<u64>,
    },
    /// A shard is being built.
    Building {
        /// Its name.
        what: &'a str,
    },
    /// Something is left out, or another process is waited for.
    Note {
        /// The sentence to show.
        text: &'a str,
    },
}

/// Is told of every step; the CLI draws its progress from it.
pub type Progress<'a> = dyn Fn(Step<'_>) + Sync + 'a;

/// A folder or a web server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// Files below a folder.
    Folder(PathBuf),
    /// Files below a URL, without a slash at its end.
    Http(String),
    /// Shards that somebody has built already, `oci://registry/repository:tag`.
    Artifact(String),
}

impl Mirror {
    /// `http://…`, `https://…`, `oci://…`, or else a folder.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text.starts_with(SCHEME) {
            Self::Artifact(text.to_owned())
        } else if text.starts_with("http://") || text.starts_with("https://") {
            Self::Http(text.trim_end_matches('/').to_owned())
        } else {
            Self::Folder(PathBuf::from(text.strip_prefix("file://").unwrap_or(text)))
        }
    }

    /// For people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Http(name) | Self::Artifact(name) => name.clone(),
        }
    }

    /// The bytes of a file, `Debian/all.zip`.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn fetch(&self, file: &str, progress: &Progress<'_>) -> Result<Vec<u8>, FetchError> {
        match self {
            Self::Folder(folder) => {
                let path = folder.join(file);
                std::fs::read(&path).map_err(|source| match source.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FetchError::Missing(path.display().to_string()),
                    _ => FetchError::Folder { path, source },
                })
            }
            Self::Http(url) => download(&format!("{url}/{}", escaped(file)), file, progress),
            Self::Artifact(place) => Err(FetchError::Missing(format!("{file} of {place}"))),
        }
    }

    /// The names in the mirror's root: folders of a folder, the lines of `ecosystems.txt` of a server.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn names(&self, progress: &Progress<'_>) -> Result<Vec<String>, FetchError> {
        let mut names: Vec<String> = match self {
            Self::Folder(folder) => {
                let unreadable = |source| FetchError::Folder { path: folder.clone(), source };
                let entries = std::fs::read_dir(folder).map_err(unreadable)?;
                entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
            }
            Self::Http(_) | Self::Artifact(_) => {
                String::from_utf8_lossy(&self.fetch("ecosystems.txt", progress)?).lines().map(str::to_owned).collect()
            }
        };
        names.sort();
        Ok(names)
    }
}

/// Spaces and the like in ecosystems' names, as a URL's path has them.
fn escaped(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

fn download(url: &str, what: &str, progress: &Progress<'_>) -> Result<Vec<u8>, FetchError> {
    let config = ureq::Agent::config_builder()
        .timeout_connect(Some(Duration::from_secs(30)))
        .timeout_recv_response(Some(Duration::from_secs(30)))
        .timeout_recv_body(Some(Duration::from_secs(1800)))
        .http_status_as_error(false)
        .user_agent(concat!("tidewaiter/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = ureq::Agent::new_with_config(config);
    let mut wait = Duration::from_millis(500);
    for attempt in 1.. {
        match try_download(&agent, url, what, progress) {
            Err(error) if attempt < TRIES && is_passing(&error) => std::thread::sleep(wait),
            outcome => return outcome,
        }
        wait *= 3;
    }
    Err(FetchError::Missing(url.to_owned()))
}

fn is_passing(error: &FetchError) -> bool {
    match error {
        FetchError::Refused { status, .. } => *status == 429 || *status >= 500,
        FetchError::Network { source, .. } => {
            !matches!(**source, ureq::Error::BadUri(_) | ureq::Error::HostNotFound | ureq::Error::Tls(_))
        }
        _ => false,
    }
}

fn try_download(agent: &ureq::Agent, url: &str, what: &str, progress: &Progress<'_>) -> Result<Vec<u8>, FetchError> {
    let network = |source| FetchError::Network { url: url.to_owned(), source: Box::new(source) };
    let mut response = agent.get(url).call().map_err(network)?;
    match response.status().as_u16() {
        200 => {}
        404 | 410 => return Err(FetchError::Missing(url.to_owned())),
        status => return Err(FetchError::Refused { url: url.to_owned(), status }),
    }
    let total = response.body().content_length();
    let mut reader = response.body_mut().with_config().limit(MAX_FILE + 1).reader();
    let mut bytes = Vec::with_capacity(usize::try_from(total.unwrap_or(0).min(64 << 20)).unwrap_or(0));
    let mut piece = vec![0; 256 * 1024];
    loop {
        match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => bytes.extend_from_slice(piece.get(..read).unwrap_or(&[])),
            Err(source) => return Err(network(ureq::Error::Io(source))),
        }
        if bytes.len() as u64 > MAX_FILE {
            return Err(FetchError::TooLarge(url.to_owned()));
        }
        progress(Step::Fetching { what, done: bytes.len() as u64, total });
    }
    if total.is_some_and(|total| total != bytes.len() as u64) {
        return Err(network(ureq::Error::Io(io::ErrorKind::UnexpectedEof.into())));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_a_mirror() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("npm")).unwrap();
        std::fs::write(folder.path().join("npm/all.zip"), b"bytes").unwrap();
        let mirror = Mirror::parse(&folder.path().display().to_string());
        assert_eq!(mirror.names(&|_| ()).unwrap(), ["npm"]);
        assert_eq!(mirror.fetch("npm/all.zip", &|_| ()).unwrap(), b"bytes");
        assert!(matches!(mirror.fetch("Go/all.zip", &|_| ()), Err(FetchError::Missing(_))));
    }

    #[test]
    fn names_are_escaped_in_urls() {
        assert_eq!(escaped("Rocky Linux/all.zip"), "Rocky%20Linux/all.zip");
        assert_eq!(Mirror::parse("https://example.com/osv/"), Mirror::Http("https://example.com/osv".to_owned()));
    }
}
