//! What else a successful call may ask for: other media types than the one that is read as usual.

use super::Lowering;
use super::form::{self, Offer};
use super::response::{Listed, Picked, lower_body, pick, same_kind};
use crate::ir::{Alternative, Form, Name};

/// Other forms, and JSON of another schema.
pub(super) fn lower_all(
    lowering: &mut Lowering<'_, '_>,
    good: &[(&Listed<'_>, Option<Picked<'_>>)],
    owner: &str,
) -> Vec<Alternative> {
    let mut found: Vec<Alternative> = Vec::new();
    for (one, picked) in good {
        let Some(picked) = picked else { continue };
        for offer in &one.offers {
            let Some(kind) = kind_of(offer, picked) else {
                continue;
            };
            if found.iter().any(|known| known.kind.wire == kind) {
                continue;
            }
            let alternative = if same_kind(offer.form, picked.form) {
                Some(Picked {
                    form: offer.form,
                    offers: vec![*offer],
                })
            } else {
                pick(&one.offers, offer.form)
            };
            if let Some(alternative) = alternative {
                let name = format!("{owner} {kind}");
                let body = lower_body(lowering, &alternative, &one.pointer, &name);
                found.push(Alternative {
                    type_name: Name::new(format!("{owner} as {kind}")),
                    kind: Name::new(kind),
                    body,
                });
            }
        }
    }
    found
}

/// What the form of an offer is called beside the one that is read; `None` where it is no other.
fn kind_of(offer: &Offer<'_>, picked: &Picked<'_>) -> Option<String> {
    let first = picked.offers.first()?;
    if same_kind(offer.form, picked.form) {
        let is_other = offer.form == Form::Json && offer.schema != first.schema;
        let essence = form::essence(offer.media_type);
        let (_, subtype) = essence.split_once('/')?;
        return is_other.then(|| subtype.trim_end_matches("+json").to_owned());
    }
    let kind = match offer.form {
        Form::Json => "json",
        Form::Events | Form::TextEvents => "events",
        Form::Lines | Form::Sequence => "lines",
        // Some frameworks list this for whatever they write as JSON.
        Form::Text if form::essence(offer.media_type) == "text/plain" => {
            let is_json = picked.form == Form::Json && offer.schema == first.schema;
            return (!is_json).then(|| "text".to_owned());
        }
        Form::Text => "text",
        Form::Binary => "bytes",
    };
    Some(kind.to_owned())
}
