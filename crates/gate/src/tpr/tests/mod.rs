//! The three phases, from the outside.

mod flow;
mod refusals;
mod scan;

use crate::testing::{AGENT_KEY, Harness};
use serde_json::{Value, json};

/// What an agent validates.
pub(super) fn submission(agent: &str, image: Value) -> Value {
    json!({
        "agent_id": agent, "agent_type": "automation", "endpoint": "http://agent.example:9", "capabilities": ["rag"],
        "container_image": image, "is_containerized": true, "metadata": {"ignored": true},
    })
}

/// What it then registers.
pub(super) fn registration(agent: &str) -> Value {
    json!({
        "agent_id": agent, "name": "An agent", "agent_type": "automation", "endpoint": "http://agent.example:9",
        "context_brief": "An agent for tests", "capabilities": ["rag"], "owner": "owner", "public_key": "k".repeat(40),
        "metadata": {"a": "b"}, "version": "1.0.0", "communication_mode": "remote",
    })
}

impl Harness {
    /// Phase 1.
    pub(super) async fn temporary(&self, agent: &str) -> String {
        let body = json!({"agent_id": agent, "agent_type": "automation", "agent_key": AGENT_KEY});
        let answer = self.post("/auth/agent/request_temp_token", "", &body).await;
        answer.json["temp_token"].as_str().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// Phase 2, to its end.
    pub(super) async fn validated(&self, agent: &str, token: &str, image: Value) -> Value {
        let answer = self.post("/auth/agent/validate_compliance", token, &submission(agent, image)).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let path = format!("/auth/agent/validation/{}", answer.json["validation_id"].as_str().unwrap());
        loop {
            let answer = self.get(&path, token).await;
            if answer.json["status"] != "pending" {
                return answer.json;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}
