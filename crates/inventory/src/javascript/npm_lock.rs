//! What is needed of a `package-lock.json` of version 2 or 3, borrowed from its text: a tree of all its values takes many times its room.
//!
//! Whatever is not of the type that npm writes counts as not there, and of fields that are there twice the last counts.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// The document.
#[derive(Default)]
pub(super) struct Lock<'a> {
    /// Entries by the folder where each is installed.
    pub(super) packages: Option<BTreeMap<Cow<'a, str>, Entry<'a>>>,
    /// Whether it says which version of the format it is.
    pub(super) has_version: bool,
}

/// What is installed in one folder.
#[derive(Default)]
pub(super) struct Entry<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) version: Cow<'a, str>,
    pub(super) resolved: Cow<'a, str>,
    pub(super) license: Cow<'a, str>,
    pub(super) is_link: bool,
    pub(super) is_dev: bool,
    /// Names of what it asks for.
    pub(super) wanted: Vec<Cow<'a, str>>,
    /// Names of what its developers ask for.
    pub(super) wanted_by_developers: Vec<Cow<'a, str>>,
}

/// An object that takes its fields one by one; anything else in its place leaves it as it is at first.
trait Object<'de>: Default {
    fn take<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error>;
}

impl<'de> Object<'de> for Lock<'de> {
    fn take<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        match &*key {
            "packages" => self.packages = map.next_value::<Read<Packages<'de>>>()?.0.0,
            "lockfileVersion" => {
                map.next_value::<IgnoredAny>()?;
                self.has_version = true;
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Default)]
struct Packages<'a>(Option<BTreeMap<Cow<'a, str>, Entry<'a>>>);

impl<'de> Object<'de> for Packages<'de> {
    fn take<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        let entry = map.next_value::<Read<Entry<'de>>>()?.0;
        self.0.get_or_insert_default().insert(key, entry);
        Ok(())
    }
}

impl<'de> Object<'de> for Entry<'de> {
    fn take<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        match &*key {
            "name" => self.name = map.next_value::<Text<'de>>()?.0,
            "version" => self.version = map.next_value::<Text<'de>>()?.0,
            "resolved" => self.resolved = map.next_value::<Text<'de>>()?.0,
            "license" => self.license = map.next_value::<Text<'de>>()?.0,
            "link" => self.is_link = map.next_value::<Text<'de>>()?.1,
            "dev" => self.is_dev = map.next_value::<Text<'de>>()?.1,
            "dependencies" | "optionalDependencies" | "peerDependencies" => {
                self.wanted.append(&mut map.next_value::<Read<Names<'de>>>()?.0.0);
            }
            "devDependencies" => self.wanted_by_developers = map.next_value::<Read<Names<'de>>>()?.0.0,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

/// The names of an object's fields.
#[derive(Default)]
struct Names<'a>(Vec<Cow<'a, str>>);

impl<'de> Object<'de> for Names<'de> {
    fn take<M: MapAccess<'de>>(&mut self, key: Cow<'de, str>, map: &mut M) -> Result<(), M::Error> {
        self.0.push(key);
        map.next_value::<IgnoredAny>().map(drop)
    }
}

/// The document, from its text; with nothing in it if it is no object.
pub(super) fn read(text: &str) -> Result<Lock<'_>, String> {
    serde_json::from_str::<Read<Lock<'_>>>(text).map(|read| read.0).map_err(|error| error.to_string())
}

struct Read<T>(T);

impl<'de, T: Object<'de>> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Lenient(PhantomData::<T>)).map(Self)
    }
}

struct Lenient<T>(PhantomData<T>);

/// A text, empty where there is none, or whether the value is `true`.
struct Text<'a>(Cow<'a, str>, bool);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyText)
    }
}

struct AnyText;

/// What a visitor makes of values that it does not want.
macro_rules! otherwise {
    ($nothing:expr; $($visit:ident($type:ty)),*) => {
        fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
            to.write_str("anything")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
        $(fn $visit<E>(self, _: $type) -> Result<Self::Value, E> {
            Ok($nothing)
        })*
    };
}

impl<'de, T: Object<'de>> Visitor<'de> for Lenient<T> {
    type Value = T;

    otherwise!(T::default(); visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
        let mut object = T::default();
        while let Some(Text(key, _)) = map.next_key()? {
            object.take(key, &mut map)?;
        }
        Ok(object)
    }
}

impl<'de> Visitor<'de> for AnyText {
    type Value = Text<'de>;

    otherwise!(Text(Cow::Borrowed(""), false); visit_i64(i64), visit_u64(u64), visit_f64(f64));

    fn visit_bool<E>(self, is_true: bool) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(""), is_true))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Borrowed(text), false))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Text(Cow::Owned(text.to_owned()), false))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Text(Cow::Borrowed(""), false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_npm_does_not_write_counts_as_not_there() {
        let text = r#"{"lockfileVersion": 3, "packages": {"": 7, "a": {"version": [1, {"b": 2}], "name": "x\ny", "dev": "true", "link": true,
            "dependencies": {"b": {}, "c": "1"}, "peerDependencies": [1], "name": "z"}, "a": {"version": "1", "license": {"type": "MIT"}}}}"#;
        let lock = read(text).unwrap();
        let packages = lock.packages.unwrap();
        assert_eq!(packages.len(), 2);
        assert_eq!((&*packages["a"].version, &*packages["a"].license, packages["a"].is_link), ("1", "", false));
        let text = r#"{"packages": {"a": {"name": "x\ny", "dev": 1, "link": true, "dependencies": {"b": {}}, "peerDependencies": {"c": 1}}}}"#;
        let lock = read(text).unwrap().packages.unwrap();
        let entry = &lock["a"];
        assert_eq!((&*entry.name, entry.is_dev, entry.is_link, entry.wanted.len()), ("x\ny", false, true, 2));
        assert!(read("{\"packages\": 1}").unwrap().packages.is_none());
        assert!(read("[{}, 1]").unwrap().packages.is_none() && read("{\"packages\"").is_err());
    }
}
