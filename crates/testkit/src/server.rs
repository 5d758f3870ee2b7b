//! A small HTTP server whose answers a test writes, faults and all: cut bodies, wrong lengths, silence.
//!
//! Limits: HTTP/1.1 with one request a connection, which is all that clients must cope with.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What a client asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if a length was told.
    pub body: Vec<u8>,
}

impl Request {
    /// A header by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What the server says to it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers beside the length.
    pub headers: Vec<(String, String)>,
    /// The body, whose length is told.
    pub body: Vec<u8>,
    /// Only so many bytes of the body are sent, then the connection is closed.
    pub cut: Option<usize>,
    /// Nothing is sent at all, and the connection stays open until the server goes.
    pub is_silent: bool,
}

impl Answer {
    /// A status and a body.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut: None, is_silent: false }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    address: Option<SocketAddr>,
    requests: Arc<Mutex<Vec<Request>>>,
    is_over: Arc<AtomicBool>,
}

type Handler = dyn Fn(&Request) -> Answer + Send + Sync;

impl Server {
    /// Listens at a free port of this machine.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = Self::new(Some(address));
        let (requests, is_over) = (Arc::clone(&server.requests), Arc::clone(&server.is_over));
        let handler: Arc<Handler> = Arc::new(handler);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (handler, requests, is_over) = (Arc::clone(&handler), Arc::clone(&requests), Arc::clone(&is_over));
                // A client that breaks off is what some tests are about.
                thread::spawn(move || serve(&stream, &stream, &*handler, &requests, &is_over));
            }
        });
        Ok(server)
    }

    /// Listens at a Unix socket.
    ///
    /// # Errors
    /// The socket cannot be made.
    pub fn start_unix(path: &Path, handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> io::Result<Self> {
        let listener = UnixListener::bind(path)?;
        let server = Self::new(None);
        let (requests, is_over) = (Arc::clone(&server.requests), Arc::clone(&server.is_over));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                serve(&stream, &stream, &handler, &requests, &is_over);
            }
        });
        Ok(server)
    }

    fn new(address: Option<SocketAddr>) -> Self {
        Self { address, requests: Arc::default(), is_over: Arc::default() }
    }

    /// `127.0.0.1:port`; empty for a Unix socket.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.map_or_else(String::new, |address| address.to_string())
    }

    /// All requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(address) = self.address {
            // Wakes the listener, which then sees that it is over.
            drop(TcpStream::connect(address));
        }
    }
}

fn serve(
    reader: impl Read,
    mut writer: impl Write,
    handler: &(impl Fn(&Request) -> Answer + ?Sized),
    requests: &Mutex<Vec<Request>>,
    is_over: &AtomicBool,
) {
    let Some(request) = read_request(&mut BufReader::new(reader)) else { return };
    requests.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    let answer = handler(&request);
    while answer.is_silent && !is_over.load(Ordering::Relaxed) {
        thread::park_timeout(std::time::Duration::from_millis(20));
    }
    let mut head = format!("HTTP/1.1 {} X\r\nconnection: close\r\n", answer.status);
    if !answer.headers.iter().any(|(name, _)| name == "content-length") {
        head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let sent = answer.cut.unwrap_or(answer.body.len()).min(answer.body.len());
    let body = answer.body.get(..sent).unwrap_or(&[]);
    let _ =
        writer.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| writer.write_all(body)).and_then(|()| writer.flush());
}

/// `None` if it is not HTTP, a TLS greeting for one.
fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let mut request = Request { method: words.next()?.to_owned(), path: words.next()?.to_owned(), ..Request::default() };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = request.header("content-length").and_then(|length| length.parse::<u64>().ok()).unwrap_or(0);
    reader.take(length.min(1 << 20)).read_to_end(&mut request.body).ok()?;
    Some(request)
}

/// Answers as a registry does that has one image, laid out as OCI files: any repository, any tag.
#[must_use]
pub fn registry(files: &[(String, Vec<u8>)], request: &Request) -> Answer {
    let missing = || Answer::new(404, r#"{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}"#);
    let blob = |digest: &str| files.iter().find(|(path, _)| *path == format!("blobs/{}", digest.replacen(':', "/", 1)));
    let Some((_, wanted)) = request.path.rsplit_once('/') else { return missing() };
    if request.path.contains("/manifests/") && !wanted.contains(':') {
        let index = files.iter().find(|(path, _)| path == "index.json").map(|(_, json)| json.as_slice());
        let index: serde_json::Value = index.and_then(|json| serde_json::from_slice(json).ok()).unwrap_or_default();
        let digest = index.pointer("/manifests/0/digest").and_then(serde_json::Value::as_str).unwrap_or("");
        return blob(digest)
            .map_or_else(missing, |(_, json)| Answer::new(200, json.clone()).header("docker-content-digest", digest));
    }
    let Some((_, bytes)) = blob(wanted) else { return missing() };
    let start = request.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match start.and_then(|start| Some((start, bytes.get(start..)?))) {
        Some((start, rest)) => {
            let range = format!("bytes {start}-{}/{}", bytes.len().saturating_sub(1), bytes.len());
            Answer::new(206, rest).header("content-range", &range)
        }
        None => Answer::new(200, bytes.clone()),
    }
}
