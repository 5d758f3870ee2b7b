//! Clients that say nothing, half of something, too much, or that stay; in bytes, because no client library does such things.

use super::*;
use crate::tls::Limits;
use axum::http::HeaderMap;
use axum::routing::get;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_millis(50);
const PATIENT: Patience = Patience { first: LONG, next: LONG, age: LONG };
const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const ASK_SLOWLY: &[u8] = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n";

/// A server with a route that is answered when it is rung for.
struct Served {
    address: SocketAddr,
    end: watch::Sender<bool>,
    bell: Arc<Notify>,
    begun: Arc<Notify>,
    server: JoinHandle<()>,
}

impl Served {
    async fn start(patience: Patience, drain: Duration) -> Self {
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = tcp.local_addr().unwrap();
        let (end, stopped) = watch::channel(false);
        let [bell, begun]: [Arc<Notify>; 2] = Default::default();
        let (rung, began) = (Arc::clone(&bell), Arc::clone(&begun));
        let slow = async move || {
            began.notify_one();
            rung.notified().await;
            "slow"
        };
        let sizes = async |headers: HeaderMap| headers.values().map(|value| value.len()).sum::<usize>().to_string();
        let app = Router::new().route("/", get(async || "hello")).route("/slow", get(slow)).route("/sizes", get(sizes));
        let listener = Listener::plain(tcp, Limits { silence: LONG, ..Limits::default() });
        let server = tokio::spawn(serve(listener, app, patience, stopped, drain));
        Self { address, end, bell, begun, server }
    }

    /// A connection on which this was said.
    async fn connect(&self, said: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(said).await.unwrap();
        stream
    }

    /// Tells the server to end, and waits until it has.
    async fn ended(self) {
        self.end.send(true).unwrap();
        self.server.await.unwrap();
    }
}

/// Everything until the other side closes, however it does that.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads until this was said.
async fn until(stream: &mut TcpStream, said: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !bytes.windows(said.len()).any(|window| window == said) {
        bytes.push(stream.read_u8().await.unwrap());
    }
    bytes
}

#[tokio::test]
async fn who_asks_for_nothing_is_cut_off() {
    let served = Served::start(Patience { first: SHORT, ..PATIENT }, LONG).await;
    let half: [&[u8]; 4] = [b"", b"GET / HTTP/1.1\r\nHos", b"PRI * HT", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
    for said in half {
        assert!(!rest(&mut served.connect(said).await).await.starts_with("HTTP/1.1 200"));
    }
    // A request that takes longer is nobody's fault.
    let mut slow = served.connect(ASK_SLOWLY).await;
    served.begun.notified().await;
    rest(&mut served.connect(b"").await).await;
    served.bell.notify_one();
    until(&mut slow, b"slow").await;
}

#[tokio::test]
async fn the_next_request_may_not_be_dribbled_either() {
    let served = Served::start(Patience { next: SHORT, ..PATIENT }, LONG).await;
    let mut stream = served.connect(ASK).await;
    until(&mut stream, b"hello").await;
    stream.write_all(b"GET / HT").await.unwrap();
    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn nobody_stays_for_ever() {
    let served = Served::start(Patience { age: SHORT, ..PATIENT }, LONG).await;
    let mut stream = served.connect(ASK).await;
    until(&mut stream, b"hello").await;
    assert_eq!(rest(&mut stream).await, "");
}

#[tokio::test]
async fn the_end_closes_what_is_idle_and_answers_what_runs() {
    let served = Served::start(PATIENT, LONG).await;
    let mut idle = served.connect(ASK).await;
    until(&mut idle, b"hello").await;
    let (mut silent, mut slow) = (served.connect(b"").await, served.connect(ASK_SLOWLY).await);
    served.begun.notified().await;
    served.end.send(true).unwrap();
    assert_eq!((rest(&mut idle).await, rest(&mut silent).await), (String::new(), String::new()));
    assert!(TcpStream::connect(served.address).await.is_err(), "no new connections are taken");
    assert!(!served.server.is_finished());
    served.bell.notify_one();
    assert!(rest(&mut slow).await.ends_with("slow"));
    served.server.await.unwrap();
}

#[tokio::test]
async fn what_does_not_end_in_time_is_cut_off() {
    let served = Served::start(PATIENT, SHORT).await;
    let (mut slow, mut half) = (served.connect(ASK_SLOWLY).await, served.connect(b"GET / HTTP/1.1\r\nHos").await);
    served.begun.notified().await;
    served.ended().await;
    assert_eq!((rest(&mut slow).await, rest(&mut half).await), (String::new(), String::new()));
}

#[tokio::test]
async fn heads_that_routes_refuse_themselves_reach_them_and_endless_ones_do_not() {
    let served = Served::start(PATIENT, LONG).await;
    for (length, status) in [(MAX_HEADERS + 1, "200"), (HEAD, "431")] {
        let long = "x".repeat(length);
        let said = format!("GET /sizes HTTP/1.1\r\nConnection: close\r\nHost: x\r\nLong: {long}\r\n\r\n");
        let mut stream = served.connect(said.as_bytes()).await;
        let status = format!("HTTP/1.1 {status}");
        until(&mut stream, status.as_bytes()).await;
    }
}

#[tokio::test]
async fn clients_of_http_2_are_served_and_learn_their_limits() {
    let served = Served::start(PATIENT, LONG).await;
    let mut said = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    // Empty SETTINGS; HEADERS that end stream 1: GET, http, /, and x for an authority.
    said.extend([0, 0, 0, 4, 0, 0, 0, 0, 0]);
    said.extend([0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 1, b'x']);
    let mut stream = served.connect(&said).await;
    let answered = until(&mut stream, b"hello").await;
    let setting = |id: u8, value: u32| [&[0, id][..], &value.to_be_bytes()].concat();
    for wanted in [setting(3, STREAMS), setting(6, HEADER_LIST)] {
        assert!(answered.windows(6).any(|window| window == wanted), "{answered:?}");
    }
}
