//! Proofs as clients could send them; the good ones first.

use super::*;
use crate::tokens::JwkError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::Digest;
use std::collections::HashSet;
use std::sync::Mutex;

const NOW: u64 = 1_800_000_000;
const ADDRESS: &str = "https://gate.example/agents/register";

/// A client's key.
struct Client(Ed25519KeyPair);

impl Client {
    fn new(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    fn jwk(&self) -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref())})
    }

    fn header(&self) -> Value {
        json!({"typ": "dpop+jwt", "alg": "EdDSA", "jwk": self.jwk()})
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        signed(header, claims, |message| self.0.sign(message).as_ref().to_vec())
    }

    /// A proof with one claim changed.
    fn with(&self, name: &str, value: Value) -> String {
        let mut claims = claims();
        claims[name] = value;
        self.sign(&self.header(), &claims)
    }
}

fn signed(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn claims() -> Value {
    json!({"jti": "0123456789abcdef", "htm": "POST", "htu": ADDRESS, "iat": NOW})
}

fn read(proof: &str) -> Result<Proof, DpopError> {
    read_with(proof, None, &Settings::default())
}

fn read_with(proof: &str, token: Option<&str>, settings: &Settings) -> Result<Proof, DpopError> {
    Proof::read(&Presented { proof, method: "POST", address: ADDRESS, token }, settings, NOW)
}

/// The example of RFC 9449, section 4.1.
#[test]
fn the_example_of_the_specification_holds() {
    let proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";
    let presented = Presented { proof, method: "POST", address: "https://server.example.com/token", token: None };
    let read = Proof::read(&presented, &Settings::default(), 1_562_262_616).unwrap();
    assert_eq!(read.jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    assert_eq!(read.expires, 1_562_262_616 + 121);
}

#[test]
fn proofs_by_both_algorithms_hold() {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref(), &random).unwrap();
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let jwk = json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)});
    let header = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk});
    let es256 = signed(&header, &claims(), |message| pair.sign(&random, message).unwrap().as_ref().to_vec());
    assert!(read(&es256).is_ok());
    let eddsa = Client::new(1).sign(&Client::new(1).header(), &claims());
    assert!(read(&eddsa).is_ok());
    let only = Settings { es256: false, ..Settings::default() };
    assert_eq!(read_with(&es256, None, &only), Err(DpopError::Algorithm));
    assert_eq!((only.algorithms(), Settings::default().algorithms()), (vec!["EdDSA"], vec!["ES256", "EdDSA"]));
}

#[test]
fn the_id_belongs_to_the_key() {
    let id = |seed| read(&Client::new(seed).sign(&Client::new(seed).header(), &claims())).unwrap().id;
    assert_eq!(id(1), id(1));
    assert_ne!(id(1), id(2));
    assert_eq!(id(1).len(), 43);
}

#[test]
fn headers_of_anything_else_are_refused() {
    let client = Client::new(1);
    let change = |name: &str, value: Value| {
        let mut header = client.header();
        header[name] = value;
        read(&client.sign(&header, &claims())).unwrap_err()
    };
    assert_eq!(change("typ", json!("JWT")), DpopError::Type);
    assert_eq!(change("crit", json!(["b64"])), DpopError::Type);
    for alg in ["none", "HS256", "RS256", "ES256"] {
        assert_eq!(change("alg", json!(alg)), DpopError::Algorithm, "{alg}");
    }
    let mut private = client.jwk();
    private["d"] = json!("AAAA");
    assert_eq!(change("jwk", private), DpopError::Key(JwkError::Private));
    assert_eq!(change("jwk", json!({})), DpopError::Key(JwkError::Unsupported));
    assert_eq!(change("jwk", json!({"kty": "oct", "k": "AAAA"})), DpopError::Key(JwkError::Private));
    assert_eq!(change("jwk", json!("x")), DpopError::Malformed);
    assert_eq!(change("jwk", Client::new(2).jwk()), DpopError::Signature);
}

