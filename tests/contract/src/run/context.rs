//! What all phases work with: they build cases, have them tried here, and need not know how
//! answers are judged, findings shrunk or coverage counted.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use http::{Request, Response};
use serde_json::Value;

use super::case::{Case, Intent};
use super::check::{self, Problem};
use super::pins::Pins;
use super::sender::{Failure, Sender};
use super::settings::Settings;
use super::tally::Tally;
use super::{Progress, State, shrink};
use crate::api::{Api, Operation};
use crate::check::Check;
use crate::finding::{Exchange, Finding, Key, Phase, Received, Sent};
use crate::redact::{Origin, REDACTED, Redactor};
use crate::strategy::Values;

/// The cause of findings whose place is not known, since the whole request was drawn.
pub(super) const DRAWN: &str = "drawn";

/// So many drawn requests with one problem are shrunk, to see what they are about.
const MOST_SHRUNK: u32 = 25;

/// What all phases of one run work with.
pub struct Context<'r> {
    /// The API.
    pub api: &'r Api,
    /// What the run is told.
    pub settings: &'r Settings,
    /// Sends requests. Those that count go through [`Context::perform`].
    pub sender: Sender,
    /// The values that requests may carry.
    pub values: Values,
    /// What was found and covered so far.
    pub tally: RefCell<Tally>,
    /// Values that are known to be live, by operation. Bases of cases are built with them.
    pub pins: RefCell<BTreeMap<usize, Pins>>,
    redactor: RefCell<Redactor>,
    progress: &'r dyn Progress,
    begun: Instant,
    state: RefCell<State>,
    is_stopped: Cell<bool>,
    /// How many drawn requests were shrunk, by what was wrong with them.
    shrunk: RefCell<BTreeMap<Key, u32>>,
    /// What the last of them was about.
    last_drawn: RefCell<BTreeMap<Key, Key>>,
}

/// A request that was sent, and what came of it.
#[derive(Clone, Debug)]
pub struct Performed {
    /// The request, its URI without scheme and host.
    pub request: Request<Bytes>,
    /// The answer, or why there is none.
    pub response: Result<Response<Bytes>, Failure>,
    /// How long it took.
    pub time: Duration,
}

impl<'r> Context<'r> {
    pub(super) fn new(
        api: &'r Api,
        settings: &'r Settings,
        progress: &'r dyn Progress,
    ) -> Result<Self, String> {
        Ok(Self {
            api,
            settings,
            sender: Sender::new(&settings.base_url, settings.effective_rate())?,
            values: api.request_values(),
            tally: RefCell::new(Tally::new(api, settings)),
            pins: RefCell::default(),
            redactor: RefCell::new(redactor(api, settings)),
            progress,
            begun: Instant::now(),
            state: RefCell::default(),
            is_stopped: Cell::new(false),
            shrunk: RefCell::default(),
            last_drawn: RefCell::default(),
        })
    }

    /// The operations that are tried, with their numbers.
    pub fn operations(&self) -> impl Iterator<Item = (usize, &'r Operation)> + use<'r, '_> {
        let operations = self.api.operations.iter().enumerate();
        operations.filter(|(_, operation)| self.settings.tries(operation))
    }

    /// Does something with each operation that is tried, with as many at once as there are workers.
    pub(super) async fn for_each_operation<F: Future<Output = ()>>(
        &self,
        run: impl Fn(usize) -> F,
    ) {
        let operations: Vec<usize> = self.operations().map(|(index, _)| index).collect();
        stream::iter(operations)
            .for_each_concurrent(self.settings.workers, run)
            .await;
    }

