//! A server and its workers, killed without a word and started again.

use super::Random;
use super::memory::Memory;
use crate::Scene;
use crate::gate::{Process, gate, serve};
use std::sync::{Arc, Mutex};

/// Where the server is at the moment.
#[derive(Clone, Default)]
pub(super) struct Address(Arc<Mutex<String>>);

impl Address {
    pub(super) fn url(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

/// The processes.
pub(super) struct Nodes<'a> {
    scene: &'a Scene,
    memory: &'a Memory,
    /// The server, then the workers.
    processes: Vec<Option<Process>>,
    address: Address,
    killed: usize,
}

impl<'a> Nodes<'a> {
    pub(super) fn start(scene: &'a Scene, memory: &'a Memory, workers: usize, random: &mut Random) -> Self {
        let processes = std::iter::repeat_with(|| None).take(1 + workers).collect();
        let mut nodes = Self { scene, memory, processes, address: Address::default(), killed: 0 };
        nodes.start_missing(random);
        nodes
    }

    pub(super) fn address(&self) -> Address {
        self.address.clone()
    }

    /// Processes that were killed.
    pub(super) fn killed(&self) -> usize {
        self.killed
    }

    /// Kills at least one of them, and then starts as many again.
    pub(super) fn kill_some(&mut self, random: &mut Random) {
        let chosen = random.below(self.processes.len());
        for (index, process) in self.processes.iter_mut().enumerate() {
            if index == chosen || random.below(2) == 1 {
                process.take().into_iter().for_each(Process::kill);
                self.killed += 1;
            }
        }
        self.start_missing(random);
    }

    fn start_missing(&mut self, random: &mut Random) {
        let has_workers = self.processes.len() > 1;
        for index in 0..self.processes.len() {
            if self.processes[index].is_none() {
                let scans = !has_workers || random.below(2) == 1;
                // Some do not even get to work.
                if random.below(4) == 0 {
                    Process::start(self.command(&[if index == 0 { "serve" } else { "worker" }])).kill();
                    self.killed += 1;
                }
                self.processes[index] = Some(if index == 0 { self.serve(scans) } else { self.worker() });
            }
        }
    }

    fn serve(&self, scans: bool) -> Process {
        let mut command = self.command(&["serve", &format!("--scan-here={scans}")]);
        command.env("ARCP_TPR_TOKEN_TTL_VALIDATED", "3600");
        let (process, url) = serve(command);
        *self.address.0.lock().unwrap() = url;
        process
    }

    fn worker(&self) -> Process {
        Process::start(self.command(&["worker"]))
    }

    fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = gate(self.scene, args);
        command.env("TIDEWAITER_STORE", &self.memory.url).envs([
            ("TIDEWAITER_LEASE", "5"),
            ("TIDEWAITER_CONCURRENT_SCANS", "4"),
            ("ARCP_TPR_ENDPOINT_VALIDATION", "false"),
            ("ARCP_TPR_RATE_LIMIT_TEMP", "0"),
            ("ARCP_TPR_RATE_LIMIT_VALIDATE", "0"),
            ("ARCP_TPR_RATE_LIMIT_REGISTER", "0"),
        ]);
        command
    }
}