#[test]
fn claims_have_to_be_this_requests() {
    let client = Client::new(1);
    for (name, value, error) in [
        ("htm", json!("GET"), DpopError::Request("method")),
        ("htm", json!("post"), DpopError::Request("method")),
        ("htu", json!("https://gate.example/agents"), DpopError::Request("address")),
        ("htu", json!("http://gate.example/agents/register"), DpopError::Request("address")),
        ("iat", json!(NOW - 121), DpopError::Time),
        ("iat", json!(NOW + 61), DpopError::Time),
        ("iat", json!(1e300), DpopError::Claim("iat")),
        ("iat", json!("now"), DpopError::Claim("iat")),
        ("jti", json!("short"), DpopError::Claim("jti")),
        ("jti", json!("x".repeat(257)), DpopError::Claim("jti")),
        ("jti", json!(null), DpopError::Claim("jti")),
        ("htm", json!(null), DpopError::Claim("htm")),
        ("htu", json!(7), DpopError::Claim("htu")),
    ] {
        assert_eq!(read(&client.with(name, value.clone())), Err(error), "{name} {value}");
    }
    for (name, value) in [
        ("iat", json!(NOW - 120)),
        ("iat", json!(NOW + 60)),
        ("iat", json!(NOW as f64 + 0.5)),
        ("htu", json!(format!("{ADDRESS}?x"))),
    ] {
        assert!(read(&client.with(name, value.clone())).is_ok(), "{name} {value}");
    }
}

#[test]
fn a_proof_names_the_token_it_comes_with() {
    let client = Client::new(1);
    let digest = URL_SAFE_NO_PAD.encode(sha2::Sha256::digest("token"));
    let (with, without) = (client.with("ath", json!(digest)), client.with("more", json!(1)));
    let lenient = Settings { needs_token_digest: false, ..Settings::default() };
    assert!(read_with(&with, Some("token"), &Settings::default()).is_ok());
    assert_eq!(read_with(&with, Some("other"), &lenient), Err(DpopError::Token));
    assert_eq!(read_with(&without, Some("token"), &Settings::default()), Err(DpopError::Token));
    assert!(read_with(&without, Some("token"), &lenient).is_ok());
    assert_eq!(read_with(&client.with("ath", json!(null)), Some("token"), &lenient), Err(DpopError::Token));
}

#[test]
fn broken_texts_are_refused() {
    let good = Client::new(1).sign(&Client::new(1).header(), &claims());
    let (signed, _) = good.rsplit_once('.').unwrap();
    for broken in ["", ".", "..", "a.b.c", signed, &format!("{good}.x"), &format!("{good}="), &"x".repeat(9000)] {
        assert_eq!(read(broken), Err(DpopError::Malformed), "{broken}");
    }
    assert_eq!(read(&format!("{signed}.")), Err(DpopError::Signature));
    assert_eq!(read(&format!("{signed}.AAAA")), Err(DpopError::Signature));
}

struct Seen(Mutex<HashSet<String>>);

impl Once for Seen {
    async fn first_use(&self, id: &str, _: u64) -> Result<bool, Problem> {
        Ok(self.0.lock().unwrap().insert(id.to_owned()))
    }
}

#[tokio::test]
async fn a_proof_counts_once() {
    let proof = Client::new(1).sign(&Client::new(1).header(), &claims());
    let presented = Presented { proof: &proof, method: "POST", address: ADDRESS, token: None };
    let seen = Seen(Mutex::default());
    assert!(verify(&presented, &Settings::default(), &seen, NOW).await.is_ok());
    let refused = verify(&presented, &Settings::default(), &seen, NOW).await.unwrap_err();
    assert_eq!((refused.kind().slug, refused.status_code().as_u16()), ("dpop-invalid", 401));
    assert_eq!(refused.detail(), "The proof was used before");
}

#[test]
fn a_bound_token_wants_its_key() {
    let proof = |jkt: &str| Proof { jkt: jkt.to_owned(), id: String::new(), expires: 0 };
    let bound = Confirmation { jkt: Some("k".to_owned()), certificate: None };
    assert_eq!(holds(Some(&bound), Some(&proof("k"))), Ok(()));
    assert_eq!(holds(None, None), Ok(()));
    let slug = |refused: Result<(), DpopError>| Problem::from(refused.unwrap_err()).kind().slug;
    assert_eq!(slug(holds(Some(&bound), None)), "dpop-required");
    assert_eq!(slug(holds(Some(&bound), Some(&proof("other")))), "dpop-binding-mismatch");
    assert_eq!(slug(holds(Some(&Confirmation::default()), Some(&proof("k")))), "token-not-dpop-bound");
}

#[test]
fn there_is_one_header_or_none() {
    let mut headers = HeaderMap::new();
    assert_eq!(header(&headers), Ok(None));
    headers.append("DPoP", "a.b.c".parse().unwrap());
    assert_eq!(header(&headers), Ok(Some("a.b.c")));
    headers.append("DPoP", "d.e.f".parse().unwrap());
    assert_eq!(header(&headers), Err(DpopError::Several));
}
