//! What a setting is, and the table form in which they are written: a line each.

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// In the file: `container.scan_timeout` is `scan_timeout` under `[container]`.
    pub key: &'static str,
    /// In the environment.
    pub env: &'static str,
    /// What counts where nothing is said; empty for nothing.
    pub default: &'static str,
    /// What may be said.
    pub(super) expects: fn(Bounds) -> String,
    /// Numbers from and to which it may be.
    pub(super) bounds: Bounds,
    /// Whether it is never shown, and no flag, since everybody sees command lines.
    pub is_secret: bool,
    /// What it is, for people.
    pub doc: &'static str,
}

/// The least and the greatest number.
pub(super) type Bounds = (u64, u64);

impl Definition {
    /// On the command line, without the hyphens before it: the key with hyphens, the scanner's without `container-`.
    #[must_use]
    pub fn flag(&self) -> String {
        self.key.strip_prefix("container.").unwrap_or(self.key).replace(['.', '_'], "-")
    }

    /// A value as everybody may see it: no secret, and no password in an address.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        match (self.is_secret, text.is_empty()) {
            (true, false) => "(set)".to_owned(),
            _ => without_password(text),
        }
    }

    /// What may be said.
    #[must_use]
    pub fn expected(&self) -> String {
        (self.expects)(self.bounds)
    }
}

/// `postgres://user:***@host/database`
pub(super) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@') {
        Some((login, host)) => format!("{scheme}://{}:***@{host}{path}", login.split(':').next().unwrap_or("")),
        None => url.to_owned(),
    }
}

/// A group of settings: a struct with a field for each, its [`Definition`]s and how to read it.
///
/// `field: Type = "default" [in least..=greatest], "key", "ENVIRONMENT";`
macro_rules! settings {
    ($(#[doc = $about:literal])+ $group:ident {
        $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:literal $(in $least:literal..=$most:literal)?, $key:literal, $env:literal;)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $group {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        impl $group {
            /// Its settings.
            pub(super) const DEFINITIONS: &'static [$crate::settings::Definition] = &[$($crate::settings::Definition {
                key: $key,
                env: $env,
                default: $default,
                expects: <$type as $crate::settings::value::Value>::expects,
                bounds: $crate::settings::definition::bounds!($($least..=$most)?),
                is_secret: <$type as $crate::settings::value::Value>::IS_SECRET,
                doc: concat!($($doc),+),
            }),+];

            /// Reads all of them, so that all that is wrong is told at once; `None` if anything is.
            pub(super) fn read(reader: &mut $crate::settings::reader::Reader<'_>) -> Option<Self> {
                let mut definitions = Self::DEFINITIONS.iter();
                $(let $field = definitions.next().and_then(|definition| reader.read::<$type>(definition));)+
                Some(Self { $($field: $field?),+ })
            }
        }
    };
}

/// Those that are stated, or all.
macro_rules! bounds {
    () => {
        (0, u64::MAX)
    };
    ($least:literal..=$most:literal) => {
        ($least, $most)
    };
}

pub(super) use {bounds, settings};
