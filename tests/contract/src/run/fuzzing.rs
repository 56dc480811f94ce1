//! Phase *fuzzing*: whole requests, drawn: valid ones, and ones that break one keyword.

use proptest::prelude::Rng as _;
use proptest::strategy::{BoxedStrategy, Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use super::base;
use super::case::{Body, Case, Focus, Given, Intent};
use super::context::{Context, DRAWN};
use super::lane::Lane;
use super::pins::At;
use super::verdict::settle;
use crate::api::Parameter;
use crate::finding::Phase;
use crate::pointer;
use crate::strategy::Invalid;

/// How often a value is drawn in search of one that servers have no own mind about.
const ATTEMPTS: usize = 8;

/// Runs the phase.
pub(super) async fn run(context: &Context<'_>) {
    context
        .for_each_operation(|index| operation(context, index))
        .await;
}

/// What the requests of an operation are drawn from.
struct Drawing<'a> {
    parameters: Vec<Drawn<'a>>,
    bodies: Vec<DrawnBody>,
}

struct Drawn<'a> {
    parameter: &'a Parameter,
    valid: Option<BoxedStrategy<Value>>,
    invalid: Option<BoxedStrategy<Invalid>>,
}

struct DrawnBody {
    number: usize,
    schema: String,
    valid: BoxedStrategy<Value>,
    invalid: Option<BoxedStrategy<Invalid>>,
}

async fn operation(context: &Context<'_>, index: usize) {
    let operation = &context.api.operations[index];
    let Ok(plain) = base::minimal(context, index, Phase::Fuzzing) else {
        return;
    };
    let own = context
        .settings
        .operation(operation)
        .and_then(|own| own.cases);
    let cases = own.unwrap_or(context.settings.cases);
    let drawing = Drawing::new(context, index);
    if drawing.parameters.is_empty() && drawing.bodies.is_empty() {
        return;
    }
    let mut lane = Lane::new(context, index);
    for number in 0..u64::from(cases) {
        if context.is_over() {
            return;
        }
        let seed = context.seed(operation, "fuzzing", number);
        let mut runner = runner(seed);
        let case = if number % 2 == 0 {
            drawing.valid(context, &plain, &mut runner)
        } else {
            drawing.invalid(context, &plain, &mut runner)
        };
        let Some((mut case, what)) = case else {
            continue;
        };
        case.seed = Some(seed);
        let is_meant_valid = case.is_drawn_freely();
        let Some((case, request)) = settle(context, case, &what) else {
            continue;
        };
        // What was to be valid, and is not as texts carry it, breaks no place that is known.
        if is_meant_valid && matches!(case.intent, Intent::Invalid(_)) {
            continue;
        }
        lane.run(case, request).await;
    }
}

fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(config, rng)
}

impl<'a> Drawing<'a> {
    fn new(context: &Context<'a>, index: usize) -> Self {
        let operation = &context.api.operations[index];
        let parameters = operation.parameters.iter().filter_map(|parameter| {
            let schema = parameter.schema.as_ref()?;
            Some(Drawn {
                parameter,
                valid: context.values.valid(schema).ok(),
                invalid: context.values.invalid(schema).ok(),
            })
        });
        let bodies = operation
            .body
            .iter()
            .flat_map(|body| &body.media)
            .enumerate();
        let bodies = bodies.filter_map(|(number, media)| {
            let schema = media.schema.as_ref()?;
            let full = context.values.full(schema).ok()?;
            media.encode(&full)?;
            Some(DrawnBody {
                number,
                valid: context.values.valid(schema).ok()?,
                invalid: context.values.invalid(schema).ok(),
                schema: schema.clone(),
            })
        });
        Self {
            parameters: parameters.collect(),
            bodies: bodies.collect(),
        }
    }

    /// A valid request: any of the optional parameters, and a body.
    fn valid(
        &self,
        context: &Context<'_>,
        plain: &Case,
        runner: &mut TestRunner,
    ) -> Option<(Case, String)> {
        let operation = &context.api.operations[plain.operation];
        let mut case = plain.clone();
        for drawn in &self.parameters {
            let parameter = drawn.parameter;
            if context
                .settings
                .fixed(operation, &parameter.name, "")
                .is_some()
                || !parameter.required && runner.rng().next_u64().is_multiple_of(2)
            {
                continue;
            }
            if let Some(value) = drawn.steady(runner) {
                let key = (parameter.location, parameter.name.clone());
                case.parameters.insert(key, Given::Value(value));
            }
        }
        if let Some(body) = self.body(runner) {
            case.body = Body::Value {
                media: body.number,
                value: body.valid.new_tree(runner).ok()?.current(),
            };
        }
        case.label = "drawn values".to_owned();
        case.focus = Some(Focus {
            pointer: operation.pointer.clone(),
            cause: DRAWN.to_owned(),
            ..Focus::default()
        });
        base::dress(context, &mut case, None);
        Some((case, "drawn values".to_owned()))
    }

