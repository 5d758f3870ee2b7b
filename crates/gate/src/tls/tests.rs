//! Listeners on the loopback, with clients that have certificates, have none, or say nothing.

use super::*;
use crate::connections::{self, Patience};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::time::Instant;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A service's certificate in files, and an authority for clients beside it.
struct Fixture {
    folder: TempDir,
    service: CertificateDer<'static>,
    authority: Issuer<'static, KeyPair>,
}

/// A client's certificate and key.
struct Client(CertificateDer<'static>, KeyPair);

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = renew(&folder);
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        fs::write(folder.path().join("authority.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { folder, service, authority: Issuer::new(params, key) }
    }

    fn settings(&self, clients: ClientCertificates) -> Settings {
        let [certificate, key] = ["tls.crt", "tls.key"].map(|name| self.folder.path().join(name));
        Settings { certificate, key, clients }
    }

    fn authorities(&self) -> Option<PathBuf> {
        Some(self.folder.path().join("authority.pem"))
    }

    fn signed_client(&self) -> Client {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(Vec::new()).unwrap().signed_by(&key, &self.authority).unwrap();
        Client(certificate.into(), key)
    }

    async fn serve(&self, clients: ClientCertificates, limits: Limits) -> SocketAddr {
        let tls = Tls::new(&self.settings(clients)).unwrap();
        let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
        serve(Listener::secured(tcp, tls, limits))
    }

    async fn connect(&self, address: SocketAddr, client: Option<&Client>) -> io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.service.clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions();
        let builder = builder.unwrap().with_root_certificates(roots);
        let mut config = match client {
            Some(Client(certificate, key)) => {
                let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
                builder.with_client_auth_cert(vec![certificate.clone()], key).unwrap()
            }
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let tcp = TcpStream::connect(address).await?;
        TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), tcp).await
    }

    async fn ask(&self, address: SocketAddr, client: Option<&Client>) -> io::Result<String> {
        ask(self.connect(address, client).await?).await
    }
}

/// Writes a new certificate and key into the folder.
fn renew(folder: &TempDir) -> CertificateDer<'static> {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    fs::write(folder.path().join("tls.crt"), certificate.pem()).unwrap();
    fs::write(folder.path().join("tls.key"), key.serialize_pem()).unwrap();
    certificate.into()
}

fn self_signed() -> Client {
    let key = KeyPair::generate().unwrap();
    Client(CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap().into(), key)
}

fn serve(listener: Listener) -> SocketAddr {
    let address = listener.address().unwrap();
    let told = |ConnectInfo(connection): ConnectInfo<Connection>| async move {
        let shown = connection.certificate.map_or(0, |certificate| certificate.len());
        format!("{} {} {shown}", connection.peer.ip(), connection.is_tls)
    };
    let router = Router::new().route("/", get(told));
    let (never, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        connections::serve(listener, router, Patience::default(), stopped, Duration::ZERO).await;
        drop(never);
    });
    address
}

/// The body of the answer.
async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<String> {
    stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.rsplit("\r\n").next().unwrap_or("").to_owned())
}

#[tokio::test]
async fn a_plain_listener_tells_the_peer() {
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = serve(Listener::plain(tcp, Limits::default()));
    assert_eq!(ask(TcpStream::connect(address).await.unwrap()).await.unwrap(), "127.0.0.1 false 0");
}

#[tokio::test]
async fn certificates_are_told_when_there_are_some() {
    let fixture = Fixture::new();
    let anyone = self_signed();
    let shown = format!("127.0.0.1 true {}", anyone.0.len());
    for (clients, without, with) in [
        (ClientCertificates::Unwanted, true, "127.0.0.1 true 0"),
        (ClientCertificates::Optional { authorities: None }, true, &shown),
        (ClientCertificates::Required { authorities: None }, false, &shown),
    ] {
        let address = fixture.serve(clients.clone(), Limits::default()).await;
        let none = fixture.ask(address, None).await;
        assert_eq!(none.ok().as_deref(), without.then_some("127.0.0.1 true 0"), "{clients:?}");
        assert_eq!(fixture.ask(address, Some(&anyone)).await.unwrap(), with, "{clients:?}");
    }
}

#[tokio::test]
async fn only_what_an_authority_signed_is_taken_where_there_is_one() {
    let fixture = Fixture::new();
    let signed = fixture.signed_client();
    for (clients, without) in [
        (ClientCertificates::Optional { authorities: fixture.authorities() }, true),
        (ClientCertificates::Required { authorities: fixture.authorities() }, false),
    ] {
        let address = fixture.serve(clients, Limits::default()).await;
        assert_eq!(fixture.ask(address, Some(&signed)).await.unwrap(), format!("127.0.0.1 true {}", signed.0.len()));
        assert!(fixture.ask(address, Some(&self_signed())).await.is_err());
        assert_eq!(fixture.ask(address, None).await.is_ok(), without);
    }
}

