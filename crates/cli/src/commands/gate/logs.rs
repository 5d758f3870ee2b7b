//! The service's log, on standard error: for people, or an object a line. Traces go to their collector.

use crate::exit::{Exit, Failure};
use std::io::{self, IsTerminal};
use tidewaiter_gate::settings::{LogFormat, Telling};
use tidewaiter_gate::traces::Traces;
use tracing_subscriber::filter::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// Begins to write the log, and to collect traces where they are wanted: as long as what is returned is there.
pub(super) fn begin(telling: &Telling) -> Result<Option<Traces>, Failure> {
    let filter = EnvFilter::builder().parse(&telling.filter).map_err(|error| {
        Failure::new(Exit::Usage, error, format!("cannot use the setting log = {:?}", telling.filter))
            .hint(Some("a level (error, warn, info, debug, trace), or levels by module: info,tidewaiter_gate=debug"))
    })?;
    let written = fmt::layer().with_writer(io::stderr);
    let written = match telling.format {
        LogFormat::Text => written.with_ansi(io::stderr().is_terminal()).with_target(false).boxed(),
        LogFormat::Json => written.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let traces = telling.traces.as_ref().map(Traces::to).transpose();
    let traces = traces.map_err(|error| Failure::new(Exit::Usage, error, "cannot collect traces".to_owned()))?;
    let begun = registry().with(written.with_filter(filter)).with(traces.as_ref().map(Traces::layer)).try_init();
    begun.map_err(|error| Failure::new(Exit::Internal, error, "cannot write a log".to_owned()))?;
    Ok(traces)
}
