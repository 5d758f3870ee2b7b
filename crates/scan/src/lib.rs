//! The pipeline from a source to a report.
//!
//! `survey` walks every layer once and lets all analyzers look at it; `squash` puts the facts of the layers together
//! as the engine would stack them; `judge` asks the advisories; `assemble` makes the report of it all and says what
//! was not judged. `rescan` begins with stored inventories instead. Each step takes what the one before gives and nothing else.

mod adopt;
mod assemble;
mod cache;
mod charts;
mod clock;
mod coverage;
mod error;
mod findings;
mod identify;
mod judge;
mod mask;
mod memo;
mod misconfigurations;
mod ownership;
mod project;
mod rescan;
mod secrets;
mod skip;
mod squash;
mod stored;
mod survey;
mod target;

pub use adopt::adopt;
pub use assemble::{Request, Scanners, scan_directory, scan_image, scan_sbom};
pub use cache::{FactsCache, FactsFolder, FactsKey, FactsStore, Pruned, Status};
pub use charts::Render;
pub use clock::{day, rfc3339};
pub use error::{ScanError, with_causes};
pub use judge::{Advisories, Judging};
pub use rescan::{Kept, Rescan, RescanError, Rescanned, Rescanner};
pub use skip::Skip;
pub use stored::Stored;
