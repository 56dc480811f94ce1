//! Text of the document to Rust identifiers.

use heck::{ToPascalCase, ToSnakeCase};

/// Type names that generated code uses itself.
pub(super) const TYPES: &[&str] = &[
    "Base64",
    "Box",
    "BTreeMap",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "Extra",
    "From",
    "Int",
    "Into",
    "Iterator",
    "IntoIterator",
    "Key",
    "KnownMember",
    "MapOf",
    "NamedSecret",
    "NamedText",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "Optional",
    "PartialEq",
    "Plain",
    "Required",
    "Result",
    "Rfc3339",
    "Rule",
    "Self",
    "Sensitive",
    "Some",
    "String",
    "ToString",
    "Validate",
    "Validator",
    "Vec",
    "Wide",
];

/// Field names that generated code uses itself.
pub(super) const FIELDS: &[&str] = &["additional_properties"];

/// Variant names that generated code uses itself.
pub(super) const VARIANTS: &[&str] = &["Unlisted", "Self"];

/// Names that the files of operations use themselves.
pub(super) const OPERATIONS: &[&str] = &[
    "Base64",
    "Binary",
    "Box",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Empty",
    "EventStream",
    "Events",
    "From",
    "Into",
    "Json",
    "JsonLines",
    "Lines",
    "Maybe",
    "Multipart",
    "None",
    "Operation",
    "OperationInfo",
    "Option",
    "Part",
    "PartialEq",
    "Place",
    "Scheme",
    "Self",
    "Sensitive",
    "Sequence",
    "Some",
    "String",
    "Style",
    "Text",
    "TextEvents",
    "Undeclared",
    "Vec",
];

/// Method names that generated code uses itself.
pub(super) const METHODS: &[&str] = &["builder", "core", "clone"];

/// Type names that the files of servers use themselves.
pub(super) const SERVERS: &[&str] = &["Default", "From", "Self", "String"];

/// Argument names that generated code uses itself, and the methods of every call.
pub(super) const ARGUMENTS: &[&str] = &[
    "base_url",
    "body_member",
    "bytes",
    "call",
    "cast",
    "checked",
    "checked_in",
    "content_type",
    "cookie",
    "cookie_as",
    "form",
    "header",
    "header_as",
    "into_future",
    "items",
    "json",
    "kept",
    "multipart",
    "path",
    "path_as",
    "query",
    "query_as",
    "repeatable",
    "request",
    "retry",
    "send",
    "send_raw",
    "stream",
    "text",
    "timeout",
    "unvalidated",
    "validated",
    "validator",
    "wait",
    "with",
];

/// The methods of every client builder.
pub(super) const SETTINGS: &[&str] = &[
    "anonymous",
    "base_url",
    "build",
    "build_blocking",
    "connect_timeout",
    "environment",
    "hook",
    "idempotency_keys",
    "max_response_size",
    "new",
    "origin",
    "retry",
    "server",
    "sleep",
    "timeout",
    "transport",
    "user_agent",
    "validate_requests",
];

/// The longest type name in bytes: `rustdoc` writes a file for each, and names of files end at 255.
const LONGEST: usize = 160;

/// A type name: `NumbersACH` becomes `NumbersAch`.
pub(super) fn pascal(text: &str) -> String {
    let mut name = valid(joined(text), "Unnamed");
    while name.len() > LONGEST {
        name.pop();
    }
    name
}

/// The name of an enumeration's value; the empty text is `Empty`.
pub(super) fn variant(text: &str) -> String {
    if text.is_empty() {
        return "Empty".to_owned();
    }
    valid(joined(text), "Symbol")
}

/// A field, method or argument name.
pub(super) fn snake(text: &str) -> String {
    let name = valid(spoken(text).to_snake_case(), "unnamed");
    // These four cannot be written as raw identifiers.
    if matches!(name.as_str(), "self" | "super" | "crate" | "_") {
        format!("{name}_")
    } else if name.chars().all(|c| c == '_' || c.is_ascii_digit()) {
        // Clippy asks for a letter in the name of an argument.
        format!("n{name}")
    } else {
        name
    }
}

