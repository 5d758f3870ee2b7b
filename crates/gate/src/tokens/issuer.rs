//! Who makes tokens, and believes them.

use super::claims::{Access, Claims, Confirmation, Kind, Temporary, Validated};
use super::error::TokenError;
use super::keys::Key;
use super::provider;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header, encode};
use serde_json::{Map, Value, json};

const MAX_TOKEN: usize = 8192;

/// How tokens are made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `iss`.
    pub issuer: String,
    /// `aud` of each kind.
    pub audiences: Audiences,
    /// How long each kind lives.
    pub lifetimes: Lifetimes,
    /// How far clocks may differ, in seconds.
    pub leeway: u64,
}

/// What tokens are for.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the audiences of temporary, validated and access tokens, named as the contract does")]
pub struct Audiences {
    pub validate: String,
    pub register: String,
    pub operations: String,
}

/// How long tokens live, in seconds.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "one of each kind of token")]
pub struct Lifetimes {
    pub temporary: u64,
    pub validated: u64,
    pub access: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            issuer: "tidewaiter".to_owned(),
            audiences: Audiences {
                validate: "arcp:validate".to_owned(),
                register: "arcp:register".to_owned(),
                operations: "arcp:operations".to_owned(),
            },
            lifetimes: Lifetimes { temporary: 900, validated: 300, access: 3600 },
            leeway: 60,
        }
    }
}

/// Makes tokens and verifies them.
#[derive(Debug)]
pub struct Issuer {
    settings: Settings,
    signing: Key,
    /// Keys that signed before and are still believed.
    retired: Vec<Key>,
}

/// A token that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Minted<K> {
    /// As it is sent.
    pub token: String,
    /// What it says.
    pub claims: Claims<K>,
}

/// A token's text lets in whoever reads it in a log.
impl<K: std::fmt::Debug> std::fmt::Debug for Minted<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Minted").field("claims", &self.claims).finish_non_exhaustive()
    }
}

/// For whom a token is made, and when.
#[derive(Clone, Copy, Debug)]
struct Stamp<'a> {
    agent_id: &'a str,
    cnf: Option<&'a Confirmation>,
    now: u64,
    jti: &'a str,
}

impl Issuer {
    /// Signs with one key; tokens that the retired ones signed are believed until they end.
    #[must_use]
    pub fn new(settings: Settings, signing: Key, retired: Vec<Key>) -> Self {
        provider::install();
        Self { settings, signing, retired }
    }

