//! The same tests for both databases. PostgreSQL's say that they skip where `TIDEWAITER_TEST_POSTGRES` names none.

use super::*;
use crate::testing::{self, sample_report, sample_verdict};
use serde_json::json;

const BOUNDS: Bounds = Bounds { fresh_since: 0, queue: 3, of_caller: 2 };

fn new_scan(key: &str, caller: &str) -> NewScan {
    NewScan {
        same_key: key.to_owned(),
        image: format!("org/{key}:1"),
        manifest_digest: format!("sha256:{key}"),
        request: "{}".to_owned(),
        requested_by: caller.to_owned(),
    }
}

async fn submit(store: &Store, key: &str, caller: &str, now: Millis) -> Result<Submitted, Refused> {
    store.submit_scan(&new_scan(key, caller), BOUNDS, now).await.unwrap()
}

#[tokio::test]
async fn one_scan_serves_all_who_ask() {
    for store in testing::stores().await {
        let first = submit(&store, "a", "x", 1).await.unwrap();
        assert!(matches!(first, Submitted::New(_)));
        assert_eq!(submit(&store, "a", "y", 2).await.unwrap(), Submitted::Joined(first.id().to_owned()));
        let lease = store.claim(JobKind::Scan, "w", 3, 100).await.unwrap().unwrap();
        assert_eq!((lease.job.as_str(), lease.attempt), (first.id(), 1));
        assert_eq!(store.claim(JobKind::Scan, "w", 3, 100).await.unwrap(), None);
        store.set_step(&lease, "reading").await.unwrap();
        let scan = store.scan(first.id()).await.unwrap().unwrap();
        assert_eq!((scan.status, scan.step.as_deref(), scan.started_at), (ScanStatus::Running, Some("reading"), Some(3)));
        assert!(store.finish_scan(&lease, &Outcome::Done(&sample_report()), 10).await.unwrap());
        assert_eq!(submit(&store, "a", "x", 11).await.unwrap(), Submitted::Cached(first.id().to_owned()));
        let stale = Bounds { fresh_since: 11, ..BOUNDS };
        assert!(matches!(store.submit_scan(&new_scan("a", "x"), stale, 12).await.unwrap(), Ok(Submitted::New(_))));
        assert_eq!(store.report(first.id()).await.unwrap(), Some(sample_report()));
        assert_eq!(store.newest_done("sha256:a").await.unwrap().unwrap().id, first.id());
        assert_eq!(store.ended_since(10).await.unwrap(), [(first.id().to_owned(), 10)]);
    }
}

