//! Responses: what a call gives, and what a refused one gives.

use openapiv3::{ReferenceOr, Response, Responses as Items, StatusCode};

use super::form::{self, Offer};
use super::{Lowering, alternative, choice, header, schema, status};
use crate::diagnostic::Code;
use crate::ir::{
    Answer, AnswerBody, Case, Form, Name, Responses, ScalarType, Schema, Status, Type,
};
use crate::pointer::Pointer;

/// A response of an operation.
#[derive(Debug)]
pub(super) struct Listed<'d> {
    pub(super) status: Status,
    pub(super) response: &'d Response,
    /// Where it is written: in the operation, or among the components.
    pub(super) pointer: Pointer,
    /// The component that it is.
    component: Option<String>,
    /// The media types of its body.
    pub(super) offers: Vec<Offer<'d>>,
}

/// What the answers of an operation give.
pub(super) fn lower_all<'d>(
    lowering: &mut Lowering<'d, '_>,
    responses: &'d Items,
    method: &str,
    at: &Pointer,
    owner: &str,
) -> Responses {
    let at = at.join("responses");
    let mut listed = list(lowering, responses, &at);
    for one in &mut listed {
        drop_impossible(lowering, one, method);
    }
    let headers = header::lower_all(lowering, &listed, &at, owner);
    let of_digit = |digit: u16| {
        listed
            .iter()
            .filter(move |one| first_digit(one.status) == digit)
    };
    let redirects = of_digit(2).count() == 0 && of_digit(3).count() > 0;
    let mut good: Vec<&Listed<'_>> = of_digit(if redirects { 3 } else { 2 }).collect();
    if good.is_empty() {
        // A document that lists no success means the usual one with `default`.
        good.extend(listed.iter().filter(|one| one.status == Status::Default));
    }
    let bad: Vec<(&Listed<'_>, Option<Picked<'_>>)> = listed
        .iter()
        .filter(|one| !matches!(first_digit(one.status), 1..=3))
        .map(|one| (one, pick(&one.offers, Form::Json)))
        .filter(|(_, picked)| picked.as_ref().is_some_and(|body| body.form == Form::Json))
        .collect();
    let forms = good.iter().flat_map(|one| &one.offers);
    let first = forms
        .map(|offer| offer.form)
        .min_by_key(|form| form::rank(*form));
    let good: Vec<(&Listed<'_>, Option<Picked<'_>>)> = good
        .into_iter()
        .map(|one| (one, pick(&one.offers, first.unwrap_or(Form::Json))))
        .collect();
    mention_xml(lowering, &good);
    let mut descriptions = good.iter().map(|(one, _)| &one.response.description);
    let description = descriptions.find(|text| !text.is_empty()).cloned();
    Responses {
        description,
        success: join(lowering, &good, &at, owner, "response"),
        redirects,
        alternatives: alternative::lower_all(lowering, &good, owner),
        failure: join(lowering, &bad, &at, owner, "error"),
        headers,
    }
}

/// All responses, with what each of them offers.
fn list<'d>(lowering: &Lowering<'d, '_>, responses: &'d Items, at: &Pointer) -> Vec<Listed<'d>> {
    let codes = responses.responses.iter().map(|(status, item)| {
        let at = at.join(status);
        let status = match status {
            StatusCode::Code(code) => Status::Code(*code),
            StatusCode::Range(range) => Status::Range(*range),
        };
        (status, item, at)
    });
    let default = responses.default.iter();
    let default = default.map(|item| (Status::Default, item, at.join("default")));
    codes
        .chain(default)
        .filter_map(|(status, item, at)| {
            let response = lowering.document.response(item)?;
            let component = component_of(lowering, item);
            let pointer = match &component {
                Some(component) => Pointer::components("responses").join(component),
                None => at,
            };
            Some(Listed {
                status,
                response,
                pointer,
                component,
                offers: form::offers(lowering, response.content.iter()),
            })
        })
        .collect()
}

/// Takes back the body of an answer that cannot have one (RFC 9110, section 6.4.1).
fn drop_impossible(lowering: &mut Lowering<'_, '_>, one: &mut Listed<'_>, method: &str) {
    if let Status::Code(code @ (204 | 205 | 304)) = one.status
        && !one.offers.is_empty()
    {
        let message = format!("a body with the status {code}");
        let at = one.pointer.join("content");
        let help = "it was ignored: an answer of that status has none";
        lowering.find(Code::IgnoredField, &at, message, help);
        one.offers.clear();
    }
    if method == "head" {
        one.offers.clear();
    }
}

/// The name of the component that a reference to a response leads to.
fn component_of(lowering: &Lowering<'_, '_>, item: &ReferenceOr<Response>) -> Option<String> {
    let section = Pointer::components("responses");
    let mut found = None;
    let mut item = item;
    while let ReferenceOr::Reference { reference } = item {
        let pointer = Pointer::parse(reference)?;
        let name = pointer.strip_prefix(&section)?.last()?;
        let components = lowering.document.api.components.as_ref()?;
        item = components.responses.get(&name)?;
        found = Some(name);
    }
    found
}

const fn first_digit(status: Status) -> u16 {
    match status {
        Status::Code(code) => code / 100,
        Status::Range(digit) => digit,
        Status::Default => 0,
    }
}

