//! Certificates in headers, as proxies write them.
//!
//! - PEM, percent-encoded (nginx's `$ssl_client_escaped_cert`, Amazon's balancers), or with its lines joined by spaces (Apache);
//! - DER in base64 (HAProxy), also between colons (`Client-Cert`, RFC 9440 <https://www.rfc-editor.org/rfc/rfc9440>), or percent-encoded
//!   (Traefik);
//! - Envoy's `X-Forwarded-Client-Cert`, whose elements are pairs, `Hash=..;Cert="<percent-encoded PEM>";Subject=".."`
//!   <https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert>: the last element is
//!   the one that the proxy nearest to us wrote.
//!
//! Limits: one header of that name, one certificate in it; a chain beside it is not read.

use axum::http::{HeaderMap, HeaderName};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

/// Proxies differ in whether they pad.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Why a header holds no certificate. Whose fault: the proxy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// It is there twice: one of them may be the client's own.
    #[error("the header with the client certificate is there more than once")]
    Several,
    /// It is neither PEM nor DER in any of the known ways.
    #[error("the header with the client certificate has an unknown form")]
    Form,
}

/// The certificate in the header of that name, as DER. What proxies write for none is none.
pub(super) fn certificate(name: &HeaderName, headers: &HeaderMap) -> Result<Option<Vec<u8>>, HeaderError> {
    let mut all = headers.get_all(name).iter();
    let Some(value) = all.next() else { return Ok(None) };
    if all.next().is_some() {
        return Err(HeaderError::Several);
    }
    let text = value.to_str().map_err(|_| HeaderError::Form)?.trim();
    if matches!(text, "" | "(null)" | "NONE") {
        return Ok(None);
    }
    let is_envoy = name.as_str() == "x-forwarded-client-cert";
    let written = if is_envoy { envoy(text) } else { Some(Cow::Borrowed(text)) };
    written.and_then(|text| der(&text)).map(Some).ok_or(HeaderError::Form)
}

fn der(text: &str) -> Option<Vec<u8>> {
    // A plus sign stands for itself: base64 has it.
    let text = percent_encoding::percent_decode_str(text).decode_utf8().ok()?;
    let body = match text.split_once(BEGIN) {
        Some((before, rest)) if before.trim().is_empty() => rest.split_once(END)?.0,
        Some(_) => return None,
        None => text.strip_prefix(':').and_then(|text| text.strip_suffix(':')).unwrap_or(&text),
    };
    let body: String = body.split_ascii_whitespace().collect();
    BASE64.decode(body).ok().filter(|der| !der.is_empty())
}

/// The value of `Cert` in the last element.
fn envoy(text: &str) -> Option<Cow<'_, str>> {
    let (mut pairs, mut pair, mut is_quoted, mut is_escaped) = (Vec::new(), String::new(), false, false);
    for letter in text.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => {
                is_escaped = true;
                continue;
            }
            '"' => {
                is_quoted = !is_quoted;
                continue;
            }
            ';' if !is_quoted => {
                pairs.push(std::mem::take(&mut pair));
                continue;
            }
            ',' if !is_quoted => {
                pairs.clear();
                pair.clear();
                continue;
            }
            _ => {}
        }
        pair.push(letter);
    }
    pairs.push(pair);
    let named = |pair: &String| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("cert").then(|| Cow::Owned(value.to_owned()))
    };
    pairs.iter().find_map(named).filter(|_| !is_quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DER: &[u8] = &[0x30, 0x82, 0xfb, 0xef, 0xbe, 0x01, 0x02];

    fn read(name: &'static str, values: &[&str]) -> Result<Option<Vec<u8>>, HeaderError> {
        let name = HeaderName::from_static(name);
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&name, value.parse().unwrap());
        }
        certificate(&name, &headers)
    }

    #[test]
    fn every_proxys_way_of_writing_is_read() {
        let base64 = base64::engine::general_purpose::STANDARD.encode(DER);
        assert_eq!(base64, "MIL7774BAg==");
        for written in [
            "MIL7774BAg==",
            "MIL7774BAg",
            ":MIL7774BAg==:",
            "MIL7774BAg%3D%3D",
            "-----BEGIN CERTIFICATE----- MIL7 774BAg== -----END CERTIFICATE-----",
            "-----BEGIN%20CERTIFICATE-----%0AMIL7%0A774BAg%3D%3D%0A-----END%20CERTIFICATE-----%0A",
        ] {
            assert_eq!(read("x-client-cert", &[written]), Ok(Some(DER.to_vec())), "{written}");
        }
    }

    #[test]
    fn envoys_last_element_counts() {
        let pem = |body: &str| format!("\"-----BEGIN%20CERTIFICATE-----%0A{body}%0A-----END%20CERTIFICATE-----%0A\"");
        let good = pem("MIL7774BAg%3D%3D");
        for written in [
            format!("By=spiffe://a;Hash=00;Cert={good};Subject=\"CN=a\\\",Cert=x;\";URI=x"),
            format!("Cert={good}"),
            format!("Cert={},Hash=1;cert={good}", pem("AAAA")),
        ] {
            assert_eq!(read("x-forwarded-client-cert", &[&written]), Ok(Some(DER.to_vec())), "{written}");
        }
        for broken in [format!("Cert={good},Hash=1"), "Hash=1".to_owned(), format!("Cert={}", &good[..30]), "x".to_owned()] {
            assert_eq!(read("x-forwarded-client-cert", &[&broken]), Err(HeaderError::Form), "{broken}");
        }
    }

    #[test]
    fn none_is_none_and_two_are_refused() {
        assert_eq!(read("x-client-cert", &[]), Ok(None));
        for none in ["", "  ", "(null)", "NONE"] {
            assert_eq!(read("x-client-cert", &[none]), Ok(None), "{none}");
        }
        assert_eq!(read("x-client-cert", &["MIL7", "MIL7"]), Err(HeaderError::Several));
        for broken in
            ["-----BEGIN CERTIFICATE-----", "x-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----", "%ff", "::", "M", "*"]
        {
            assert_eq!(read("x-client-cert", &[broken]), Err(HeaderError::Form), "{broken}");
        }
    }
}
