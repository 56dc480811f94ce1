//! The answer comes within the time that was asked for.

use super::{Judged, Problem};
use crate::check::Check;
use crate::run::context::key;

pub(super) fn check(judged: &Judged<'_>) -> Option<Problem> {
    let limit = judged.context.settings.response_time?;
    let (time, pointer) = (judged.performed.time, &judged.operation.pointer);
    (time > limit).then(|| Problem {
        key: key(judged.operation, Check::ResponseTime, pointer, "late"),
        message: format!("the answer took {time:?}, more than {limit:?}"),
    })
}
