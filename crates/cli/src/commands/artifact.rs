//! `db push`, `db pull`, `db bundle`: advisories that are built once and used elsewhere.

use super::login::signing_key;
use crate::args::SigningArgs;
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::path::Path;
use tidewaiter_advisory::artifact::{self, ArtifactError, Pulled, Pushed, SCHEME};
use tidewaiter_advisory::store::{Builder, kind_of};
use tidewaiter_image::artifact::LayoutWriter;
use tidewaiter_image::artifact::cosign::SignatureError;

pub(super) fn push(builder: &Builder<'_>, place: &str, signing: &SigningArgs, progress: &Progress) -> Result<Exit, Failure> {
    if !place.starts_with(SCHEME) {
        let failure = Failure::message(Exit::Usage, format!("`{place}` is no place in a registry"));
        return Err(failure.hint(Some(format!("name it as {SCHEME}registry/repository:tag; `db bundle` writes files"))));
    }
    let key = signing.sign_key.as_deref().map(signing_key).transpose()?;
    let failed = |error| failure(error, format!("cannot push the advisories to {place}"));
    let mut repository = builder.reach.repository(place).map_err(failed)?;
    let pushed = artifact::push(builder.store, &mut repository, key.as_ref(), builder.progress).map_err(failed)?;
    tell(&pushed, place, key.is_some(), progress);
    Ok(Exit::Done)
}

pub(super) fn bundle(builder: &Builder<'_>, file: &Path, signing: &SigningArgs, progress: &Progress) -> Result<Exit, Failure> {
    let key = signing.sign_key.as_deref().map(signing_key).transpose()?;
    let failed = |error| failure(error, format!("cannot write {}", file.display()));
    let mut writer = LayoutWriter::create(file).map_err(|error| failed(error.into()))?;
    let pushed = artifact::push(builder.store, &mut writer, key.as_ref(), builder.progress).map_err(failed)?;
    writer.finish().map_err(|error| failed(error.into()))?;
    tell(&pushed, &file.display().to_string(), key.is_some(), progress);
    Ok(Exit::Done)
}

fn tell(pushed: &Pushed, place: &str, is_signed: bool, progress: &Progress) {
    let megabytes = pushed.shards.iter().map(|shard| shard.size).sum::<u64>() as f64 / 1e6;
    let signed = if is_signed { "signed" } else { "not signed" };
    let (all, new) = (pushed.shards.len(), pushed.new);
    progress.note(&format!("{place}: {all} shards, {megabytes:.1} MB, {new} of them new, {signed}, {}", pushed.digest));
}

/// All shards of a place, or those of these names.
pub(super) fn pull(builder: &Builder<'_>, place: &str, wanted: &[String], progress: &Progress) -> Result<Exit, Failure> {
    let failed = |error| {
        let failure = failure(error, format!("cannot pull the advisories from {place}"));
        let is_nowhere = !place.starts_with(SCHEME) && !Path::new(place).exists();
        if is_nowhere { failure.hint(Some(format!("a registry is named as {SCHEME}registry/repository:tag"))) } else { failure }
    };
    let (listed, digest) =
        builder.reach.ask(place, |prebuilt| Ok((prebuilt.shards().to_vec(), prebuilt.digest().clone()))).map_err(failed)?;
    let name_of = |title: &str| kind_of(title).map_or_else(String::new, |(_, name)| name);
    if let Some(unknown) = wanted.iter().find(|name| listed.iter().all(|shard| name_of(&shard.title) != **name)) {
        let names: Vec<String> = listed.iter().map(|shard| name_of(&shard.title)).collect();
        let failure = Failure::message(Exit::Database, format!("{place} has no advisories of {unknown}"));
        return Err(failure.hint(Some(format!("it has {}", names.join(", ")))));
    }
    let (mut fetched, mut bytes, mut unchanged) = (0, 0, 0);
    for shard in listed.iter().filter(|shard| wanted.is_empty() || wanted.contains(&name_of(&shard.title))) {
        let pulled = builder.reach.ask(place, |prebuilt| prebuilt.pull(&shard.title, builder.store, builder.progress));
        match pulled.map_err(failed)? {
            Pulled::Fetched => (fetched, bytes) = (fetched + 1, bytes + shard.size),
            Pulled::Unchanged => unchanged += 1,
        }
    }
    let verified = if builder.reach.key.is_some() { "signature verified" } else { "signature not looked at (--verify-key)" };
    let megabytes = bytes as f64 / 1e6;
    progress.note(&format!("{place}: {fetched} shards fetched ({megabytes:.1} MB), {unchanged} unchanged, {verified}, {digest}"));
    Ok(Exit::Done)
}

fn failure(error: ArtifactError, context: String) -> Failure {
    let hint = match &error {
        ArtifactError::Image(error) | ArtifactError::Signature(SignatureError::Image(error)) => error.hint().map(str::to_owned),
        ArtifactError::Signature(_) => Some("take it only if you know why; ask who pushed it for the public key".to_owned()),
        ArtifactError::Exchanged { .. } => Some("it is damaged or was tampered with: push it again".to_owned()),
        ArtifactError::Empty(_) => {
            Some("`tidewaiter db build` builds advisories, `tidewaiter db push` puts them there".to_owned())
        }
        ArtifactError::Foreign { .. } => Some("`tidewaiter db push` makes what can be pulled".to_owned()),
        _ => None,
    };
    Failure::new(Exit::Database, error, context).hint(hint)
}
