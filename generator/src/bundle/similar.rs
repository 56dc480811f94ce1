//! Which name was meant by one that does not exist.

use serde_json::Value;

use crate::pointer::Pointer;
use crate::spelling;

/// The sibling of a missing target whose name differs least, or the member whose name holds the
/// slashes that the pointer leaves as they are.
pub(crate) fn most_similar(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    sibling(tree, missing).or_else(|| unescaped(tree, missing))
}

fn sibling(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    let parent = missing.parent()?;
    let wanted = missing.last()?;
    let siblings = tree.pointer(parent.as_str())?.as_object()?;
    spelling::nearest(siblings.keys().map(String::as_str), &wanted).map(|name| parent.join(name))
}

/// `#/paths/~1books~1{id}` for `#/paths/books/{id}` or `#/paths/~1books/{id}`.
fn unescaped(tree: &Value, missing: &Pointer) -> Option<Pointer> {
    let mut around = missing.parent()?;
    let mut name = missing.last()?;
    loop {
        if let Some(members) = tree.pointer(around.as_str()).and_then(Value::as_object) {
            let names = [name.clone(), format!("/{name}")];
            if let Some(found) = names.iter().find(|name| members.contains_key(*name)) {
                return Some(around.join(found));
            }
        }
        name = format!("{}/{name}", around.last()?);
        around = around.parent()?;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::most_similar;
    use crate::pointer::Pointer;

    #[test]
    fn slashes_that_are_not_escaped_are_seen_through() {
        let tree = json!({ "paths": { "/books/{id}": {}, "/books": {} } });
        let meant = |missing| {
            let pointer = Pointer::parse(missing).unwrap();
            most_similar(&tree, &pointer).map(|found| found.as_str().to_owned())
        };
        let whole = Some("/paths/~1books~1{id}".to_owned());
        assert_eq!(meant("/paths/~1books/{id}"), whole);
        assert_eq!(meant("/paths/books/{id}"), whole);
        assert_eq!(meant("/paths/books/shelf/{id}"), None);
        assert_eq!(meant("/paths/~1book").as_deref(), Some("/paths/~1books"));
    }
}
