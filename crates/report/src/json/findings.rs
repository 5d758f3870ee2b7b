//! Secrets and misconfigurations in their frozen shape.

use super::schema::{CauseMetadata, Code, Layer, Line, Misconfiguration, Secret};
use tidewaiter_model as model;

impl<'a> Secret<'a> {
    pub(super) fn of(found: &'a model::Secret, layers: &'a [model::Layer], target: Option<&'a str>) -> Self {
        Self {
            target,
            rule_id: &found.rule_id,
            category: &found.category,
            severity: found.severity,
            title: &found.title,
            start_line: found.start_line,
            end_line: found.end_line,
            start_column: found.start_column,
            code: Code::of(&found.code),
            matched: &found.matched,
            layer: layer(found.layer, layers),
            offset: found.offset,
            encodings: &found.encodings,
            place: found.place.as_deref(),
            removed_by: found.removed_by.map(|index| layer(Some(index), layers)),
        }
    }
}

impl<'a> Misconfiguration<'a> {
    pub(super) fn of(found: &'a model::Misconfiguration, layers: &'a [model::Layer], target: Option<&'a str>) -> Self {
        let cause = &found.cause;
        Self {
            target,
            kind: &found.kind,
            id: &found.id,
            avd_id: found.aliases.iter().find(|alias| alias.starts_with("AVD-")).map(String::as_str),
            title: &found.title,
            description: &found.description,
            message: &found.message,
            namespace: &found.namespace,
            query: &found.query,
            resolution: &found.resolution,
            severity: found.severity,
            primary_url: &found.primary_url,
            references: &found.references,
            status: found.status,
            layer: layer(cause.layer, layers),
            cause_metadata: CauseMetadata {
                resource: &cause.resource,
                provider: &cause.provider,
                service: &cause.service,
                start_line: cause.start_line,
                end_line: cause.end_line,
                code: Code::of(&cause.code),
            },
        }
    }
}

fn layer(index: Option<usize>, layers: &[model::Layer]) -> Layer<'_> {
    index.and_then(|index| layers.get(index)).map(Layer::of).unwrap_or_default()
}

impl<'a> Code<'a> {
    fn of(lines: &'a [model::CodeLine]) -> Self {
        let first = lines.iter().position(|line| line.is_cause);
        let last = lines.iter().rposition(|line| line.is_cause);
        let shown = |(index, line): (usize, &'a model::CodeLine)| Line {
            number: line.number,
            content: &line.content,
            is_cause: line.is_cause,
            annotation: "",
            truncated: line.is_truncated,
            first_cause: first == Some(index),
            last_cause: last == Some(index),
        };
        Self { lines: (!lines.is_empty()).then(|| lines.iter().enumerate().map(shown).collect()) }
    }
}
