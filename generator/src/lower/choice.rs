//! Answers whose body depends on the status.

use super::{Lowering, status};
use crate::ir::{
    Answer, AnswerBody, Case, Choice, ChoiceId, Form, Headers, Name, ScalarType, Schema, Status,
    Type,
};
use crate::pointer::Pointer;

/// What the answers of several operations share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) choices: Vec<Choice>,
    pub(super) headers: Vec<Headers>,
    /// Whether it has been said that XML has no types.
    pub(super) xml_mentioned: bool,
}

/// One answer from what is read at each status: a body where all agree, else a choice.
pub(super) fn answer(
    lowering: &mut Lowering<'_, '_>,
    mut cases: Vec<Case>,
    at: &Pointer,
    owner: &str,
    noun: &'static str,
) -> Answer {
    let mut bodies = cases.iter().filter_map(|case| case.body.as_ref());
    let Some(first) = bodies.next() else {
        return Answer::Empty;
    };
    if bodies.all(|other| same(first, other)) {
        let mut body = first.clone();
        for case in &cases {
            add_media_types(&mut body, case);
        }
        let sometimes = cases.iter().any(|case| case.body.is_none()) && !is_stream(body.form);
        return if sometimes {
            Answer::Optional(body)
        } else {
            Answer::Body(body)
        };
    }
    cases.sort_by_key(|case| case.status);
    for case in &mut cases {
        // One value of several is complete when it is given.
        if let Some(body) = case.body.as_mut().filter(|body| is_stream(body.form)) {
            body.form = Form::Text;
            body.schema = Schema::plain(Type::Scalar(ScalarType::String));
        }
    }
    let choices = &mut lowering.answers.choices;
    let known = choices
        .iter()
        .position(|choice| same_cases(&choice.cases, &cases));
    let index = known.unwrap_or(choices.len());
    match choices.get_mut(index) {
        Some(choice) => share(choice, &cases, noun),
        None => choices.push(Choice {
            name: Name::new(format!("{owner} {noun}")),
            pointer: at.clone(),
            cases,
        }),
    }
    Answer::ByStatus(ChoiceId(index))
}

const fn is_stream(form: Form) -> bool {
    match form {
        Form::Events | Form::TextEvents | Form::Lines | Form::Sequence => true,
        Form::Json | Form::Text | Form::Binary => false,
    }
}

fn same(one: &AnswerBody, other: &AnswerBody) -> bool {
    one.form == other.form && one.schema == other.schema
}

fn same_cases(one: &[Case], other: &[Case]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.status == other.status
                && match (&one.body, &other.body) {
                    (Some(one), Some(other)) => same(one, other),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                }
        })
}

/// One more operation answers like this: no name or description is that of the first alone.
fn share(choice: &mut Choice, cases: &[Case], noun: &'static str) {
    choice.name = Name::new(format!("{noun} {}", statuses(cases)));
    for (case, other) in choice.cases.iter_mut().zip(cases) {
        if case.description != other.description {
            case.description = None;
        }
        if let Some(body) = &mut case.body {
            add_media_types(body, other);
        }
    }
}

/// The statuses of all cases in words.
fn statuses(cases: &[Case]) -> String {
    let names: Vec<String> = cases
        .iter()
        .map(|case| match case.status {
            Status::Code(code) => code.to_string(),
            Status::Range(_) | Status::Default => status::name(case.status),
        })
        .collect();
    match names.as_slice() {
        [first, .., last] if names.len() > 4 => format!("{first} to {last}"),
        _ => names.join(" or "),
    }
}

fn add_media_types(body: &mut AnswerBody, case: &Case) {
    let others = case.body.iter().flat_map(|body| &body.media_types);
    for media_type in others {
        if !body.media_types.contains(media_type) {
            body.media_types.push(media_type.clone());
        }
    }
}
