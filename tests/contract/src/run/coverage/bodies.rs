//! Every place of a body at the borders of what it may be.

use super::super::base::dress;
use super::super::case::{Body, Break, Case, Focus, Intent};
use super::super::context::DRAWN;
use super::super::lane::Lane;
use super::super::pins::At;
use super::try_case;
use crate::api::{Form, Media};
use crate::check::Check;
use crate::oracle::Direction;
use crate::strategy::{Boundary, Place, Standing};

pub(super) async fn run(lane: &mut Lane<'_, '_>, base: &Case) {
    let operation = &lane.context.api.operations[lane.operation];
    let media = operation.body.as_ref().map(|body| &body.media);
    for (number, media) in media.into_iter().flatten().enumerate() {
        let Some(schema) = &media.schema else {
            continue;
        };
        let full = lane.context.values.full(schema);
        let places = full.and_then(|full| Ok((full, lane.context.values.places(schema)?)));
        match places {
            Ok((full, places)) if media.encode(&full).is_some() => {
                for place in places {
                    borders(lane, base, number, media, schema, place).await;
                }
                let mut whole = Case {
                    label: "all that the document declares".to_owned(),
                    focus: Some(Focus {
                        pointer: operation.pointer.clone(),
                        cause: DRAWN.to_owned(),
                        ..Focus::default()
                    }),
                    body: Body::Value {
                        media: number,
                        value: full,
                    },
                    ..base.clone()
                };
                dress(lane.context, &mut whole, None);
                try_case(lane, whole, "all that the document declares").await;
            }
            Ok(_) => {
                let why = format!("bodies of `{}` are not written", media.range);
                lane.context
                    .tally
                    .borrow_mut()
                    .skip(&media.pointer, why, true);
            }
            Err(none) => {
                let mut tally = lane.context.tally.borrow_mut();
                tally.skip(&media.pointer, none.reason, true);
            }
        }
    }
}

async fn borders(
    lane: &mut Lane<'_, '_>,
    base: &Case,
    number: usize,
    media: &Media,
    schema: &str,
    mut place: Place,
) {
    let context = lane.context;
    let focus = |cause: &str| Focus {
        pointer: place.pointer.clone(),
        within: [&media.pointer]
            .into_iter()
            .chain(&place.within)
            .cloned()
            .collect(),
        at: Some(At::Body(place.instance.clone())),
        cause: cause.to_owned(),
    };
    let mut dressed = Case {
        body: Body::Value {
            media: number,
            value: place.base.clone(),
        },
        ..base.clone()
    };
    dress(context, &mut dressed, None);
    let template = dressed.clone();
    let focus_of = focus("");
    if let Some(value) = dressed.value()
        && value.pointer(&place.instance).is_some()
        && (context.api.oracle)
            .check_in(Direction::Request, schema, value)
            .is_ok()
    {
        place.base = value.clone();
    }
    let boundaries = context.values.boundaries(schema, &place);
    if !place.instance.is_empty() {
        let operation = &context.api.operations[lane.operation];
        let is_free = !boundaries
            .iter()
            .any(|boundary| boundary.standing == Standing::Invalid);
        let mut tally = context.tally.borrow_mut();
        tally.knows_input(operation, &place.pointer, is_free);
    }
    for boundary in boundaries {
        let what = described(&boundary, &place);
        let mut case = Case {
            label: what.clone(),
            focus: Some(Focus {
                cause: boundary.kind.clone(),
                ..focus_of.clone()
            }),
            body: Body::Value {
                media: number,
                value: boundary.value.clone(),
            },
            ..template.clone()
        };
        if media.form() != Form::Json {
            // A form is made of texts: what is left of the value is for the oracle to say.
            try_case(lane, case, &what).await;
            continue;
        }
        case.intent = intent(lane, &boundary, &place, what);
        let request = case.request(context.api, context.settings);
        if let Ok(request) = request {
            lane.run(case, request).await;
        }
    }
}

fn intent(lane: &Lane<'_, '_>, boundary: &Boundary, place: &Place, what: String) -> Intent {
    let manners = &lane.context.settings.manners;
    let is_unknown = boundary.kind == "additionalProperties";
    match boundary.standing {
        Standing::Valid if is_unknown && manners.may_refuse_unknown_members => Intent::Either,
        Standing::Valid => Intent::Valid,
        Standing::Doubtful => Intent::Either,
        Standing::Invalid => Intent::Invalid(Break {
            check: Check::NegativeDataRejection,
            pointer: place.pointer.clone(),
            cause: boundary.kind.clone(),
            what,
            usual: &[],
        }),
    }
}

fn described(boundary: &Boundary, place: &Place) -> String {
    let at = match place.instance.as_str() {
        "" => "as the body".to_owned(),
        instance => format!("at `{instance}` of the body"),
    };
    format!("{} {at}", boundary.what)
}