    /// Whether the time is over. What is left then is listed as skipped, once, by the run.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let limit = self.settings.max_time;
        let over =
            self.is_stopped.get() || limit.is_some_and(|limit| self.begun.elapsed() >= limit);
        if over {
            self.is_stopped.set(true);
        }
        over
    }

    /// How long the run has taken so far.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Says that a phase begins, with so many cases; more may be added.
    pub fn begin(&self, phase: Phase) {
        *self.state.borrow_mut() = State {
            phase: Some(phase),
            ..State::default()
        };
    }

    /// Says that so many more cases are to come.
    pub fn announce(&self, cases: u64) {
        self.state.borrow_mut().total += cases;
        self.show();
    }

    fn show(&self) {
        let mut state = self.state.borrow_mut();
        state.findings = self.tally.borrow().findings.len();
        self.progress.show(&state);
    }

    /// Sends a case and counts its answer; nothing is judged. `None` where HTTP cannot carry it,
    /// which is noted as skipped.
    pub async fn perform(&self, case: &Case) -> Option<Performed> {
        match case.request(self.api, self.settings) {
            Ok(request) => Some(self.send(case, request).await),
            Err(why) => {
                let operation = &self.api.operations[case.operation];
                let subject = format!("{}: {}", operation.label(), case.label);
                self.tally.borrow_mut().skip(subject, why, false);
                None
            }
        }
    }

    /// Sends the request of a case as it is and counts its answer; nothing is judged.
    pub async fn send(&self, case: &Case, request: Request<Bytes>) -> Performed {
        let operation = &self.api.operations[case.operation];
        let own = self
            .settings
            .operation(operation)
            .and_then(|own| own.timeout);
        let limit = own.unwrap_or(self.settings.timeout);
        let answer = self.sender.send(request.clone(), limit).await;
        let (response, time) = match answer {
            Ok(answer) => (Ok(answer.response), answer.time),
            Err(failure) => (Err(failure), Duration::ZERO),
        };
        let performed = Performed {
            request,
            response,
            time,
        };
        self.tally.borrow_mut().sent(self, case, &performed);
        performed
    }

    /// Sends a case, judges its answer, and reports what is wrong with it. A new finding is shrunk
    /// at once. Gives what came.
    pub async fn examine(&self, case: &Case) -> Option<Performed> {
        let performed = self.perform(case).await?;
        self.examined(case, &performed).await;
        Some(performed)
    }

    /// As [`examine`](Self::examine), with the request that was made of the case already.
    pub async fn examine_built(&self, case: &Case, request: Request<Bytes>) -> Performed {
        let performed = self.send(case, request).await;
        self.examined(case, &performed).await;
        performed
    }

    async fn examined(&self, case: &Case, performed: &Performed) {
        self.state.borrow_mut().done += 1;
        for problem in self.judge(case, performed) {
            self.found(case, performed, problem).await;
        }
        self.show();
    }

    /// All that is wrong with an answer, by the checks that are asked for.
    #[must_use]
    pub fn judge(&self, case: &Case, performed: &Performed) -> Vec<Problem> {
        let mut problems = check::all(self, case, performed);
        problems.retain(|problem| self.settings.checks.contains(&problem.key.check));
        problems
    }

    async fn found(&self, case: &Case, performed: &Performed, problem: Problem) {
        if case.is_drawn_freely() && problem.key.cause.ends_with(DRAWN) {
            return self.found_drawn(case, performed, problem).await;
        }
        if self.tally.borrow().findings.contains(&problem.key) {
            self.tally.borrow_mut().findings.count(&problem.key);
            return;
        }
        if problem.key.check == Check::NotAServerError
            && let Some(rare) = self.rare(case, performed, &problem).await
        {
            if self.tally.borrow().findings.contains(&rare.key) {
                self.tally.borrow_mut().findings.count(&rare.key);
            } else {
                self.report(case, &[performed], rare);
            }
            return;
        }
        let smallest = shrink::smallest(self, case, performed, problem).await;
        let (case, performed, problem) = smallest;
        self.report(&case, &[&performed], problem);
    }

    /// The problem as one of the operation, where the same request does not show it again: then no
    /// place of the request is to blame.
    async fn rare(&self, case: &Case, performed: &Performed, problem: &Problem) -> Option<Problem> {
        let again = self.send(case, performed.request.clone()).await;
        if self
            .judge(case, &again)
            .iter()
            .any(|other| other.key == problem.key)
        {
            return None;
        }
        let operation = &self.api.operations[case.operation];
        let status = performed.status();
        let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        let cause = format!("{status} now and then");
        Some(Problem {
            key: key(operation, problem.key.check, &operation.pointer, cause),
            message: format!("{}, and not when it was sent again", problem.message),
        })
    }

    /// What a drawn request is about is known when it is small.
    async fn found_drawn(&self, case: &Case, performed: &Performed, problem: Problem) {
        let number = {
            let mut shrunk = self.shrunk.borrow_mut();
            let number = shrunk.entry(problem.key.clone()).or_default();
            *number += 1;
            *number
        };
        if number > MOST_SHRUNK {
            let known = self.last_drawn.borrow().get(&problem.key).cloned();
            let key = known.unwrap_or(problem.key);
            return self.tally.borrow_mut().findings.count(&key);
        }
        let general = problem.key.clone();
        let (case, performed, mut problem) = shrink::smallest(self, case, performed, problem).await;
        problem.key = shrink::attributed(self, &case, problem.key);
        let key = problem.key.clone();
        self.last_drawn.borrow_mut().insert(general, key.clone());
        if self.tally.borrow().findings.contains(&key) {
            self.tally.borrow_mut().findings.count(&key);
        } else {
            self.report(&case, &[&performed], problem);
        }
    }

    /// Reports a finding, shown by exchanges of which the last one is at fault.
    pub fn report(&self, case: &Case, exchanges: &[&Performed], problem: Problem) {
        if !self.settings.checks.contains(&problem.key.check) {
            return;
        }
        for performed in exchanges {
            if let Ok(response) = &performed.response {
                self.redactor.borrow_mut().learn_from(response.body());
            }
        }
        let finding = Finding {
            place: self.api.document.place(&problem.key.pointer),
            key: problem.key,
            message: self.redactor.borrow().text(&problem.message),
            phase: case.phase,
            exchanges: exchanges.iter().map(|one| self.exchange(one)).collect(),
            seed: case.seed,
            count: 1,
        };
        self.tally.borrow_mut().findings.add(finding);
    }

    /// What was sent and what came, secrets redacted.
    #[must_use]
    pub fn exchange(&self, performed: &Performed) -> Exchange {
        let base = &self.settings.base_url;
        let scheme = base.scheme_str().unwrap_or("http");
        let host = base.authority().map_or("", http::uri::Authority::as_str);
        let url = format!("{scheme}://{host}{}", performed.request.uri());
        let response = performed.response.as_ref().ok();
        let exchange = Exchange {
            request: Sent::new(url, &performed.request),
            response: response.map(Received::new),
            started: None,
            time: performed.time,
        };
        self.redactor.borrow().exchange(&exchange, Origin::Test)
    }

    /// A seed for one drawing, the same in each run with the same seed.
    #[must_use]
    pub fn seed(&self, operation: &Operation, purpose: &str, number: u64) -> u64 {
        let label = operation.label();
        let bytes = label.bytes().chain([0]).chain(purpose.bytes()).chain([0]);
        let bytes = bytes.chain(self.settings.seed.to_le_bytes());
        // FNV-1a: the same everywhere, unlike the hashers of the standard library.
        bytes
            .chain(number.to_le_bytes())
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
    }
}

/// Knows the secrets of the document and those that the user brought.
fn redactor(api: &Api, settings: &Settings) -> Redactor {
    let mut redactor = Redactor::new(api);
    for credential in settings.credentials.values() {
        redactor.learn(&credential.0, REDACTED);
        redactor.learn(&STANDARD.encode(&credential.0), REDACTED);
    }
    redactor
}

impl Performed {
    /// The status; none where no answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        let response = self.response.as_ref().ok()?;
        Some(response.status().as_u16())
    }

    /// Whether the answer is a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status().is_some_and(|status| status < 400)
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response
            .as_ref()
            .map_or(&[], |response| response.body())
    }

    /// The body of the answer as JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body()).ok()
    }
}

/// The key of a finding about an operation.
#[must_use]
pub fn key(operation: &Operation, check: Check, pointer: &str, cause: impl Into<String>) -> Key {
    Key {
        operation: operation.label(),
        check,
        pointer: pointer.to_owned(),
        cause: cause.into(),
    }
}

impl Intent {
    /// Whether it is valid.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self, Self::Valid)
    }
}
