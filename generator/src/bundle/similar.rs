//! Which name was meant by one that does not exist.

use serde_json::Value;

use crate::pointer::Pointer;
use crate::spelling;

/// The sibling of a missing target whose name differs least.
pub(crate) fn most_similar(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    let parent = missing.parent()?;
    let wanted = missing.last()?;
    let siblings = tree.pointer(parent.as_str())?.as_object()?;
    spelling::nearest(siblings.keys().map(String::as_str), &wanted).map(|name| parent.join(name))
}
