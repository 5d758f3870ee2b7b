//! What a registry asks for when it answers 401: the `WWW-Authenticate` header.
//!
//! Specification: <https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1> and
//! <https://distribution.github.io/distribution/spec/auth/token/>.

/// A way to prove who one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// User and password with every request.
    Basic,
    /// A token, which `realm` gives out.
    Bearer {
        /// The URL to ask.
        realm: String,
        /// For whom the token is meant.
        service: Option<String>,
        /// What it should allow, in the registry's words.
        scope: Option<String>,
    },
}

/// The best challenge of all headers: a token before a password. `None` if none is known.
pub(super) fn choose<'a>(headers: impl Iterator<Item = &'a str>) -> Option<Challenge> {
    let mut all: Vec<Challenge> = headers.flat_map(read).collect();
    all.sort_by_key(|challenge| *challenge == Challenge::Basic);
    all.into_iter().next()
}

/// All challenges of one header: `Bearer realm="…",service="…", Basic realm="…"`.
fn read(header: &str) -> Vec<Challenge> {
    let mut found: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut rest = header.trim_start_matches([' ', ',', '\t']);
    while !rest.is_empty() {
        let end = rest.find([' ', '=', ',', '\t']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let after_spaces = after.trim_start();
        match after_spaces.strip_prefix('=') {
            Some(value) => {
                let (value, after) = take_value(value.trim_start());
                if let Some((_, parameters)) = found.last_mut() {
                    parameters.push((word.to_ascii_lowercase(), value));
                }
                rest = after;
            }
            None => {
                found.push((word.to_ascii_lowercase(), Vec::new()));
                rest = after_spaces;
            }
        }
        rest = rest.trim_start_matches([' ', ',', '\t']);
    }
    found.into_iter().filter_map(|(scheme, parameters)| challenge(&scheme, parameters)).collect()
}

fn challenge(scheme: &str, parameters: Vec<(String, String)>) -> Option<Challenge> {
    let get = |wanted: &str| parameters.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
    match scheme {
        "basic" => Some(Challenge::Basic),
        "bearer" => Some(Challenge::Bearer { realm: get("realm")?, service: get("service"), scope: get("scope") }),
        _ => None,
    }
}

/// A token or a quoted string, and what follows it.
fn take_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find([',', ' ', '\t']).unwrap_or(text.len()));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (value, quoted.get(at + 1..).unwrap_or("")),
            '\\' => value.extend(chars.next().map(|(_, char)| char)),
            char => value.push(char),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bearer(realm: &str, service: Option<&str>, scope: Option<&str>) -> Option<Challenge> {
        let (service, scope) = (service.map(str::to_owned), scope.map(str::to_owned));
        Some(Challenge::Bearer { realm: realm.to_owned(), service, scope })
    }

    #[test]
    fn challenges_are_read_in_all_their_forms() {
        let one = |header: &'static str| choose([header].into_iter());
        assert_eq!(
            one(r#"Bearer realm="https://auth.example/token",service="r",scope="repository:a/b:pull,push""#),
            bearer("https://auth.example/token", Some("r"), Some("repository:a/b:pull,push"))
        );
        assert_eq!(one("bearer realm = https://a.example/ , service=x"), bearer("https://a.example/", Some("x"), None));
        assert_eq!(one(r#"Basic realm="a \"quoted\" name""#), Some(Challenge::Basic));
        assert_eq!(one(r#"Basic realm="x", Bearer realm="https://a""#), bearer("https://a", None, None));
        assert_eq!(choose(["Negotiate", "Basic"].into_iter()), Some(Challenge::Basic));
        for none in ["", "Bearer", "Bearer service=x", "Digest realm=x", ",,,", "=\"", "Bearer realm"] {
            assert_eq!(one(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(header in ".{0,80}") {
            let _ = choose([header.as_str()].into_iter());
        }
    }
}