/// What is read of a response: media types of one form that agree on their schema.
#[derive(Debug)]
pub(super) struct Picked<'d> {
    pub(super) form: Form,
    pub(super) offers: Vec<Offer<'d>>,
}

/// What is read of a response, in the wanted form if it comes in that.
pub(super) fn pick<'d>(offers: &[Offer<'d>], wanted: Form) -> Option<Picked<'d>> {
    let has_wanted = offers.iter().any(|offer| same_kind(offer.form, wanted));
    let form = if has_wanted {
        wanted
    } else {
        let forms = offers.iter().map(|offer| offer.form);
        forms.min_by_key(|form| form::rank(*form))?
    };
    let of_form: Vec<&Offer<'d>> = offers
        .iter()
        .filter(|offer| same_kind(offer.form, form))
        .collect();
    let plain = |offer: &&&Offer<'_>| form::essence(offer.media_type) == "application/json";
    let first = of_form.iter().find(plain).or_else(|| of_form.first())?;
    let agree = |offer: &&Offer<'_>| !has_schema(first.form) || offer.schema == first.schema;
    Some(Picked {
        form: first.form,
        offers: of_form.iter().copied().filter(agree).copied().collect(),
    })
}

/// Whether two forms differ in what is in the stream at most.
pub(super) fn same_kind(one: Form, other: Form) -> bool {
    form::rank(one) == form::rank(other)
}

/// Whether the schema says something about a body in this form.
const fn has_schema(form: Form) -> bool {
    match form {
        Form::Json | Form::Events | Form::Lines | Form::Sequence => true,
        Form::TextEvents | Form::Text | Form::Binary => false,
    }
}

/// Joins what is read at several statuses to one answer.
fn join(
    lowering: &mut Lowering<'_, '_>,
    listed: &[(&Listed<'_>, Option<Picked<'_>>)],
    at: &Pointer,
    owner: &str,
    noun: &'static str,
) -> Answer {
    let mut picked = listed.iter().filter_map(|(_, picked)| picked.as_ref());
    let several = picked
        .next()
        .is_some_and(|first| !picked.all(|other| agree(first, other)));
    // Bodies that agree are one type, with the name and the place of the first.
    let mut known: Vec<(&Picked<'_>, AnswerBody)> = Vec::new();
    let mut cases = Vec::new();
    for (one, picked) in listed {
        let body = picked.as_ref().map(|picked| {
            if let Some((_, body)) = known.iter().find(|(other, _)| agree(other, picked)) {
                return AnswerBody {
                    media_types: media_types(picked),
                    ..body.clone()
                };
            }
            let name = match &one.component {
                Some(component) => format!("{component} response"),
                None if several => format!("{owner} {}", status::name(one.status)),
                None => format!("{owner} {noun}"),
            };
            let body = lower_body(lowering, picked, &one.pointer, &name);
            known.push((picked, body.clone()));
            body
        });
        cases.push(Case {
            name: Name::new(status::name(one.status)),
            status: one.status,
            description: Some(one.response.description.clone()).filter(|text| !text.is_empty()),
            body,
        });
    }
    choice::answer(lowering, cases, at, owner, noun)
}

/// Whether two bodies are the same in the words of the document.
fn agree(one: &Picked<'_>, other: &Picked<'_>) -> bool {
    let schema = |picked: &Picked<'_>| picked.offers.first().map(|offer| offer.schema.cloned());
    one.form == other.form && (!has_schema(one.form) || schema(one) == schema(other))
}

fn media_types(picked: &Picked<'_>) -> Vec<String> {
    let offers = picked.offers.iter();
    offers.map(|offer| offer.media_type.to_owned()).collect()
}

/// Lowers the body of a response that stands at `at`.
pub(super) fn lower_body(
    lowering: &mut Lowering<'_, '_>,
    picked: &Picked<'_>,
    at: &Pointer,
    name: &str,
) -> AnswerBody {
    let at = at.join("content");
    let offer = picked.offers.first();
    let place = offer.map_or_else(|| at.clone(), |offer| at.join(offer.media_type));
    let schema = match offer.and_then(|offer| offer.schema) {
        Some(item) if has_schema(picked.form) => {
            schema::lower(lowering, item, &place.join("schema"), name)
        }
        None if has_schema(picked.form) => Schema::plain(Type::Any),
        Some(_) | None => Schema::plain(Type::Scalar(ScalarType::String)),
    };
    AnswerBody {
        media_types: media_types(picked),
        form: picked.form,
        schema,
    }
}

/// Says once that XML has no types, where an operation gives nothing else.
fn mention_xml(lowering: &mut Lowering<'_, '_>, good: &[(&Listed<'_>, Option<Picked<'_>>)]) {
    if lowering.answers.xml_mentioned {
        return;
    }
    for (one, picked) in good {
        let offers = picked.iter().flat_map(|picked| &picked.offers);
        let mut xml =
            offers.filter(|offer| offer.form == Form::Text && form::is_xml(offer.media_type));
        if let Some(offer) = xml.next() {
            let at = one.pointer.join("content").join(offer.media_type);
            let help = "the document is handed over as text, here and at other operations";
            lowering.find(Code::Unsupported, &at, "an answer in XML", help);
            lowering.answers.xml_mentioned = true;
            return;
        }
    }
}
