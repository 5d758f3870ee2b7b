//! The end of a service whose clients stay: at both of its listeners, at rest, and following scans.

use super::*;
use crate::api::Scope;
use crate::testing::{Harness, Setup};
use crate::tls::Limits;
use serde_json::json;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const LONG: Duration = Duration::from_secs(3600);

async fn listener() -> (Listener, SocketAddr) {
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = tcp.local_addr().unwrap();
    (Listener::plain(tcp, Limits::default()), address)
}

/// Asks, and reads until the answer holds this.
async fn ask(address: SocketAddr, path: &str, token: &str, until: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let said = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(said.as_bytes()).await.unwrap();
    let mut answer = String::new();
    while !answer.contains(until) {
        answer.push(char::from(stream.read_u8().await.unwrap()));
    }
    stream
}

#[tokio::test]
async fn clients_that_stay_do_not_hold_up_the_end() {
    let gate = Harness::start(Setup { works: false, ..Setup::default() }).await;
    let token = gate.api_token(&[Scope::Scan, Scope::Read]).await;
    let scan = gate.post("/v1/scans", &token, &json!({ "image": gate.image("high") })).await;
    let id = scan.json["id"].as_str().unwrap_or_else(|| panic!("{scan:?}")).to_owned();
    let ((clients, address), (operators, probes)) = (listener().await, listener().await);
    let deployment = Deployment {
        listener: clients,
        operators: Some(operators),
        node: "node".to_owned(),
        scans: 0,
        validations: 1,
        patience: Patience { first: LONG, next: LONG, age: LONG },
        lease: LONG,
        drain: LONG,
        keep: Keep::default(),
    };
    let (tell, told) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(Arc::clone(&gate.service), deployment, async { drop(told.await) }));
    let waiting = {
        let (scans, id) = (Arc::clone(&gate.service.scans), id.clone());
        tokio::spawn(async move { scans.hold_on(&id, LONG).await })
    };
    let mut open = [
        ask(address, "/livez", "", "healthy").await,
        ask(probes, "/livez", "", "healthy").await,
        ask(address, &format!("/v1/scans/{id}/events"), &token, "event: scan").await,
    ];
    tell.send(()).unwrap();
    serving.await.unwrap().unwrap();
    for stream in &mut open {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
    }
    assert_eq!(waiting.await.unwrap().unwrap().unwrap().status.as_str(), "queued");
}
