//! The gate: `serve`, `worker` and `token`. What it is made of is in the library; here are the process around it, its signals and its log.

mod ending;
mod logs;
mod serve;
mod token;

pub(super) use serve::{serve, work};
pub(super) use token::run as token;

use crate::exit::{Exit, Failure};
use std::time::Duration;
use tidewaiter_gate::start::StartError;
use tidewaiter_gate::store::StoreError;
use tokio::runtime::Runtime;

/// How long threads may take that were told to stop.
const PATIENCE: Duration = Duration::from_secs(3);

/// Does what waits for others, and does not wait for threads that hang on a registry which never answers.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = Runtime::new().map_err(|error| Failure::new(Exit::Internal, error, "cannot start".to_owned()))?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_timeout(PATIENCE);
    outcome
}

fn start_failure(error: StartError) -> Failure {
    match error {
        StartError::Store(error) => store_failure(error),
        StartError::Listen { .. } => Failure::new(Exit::Usage, error, "cannot serve".to_owned())
            .hint(Some("--host and --port say where to listen; is there another service?")),
        error => Failure::new(Exit::Usage, error, "cannot start the gate".to_owned()),
    }
}

fn store_failure(error: StoreError) -> Failure {
    Failure::new(Exit::Internal, error, "cannot use the gate's store".to_owned())
        .hint(Some("--store names it: sqlite:PATH, or postgres://user@host/database"))
}
