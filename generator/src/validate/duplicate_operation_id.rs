//! Every `operationId` belongs to one operation.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// Warns of each operation whose id another one before it bears.
pub(super) fn check(document: &Resolved, report: &mut Report) {
    let root = Pointer::root().join("paths");
    let mut first: HashMap<&str, Pointer> = HashMap::new();
    for (path, method, operation) in document.api.operations() {
        let Some(id) = operation.operation_id.as_deref() else {
            continue;
        };
        let at = root.join(path).join(method);
        match first.get(id) {
            None => {
                first.insert(id, at);
            }
            Some(other) => {
                let message = format!("the operation id `{id}` belongs to {other} already");
                report.push(
                    Diagnostic::new(Code::DuplicateOperationId, at.join("operationId"), message)
                        .help("the method gets a number after its name; give it an id of its own"),
                );
            }
        }
    }
}