    /// How tokens are made.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A temporary token. The times are seconds since 1970; the id has to be unguessable and its own.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn temporary(
        &self,
        agent_id: &str,
        agent_type: &str,
        agent_key_hash: &str,
        cnf: Option<&Confirmation>,
        now: u64,
        jti: &str,
    ) -> Result<Minted<Temporary>, TokenError> {
        let (agent_type, agent_key_hash) = (agent_type.to_owned(), agent_key_hash.to_owned());
        let own = Temporary { temp_registration: true, agent_type, agent_key_hash };
        self.mint(own, self.settings.lifetimes.temporary, Stamp { agent_id, cnf, now, jti })
    }

    /// A validated token: with the time at which the validation passed and the same id, the same token again.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn validated(
        &self,
        agent_id: &str,
        own: Validated,
        cnf: Option<&Confirmation>,
        now: u64,
        jti: &str,
    ) -> Result<Minted<Validated>, TokenError> {
        self.mint(own, self.settings.lifetimes.validated, Stamp { agent_id, cnf, now, jti })
    }

    /// An access token.
    ///
    /// # Errors
    /// The key cannot sign.
    pub fn access(
        &self,
        agent_id: &str,
        scopes: &[String],
        cnf: Option<&Confirmation>,
        now: u64,
        jti: &str,
    ) -> Result<Minted<Access>, TokenError> {
        let own = Access { scopes: scopes.to_vec() };
        self.mint(own, self.settings.lifetimes.access, Stamp { agent_id, cnf, now, jti })
    }

    fn mint<K: Kind>(&self, own: K, lifetime: u64, stamp: Stamp<'_>) -> Result<Minted<K>, TokenError> {
        let claims = Claims {
            iss: self.settings.issuer.clone(),
            sub: K::subject(stamp.agent_id),
            aud: K::audience(&self.settings.audiences).to_owned(),
            token_type: K::NAME.to_owned(),
            agent_id: stamp.agent_id.to_owned(),
            role: "agent".to_owned(),
            jti: stamp.jti.to_owned(),
            iat: stamp.now,
            nbf: stamp.now,
            exp: stamp.now.saturating_add(lifetime),
            cnf: stamp.cnf.cloned(),
            own,
        };
        let header = Header { kid: self.signing.id.clone(), ..Header::new(self.signing.algorithm) };
        let token = encode(&header, &claims, &self.signing.signing).map_err(|_| TokenError::Signing)?;
        Ok(Minted { token, claims })
    }

    /// Believes a token of that kind, or says why not. Whether its bearer holds the key in `cnf`, and whether it was used before, remains
    /// to be asked.
    ///
    /// # Errors
    /// See [`TokenError`].
    pub fn verify<K: Kind>(&self, token: &str, now: u64) -> Result<Claims<K>, TokenError> {
        let claims = self.signed(token)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        if text("iss") != Some(&self.settings.issuer) {
            return Err(TokenError::Issuer);
        }
        self.in_time(&claims, now)?;
        if text("token_type") != Some(K::NAME) || text("aud") != Some(K::audience(&self.settings.audiences)) {
            return Err(TokenError::Purpose { wanted: K::NAME });
        }
        serde_json::from_value(Value::Object(claims)).map_err(|_| TokenError::Claims)
    }

    /// The claims of a token that one of our keys signed.
    fn signed(&self, token: &str) -> Result<Map<String, Value>, TokenError> {
        if token.len() > MAX_TOKEN {
            return Err(TokenError::Malformed);
        }
        let header = decode_header(token).map_err(|error| match error.kind() {
            // The library knows no `none`: such a header cannot be read.
            ErrorKind::Json(error) if error.is_data() => TokenError::Algorithm,
            _ => TokenError::Malformed,
        })?;
        let is_ours = header.typ.as_deref().is_some_and(|of_type| of_type.eq_ignore_ascii_case("JWT"));
        if !is_ours || header.crit.is_some() {
            return Err(TokenError::Header);
        }
        let mut refused = TokenError::Algorithm;
        for key in std::iter::once(&self.signing).chain(&self.retired) {
            if key.algorithm != header.alg || key.id != header.kid {
                continue;
            }
            match decode(token, &key.verifying, &only_signature(key)) {
                Ok(read) => return Ok(read.claims),
                Err(error) if *error.kind() == ErrorKind::InvalidSignature => refused = TokenError::Signature,
                Err(_) => return Err(TokenError::Malformed),
            }
        }
        Err(refused)
    }

    fn in_time(&self, claims: &Map<String, Value>, now: u64) -> Result<(), TokenError> {
        let time = |name: &str| claims.get(name).and_then(Value::as_u64).ok_or(TokenError::Claims);
        let leeway = self.settings.leeway;
        if now >= time("exp")?.saturating_add(leeway) {
            return Err(TokenError::Expired);
        }
        let earliest = now.saturating_add(leeway);
        if time("nbf")? > earliest || time("iat")? > earliest {
            return Err(TokenError::Immature);
        }
        Ok(())
    }

    /// The document at `/.well-known/jwks.json`: public halves, retired ones included; empty with a shared secret.
    #[must_use]
    pub fn jwks(&self) -> Value {
        let keys = std::iter::once(&self.signing).chain(&self.retired);
        json!({"keys": keys.filter_map(|key| key.public.as_ref()).map(super::PublicKey::to_jwk).collect::<Vec<_>>()})
    }

    /// `HS256`, `ES256` or `EdDSA`.
    #[must_use]
    pub fn algorithm(&self) -> String {
        format!("{:?}", self.signing.algorithm)
    }
}

/// The library looks at the signature; times, audience and issuer are compared here, against the clock that the caller has.
fn only_signature(key: &Key) -> Validation {
    let mut validation = Validation::new(key.algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}
