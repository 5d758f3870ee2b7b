//! The service's log, on standard error: for people, or an object a line.

use crate::exit::{Exit, Failure};
use std::io::{self, IsTerminal};
use tidewaiter_gate::settings::{LogFormat, Telling};
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// Begins to write the log.
pub(super) fn begin(telling: &Telling) -> Result<(), Failure> {
    let filter = EnvFilter::builder().parse(&telling.filter).map_err(|error| {
        Failure::new(Exit::Usage, error, format!("cannot use the setting log = {:?}", telling.filter))
            .hint(Some("a level (error, warn, info, debug, trace), or levels by module: info,tidewaiter_gate=debug"))
    })?;
    let written = fmt::layer().with_writer(io::stderr);
    let written = match telling.format {
        LogFormat::Text => written.with_ansi(io::stderr().is_terminal()).with_target(false).boxed(),
        LogFormat::Json => written.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let begun = registry().with(written.with_filter(filter)).try_init();
    begun.map_err(|error| Failure::new(Exit::Internal, error, "cannot write a log".to_owned()))
}
