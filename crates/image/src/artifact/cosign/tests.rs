//! Keys that cosign and openssl made, and signatures that are right, missing, foreign or about something else.

use super::*;
use crate::artifact::{Layout, LayoutWriter};
use tidewaiter_testkit::{SIGNING_KEY, VERIFYING_KEY};

const KEY: &str = include_str!("testdata/cosign.key");
const PUBLIC: &str = include_str!("testdata/cosign.pub");

fn layout(write: impl FnOnce(&mut LayoutWriter)) -> (tempfile::TempDir, Layout) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tar");
    let mut writer = LayoutWriter::create(&path).unwrap();
    write(&mut writer);
    writer.finish().unwrap();
    let layout = Layout::open(&path).unwrap();
    (folder, layout)
}

fn keys() -> [(SigningKey, VerifyingKey); 2] {
    [
        (SigningKey::from_pem(KEY, "password").unwrap(), VerifyingKey::from_pem(PUBLIC).unwrap()),
        (SigningKey::from_pem(SIGNING_KEY, "").unwrap(), VerifyingKey::from_pem(VERIFYING_KEY).unwrap()),
    ]
}

#[test]
fn what_was_signed_is_verified() {
    for (key, public) in keys() {
        let digest = Hasher::sha256(b"{}");
        let (_folder, layout) = layout(|writer| sign(writer, &digest, &key).unwrap());
        verify(&layout, &digest, &public).unwrap();
    }
}

#[test]
fn what_others_signed_is_not() {
    let [(key, public), (_, other)] = keys();
    let digest = Hasher::sha256(b"{}");
    let (_folder, signed) = layout(|writer| sign(writer, &digest, &key).unwrap());
    assert!(matches!(verify(&signed, &digest, &other), Err(SignatureError::Foreign { .. })));
    assert!(matches!(verify(&signed, &Hasher::sha256(b"x"), &public), Err(SignatureError::Unsigned(_))));
    // A signature of something else that was moved to this digest's name.
    let moved = signed.manifest(Some(&tag_of(&digest))).unwrap().unwrap().0;
    let (payload, config) = (signature_blob(&signed, &moved, "/layers/0"), signature_blob(&signed, &moved, "/config"));
    let elsewhere = Hasher::sha256(b"evil");
    let (_folder, exchanged) = layout(|writer| {
        writer.put_blob(&Hasher::sha256(&payload), &payload).unwrap();
        writer.put_blob(&Hasher::sha256(&config), &config).unwrap();
        writer.put_manifest(Some(&tag_of(&elsewhere)), &moved).unwrap();
    });
    let error = verify(&exchanged, &elsewhere, &public).unwrap_err();
    assert!(error.to_string().contains("about something else"), "{error}");
}

fn signature_blob(layout: &Layout, manifest: &[u8], at: &str) -> Vec<u8> {
    let json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    let digest = Digest::parse(json.pointer(at).unwrap()["digest"].as_str().unwrap()).unwrap();
    let mut bytes = Vec::new();
    layout.blob(&digest, 0).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn keys_that_are_none_are_told() {
    assert!(matches!(SigningKey::from_pem(KEY, "wrong"), Err(KeyError::Password)));
    assert!(matches!(SigningKey::from_pem("text", ""), Err(KeyError::NotPem(_))));
    assert!(matches!(SigningKey::from_pem(PUBLIC, ""), Err(KeyError::NotPem(_))));
    assert!(matches!(VerifyingKey::from_pem(SIGNING_KEY), Err(KeyError::NotPem(_))));
    let block = |label: &str, bytes: &[u8]| {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64_STANDARD.encode(bytes))
    };
    assert!(matches!(VerifyingKey::from_pem(&block("PUBLIC KEY", b"30")), Err(KeyError::OtherKind)));
    assert!(matches!(SigningKey::from_pem(&block("PRIVATE KEY", b"30"), ""), Err(KeyError::OtherKind)));
    assert!(matches!(SigningKey::from_pem(&block("EC PRIVATE KEY", b"30"), ""), Err(KeyError::Encryption(_))));
    let greedy = br#"{"kdf":{"name":"scrypt","params":{"N":1099511627776,"r":8,"p":1},"salt":""},
        "cipher":{"name":"nacl/secretbox","nonce":""},"ciphertext":""}"#;
    let greedy = block("ENCRYPTED SIGSTORE PRIVATE KEY", greedy);
    assert!(matches!(SigningKey::from_pem(&greedy, ""), Err(KeyError::Encryption(_))));
}
