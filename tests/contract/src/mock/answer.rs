//! From a request to its answer.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use proptest::strategy::{Strategy as _, ValueTree as _};

use super::config::Behaviour;
use super::credentials;
use super::fault::Fault;
use super::mint::Chance;
use super::negotiate;
use super::patch::{self, Known};
use super::prefer;
use super::refusal::{self, Kind, Refusal};
use super::remember::{Said, Told};
use super::state::State;
use super::world::World;
use super::written;
use crate::api::{Answer, Media, Operation, Route};
use crate::conform;

/// The answer to a request, and what is to be done with it.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) response: Response<Bytes>,
    /// The number of the operation.
    pub(super) operation: Option<usize>,
    /// What was wrong with the request.
    pub(super) faults: Vec<String>,
    /// What was wished for or configured.
    pub(super) behaviour: Behaviour,
}

/// Answers a request; `number` is its number.
pub(super) fn answer(
    world: &World,
    state: &State,
    request: &Request<Bytes>,
    chance: Chance,
) -> Answered {
    let path = request.uri().path();
    let route = match world.api.router.find(request.method(), path) {
        // What `GET` has, `HEAD` has without a body.
        Route::OtherMethod(methods)
            if request.method() == Method::HEAD && methods.contains(&&Method::GET) =>
        {
            world.api.router.find(&Method::GET, path)
        }
        other => other,
    };
    match route {
        Route::Operation(index, path) => {
            let mut asked = Asked {
                world,
                state,
                request,
                chance,
                index,
                operation: &world.api.operations[index],
                path,
            };
            asked.answer()
        }
        Route::OtherMethod(methods) => other_method(world, request, &methods),
        Route::Unknown => {
            let reason = format!("no operation of the document has the path `{path}`");
            let refusal = Refusal {
                kind: Kind::NotFound,
                status: 404,
                faults: &[],
                reason,
            };
            refused(world, None, usual(world), &refusal, request.headers())
        }
    }
}

fn other_method(world: &World, request: &Request<Bytes>, methods: &[&Method]) -> Answered {
    let mut names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    names.push("OPTIONS");
    if methods.contains(&&Method::GET) && !methods.contains(&&Method::HEAD) {
        names.push("HEAD");
    }
    let allow = HeaderValue::from_str(&names.join(", "));
    let mut answered = if request.method() == Method::OPTIONS {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NO_CONTENT;
        Answered {
            response,
            operation: None,
            faults: Vec::new(),
            behaviour: Behaviour::default(),
        }
    } else {
        let allowed = names.join(", ");
        let refusal = Refusal {
            kind: Kind::Method,
            status: 405,
            faults: &[],
            reason: format!(
                "method `{}` is not one of {allowed} that the path has",
                request.method()
            ),
        };
        refused(world, None, usual(world), &refusal, request.headers())
    };
    if let Ok(allow) = allow {
        answered.response.headers_mut().insert(header::ALLOW, allow);
    }
    answered
}

/// The answer that most operations have for errors.
fn usual(world: &World) -> Option<&Answer> {
    let (operation, answer) = world.usual?;
    world.api.operations.get(operation)?.answers.get(answer)
}

fn refused(
    world: &World,
    operation: Option<usize>,
    answer: Option<&Answer>,
    refusal: &Refusal<'_>,
    accept: &HeaderMap,
) -> Answered {
    let faults = if refusal.faults.is_empty() {
        vec![refusal.reason.clone()]
    } else {
        refusal.faults.iter().map(ToString::to_string).collect()
    };
    Answered {
        response: refusal::response(world, answer, refusal, accept),
        operation,
        faults,
        behaviour: Behaviour::default(),
    }
}

/// A request for an operation.
pub(super) struct Asked<'a> {
    pub(super) world: &'a World,
    pub(super) state: &'a State,
    pub(super) request: &'a Request<Bytes>,
    pub(super) chance: Chance,
    pub(super) index: usize,
    pub(super) operation: &'a Operation,
    pub(super) path: Vec<(String, String)>,
}

impl<'a> Asked<'a> {
    fn answer(&mut self) -> Answered {
        let headers = self.request.headers();
        let count = self.world.count(self.index);
        let behaviour = match prefer::read(headers) {
            Ok(wishes) => wishes.over(&self.world.behaviours[self.index].at(count)),
            Err(reason) => return self.problem(400, reason),
        };
        let mut answered = self.judged(&behaviour);
        answered.behaviour = behaviour;
        answered
    }

    fn judged(&mut self, behaviour: &Behaviour) -> Answered {
        let api = &self.world.api;
        let (mut verdict, inputs) = conform::request(api, self.operation, &self.path, self.request);
        let right = &self.world.credentials;
        let wrong = credentials::wrong(api, right, self.operation, self.request);
        verdict.faults.extend(wrong);
        let unusable = verdict
            .unjudged
            .iter()
            .find(|unjudged| api.oracle.fault(&unjudged.pointer).is_some());
        if let Some(unusable) = unusable {
            // Accepting it unseen would be the worst answer.
            return self.problem(501, format!("{}: {}", unusable.pointer, unusable.reason));
        }
        if !verdict.faults.is_empty() {
            let (kind, faults) = refusal::kind_of(verdict.faults);
            let (status, answer) = refusal::choose(self.operation, kind, &faults);
            let refusal = Refusal {
                kind,
                status,
                faults: &faults,
                reason: String::new(),
            };
            return self.refused(answer, &refusal);
        }
        let said = self.said(&inputs);
        let keys = self.keys(&said);
        let known = self.state.find(&keys);
        // A removed thing is refused where the document has an answer for that.
        let is_gone = known.is_gone && self.operation.method != Method::PUT;
        let (_, not_found) = refusal::choose(self.operation, Kind::NotFound, &[]);
        if is_gone && not_found.is_some() {
            return self.refused_as(Kind::NotFound, "it is not there any more");
        }
        let (status, answer) = match self.chosen(behaviour) {
            Ok(chosen) => chosen,
            Err(reason) => return self.problem(400, reason),
        };
        if status >= 400 {
            let refusal = Refusal {
                kind: Kind::AskedFor,
                status,
                faults: &[],
                reason: format!("the status {status} was asked for"),
            };
            return self.refused(answer, &refusal);
        }
        self.accepted(behaviour, status, answer, &Said { said, keys, known })
    }

