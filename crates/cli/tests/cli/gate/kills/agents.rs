//! Agents that register by hand, and try again whenever nobody answers.

use super::images::{Images, Kind};
use super::nodes::Address;
use crate::gate::{Answered, KEY, ask, patiently};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tidewaiter_testkit::{Answer, Server};

/// One that has ended.
#[derive(Clone)]
pub(super) struct Agent {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) token: String,
    pub(super) validation: String,
    pub(super) outcome: Value,
}

impl Agent {
    /// Where its validation is told.
    pub(super) fn poll(&self, gate: &str) -> String {
        format!("{gate}/auth/agent/validation/{}", self.validation)
    }
}

/// All of them.
pub(super) struct Agents<'a> {
    images: &'a Images,
    gate: Address,
    count: usize,
    endpoints: Server,
    ended: Mutex<Vec<Agent>>,
}

impl<'a> Agents<'a> {
    pub(super) fn new(images: &'a Images, gate: Address, count: usize) -> Self {
        let endpoints = Server::start(|request| {
            let name = request.path.split('/').find(|part| part.starts_with("agent-")).unwrap_or_default();
            Answer::new(200, json!({ "status": "healthy", "agent_id": name }).to_string())
        });
        Self { images, gate, count, endpoints: endpoints.unwrap(), ended: Mutex::default() }
    }

    pub(super) fn all(&self) -> Vec<Agent> {
        self.ended.lock().unwrap().clone()
    }

    pub(super) fn have_ended(&self) -> bool {
        self.ended.lock().unwrap().len() == self.count
    }

    /// Validates and registers a part of them: first all are submitted, then each is asked for until it has ended.
    pub(super) fn validate(&self, part: usize, parts: usize) {
        let mut waiting: Vec<Agent> = (part..self.count).step_by(parts).map(|number| self.submit(number)).collect();
        let deadline = Instant::now() + Duration::from_secs(600);
        while !waiting.is_empty() {
            assert!(Instant::now() < deadline, "{} never end, {} for one", waiting.len(), waiting[0].name);
            waiting.retain_mut(|agent| !self.has_ended(agent));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn submit(&self, number: usize) -> Agent {
        let name = format!("agent-{number}");
        let body = json!({ "agent_id": name, "agent_type": "testing", "agent_key": KEY });
        let issued = self.ask("POST", "/auth/agent/request_temp_token", "", Some(&body));
        let token = issued.body["temp_token"].as_str().unwrap_or_else(|| panic!("{issued:?}")).to_owned();
        let body = json!({
            "agent_id": name, "agent_type": "testing", "endpoint": self.endpoint(&name), "capabilities": ["pilot"],
            "container_image": self.images.name(&name),
        });
        let taken = self.ask("POST", "/auth/agent/validate_compliance", &token, Some(&body));
        assert_eq!(taken.status, 202, "{taken:?}");
        let validation = taken.body["validation_id"].as_str().unwrap().to_owned();
        Agent { name, kind: Kind::of(number), token, validation, outcome: Value::Null }
    }

    fn has_ended(&self, agent: &mut Agent) -> bool {
        let polled = self.ask("GET", &agent.poll(""), &agent.token, None);
        assert_eq!(polled.status, 200, "{polled:?}");
        if polled.body["status"] == "pending" {
            return false;
        }
        agent.outcome = polled.body;
        if let Some(token) = agent.outcome["validated_token"].as_str() {
            self.register(&agent.name, token);
        }
        self.ended.lock().unwrap().push(agent.clone());
        true
    }

    fn register(&self, name: &str, token: &str) {
        let body = json!({
            "agent_id": name, "name": name, "agent_type": "testing", "endpoint": self.endpoint(name), "capabilities": ["pilot"],
            "context_brief": "An agent that registers in a test", "owner": "tests", "public_key": "k".repeat(40),
            "metadata": { "purpose": "test" }, "version": "1.0.0", "communication_mode": "remote",
        });
        let registered = self.ask("POST", "/agents/register", token, Some(&body));
        // The answer to the first attempt may have died with the gate.
        assert!([200, 403, 409].contains(&registered.status), "{registered:?}");
        let again = self.ask("POST", "/agents/register", token, Some(&body));
        assert!([403, 409].contains(&again.status), "{again:?}");
    }

    fn endpoint(&self, name: &str) -> String {
        format!("http://{}/{name}", self.endpoints.address())
    }

    /// Asks until there is an answer, which then is none of a gate in trouble.
    fn ask(&self, method: &str, path: &str, token: &str, body: Option<&Value>) -> Answered {
        let answered = patiently(path, || ask(method, &format!("{}{path}", self.gate.url()), token, body).ok());
        assert!(answered.status < 500, "{method} {path}: {answered:?}");
        answered
    }
}
