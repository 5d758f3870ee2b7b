//! Names, values and files that give a secret away.
//!
//! Limits: only shapes that are certain; the rules of secrets proper are in the room of secrets.

/// Prefixes by which frontend builds choose what they compile in; what follows is the name proper.
const PREFIXES: [&str; 3] = ["VITE_", "REACT_APP_", "NEXT_PUBLIC_"];

/// Ends of names, as whole words.
const ENDINGS: [&str; 12] = [
    "SECRET",
    "TOKEN",
    "APIKEY",
    "API_KEY",
    "SECRET_KEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "ACCESS_KEY_ID",
    "ENCRYPTION_KEY",
    "SIGNING_KEY",
    "CREDENTIALS",
    "PASSPHRASE",
];

/// Ends of names, as in `PGPASSWORD`.
const PASSWORDS: [&str; 2] = ["PASSWORD", "PASSWD"];

/// Whether a variable of this name holds a secret. An argument without a value gets it from whoever builds.
#[must_use]
pub fn is_secret_name(name: &str, value: Option<&str>, is_argument: bool) -> bool {
    let upper = name.to_ascii_uppercase();
    let name = PREFIXES.iter().find_map(|prefix| upper.strip_prefix(prefix)).unwrap_or(&upper);
    let is_word = |ending: &str| name.strip_suffix(ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'));
    let is_named = ENDINGS.into_iter().any(is_word) || PASSWORDS.iter().any(|ending| name.ends_with(ending));
    let is_about_none = name.split('_').any(|word| matches!(word, "EMPTY" | "PUBLIC" | "NO"));
    let value = value.unwrap_or("");
    is_named && !is_about_none && !is_setting(value) && (is_argument || !value.is_empty())
}

/// Whether a value switches or counts something, or says where the secret is.
fn is_setting(value: &str) -> bool {
    let is_switch =
        ["yes", "no", "true", "false", "on", "off", "none", "null"].iter().any(|word| value.eq_ignore_ascii_case(word));
    let is_number = !value.is_empty() && value.len() < 6 && value.bytes().all(|b| b.is_ascii_digit());
    is_switch || is_number || value.starts_with(['/', '.'])
}

/// Tokens that tell by their beginning what they are, with their least length.
const TOKENS: [(&str, usize); 19] = [
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 39),
    ("dckr_pat_", 30),
    ("ghp_", 40),
    ("gho_", 40),
    ("ghs_", 40),
    ("ghu_", 40),
    ("github_pat_", 60),
    ("glpat-", 26),
    ("hf_", 37),
    ("npm_", 40),
    ("pypi-AgEI", 50),
    ("rk_live_", 30),
    ("sk-ant-", 40),
    ("sk-proj-", 40),
    ("sk_live_", 30),
    ("xoxb-", 30),
    ("xoxp-", 30),
];

/// Whether a value is a secret, whatever its name.
pub(crate) fn is_secret(value: &str) -> bool {
    let is_token = TOKENS.iter().any(|(start, length)| {
        value.starts_with(start)
            && value.len() >= *length
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    });
    let is_key = value.contains("-----BEGIN ") && value.contains("PRIVATE KEY");
    (is_token && !value.contains("EXAMPLE")) || is_key || has_password(value)
}

/// `scheme://user:password@host`
fn has_password(value: &str) -> bool {
    let authority = value.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    let Some((user, password)) = authority.and_then(|it| it.rsplit_once('@')).and_then(|(user, _)| user.split_once(':')) else {
        return false;
    };
    let is_placeholder = password.contains(['$', '<', '{', '*']) || ["password", "changeme", "secret", "xxx"].contains(&password);
    !password.is_empty() && user != password && !is_placeholder
}

/// Whether a file of this name holds a secret.
pub(super) fn is_secret_file(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let is_key = matches!(name, "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519");
    let is_password = matches!(name, ".netrc" | ".pgpass" | ".git-credentials" | ".vault-token");
    is_key || is_password || (folder == ".aws" && name == "credentials") || (folder == ".docker" && name == "config.json")
}
