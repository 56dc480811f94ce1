//! From a request to its answer.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use proptest::strategy::{Strategy as _, ValueTree as _};
use serde_json::Value;

use super::config::Behaviour;
use super::fault::Fault;
use super::mark;
use super::mint::Chance;
use super::negotiate;
use super::patch::{self, Known};
use super::prefer;
use super::refusal::{self, Kind, Refusal};
use super::role;
use super::state::{self, Fact, State};
use super::world::World;
use super::written;
use crate::api::{Answer, Media, Operation, Route};
use crate::conform::{self, Inputs};

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
struct Asked<'a> {
    world: &'a World,
    state: &'a State,
    request: &'a Request<Bytes>,
    chance: Chance,
    index: usize,
    operation: &'a Operation,
    path: Vec<(String, String)>,
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
        let (verdict, inputs) = conform::request(api, self.operation, &self.path, self.request);
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
        if known.is_gone && self.operation.method != Method::PUT {
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
            let first = || {
                let default = operation.answers.first()?;
                Some((200, Some(default)))
            };
            let success = operation.success();
            return Ok(success
                .map(|(status, answer)| (status, Some(answer)))
                .or_else(first)
                .unwrap_or((200, None)));
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

    /// What the request says: its parameters, and the properties of its body.
    fn said(&self, inputs: &Inputs) -> Vec<Fact> {
        let tree = self.world.api.document.tree();
        let mut said = Vec::new();
        if let Some(body) = &inputs.body {
            let mut media = self.operation.body.iter().flat_map(|body| &body.media);
            let content_type = self.request.headers().get(header::CONTENT_TYPE);
            let content_type = content_type.and_then(|value| value.to_str().ok());
            let media = media.find(|media| content_type.is_some_and(|it| media.covers(it)));
            if let Some(schema) = media.and_then(|media| media.schema.as_ref()) {
                let sites = self.world.finder().all(schema, body).into_iter();
                let sites = sites.filter(|site| site.is_first && !site.mark.is_passing);
                said.extend(sites.map(|site| Fact {
                    pointer: site.pointer,
                    mark: site.mark,
                    value: site.value.clone(),
                }));
            }
        }
        for ((_, name), value) in &inputs.parameters {
            let parameter = self.operation.parameters.iter().find(|p| p.name == *name);
            let schema = parameter
                .and_then(|parameter| parameter.schema.as_ref())
                .and_then(|schema| tree.pointer(schema));
            if let Some(schema) = schema {
                said.push(Fact {
                    pointer: format!("/{name}"),
                    mark: self.world.marks.of(tree, name, schema),
                    value: value.clone(),
                });
            }
        }
        said
    }

    /// What records are found by.
    fn keys(&self, said: &[Fact]) -> Vec<u64> {
        let identities = said.iter().filter(|fact| fact.mark.is_identity);
        let mut keys: Vec<u64> = identities
            .flat_map(|fact| fact.mark.keys(&fact.value))
            .collect();
        let role = &self.world.roles[self.index];
        let thing = role.thing_of(&self.path);
        keys.extend(thing.map(|path| mark::path_key(&path)));
        keys
    }

    /// Keeps what is to be known later.
    fn remember(&self, said: &Said, told: Told) {
        let world = self.world;
        let role = &world.roles[self.index];
        let consumed = &world.behaviours[self.index].consumes;
        match consumed {
            Some(names) => {
                let named = said.said.iter().filter(|fact| {
                    let name = fact.pointer.strip_prefix('/').unwrap_or_default();
                    names.iter().any(|wanted| wanted == name)
                });
                let keys: Vec<_> = named.flat_map(|fact| fact.mark.keys(&fact.value)).collect();
                // A value that was not given out here is to be known from now on.
                if self.state.find(&keys).records.is_empty() && !keys.is_empty() {
                    self.state.add(keys.clone(), Vec::new(), Vec::new());
                }
                self.state.remove(&keys);
            }
            // Of several things it is not clear which is gone.
            None if role.removes && said.known.records.len() <= 1 => {
                if let Some(path) = role.thing_of(&self.path) {
                    let key = mark::path_key(&path);
                    if said.known.records.is_empty() {
                        self.state.add(vec![key], Vec::new(), Vec::new());
                    }
                }
                self.state.remove(&said.keys);
            }
            None => {}
        }
        if role.makes {
            self.made(said, told);
        } else if role.changes {
            let told = top_level(&said.said);
            if said.known.records.is_empty() || said.known.is_gone {
                if let Some(path) = role.thing_of(&self.path).filter(|_| role.is_thing) {
                    let key = mark::path_key(&path);
                    self.state.add(vec![key], told, Vec::new());
                }
            } else {
                self.state.change(&said.known.records, &told);
            }
        }
    }

    /// Keeps what was made.
    fn made(&self, said: &Said, told: Told) {
        let role = &self.world.roles[self.index];
        let fresh: Vec<Fact> = told
            .fresh
            .into_iter()
            .filter(|fact| !fact.mark.is_passing)
            .collect();
        let mut keys: Vec<u64> = fresh
            .iter()
            .flat_map(|fact| fact.mark.keys(&fact.value))
            .collect();
        if let Some(member) = &role.member
            && let Some(id) = id_of(&fresh, member)
        {
            let path = role::filled(&self.operation.path, &self.path);
            let path = format!("{}/{id}", path.trim_end_matches('/'));
            keys.push(mark::path_key(&path));
        }
        if keys.is_empty() {
            return;
        }
        let mut facts = fresh;
        facts.extend(told.facts);
        facts.extend(top_level(&said.said));
        self.state.add(keys, facts, said.known.records.clone());
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

/// A request, as far as things are known by it.
struct Said {
    said: Vec<Fact>,
    keys: Vec<u64>,
    known: state::Known,
}

/// What an answer tells of a thing that was made.
#[derive(Default)]
struct Told {
    /// The ids and tokens that were made for it.
    fresh: Vec<Fact>,
    /// The rest.
    facts: Vec<Fact>,
}

/// The facts that do not stand in others.
fn top_level(said: &[Fact]) -> Vec<Fact> {
    let own = said
        .iter()
        .filter(|fact| fact.pointer.matches('/').count() == 1);
    own.cloned().collect()
}

/// The id of what was made, as a path shows it: the property that is called like the parameter, or
/// `id`.
fn id_of(fresh: &[Fact], parameter: &str) -> Option<String> {
    let named = |wanted: &str| {
        fresh.iter().find(|fact| {
            let name = fact.pointer.rsplit('/').next().unwrap_or_default();
            name.eq_ignore_ascii_case(wanted)
        })
    };
    let fact = named(parameter).or_else(|| named("id")).or(fresh.first())?;
    match &fact.value {
        Value::String(text) => Some(crate::api::encoded(text)),
        other => Some(other.to_string()),
    }
}

impl Answered {
    /// Whether the connection is to be reset.
    pub(super) fn is_reset(&self) -> bool {
        self.behaviour.fault == Some(Fault::Reset)
    }
}
