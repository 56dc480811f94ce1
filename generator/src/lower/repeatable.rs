//! Whether an operation may safely be sent again.

use openapiv3::Operation as Item;

use super::Lowering;
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// The extension that says of an operation whether repeating it is safe.
const REPEATABLE: &str = "x-specwright-repeatable";

/// What the extension says; without it, the method tells.
pub(super) fn lower(
    lowering: &mut Lowering<'_, '_>,
    operation: &Item,
    at: &Pointer,
) -> Option<bool> {
    let said = operation.extensions.get(REPEATABLE)?;
    if said.as_bool().is_none() {
        lowering.find(
            Code::Unsupported,
            &at.join(REPEATABLE),
            format!("a value of `{REPEATABLE}` that is not `true` or `false`"),
            "the method of the operation tells whether it is repeated",
        );
    }
    said.as_bool()
}
