//! Tokens as clients could send them: right, late, of another kind, forged.

use super::*;
use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header, encode};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use serde_json::{Value, json};

const NOW: u64 = 1_800_000_000;
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fn issuer() -> Issuer {
    Issuer::new(Settings::default(), Key::secret(SECRET).unwrap(), Vec::new())
}

fn p256() -> Key {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    Key::pkcs8(der.as_ref()).unwrap()
}

fn ed25519() -> Key {
    Key::pkcs8(Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap().as_ref()).unwrap()
}

fn temporary(issuer: &Issuer) -> Minted<Temporary> {
    issuer.temporary("agent-one", "testing", "abc", None, NOW, "id-1").unwrap()
}

fn refusal(issuer: &Issuer, token: &str) -> TokenError {
    issuer.verify::<Temporary>(token, NOW).unwrap_err()
}

/// Claims of a temporary token with one change, signed by the right secret.
fn changed(name: &str, value: Value) -> String {
    let mut claims = serde_json::to_value(temporary(&issuer()).claims).unwrap();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    encode(&Header::default(), &claims, &EncodingKey::from_secret(SECRET)).unwrap()
}

/// A token with that header over the claims of a good one, and its signature.
fn with_header(header: Value) -> String {
    let good = temporary(&issuer()).token;
    let (_, rest) = good.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn each_kind_says_what_the_contract_wants() {
    let issuer = issuer();
    let cnf = Confirmation { jkt: Some("K".to_owned()), certificate: Some("C".to_owned()) };
    let temporary = issuer.temporary("agent-one", "testing", "abc", None, NOW, "t").unwrap();
    let own = Validated { validation_id: "val_1".to_owned(), bound_to: "sha256:x".to_owned(), agent_type: "testing".to_owned() };
    let validated = issuer.validated("agent-one", own, Some(&cnf), NOW, "v").unwrap();
    let access = issuer.access("agent-one", &["agent".to_owned()], None, NOW, "a").unwrap();
    assert_eq!(
        serde_json::to_value(&temporary.claims).unwrap(),
        json!({"iss": "tidewaiter", "sub": "temp_agent-one", "aud": "arcp:validate", "token_type": "temp", "agent_id": "agent-one",
            "role": "agent", "jti": "t", "iat": NOW, "nbf": NOW, "exp": NOW + 900, "temp_registration": true, "agent_type": "testing",
            "agent_key_hash": "abc"})
    );
    assert_eq!(
        serde_json::to_value(&validated.claims).unwrap(),
        json!({"iss": "tidewaiter", "sub": "agent-one", "aud": "arcp:register", "token_type": "validated", "agent_id": "agent-one",
            "role": "agent", "jti": "v", "iat": NOW, "nbf": NOW, "exp": NOW + 300, "cnf": {"jkt": "K", "x5t#S256": "C"},
            "validation_id": "val_1", "bound_to": "sha256:x", "agent_type": "testing"})
    );
    assert_eq!(
        serde_json::to_value(&access.claims).unwrap(),
        json!({"iss": "tidewaiter", "sub": "agent-one", "aud": "arcp:operations", "token_type": "access", "agent_id": "agent-one",
            "role": "agent", "jti": "a", "iat": NOW, "nbf": NOW, "exp": NOW + 3600, "scopes": ["agent"]})
    );
    assert_eq!(issuer.verify::<Temporary>(&temporary.token, NOW).unwrap(), temporary.claims);
    assert_eq!(issuer.verify::<Validated>(&validated.token, NOW).unwrap(), validated.claims);
    assert_eq!(issuer.verify::<Access>(&access.token, NOW).unwrap(), access.claims);
}

#[test]
fn the_same_token_is_made_again() {
    for key in [Key::secret(SECRET).unwrap(), ed25519()] {
        let issuer = Issuer::new(Settings::default(), key, Vec::new());
        assert_eq!(temporary(&issuer), temporary(&issuer));
    }
}

#[test]
fn every_kind_of_key_signs_and_is_listed() {
    for (key, algorithm, listed) in [(Key::secret(SECRET).unwrap(), "HS256", 0), (p256(), "ES256", 1), (ed25519(), "EdDSA", 1)] {
        let issuer = Issuer::new(Settings::default(), key, Vec::new());
        let minted = temporary(&issuer);
        assert_eq!(issuer.verify::<Temporary>(&minted.token, NOW).unwrap(), minted.claims);
        assert_eq!(issuer.algorithm(), algorithm);
        assert_eq!(issuer.jwks()["keys"].as_array().unwrap().len(), listed);
    }
}

#[test]
fn a_token_ends_when_it_says_but_for_the_leeway() {
    let issuer = issuer();
    let minted = temporary(&issuer);
    for (now, fine) in [(NOW - 60, true), (NOW + 959, true), (NOW + 960, false), (u64::MAX, false)] {
        assert_eq!(issuer.verify::<Temporary>(&minted.token, now).is_ok(), fine, "{now}");
    }
    assert_eq!(issuer.verify::<Temporary>(&minted.token, NOW - 61), Err(TokenError::Immature));
    assert_eq!(issuer.verify::<Temporary>(&minted.token, NOW + 960), Err(TokenError::Expired));
}

#[test]
fn one_kind_never_does_for_another() {
    let issuer = issuer();
    let token = temporary(&issuer).token;
    let refused = issuer.verify::<Validated>(&token, NOW).unwrap_err();
    assert_eq!(refused, TokenError::Purpose { wanted: "validated" });
    let problem = Problem::from(refused);
    assert_eq!((problem.status_code().as_u16(), problem.kind().slug), (403, "token-invalid"));
    assert_eq!(refusal(&issuer, &changed("aud", json!("arcp:register"))), TokenError::Purpose { wanted: "temp" });
    assert_eq!(refusal(&issuer, &changed("aud", json!(["arcp:validate"]))), TokenError::Purpose { wanted: "temp" });
    assert_eq!(refusal(&issuer, &changed("token_type", json!("access"))), TokenError::Purpose { wanted: "temp" });
}

#[test]
fn claims_have_to_be_there_and_right() {
    let issuer = issuer();
    for name in ["jti", "agent_id", "agent_type", "sub", "iat", "nbf", "exp", "role", "agent_key_hash"] {
        assert_eq!(refusal(&issuer, &changed(name, Value::Null)), TokenError::Claims, "{name}");
    }
    assert_eq!(refusal(&issuer, &changed("exp", json!("9999999999"))), TokenError::Claims);
    assert_eq!(refusal(&issuer, &changed("exp", json!(1e300))), TokenError::Claims);
    assert_eq!(refusal(&issuer, &changed("exp", json!(-1))), TokenError::Claims);
    assert_eq!(refusal(&issuer, &changed("iss", json!("other"))), TokenError::Issuer);
    assert_eq!(refusal(&issuer, &changed("iss", Value::Null)), TokenError::Issuer);
    assert_eq!(refusal(&issuer, &changed("iat", json!(NOW + 100))), TokenError::Immature);
}

#[test]
fn forged_tokens_are_refused() {
    let issuer = issuer();
    let good = temporary(&issuer).token;
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let other = Issuer::new(Settings::default(), Key::secret(&[7; 32]).unwrap(), Vec::new());
    assert_eq!(refusal(&issuer, &temporary(&other).token), TokenError::Signature);
    assert_eq!(refusal(&issuer, &format!("{signed}.")), TokenError::Signature);
    assert_eq!(refusal(&issuer, &with_header(json!({"alg": "HS256", "typ": "JWT", "x": 1}))), TokenError::Signature);
    for alg in ["none", "None", "HS512", "ES256", "EdDSA", "RS256", ""] {
        assert_eq!(refusal(&issuer, &with_header(json!({"alg": alg, "typ": "JWT"}))), TokenError::Algorithm, "{alg}");
    }
    for header in [
        json!({"alg": "HS256"}),
        json!({"alg": "HS256", "typ": "dpop+jwt"}),
        json!({"alg": "HS256", "typ": "JWT", "crit": ["b64"]}),
    ] {
        assert_eq!(refusal(&issuer, &with_header(header)), TokenError::Header);
    }
    for broken in ["", ".", "..", "a.b.c", signed, &format!("{good}.{signature}"), &format!("{good}="), &"x".repeat(9000)] {
        assert_eq!(refusal(&issuer, broken), TokenError::Malformed, "{broken}");
    }
    assert_eq!(Problem::from(TokenError::Signature).status_code(), 401);
    assert_eq!(Problem::from(TokenError::Signature).detail(), Problem::from(TokenError::Malformed).detail());
}

/// The public key as the secret of an HMAC: the oldest trick with JWTs.
#[test]
fn a_public_key_is_no_secret() {
    let key = ed25519();
    let public = key.public.clone().unwrap();
    let issuer = Issuer::new(Settings::default(), key, Vec::new());
    let header = Header { kid: Some(public.thumbprint()), ..Header::default() };
    let claims = temporary(&issuer).claims;
    for secret in [public.to_jwk().to_string().into_bytes(), public.verifying().try_get_as_bytes().unwrap().to_vec()] {
        let forged = encode(&header, &claims, &EncodingKey::from_secret(&secret)).unwrap();
        assert_eq!(refusal(&issuer, &forged), TokenError::Algorithm);
    }
}

#[test]
fn retired_keys_are_believed_and_sign_nothing() {
    let (old, older) = (ed25519(), Key::secret(SECRET).unwrap());
    let before = temporary(&Issuer::new(Settings::default(), old.clone(), Vec::new()));
    let long_before = temporary(&issuer());
    let issuer = Issuer::new(Settings::default(), p256(), vec![old, older]);
    for token in [&before.token, &long_before.token, &temporary(&issuer).token] {
        assert!(issuer.verify::<Temporary>(token, NOW).is_ok());
    }
    assert_eq!(issuer.jwks()["keys"].as_array().unwrap().len(), 2);
    let without = Issuer::new(Settings::default(), p256(), Vec::new());
    assert_eq!(refusal(&without, &before.token), TokenError::Algorithm);
}

#[test]
fn weak_and_foreign_keys_are_refused() {
    assert_eq!(Key::secret(&[1; 31]).unwrap_err(), KeyError::WeakSecret { length: 31, least: 32 });
    assert_eq!(Key::pem(b"secret").unwrap_err(), KeyError::NotPem);
    assert_eq!(Key::pem(tidewaiter_testkit::VERIFYING_KEY.as_bytes()).unwrap_err(), KeyError::NotPem);
    assert_eq!(Key::pkcs8(&[0x30, 0]).unwrap_err(), KeyError::Unsupported);
    let sec1 = "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n";
    assert_eq!(Key::pem(sec1.as_bytes()).unwrap_err(), KeyError::NotPkcs8);
}

/// Made by `openssl genpkey -algorithm ed25519` and, in the test kit, for P-256.
#[test]
fn keys_of_openssl_are_taken() {
    let ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIKeRua1tRFHrv4LkHWGdNztubDcvHMmudXEBpIRZg/8g\n-----END PRIVATE KEY-----\n";
    for pem in [ed25519, tidewaiter_testkit::SIGNING_KEY] {
        let issuer = Issuer::new(Settings::default(), Key::pem(pem.as_bytes()).unwrap(), Vec::new());
        assert!(issuer.verify::<Temporary>(&temporary(&issuer).token, NOW).is_ok());
    }
}

#[test]
fn nothing_secret_is_shown() {
    let shown = format!("{:?} {:?}", issuer(), temporary(&issuer()));
    assert!(!shown.contains("0123456789") && !shown.contains("eyJ"), "{shown}");
}
