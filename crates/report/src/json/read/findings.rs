//! Secrets and misconfigurations.

use super::document::{Code, Misconfiguration as ToldCheck, Secret as ToldSecret};
use super::layers::Layers;
use super::words::{check_status, severity};
use tidewaiter_model::{Cause, CodeLine, Misconfiguration, Secret};

pub(super) fn secret(told: ToldSecret, member: Option<&str>, layers: &mut Layers) -> Secret {
    Secret {
        rule_id: told.rule_id,
        category: told.category,
        title: told.title,
        severity: severity(&told.severity),
        member: member.map(str::to_owned),
        start_line: told.start_line,
        end_line: told.end_line,
        start_column: told.start_column,
        offset: told.offset,
        matched: told.matched,
        code: lines(told.code),
        encodings: told.encodings,
        place: told.place,
        layer: layers.index(&told.layer),
        removed_by: told.removed_by.and_then(|layer| layers.index(&layer)),
        fingerprint: String::new(),
    }
}

pub(super) fn misconfiguration(told: ToldCheck, layers: &mut Layers) -> Misconfiguration {
    let cause = told.cause_metadata;
    Misconfiguration {
        id: told.id,
        aliases: told.avd_id.into_iter().collect(),
        kind: told.kind,
        title: told.title,
        description: told.description,
        message: told.message,
        resolution: told.resolution,
        severity: severity(&told.severity),
        primary_url: told.primary_url,
        references: told.references,
        status: check_status(&told.status),
        namespace: told.namespace,
        query: told.query,
        cause: Cause {
            resource: cause.resource,
            provider: cause.provider,
            service: cause.service,
            start_line: cause.start_line,
            end_line: cause.end_line,
            code: lines(cause.code),
            layer: layers.index(&told.layer),
        },
    }
}

fn lines(told: Code) -> Vec<CodeLine> {
    let line = |line: super::document::Line| CodeLine {
        number: line.number,
        content: line.content,
        is_cause: line.is_cause,
        is_truncated: line.truncated,
    };
    told.lines.into_iter().map(line).collect()
}
