//! Questions to the interpreter, none of which may take for ever.
//!
//! The interpreter looks at the clock between steps of a check. A step that never ends is left behind with its thread, and whatever
//! was to be asked after it is asked in another one.

use super::policies::Query;
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, LimitError, Value};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

/// What an evaluation may take.
pub(super) const MAX_TIME: Duration = Duration::from_secs(5);
/// How much longer a single step may take before its thread is left behind.
const GRACE: Duration = Duration::from_secs(2);
/// Steps between two looks at the clock.
const STEPS: NonZeroU32 = NonZeroU32::MIN.saturating_add(63);
/// Checks that call deeply need room; it is taken only when it is used.
const STACK: usize = 256 << 20;

/// What is asked about an input.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// Who asks: after an answer that does not come, the same is not asked again.
    pub(super) policy: usize,
    pub(super) query: Query,
    pub(super) input: Value,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    Value(Json),
    /// Nothing has the name, or it is not defined for this input.
    Undefined,
    /// Why there is no answer.
    Failed(String),
    /// It took too long.
    Late,
    /// It was not asked, because an earlier answer of the same check came too late.
    Skipped,
}

/// Asks all questions, in their order.
pub(super) fn ask(engine: &Engine, questions: Vec<Question>, max_time: Duration) -> Vec<Answer> {
    let questions = Arc::new(questions);
    let mut answers: Vec<Answer> = Vec::with_capacity(questions.len());
    let mut late = BTreeSet::new();
    while let Some(next) = questions.get(answers.len()) {
        if late.contains(&next.policy) {
            answers.push(Answer::Skipped);
            continue;
        }
        let (sender, receiver) = channel();
        let (engine, asked, first) = (engine.clone(), Arc::clone(&questions), answers.len());
        let work = move || answer(engine, asked.get(first..).unwrap_or_default(), max_time, &sender);
        if let Err(error) = thread::Builder::new().name("rego".to_owned()).stack_size(STACK).spawn(work) {
            answers.push(Answer::Failed(format!("cannot start a thread: {error}")));
            continue;
        }
        collect(&receiver, &questions, max_time, &mut answers, &mut late);
    }
    answers
}

/// Does something that may never end; `None` if it does not in time, and its thread is left behind.
pub(super) fn within<T: Send + 'static>(max_time: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = channel();
    let send = move || sender.send(work());
    thread::Builder::new().name("rego".to_owned()).stack_size(STACK).spawn(send).ok()?;
    receiver.recv_timeout(max_time).ok()
}

/// Takes answers until all are there or one is late.
fn collect(
    receiver: &Receiver<Answer>,
    questions: &[Question],
    max_time: Duration,
    answers: &mut Vec<Answer>,
    late: &mut BTreeSet<usize>,
) {
    while let Some(question) = questions.get(answers.len()) {
        let answer = receiver.recv_timeout(max_time + GRACE).unwrap_or(Answer::Late);
        let is_late = answer == Answer::Late;
        answers.push(answer);
        if is_late {
            late.insert(question.policy);
            return;
        }
    }
}

fn answer(mut engine: Engine, questions: &[Question], max_time: Duration, sender: &Sender<Answer>) {
    engine.set_execution_timer_config(ExecutionTimerConfig { limit: max_time, check_interval: STEPS });
    for question in questions {
        engine.set_input(question.input.clone());
        let answer = match engine.eval_rule(question.query.path.clone()) {
            Ok(Value::Undefined) => Answer::Undefined,
            Ok(value) => serde_json::to_value(&value).map_or_else(|error| Answer::Failed(error.to_string()), Answer::Value),
            Err(error) if matches!(error.downcast_ref(), Some(LimitError::TimeLimitExceeded { .. })) => Answer::Late,
            Err(error) => Answer::Failed(error.to_string()),
        };
        let is_late = answer == Answer::Late;
        if sender.send(answer).is_err() || is_late {
            return;
        }
    }
}