#[tokio::test]
async fn clients_that_say_nothing_keep_nobody_waiting() {
    let fixture = Fixture::new();
    let limits = Limits { handshake: Duration::from_millis(200), handshakes: 3, ..Limits::default() };
    let address = fixture.serve(ClientCertificates::Unwanted, limits).await;
    let mut silent = Vec::new();
    for _ in 0..9 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    // All places for handshakes are taken three times over; the clock frees them.
    assert_eq!(fixture.ask(address, None).await.unwrap(), "127.0.0.1 true 0");
    let mut ended = [0];
    assert_eq!(silent[0].read(&mut ended).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn what_is_no_tls_ends_that_connection_only() {
    let fixture = Fixture::new();
    let address = fixture.serve(ClientCertificates::Unwanted, Limits::default()).await;
    assert_ne!(ask(TcpStream::connect(address).await.unwrap()).await.unwrap_or_default(), "127.0.0.1 true 0");
    assert!(fixture.ask(address, None).await.is_ok());
}

#[tokio::test]
async fn a_silent_connection_ends() {
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = serve(Listener::plain(tcp, Limits { silence: Duration::from_millis(50), ..Limits::default() }));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET / HT").await.unwrap();
    let mut rest = Vec::new();
    assert!(stream.read_to_end(&mut rest).await.is_err() || rest.is_empty(), "{rest:?}");
}

#[tokio::test]
async fn a_connection_more_waits_for_a_place() {
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = serve(Listener::plain(tcp, Limits { connections: 1, ..Limits::default() }));
    let mut first = TcpStream::connect(address).await.unwrap();
    first.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    first.read_u8().await.unwrap();
    let mut second = Box::pin(ask(TcpStream::connect(address).await.unwrap()));
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut second).await.is_err());
    drop(first);
    assert_eq!(second.await.unwrap(), "127.0.0.1 false 0");
}

#[tokio::test]
async fn the_protocol_is_agreed_on() {
    let fixture = Fixture::new();
    let address = fixture.serve(ClientCertificates::Unwanted, Limits::default()).await;
    let stream = fixture.connect(address, None).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    assert_eq!(Tls::new(&fixture.settings(ClientCertificates::Unwanted)).unwrap().0.alpn_protocols[0], b"h2");
}

#[test]
fn changed_files_are_read_again_and_broken_ones_are_not_used() {
    let fixture = Fixture::new();
    let settings = fixture.settings(ClientCertificates::Unwanted);
    let certified = Certified::read(&settings.certificate, &settings.key).unwrap();
    let start = Instant::now();
    let later = |seconds| start.checked_add(Duration::from_secs(seconds)).unwrap();
    assert_eq!(certified.at(later(20)).cert[0], fixture.service);
    let renewed = renew(&fixture.folder);
    assert_eq!(certified.at(later(25)).cert[0], fixture.service, "looked at too often");
    assert_eq!(certified.at(later(40)).cert[0], renewed);
    fs::write(&settings.certificate, "half").unwrap();
    assert_eq!(certified.at(later(60)).cert[0], renewed);
    let again = renew(&fixture.folder);
    assert_eq!(certified.at(later(80)).cert[0], again);
}

#[test]
fn what_cannot_be_used_is_named() {
    let fixture = Fixture::new();
    let good = fixture.settings(ClientCertificates::Unwanted);
    let said = |settings: &Settings| Tls::new(settings).err().unwrap().to_string();
    let missing = Settings { key: fixture.folder.path().join("none"), ..good.clone() };
    assert!(said(&missing).starts_with("cannot read ") && said(&missing).ends_with("none"));
    assert!(said(&Settings { certificate: good.key.clone(), ..good.clone() }).ends_with("tls.key holds no certificate in PEM"));
    assert!(said(&Settings { key: good.certificate.clone(), ..good.clone() }).ends_with("tls.crt holds no private key in PEM"));
    fs::write(fixture.folder.path().join("other.key"), KeyPair::generate().unwrap().serialize_pem()).unwrap();
    assert!(said(&Settings { key: fixture.folder.path().join("other.key"), ..good.clone() }).starts_with("cannot use "));
    let authorities = Some(good.key.clone());
    assert!(said(&Settings { clients: ClientCertificates::Optional { authorities }, ..good.clone() }).contains("no certificate"));
    assert!(signed_by(&good.key).is_err());
}
