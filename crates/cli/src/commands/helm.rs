//! Renders charts with the user's `helm`, if there is one: <https://helm.sh/docs/helm/helm_template/>.
//!
//! Limits: with the chart's own values; half a minute and 32 MB a chart.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);
const MOST: u64 = 32 << 20;

/// Where `helm` is, if it is in the search path.
pub(super) fn find() -> Option<PathBuf> {
    let name = if cfg!(windows) { "helm.exe" } else { "helm" };
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// The manifests of a chart, or why there are none.
pub(super) fn render(helm: &Path, chart: &Path) -> Result<String, String> {
    let told = |reason: String| format!("helm cannot render the chart: {reason}");
    let mut child = Command::new(helm)
        .args(["template", "release"])
        .arg(chart)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| told(error.to_string()))?;
    let reader = |from: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            from.map(|from| from.take(MOST).read_to_end(&mut text)).transpose().map(|_| text)
        })
    };
    let out = reader(child.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>));
    let errors = reader(child.stderr.take().map(|out| Box::new(out) as Box<dyn Read + Send>));
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) => {
                // It may have ended by itself in between.
                let _ = child.kill();
                let _ = child.wait();
                return Err(told("it takes longer than 30 seconds".to_owned()));
            }
            Err(error) => return Err(told(error.to_string())),
        }
    };
    let text = |thread: std::thread::JoinHandle<std::io::Result<Vec<u8>>>| match thread.join() {
        Ok(Ok(text)) => String::from_utf8_lossy(&text).into_owned(),
        _ => String::new(),
    };
    let (out, errors) = (text(out), text(errors));
    if status.success() { Ok(out) } else { Err(told(errors.lines().next().unwrap_or("no reason is told").to_owned())) }
}