/// The words of a text in Pascal case; between two digits an underscore keeps them apart.
fn joined(text: &str) -> String {
    let spoken = spoken(text);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut name = String::with_capacity(spoken.len());
    for word in spoken.to_snake_case().split('_') {
        if digit(name.chars().last()) && digit(word.chars().next()) {
            name.push('_');
        }
        name.push_str(&word.to_pascal_case());
    }
    name
}

/// Signs that tell two texts apart, as words: `+1` and `-1` are not both `1`.
fn spoken(text: &str) -> String {
    let only_signs = !text.chars().any(char::is_alphanumeric);
    let mut words = String::with_capacity(text.len());
    for (index, sign) in text.char_indices() {
        let word = match sign {
            '+' => "plus",
            '-' if index == 0 || only_signs => "minus",
            '*' => "star",
            '<' => "less",
            '>' => "greater",
            '=' => "equal",
            '!' => "not",
            '&' => "and",
            '|' if only_signs => "or",
            '%' => "percent",
            '/' if only_signs => "slash",
            '.' if only_signs => "dot",
            ',' if only_signs => "comma",
            '~' => "tilde",
            '@' if index == 0 => "at",
            '$' if index == 0 => "dollar",
            '#' if only_signs => "hash",
            // A mark on the letter before, which Rust takes for a letter with a mark of its own.
            '\u{300}'..='\u{36f}' => continue,
            _ => {
                words.push(if is_part(sign) { sign } else { ' ' });
                continue;
            }
        };
        words.push(' ');
        words.push_str(word);
        words.push(' ');
    }
    words
}

fn is_part(c: char) -> bool {
    unicode_ident::is_xid_continue(c)
}

/// An identifier begins with a letter or an underscore.
fn valid(name: String, fallback: &str) -> String {
    match name.chars().next() {
        None => fallback.to_owned(),
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) => format!("_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{pascal, snake, variant};

    #[test]
    fn names_are_valid_and_in_rusts_case() {
        let cases = [
            ("APIClientID", "ApiClientId", "api_client_id"),
            ("401k", "_401k", "_401k"),
            ("2.50", "_2_50", "n_2_50"),
            ("v1.10", "V1_10", "v1_10"),
            ("e\u{301}t\u{e9}", "Et\u{e9}", "et\u{e9}"),
            ("cash isa", "CashIsa", "cash_isa"),
            ("403B", "_403b", "_403b"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("self", "Self", "self_"),
            ("größe", "Größe", "größe"),
            ("a.b/c", "ABC", "a_b_c"),
            ("", "Unnamed", "unnamed"),
            ("$ref", "DollarRef", "dollar_ref"),
        ];
        for (text, type_name, field_name) in cases {
            assert_eq!(pascal(text), type_name, "{text}");
            assert_eq!(snake(text), field_name, "{text}");
        }
        assert_eq!(pascal(&"é".repeat(200)).len(), 160);
        assert_eq!(variant(""), "Empty");
        assert_eq!(variant(">="), "GreaterEqual");
    }

    #[test]
    fn no_parameter_gets_the_name_of_a_method_of_every_call() {
        let mut count = 0;
        let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = manifest.join("runtime/src/runtime/client");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
            for item in file.items {
                let syn::Item::Impl(block) = item else {
                    continue;
                };
                let syn::Type::Path(ty) = &*block.self_ty else {
                    continue;
                };
                if ty.path.segments[0].ident != "Call" {
                    continue;
                }
                for item in block.items {
                    if let syn::ImplItem::Fn(method) = item
                        && matches!(method.vis, syn::Visibility::Public(_))
                    {
                        let name = method.sig.ident.to_string();
                        assert!(super::ARGUMENTS.contains(&&*name), "{name}");
                        count += 1;
                    }
                }
            }
        }
        assert!(count > 20, "{count} methods were found");
    }
}