    /// The status, and the entry of the document for it.
    fn chosen(&self, behaviour: &Behaviour) -> Result<(u16, Option<&'a Answer>), String> {
        let operation = self.operation;
        let Some(status) = behaviour.status else {
            // Where the document lists no success, one without a body says the least.
            let success = operation.success();
            return Ok(success.map_or((204, None), |(status, answer)| (status, Some(answer))));
        };
        let listed = || {
            let all: Vec<_> = operation
                .answers
                .iter()
                .map(|answer| answer.answers.to_string())
                .collect();
            all.join(", ")
        };
        match operation.answer(status) {
            Some(answer) => Ok((status, Some(answer))),
            None => Err(format!(
                "the status {status} was asked for, the document lists {}",
                listed()
            )),
        }
    }

    fn accepted(
        &mut self,
        behaviour: &Behaviour,
        status: u16,
        answer: Option<&Answer>,
        said: &Said,
    ) -> Answered {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        let mut spoilt = None;
        let has_body = !matches!(status, 204 | 205 | 304);
        let media = answer.map(|answer| answer.media.as_slice());
        if let Some(media) = media.filter(|media| has_body && !media.is_empty()) {
            let Some((media, content_type)) = negotiate::choose(self.request.headers(), media)
                .or_else(|| {
                    // Where the document knows no refusal for it, any body is better than none.
                    let unknown = self.operation.answer(406).is_none();
                    let media = negotiate::preferred(media).filter(|_| unknown)?;
                    Some((media, media.concrete()))
                })
            else {
                return self.refused_as(Kind::NotAcceptable, "no media type of it is welcome");
            };
            let body = match self.body(behaviour, media, said) {
                Ok(body) => body,
                Err(reason) if behaviour.example.is_some() => return self.problem(400, reason),
                Err(reason) => return self.problem(501, reason),
            };
            *response.body_mut() = body;
            if let Ok(content_type) = HeaderValue::from_str(&content_type) {
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_TYPE, content_type);
            }
            spoilt = Some(media);
        } else {
            self.remember(said, Told::default());
        }
        if let Some(answer) = answer {
            for (name, value) in self.world.head(answer).iter() {
                response.headers_mut().append(name, value.clone());
            }
        }
        if let Some(fault) = behaviour.fault {
            let body = std::mem::take(response.body_mut());
            *response.body_mut() = fault.spoil(self.world, spoilt, body, self.chance);
        }
        Answered {
            response,
            operation: Some(self.index),
            faults: Vec::new(),
            behaviour: Behaviour::default(),
        }
    }

    fn body(&mut self, behaviour: &Behaviour, media: &Media, said: &Said) -> Result<Bytes, String> {
        if behaviour.dynamic == Some(true)
            && let Some(schema) = &media.schema
        {
            let values = self.world.responses.valid(schema);
            let values = values.map_err(|why| why.to_string())?;
            let drawn = values.new_tree(&mut self.chance.runner());
            let drawn = drawn.map_err(|why| why.to_string())?.current();
            self.remember(said, Told::default());
            return Ok(written::body(media, &drawn));
        }
        let template = self.world.template(media, behaviour.example.as_deref())?;
        let known = Known {
            said: &said.said,
            remembered: &said.known.facts,
            makes: self.world.roles[self.index].makes,
        };
        let patched = patch::patched(self.world, media, &template, &known, &mut self.chance);
        let Some(patched) = patched else {
            self.remember(said, Told::default());
            return Ok(template.body.clone());
        };
        let body = written::body(media, &patched.value);
        let told = if known.makes {
            Told {
                facts: patch::top_level(&template, &patched.value),
                fresh: patched.fresh,
            }
        } else {
            Told::default()
        };
        self.remember(said, told);
        Ok(body)
    }

    fn refused_as(&self, kind: Kind, reason: &str) -> Answered {
        let (status, answer) = refusal::choose(self.operation, kind, &[]);
        let refusal = Refusal {
            kind,
            status,
            faults: &[],
            reason: reason.to_owned(),
        };
        self.refused(answer, &refusal)
    }

    fn refused(&self, answer: Option<&Answer>, refusal: &Refusal<'_>) -> Answered {
        let accept = self.request.headers();
        refused(self.world, Some(self.index), answer, refusal, accept)
    }

    /// A refusal that is the mock's own, and in no document.
    fn problem(&self, status: u16, reason: String) -> Answered {
        let refusal = Refusal {
            kind: Kind::Unable,
            status,
            faults: &[],
            reason,
        };
        self.refused(None, &refusal)
    }
}

impl Answered {
    /// Whether the connection is to be reset.
    pub(super) fn is_reset(&self) -> bool {
        self.behaviour.fault == Some(Fault::Reset)
    }
}
