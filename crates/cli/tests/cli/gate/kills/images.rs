//! A registry of many images, each other than the next, of which some must not pass.

use crate::arcp::clean;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tidewaiter_testkit::{Answer, ImageBuilder, Server, TarBuilder, registry};

use crate::{OS_RELEASE, STATUS};

/// How long a layer takes to come, so that scans last.
const TRAVEL: Duration = Duration::from_millis(150);

/// What is wrong with an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Clean,
    Vulnerable,
    Secret,
}

impl Kind {
    /// Of the image of that number.
    pub(super) fn of(number: usize) -> Self {
        match number % 6 {
            1 => Self::Vulnerable,
            4 => Self::Secret,
            _ => Self::Clean,
        }
    }

    /// Why it does not pass.
    pub(super) fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Clean => None,
            Self::Vulnerable => Some("Critical vulnerabilities found in container image"),
            Self::Secret => Some("Secrets found in container image"),
        }
    }

    fn image(self, number: usize) -> ImageBuilder {
        let own = TarBuilder::new().file("app/number", number.to_string());
        match self {
            Self::Clean => clean(own),
            Self::Secret => clean(own.file("app/.env", format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"))),
            Self::Vulnerable => {
                ImageBuilder::new().layer(own.file("etc/os-release", OS_RELEASE).file("var/lib/dpkg/status", STATUS).build())
            }
        }
    }
}

/// The registry.
pub(super) struct Images {
    server: Server,
    requests: Arc<AtomicUsize>,
}

impl Images {
    pub(super) fn serve(count: usize) -> Self {
        let all: Vec<_> = (0..count).map(|number| Kind::of(number).image(number).oci_files().unwrap()).collect();
        let requests = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&requests);
        let server = Server::start(move |request| {
            counted.fetch_add(1, Ordering::Relaxed);
            let name = request.path.split('/').find_map(|part| part.strip_prefix("agent-"));
            let Some(files) = name.and_then(|number| all.get(number.parse::<usize>().ok()?)) else {
                return Answer::new(404, "{}");
            };
            if request.path.contains("/blobs/") {
                std::thread::sleep(TRAVEL);
            }
            registry(files, request)
        });
        Self { server: server.unwrap(), requests }
    }

    /// The image that an agent of this name runs.
    pub(super) fn name(&self, agent: &str) -> String {
        format!("{}/team/{agent}:1", self.server.address())
    }

    /// How often it was asked.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}
