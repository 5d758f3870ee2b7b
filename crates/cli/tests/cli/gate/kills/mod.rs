//! The gate is killed again and again, server and workers, in the middle of its work: every validation ends, once, as it should.
//!
//! `TIDEWAITER_TEST_KILLS=200` asks for so many validations, `TIDEWAITER_TEST_SEED` for other moments. Each kill waits for some progress
//! since the one before, so that it meets work under way and the work comes to an end.

mod agents;
mod images;
mod memory;
mod nodes;

use super::{asked, patiently, token_in};
use crate::Scene;
use agents::{Agent, Agents};
use images::{Images, Kind};
use memory::Memory;
use nodes::Nodes;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Instant;

/// Validations for each kill.
const PER_KILL: usize = 8;
/// What a validation takes of its registry at least: the manifest by its tag and by its digest, the configuration, a layer.
const REQUESTS: usize = 4;

/// Numbers that look random, the same for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        for (shift, factor) in [(30, 0xbf58_476d_1ce4_e5b9), (27, 0x94d0_49bb_1331_11eb)] {
            mixed = (mixed ^ (mixed >> shift)).wrapping_mul(factor);
        }
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or(0)
    }
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text}")))
}

fn seed() -> usize {
    number("TIDEWAITER_TEST_SEED", 1)
}

/// Validates many agents while the nodes are killed, looks at what came of it, and says how much there was of it.
fn round(scene: &Scene, memory: &Memory, workers: usize) -> String {
    let validations = number("TIDEWAITER_TEST_KILLS", 3 * PER_KILL);
    let (kills, began) = (validations / PER_KILL, Instant::now());
    let mut random = Random(seed() as u64);
    let images = Images::serve(validations);
    let admin = token_in(scene, &memory.url, "auditor", "admin");
    let mut nodes = Nodes::start(scene, memory, workers, &mut random);
    let agents = Agents::new(&images, nodes.address(), validations);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..4)
            .map(|part| {
                scope.spawn({
                    let agents = &agents;
                    move || agents.validate(part, 4)
                })
            })
            .collect();
        for _ in 0..kills {
            let next = images.requests() + 1 + random.below(validations * REQUESTS / kills);
            patiently("progress", || (images.requests() >= next || agents.have_ended()).then_some(()));
            assert!(!agents.have_ended(), "it was too fast to be killed");
            nodes.kill_some(&mut random);
        }
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
    let ended = agents.all();
    assert_eq!(ended.len(), validations);
    ended.iter().for_each(|agent| fared_as_it_should(agent, &nodes));
    let events = audit(&nodes, &admin);
    ended.iter().for_each(|agent| is_told_once(agent, &events));
    let (left, taken_over, registered) = memory.counted();
    assert_eq!((left, registered), (0, ended.iter().filter(|agent| agent.kind == Kind::Clean).count() as i64));
    let temporary: Vec<_> = std::fs::read_dir(scene.path("tmp")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(temporary.is_empty(), "left behind: {temporary:?}");
    format!(
        "{validations} validations, {kills} kills of {} processes, {taken_over} jobs taken over, {:.1} s",
        nodes.killed(),
        began.elapsed().as_secs_f64()
    )
}

/// It ended as its image has to, and still does when it is asked again.
fn fared_as_it_should(agent: &Agent, nodes: &Nodes) {
    let Agent { name, kind, outcome, .. } = agent;
    match kind.refusal() {
        None => assert!(outcome["status"] == "passed" && outcome["errors"].is_null(), "{name}: {outcome:#}"),
        Some(why) => {
            assert_eq!(outcome["status"], "failed", "{name}: {outcome:#}");
            let errors = outcome["errors"].as_array().unwrap();
            assert!(errors.len() == 1 && errors[0]["message"] == why, "{name}: {outcome:#}");
            assert!(outcome["validated_token"].is_null(), "{name}: {outcome:#}");
        }
    }
    let again = asked("GET", &agent.poll(&nodes.address().url()), &agent.token, None);
    let without_age = |outcome: &Value| {
        let mut outcome = outcome.clone();
        outcome["expires_in"] = Value::Null;
        outcome
    };
    assert_eq!((again.status, without_age(&again.body)), (200, without_age(outcome)), "{name}");
}

/// All events of the audit log: what, about whom.
fn audit(nodes: &Nodes, admin: &str) -> BTreeMap<(String, String), Vec<Value>> {
    let (mut events, mut cursor) = (BTreeMap::<_, Vec<Value>>::new(), String::new());
    loop {
        let page = asked("GET", &format!("{}/v1/audit?limit=200{cursor}", nodes.address().url()), admin, None);
        assert_eq!(page.status, 200, "{:?}", page.body);
        for event in page.body["events"].as_array().unwrap() {
            let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
            events.entry((text("event"), text("subject"))).or_default().push(event["data"].clone());
        }
        let Some(next) = page.body["next"].as_str() else { return events };
        cursor = format!("&cursor={next}");
    }
}

/// One verdict on its image, and one registration if it passed.
fn is_told_once(agent: &Agent, events: &BTreeMap<(String, String), Vec<Value>>) {
    let verdicts: Vec<&Value> = events
        .iter()
        .filter(|((event, image), _)| event == "verdict" && image.contains(&format!("/{}@", agent.name)))
        .flat_map(|(_, data)| data)
        .collect();
    assert!(verdicts.len() == 1 && verdicts[0]["passed"] == (agent.kind == Kind::Clean), "{}: {verdicts:#?}", agent.name);
    let registered = events.get(&("agent.registered".to_owned(), agent.name.clone())).map_or(0, Vec::len);
    assert_eq!(registered, usize::from(agent.kind == Kind::Clean), "{}", agent.name);
}

#[test]
fn a_gate_on_sqlite_that_is_killed_loses_nothing() {
    let scene = Scene::new();
    eprintln!("on SQLite with seed {}", seed());
    eprintln!("{}", round(&scene, &Memory::sqlite(&scene), 0));
}

#[test]
fn a_gate_and_workers_on_postgresql_that_are_killed_lose_nothing() {
    let Some(memory) = Memory::postgres() else {
        eprintln!("skipped: TIDEWAITER_TEST_POSTGRES names no PostgreSQL");
        return;
    };
    eprintln!("on PostgreSQL with seed {}", seed());
    eprintln!("{}", round(&Scene::new(), &memory, 2));
}