    /// A request that breaks one keyword at one place.
    fn invalid(
        &self,
        context: &Context<'_>,
        plain: &Case,
        runner: &mut TestRunner,
    ) -> Option<(Case, String)> {
        let breakable = self
            .parameters
            .iter()
            .filter(|drawn| drawn.invalid.is_some());
        let breakable: Vec<_> = breakable.collect();
        let bodies = self.bodies.iter().filter(|body| body.invalid.is_some());
        let bodies: Vec<_> = bodies.collect();
        // Most of what can be wrong is in the body.
        let in_body = !bodies.is_empty()
            && (breakable.is_empty() || !runner.rng().next_u64().is_multiple_of(4));
        if in_body {
            let body = pick(&bodies, runner)?;
            return body.broken(context, plain, runner);
        }
        pick(&breakable, runner)?.broken(plain, runner)
    }

    fn body(&self, runner: &mut TestRunner) -> Option<&DrawnBody> {
        let all: Vec<_> = self.bodies.iter().collect();
        pick(&all, runner).copied()
    }
}

fn pick<'i, T>(items: &'i [T], runner: &mut TestRunner) -> Option<&'i T> {
    let number = runner.rng().next_u64();
    let count = u64::try_from(items.len()).ok()?;
    let index = number.checked_rem(count)?;
    items.get(usize::try_from(index).ok()?)
}

impl Drawn<'_> {
    fn steady(&self, runner: &mut TestRunner) -> Option<Value> {
        let valid = self.valid.as_ref()?;
        (0..ATTEMPTS).find_map(|_| {
            let value = valid.new_tree(runner).ok()?.current();
            (!base::is_awkward(self.parameter, &value)).then_some(value)
        })
    }

    fn broken(&self, plain: &Case, runner: &mut TestRunner) -> Option<(Case, String)> {
        let broken = self.invalid.as_ref()?.new_tree(runner).ok()?.current();
        if base::is_awkward(self.parameter, &broken.value) {
            return None;
        }
        let (location, name) = (self.parameter.location, self.parameter.name.clone());
        let what = format!("{} broken in the parameter `{name}`", broken.keyword);
        let mut case = plain.clone();
        case.label.clone_from(&what);
        case.focus = Some(Focus {
            pointer: self.parameter.pointer.clone(),
            within: Vec::new(),
            at: Some(At::Parameter(location, name.clone())),
            cause: kind(&broken).to_owned(),
        });
        case.parameters
            .insert((location, name), Given::Value(broken.value));
        Some((case, what))
    }
}

impl DrawnBody {
    fn broken(
        &self,
        context: &Context<'_>,
        plain: &Case,
        runner: &mut TestRunner,
    ) -> Option<(Case, String)> {
        let broken = self.invalid.as_ref()?.new_tree(runner).ok()?.current();
        let mut instance = broken.pointer.clone();
        let mut cause = kind(&broken);
        if cause == "required"
            && let Some(name) = missing(context, &self.schema, &broken)
        {
            // The member that is missing is what it is about.
            instance = pointer::join(&instance, &name);
            cause = "absent";
        }
        let place = context
            .values
            .pointer_of(&self.schema, &broken.value, &instance);
        let what = format!("{cause} at `{instance}` of the body");
        let mut case = plain.clone();
        case.label.clone_from(&what);
        case.focus = Some(Focus {
            pointer: place,
            within: above(&instance)
                .map(|above| {
                    context
                        .values
                        .pointer_of(&self.schema, &broken.value, above)
                })
                .collect(),
            at: Some(At::Body(instance)),
            cause: cause.to_owned(),
        });
        case.body = Body::Value {
            media: self.number,
            value: broken.value,
        };
        let focus = case.focus.clone();
        base::dress(context, &mut case, focus.as_ref());
        Some((case, what))
    }
}

/// The places above one, outermost first.
fn above(instance: &str) -> impl Iterator<Item = &str> {
    instance.match_indices('/').map(|(at, _)| &instance[..at])
}

/// What coverage calls such a break.
fn kind(broken: &Invalid) -> &'static str {
    let here = broken.value.pointer(&broken.pointer);
    match (broken.keyword.as_str(), here) {
        ("type" | "enum" | "const", Some(Value::Null)) => "null",
        ("type", Some(Value::Object(_))) => "any type",
        ("type", _) => "type",
        ("enum" | "const", _) => "enum",
        ("required", _) => "required",
        ("minLength", _) => "minLength",
        ("maxLength", _) => "maxLength",
        ("pattern", _) => "pattern",
        ("format", _) => "format",
        ("minimum", _) => "minimum",
        ("maximum", _) => "maximum",
        ("exclusiveMinimum", _) => "exclusiveMinimum",
        ("exclusiveMaximum", _) => "exclusiveMaximum",
        ("multipleOf", _) => "multipleOf",
        ("minItems", _) => "minItems",
        ("maxItems", _) => "maxItems",
        ("uniqueItems", _) => "uniqueItems",
        ("additionalProperties", _) => "additionalProperties",
        _ => "other",
    }
}

/// The member that an object misses.
fn missing(context: &Context<'_>, schema: &str, broken: &Invalid) -> Option<String> {
    let direction = crate::oracle::Direction::Request;
    let checked = context
        .api
        .oracle
        .check_in(direction, schema, &broken.value);
    let violations = checked.err()?;
    let wanted = violations.iter().find(|violation| {
        violation.keyword == "required" && violation.instance_pointer == broken.pointer
    })?;
    let mut quoted = serde_json::Deserializer::from_str(&wanted.message).into_iter::<String>();
    quoted.next()?.ok()
}