#[tokio::test]
async fn a_job_whose_worker_is_gone_is_done_once_more_and_ends_once() {
    for store in testing::stores().await {
        let id = submit(&store, "a", "x", 1).await.unwrap();
        let dead = store.claim(JobKind::Scan, "dead", 2, 10).await.unwrap().unwrap();
        assert_eq!(store.claim(JobKind::Scan, "next", 9, 20).await.unwrap(), None, "the lease still runs");
        let next = store.claim(JobKind::Scan, "next", 11, 20).await.unwrap().unwrap();
        assert_eq!((next.job.as_str(), next.attempt), (id.id(), 2));
        store.set_step(&dead, "late").await.unwrap();
        assert!(!store.finish_scan(&dead, &Outcome::Done(&sample_report()), 12).await.unwrap(), "it has lost its lease");
        assert!(!store.give_back(&dead).await.unwrap());
        assert_eq!(store.scan(id.id()).await.unwrap().unwrap().step, None);
        assert!(store.finish_scan(&next, &Outcome::Failed { code: "timeout", message: "too late" }, 13).await.unwrap());
        assert!(!store.finish_scan(&next, &Outcome::Done(&sample_report()), 14).await.unwrap(), "it has ended");
        let scan = store.scan(id.id()).await.unwrap().unwrap();
        assert_eq!((scan.status, scan.error_code.as_deref()), (ScanStatus::Failed, Some("timeout")));
        assert_eq!(store.report(id.id()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn leases_are_kept_and_given_back() {
    for store in testing::stores().await {
        submit(&store, "a", "x", 1).await.unwrap();
        let lease = store.claim(JobKind::Scan, "w", 2, 10).await.unwrap().unwrap();
        assert_eq!(store.renew("w", 50).await.unwrap(), 1);
        assert_eq!(store.claim(JobKind::Scan, "other", 20, 30).await.unwrap(), None);
        assert_eq!(store.job_counts(JobKind::Scan).await.unwrap(), (0, 1));
        assert!(store.give_back(&lease).await.unwrap());
        assert_eq!(store.job_counts(JobKind::Scan).await.unwrap(), (1, 0));
        assert_eq!(store.claim(JobKind::Scan, "other", 20, 30).await.unwrap().unwrap().attempt, 1, "it does not count");
    }
}

#[tokio::test]
async fn what_waits_is_bounded_in_all_and_for_each() {
    for store in testing::stores().await {
        submit(&store, "a", "x", 1).await.unwrap();
        submit(&store, "b", "x", 1).await.unwrap();
        assert_eq!(submit(&store, "c", "x", 1).await, Err(Refused::Quota));
        assert!(submit(&store, "a", "x", 1).await.is_ok(), "joining costs nothing");
        submit(&store, "c", "y", 1).await.unwrap();
        assert_eq!(submit(&store, "d", "z", 1).await, Err(Refused::QueueFull));
    }
}

#[tokio::test]
async fn a_cancelled_scan_ends_for_its_worker_too() {
    for store in testing::stores().await {
        let id = submit(&store, "a", "x", 1).await.unwrap();
        let lease = store.claim(JobKind::Scan, "w", 2, 10).await.unwrap().unwrap();
        assert!(store.cancel_scan(id.id(), 3).await.unwrap());
        assert!(!store.cancel_scan(id.id(), 4).await.unwrap());
        assert!(!store.finish_scan(&lease, &Outcome::Done(&sample_report()), 5).await.unwrap());
        assert_eq!(store.scan(id.id()).await.unwrap().unwrap().status, ScanStatus::Cancelled);
        assert!(matches!(submit(&store, "a", "x", 6).await, Ok(Submitted::New(_))));
    }
}

#[tokio::test]
async fn scans_are_listed_in_pages() {
    for store in testing::stores().await {
        for (key, caller) in [("a", "x"), ("b", "y"), ("c", "z")] {
            submit(&store, key, caller, 7).await.unwrap();
        }
        let first = store.scans(&ScanFilter::default(), 2).await.unwrap();
        let after = first.last().map(|scan| (scan.created_at, scan.id.clone()));
        let second = store.scans(&ScanFilter { after, ..ScanFilter::default() }, 2).await.unwrap();
        let mut all: Vec<String> = first.iter().chain(&second).map(|scan| scan.image.clone()).collect();
        all.sort();
        assert_eq!(all, ["org/a:1", "org/b:1", "org/c:1"]);
        let of = ScanFilter { requested_by: Some("y".to_owned()), status: Some(ScanStatus::Queued), ..ScanFilter::default() };
        assert_eq!(store.scans(&of, 9).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_verdict_appears_once() {
    for store in testing::stores().await {
        let (is_new, first) = store.keep_verdict("scan_1", "any", &sample_verdict(), 1).await.unwrap();
        let (again, second) = store.keep_verdict("scan_1", "any", &sample_verdict(), 2).await.unwrap();
        assert!(is_new && !again && first == second);
        assert_eq!(store.verdict("scan_1", sample_verdict().policy.digest.as_str(), "any").await.unwrap(), Some(first));
        assert_eq!(store.verdicts(None, None, 9).await.unwrap().len(), 1);
        assert_eq!(store.audited(None, 9).await.unwrap().len(), 1);
    }
}

fn agent(id: &str) -> RegisteredAgent {
    RegisteredAgent {
        agent_id: id.to_owned(),
        info: json!({"name": "x"}),
        key_hash: "h".to_owned(),
        registered_at: 30,
        last_seen: 30,
    }
}

#[tokio::test]
async fn a_validation_registers_one_agent_once() {
    for store in testing::stores().await {
        let new = NewValidation {
            agent_id: "one".to_owned(),
            token_id: "t1".to_owned(),
            request: "{}".to_owned(),
            request_hash: "h".to_owned(),
        };
        let (is_new, first) = store.submit_validation(&new, 1).await.unwrap();
        let (again, same) = store.submit_validation(&new, 2).await.unwrap();
        assert!(is_new && !again && first == same, "a token is good for one");
        assert_eq!(
            store.register(&first.id, &agent("one"), 0, 30).await.unwrap(),
            Err(NotConsumed::Unknown),
            "it has not passed"
        );
        let lease = store.claim(JobKind::Validation, "w", 3, 10).await.unwrap().unwrap();
        store.set_validation_step(&lease, "probing", Some("scan_1")).await.unwrap();
        let running = store.validation(&first.id).await.unwrap().unwrap();
        assert_eq!((running.step.as_deref(), running.scan_id.as_deref()), (Some("probing"), Some("scan_1")));
        assert!(store.finish_validation(&lease, true, r#"{"a":1}"#, 4).await.unwrap());
        assert!(!store.finish_validation(&lease, false, "{}", 5).await.unwrap());
        let passed = store.validation(&first.id).await.unwrap().unwrap();
        assert_eq!((passed.status, passed.outcome().unwrap()), (ValidationStatus::Passed, json!({"a": 1})));
        assert_eq!(store.register(&first.id, &agent("two"), 0, 30).await.unwrap(), Err(NotConsumed::Unknown), "it is another's");
        assert_eq!(store.register(&first.id, &agent("one"), 0, 30).await.unwrap(), Ok(Consumed));
        assert_eq!(store.register(&first.id, &agent("one"), 20, 31).await.unwrap(), Err(NotConsumed::Alive));
        assert_eq!(store.register(&first.id, &agent("one"), 99, 31).await.unwrap(), Err(NotConsumed::Used));
        assert_eq!(store.agent("one").await.unwrap(), Some(agent("one")));
        assert!(store.see_agent("one", 60).await.unwrap() && !store.see_agent("two", 60).await.unwrap());
    }
}

#[tokio::test]
async fn of_two_validations_of_an_agent_one_registers_it() {
    for store in testing::stores().await {
        for number in 0..20 {
            let name = format!("agent-{number}");
            let mut validations = Vec::new();
            for token in ["first", "second"] {
                let new = NewValidation {
                    agent_id: name.clone(),
                    token_id: format!("{name}/{token}"),
                    request: "{}".to_owned(),
                    request_hash: "h".to_owned(),
                };
                validations.push(store.submit_validation(&new, 1).await.unwrap().1.id);
                let lease = store.claim(JobKind::Validation, "w", 3, 10).await.unwrap().unwrap();
                assert!(store.finish_validation(&lease, true, "{}", 4).await.unwrap());
            }
            let agent = agent(&name);
            let register = async |index: usize| store.register(&validations[index], &agent, 20, 30).await.unwrap();
            let both = tokio::join!(register(0), register(1));
            assert!(
                matches!(both, (Ok(Consumed), Err(NotConsumed::Alive)) | (Err(NotConsumed::Alive), Ok(Consumed))),
                "{both:?}"
            );
        }
        let registered = store.audited(None, 99).await.unwrap();
        assert_eq!(registered.iter().filter(|event| event.event == "agent.registered").count(), 20);
    }
}

#[tokio::test]
async fn answers_are_repeated_to_their_caller_only() {
    for store in testing::stores().await {
        let begin = async |caller: &str, hash: &str, now| store.begin_replay(caller, "k", hash, now, now + 10).await.unwrap();
        assert_eq!(begin("a", "h", 1).await, Replayed::First);
        assert_eq!(begin("a", "h", 1).await, Replayed::UnderWay);
        let answer = Replay { status: 202, headers: "[]".to_owned(), body: "x".to_owned() };
        store.end_replay("a", "k", Some((&answer, 50))).await.unwrap();
        assert_eq!(begin("a", "h", 2).await, Replayed::Answered(answer.clone()));
        assert_eq!(begin("a", "h", 40).await, Replayed::Answered(answer), "an answer is kept for longer than a key is held");
        assert_eq!(begin("a", "other", 2).await, Replayed::Conflict);
        assert_eq!(begin("b", "h", 2).await, Replayed::First, "it is the other caller's");
        store.end_replay("b", "k", None).await.unwrap();
        assert_eq!(begin("b", "h", 2).await, Replayed::First, "it was let go");
        assert_eq!(begin("a", "h", 99).await, Replayed::First, "it has expired");
        assert_eq!(begin("a", "h", 120).await, Replayed::First, "whoever held it is gone");
        assert!(store.is_first("proof", 9).await.unwrap() && !store.is_first("proof", 9).await.unwrap());
    }
}

#[tokio::test]
async fn tokens_are_found_by_hash_until_they_end() {
    for store in testing::stores().await {
        let id = store.add_token("ci", "hash", "scan read", 1, Some(50)).await.unwrap();
        assert_eq!(store.token("hash", 2).await.unwrap().map(|token| token.scopes), Some("scan read".to_owned()));
        assert_eq!(store.token("hash", 50).await.unwrap(), None);
        assert!(store.revoke_token("ci", 3).await.unwrap() && !store.revoke_token(&id, 4).await.unwrap());
        assert_eq!(store.token("hash", 2).await.unwrap(), None);
        assert_eq!(store.tokens().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_is_old_is_swept_and_the_rest_stays() {
    for store in testing::stores().await {
        let id = submit(&store, "a", "x", 1).await.unwrap();
        let lease = store.claim(JobKind::Scan, "w", 2, 10).await.unwrap().unwrap();
        store.finish_scan(&lease, &Outcome::Done(&sample_report()), 5).await.unwrap();
        submit(&store, "b", "x", 6).await.unwrap();
        store.sweep(&Expiries { now: 100, validations: 50, scans: 50, audit: 50 }).await.unwrap();
        assert!(store.scan(id.id()).await.unwrap().is_none() && store.report(id.id()).await.unwrap().is_none());
        assert_eq!(store.scans(&ScanFilter::default(), 9).await.unwrap().len(), 1, "what waits is not old");
        assert!(store.claim(JobKind::Scan, "w", 7, 10).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn many_workers_share_the_work_and_nothing_is_done_twice() {
    for store in testing::stores().await {
        let bounds = Bounds { queue: 1000, of_caller: 1000, ..BOUNDS };
        for index in 0..60 {
            store.submit_scan(&new_scan(&format!("s{index}"), "x"), bounds, 1).await.unwrap().unwrap();
        }
        let work = |worker: usize| {
            let store = store.clone();
            async move {
                let mut done = Vec::new();
                while let Some(lease) = store.claim(JobKind::Scan, &format!("w{worker}"), 2, 1000).await.unwrap() {
                    assert!(store.finish_scan(&lease, &Outcome::Done(&sample_report()), 3).await.unwrap());
                    done.push(lease.job);
                }
                done
            }
        };
        let workers: Vec<_> = (0..4).map(|worker| tokio::spawn(work(worker))).collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 60);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 60);
    }
}

#[test]
fn passwords_are_not_told() {
    assert_eq!(without_password("postgres://me:secret@db:5432/gate?sslmode=require"), "postgres://db:5432/gate");
    assert_eq!(creating("sqlite:/tmp/x.db"), "sqlite:/tmp/x.db?mode=rwc");
}
