//! Missing and wrong credentials, for each scheme.

use super::super::case::{Break, Case, Focus, Intent, Shown};
use super::super::lane::Lane;
use crate::check::Check;

pub(super) async fn run(lane: &mut Lane<'_, '_>, base: &Case) {
    let context = lane.context;
    let operation = &context.api.operations[lane.operation];
    let [alternative] = operation.security.as_slice() else {
        return several(lane, base).await;
    };
    let optional = &context.settings.manners.optional_schemes;
    for needed in alternative {
        let scheme = &needed.scheme;
        if optional.contains(scheme) {
            continue;
        }
        let without = Shown::Without(scheme.clone());
        send(
            lane,
            base,
            without,
            format!("no credentials for `{scheme}`"),
        )
        .await;
        if context.settings.credentials.contains_key(scheme) {
            let wrong = Shown::Wrong(scheme.clone());
            send(
                lane,
                base,
                wrong,
                format!("wrong credentials for `{scheme}`"),
            )
            .await;
        } else {
            let subject = format!("wrong credentials for `{scheme}`");
            let reason = "the settings give none that are right";
            context.tally.borrow_mut().skip(subject, reason, false);
        }
    }
    nothing(lane, base).await;
}

async fn nothing(lane: &mut Lane<'_, '_>, base: &Case) {
    send(
        lane,
        base,
        Shown::Nothing,
        "no credentials at all".to_owned(),
    )
    .await;
}

/// Where there are several ways, one without any of them is missing all.
async fn several(lane: &mut Lane<'_, '_>, base: &Case) {
    let operation = &lane.context.api.operations[lane.operation];
    if !operation.security.is_empty() {
        nothing(lane, base).await;
    }
}

async fn send(lane: &mut Lane<'_, '_>, base: &Case, shown: Shown, what: String) {
    let operation = &lane.context.api.operations[lane.operation];
    let pointer = format!("{}/security", operation.pointer);
    let case = Case {
        label: what.clone(),
        credentials: shown,
        focus: Some(Focus {
            pointer: pointer.clone(),
            cause: what.clone(),
            ..Focus::default()
        }),
        intent: Intent::Invalid(Break {
            check: Check::IgnoredAuth,
            pointer,
            cause: what.clone(),
            what,
            usual: &[401, 403],
        }),
        ..base.clone()
    };
    if let Ok(request) = case.request(lane.context.api, lane.context.settings) {
        lane.run(case, request).await;
    }
}
