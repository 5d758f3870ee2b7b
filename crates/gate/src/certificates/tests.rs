//! Certificates that are right, late, for servers, of strangers; from connections and from headers.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, PublicKeyData, date_time_ymd};

/// 2027-01-15.
const NOW: u64 = 1_800_000_000;

struct Made {
    der: Vec<u8>,
    pem: String,
    binding: String,
}

fn params(purposes: &[ExtendedKeyUsagePurpose]) -> CertificateParams {
    let mut params = CertificateParams::new(vec!["agent".to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2026, 1, 1), date_time_ymd(2028, 1, 1));
    params.extended_key_usages = purposes.to_vec();
    params
}

fn made(params: &CertificateParams) -> Made {
    let key = KeyPair::generate().unwrap();
    of(&key, &params.self_signed(&key).unwrap())
}

fn of(key: &KeyPair, certificate: &rcgen::Certificate) -> Made {
    let binding = URL_SAFE_NO_PAD.encode(Sha256::digest(key.subject_public_key_info()));
    Made { der: certificate.der().to_vec(), pem: certificate.pem(), binding }
}

fn connection(peer: &str, certificate: Option<&Made>) -> Connection {
    let certificate = certificate.map(|made| Arc::from(made.der.as_slice()));
    Connection { peer: format!("{peer}:4711").parse().unwrap(), is_tls: certificate.is_some(), certificate }
}

fn settings() -> Settings {
    let header = Some(HeaderName::from_static("x-client-cert"));
    Settings { header, proxies: "10.0.0.0/8".parse().unwrap(), chain: None }
}

fn with_header(made: &Made) -> HeaderMap {
    let written = percent_encoding::utf8_percent_encode(&made.pem, percent_encoding::NON_ALPHANUMERIC).to_string();
    HeaderMap::from_iter([(HeaderName::from_static("x-client-cert"), written.parse().unwrap())])
}

fn shown(made: &Made, now: u64) -> Result<String, CertificateError> {
    let read = presented(&connection("192.0.2.1", Some(made)), &HeaderMap::new(), &settings(), now)?;
    Ok(read.unwrap().binding)
}

#[test]
fn a_connections_certificate_is_known_by_its_key() {
    let made = made(&params(&[]));
    assert_eq!(shown(&made, NOW).unwrap(), made.binding);
    assert_eq!(made.binding.len(), 43);
}

#[test]
fn a_header_counts_from_proxies_only() {
    let made = made(&params(&[ExtendedKeyUsagePurpose::ClientAuth]));
    let headers = with_header(&made);
    let from = |peer: &str, settings: &Settings| presented(&connection(peer, None), &headers, settings, NOW).unwrap();
    assert_eq!(from("10.1.2.3", &settings()).unwrap().binding, made.binding);
    assert_eq!(from("192.0.2.1", &settings()), None);
    assert_eq!(from("127.0.0.1", &settings()), None);
    assert_eq!(from("10.1.2.3", &Settings { header: None, ..settings() }), None);
    assert_eq!(from("10.1.2.3", &Settings { proxies: TrustedProxies::default(), ..settings() }), None);
    let other = Some(HeaderName::from_static("x-ssl-client-cert"));
    assert_eq!(from("10.1.2.3", &Settings { header: other, ..settings() }), None);
}

#[test]
fn the_connections_own_certificate_goes_before_a_header() {
    let (own, handed) = (made(&params(&[])), made(&params(&[])));
    let read = presented(&connection("10.0.0.1", Some(&own)), &with_header(&handed), &settings(), NOW).unwrap();
    assert_eq!(read.unwrap().binding, own.binding);
}

#[test]
fn dates_and_purposes_are_looked_at() {
    let plain = made(&params(&[]));
    // 2026-01-01 and 2028-01-01.
    for (now, fine) in [(1_767_225_599, false), (1_767_225_600, true), (1_830_297_600, true), (1_830_297_601, false)] {
        assert_eq!(shown(&plain, now), if fine { Ok(plain.binding.clone()) } else { Err(CertificateError::Time) }, "{now}");
    }
    let of = |purposes: &[ExtendedKeyUsagePurpose]| shown(&made(&params(purposes)), NOW);
    assert!(of(&[ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth]).is_ok());
    assert!(of(&[ExtendedKeyUsagePurpose::Any]).is_ok());
    assert_eq!(of(&[ExtendedKeyUsagePurpose::ServerAuth]), Err(CertificateError::Purpose));
    assert_eq!(of(&[ExtendedKeyUsagePurpose::CodeSigning]), Err(CertificateError::Purpose));
}

#[test]
fn a_chain_is_asked_for_where_there_are_authorities() {
    let folder = tempfile::tempdir().unwrap();
    let (key, mut authority) = (KeyPair::generate().unwrap(), params(&[]));
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let path = folder.path().join("authority.pem");
    std::fs::write(&path, authority.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(authority, key);
    let key = KeyPair::generate().unwrap();
    let purposes = [ExtendedKeyUsagePurpose::ClientAuth];
    let signed = of(&key, &params(&purposes).signed_by(&key, &issuer).unwrap());
    let settings = Settings { chain: Some(crate::tls::signed_by(&path).unwrap()), ..settings() };
    let from_proxy = |made: &Made| presented(&connection("10.0.0.1", None), &with_header(made), &settings, NOW);
    assert_eq!(from_proxy(&signed).unwrap().unwrap().binding, signed.binding);
    assert_eq!(from_proxy(&made(&params(&purposes))), Err(CertificateError::Chain));
}

#[test]
fn what_is_no_certificate_is_refused() {
    let good = made(&params(&[]));
    let of = |der: &[u8]| shown(&Made { der: der.to_vec(), pem: String::new(), binding: String::new() }, NOW);
    assert_eq!(of(&[]), Err(CertificateError::Unreadable));
    assert_eq!(of(&[0x30; 20_000]), Err(CertificateError::Unreadable));
    assert_eq!(of(&[good.der.as_slice(), &[0]].concat()), Err(CertificateError::Unreadable));
    for end in 0..good.der.len() {
        assert_eq!(of(&good.der[..end]), Err(CertificateError::Unreadable), "{end}");
    }
    for place in 0..good.der.len() {
        let mut damaged = good.der.clone();
        damaged[place] ^= 0x41;
        drop(of(&damaged));
    }
}

#[test]
fn a_bound_token_wants_its_certificate() {
    let certificate = |binding: &str| ClientCertificate { binding: binding.to_owned() };
    let bound = Confirmation { jkt: None, certificate: Some("c".to_owned()) };
    assert_eq!(holds(None, None), Ok(()));
    assert_eq!(holds(None, Some(&certificate("c"))), Ok(()));
    assert_eq!(holds(Some(&bound), Some(&certificate("c"))), Ok(()));
    let slug = |refused: Result<(), CertificateError>| {
        let problem = Problem::from(refused.unwrap_err());
        assert_eq!(problem.status_code(), 401);
        problem.kind().slug
    };
    assert_eq!(slug(holds(Some(&bound), None)), "mtls-required");
    assert_eq!(slug(holds(Some(&bound), Some(&certificate("other")))), "mtls-binding-mismatch");
}
