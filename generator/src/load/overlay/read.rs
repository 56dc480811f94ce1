//! From the tree of an overlay to its actions; every mistake of form is reported.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::{Action, Change, Overlay};
use crate::diagnostic::{Code, Diagnostic, Place, Report, Severity};
use crate::load::document::describe;
use crate::pointer::Pointer;
use crate::source::{Part, SourceId, Sources, byte_of_char};

const ROOT_FIELDS: &[&str] = &["overlay", "info", "extends", "actions"];
const INFO_FIELDS: &[&str] = &["title", "version"];
const ACTION_FIELDS: &[&str] = &["target", "description", "update", "remove"];

/// Reads an overlay from its tree; `None` where the report has got an error.
#[must_use]
pub fn read(sources: &Sources, id: SourceId, tree: &Value, report: &mut Report) -> Option<Overlay> {
    let mut reader = Reader {
        sources,
        id,
        report,
        failed: false,
    };
    let actions = reader.overlay(tree);
    (!reader.failed).then_some(Overlay {
        source: id,
        actions,
    })
}

struct Reader<'r> {
    sources: &'r Sources,
    id: SourceId,
    report: &'r mut Report,
    failed: bool,
}

impl Reader<'_> {
    fn overlay(&mut self, tree: &Value) -> Vec<Action> {
        let root = Pointer::root();
        let Value::Object(fields) = tree else {
            let found = describe(tree);
            self.mistake(&root, format!("this is no overlay: found {found}"));
            return Vec::new();
        };
        match fields.get("overlay") {
            Some(Value::String(version)) if is_supported(version) => {}
            Some(version) => {
                let found = describe(version);
                let message = format!("expected an overlay of version 1.0.x, found {found}");
                self.mistake(&root.join("overlay"), message);
                return Vec::new();
            }
            None => {
                let message = "this is no overlay: the field `overlay` is missing";
                let help = "an overlay begins with its version, `overlay: 1.0.0`";
                let place = self.place(&root, Part::Value);
                let mistake = Diagnostic::new(Code::InvalidOverlay, root, message);
                self.push(mistake.at(place).help(help));
                return Vec::new();
            }
        }
        self.fields(&root, fields, ROOT_FIELDS);
        self.text(&root, fields, "extends", false);
        if let Some(info) = self.required(&root, fields, "info") {
            let at = root.join("info");
            match info {
                Value::Object(info) => {
                    self.fields(&at, info, INFO_FIELDS);
                    for field in INFO_FIELDS {
                        self.text(&at, info, field, true);
                    }
                }
                other => self.wrong(&at, "an object", other),
            }
        }
        let at = root.join("actions");
        match self.required(&root, fields, "actions") {
            Some(Value::Array(actions)) if !actions.is_empty() => actions
                .iter()
                .enumerate()
                .filter_map(|(number, action)| self.action(&at.join(number), action))
                .collect(),
            Some(Value::Array(_)) => {
                self.mistake(&at, "an overlay needs at least one action");
                Vec::new()
            }
            Some(other) => {
                self.wrong(&at, "an array", other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn action(&mut self, at: &Pointer, action: &Value) -> Option<Action> {
        let Value::Object(fields) = action else {
            self.wrong(at, "an object", action);
            return None;
        };
        self.fields(at, fields, ACTION_FIELDS);
        self.text(at, fields, "description", false);
        let target = self.target(at, fields);
        let change = self.change(at, fields);
        let (expression, target) = target?;
        Some(Action {
            pointer: at.clone(),
            expression,
            target,
            change: change?,
        })
    }

    fn target(&mut self, at: &Pointer, fields: &Map<String, Value>) -> Option<(String, JsonPath)> {
        let expression = self.text(at, fields, "target", true)?;
        match JsonPath::parse(expression) {
            Ok(path) => Some((expression.to_owned(), path)),
            Err(error) => {
                let at = at.join("target");
                let message = format!(
                    "the target `{expression}` is not a valid JSONPath: it cannot be read from \
                     character {} on",
                    error.position()
                );
                let help = "targets are JSONPath as of RFC 9535, such as `$.paths['/items'].get`; \
                            names with other characters than letters, digits and `_` stand in \
                            brackets and quotes";
                let place = self.place_in_text(&at, expression, error.position());
                let mistake = Diagnostic::new(Code::InvalidOverlay, at, message);
                self.push(mistake.at(place).help(help));
                None
            }
        }
    }

    fn change(&mut self, at: &Pointer, fields: &Map<String, Value>) -> Option<Change> {
        let remove = match fields.get("remove") {
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                self.wrong(&at.join("remove"), "a boolean", other);
                return None;
            }
            None => false,
        };
        match (fields.get("update"), remove) {
            // What is removed is not updated as well.
            (_, true) => Some(Change::Remove),
            (Some(update), false) => Some(Change::Update(update.clone())),
            (None, false) => {
                let message =
                    "this action does nothing: it has neither `update` nor `remove: true`";
                let place = self.place(at, Part::Value);
                let mut warning =
                    Diagnostic::new(Code::InvalidOverlay, at.clone(), message).at(place);
                warning.severity = Severity::Warning;
                self.report.push(warning);
                Some(Change::Nothing)
            }
        }
    }

    /// Reports fields that are neither known nor extensions.
    fn fields(&mut self, at: &Pointer, fields: &Map<String, Value>, known: &[&str]) {
        for field in fields.keys() {
            if !known.contains(&field.as_str()) && !field.starts_with("x-") {
                let expected = known.join("`, `");
                let message = format!("unknown field `{field}`, expected one of `{expected}`");
                let at = at.join(field);
                let place = self.place(&at, Part::Key);
                self.push(Diagnostic::new(Code::InvalidOverlay, at, message).at(place));
            }
        }
    }

    fn required<'v>(
        &mut self,
        at: &Pointer,
        fields: &'v Map<String, Value>,
        field: &str,
    ) -> Option<&'v Value> {
        let value = fields.get(field);
        if value.is_none() {
            self.mistake(at, format!("the field `{field}` is missing"));
        }
        value
    }

    fn text<'v>(
        &mut self,
        at: &Pointer,
        fields: &'v Map<String, Value>,
        field: &str,
        required: bool,
    ) -> Option<&'v str> {
        let value = if required {
            self.required(at, fields, field)?
        } else {
            fields.get(field)?
        };
        match value {
            Value::String(text) => Some(text),
            // `version: 1.0` without quotes is a number in YAML, and nothing depends on it.
            Value::Number(_) if field == "version" => None,
            other => {
                self.wrong(&at.join(field), "a text", other);
                None
            }
        }
    }

    fn wrong(&mut self, at: &Pointer, expected: &str, found: &Value) {
        let field = at.last().unwrap_or_default();
        let found = describe(found);
        self.mistake(at, format!("`{field}` must be {expected}, found {found}"));
    }

    fn mistake(&mut self, at: &Pointer, message: impl Into<String>) {
        let place = self.place(at, Part::Value);
        self.push(Diagnostic::new(Code::InvalidOverlay, at.clone(), message).at(place));
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.report.push(diagnostic);
    }

    fn place(&self, at: &Pointer, part: Part) -> Place {
        Place::Node {
            source: self.id,
            pointer: at.clone(),
            part,
        }
    }

    /// The place of one character of a scalar; the whole scalar where it is written with escapes.
    fn place_in_text(&self, at: &Pointer, text: &str, character: usize) -> Place {
        let source = self.sources.get(self.id);
        let span = source
            .scalar_span(at)
            .filter(|span| source.text().get(span.clone()) == Some(text));
        let Some(span) = span else {
            return self.place(at, Part::Value);
        };
        let offset = byte_of_char(text, character.saturating_sub(1));
        let start = span.start + offset;
        let width = text[offset..].chars().next().map_or(0, char::len_utf8);
        Place::Bytes {
            source: self.id,
            start,
            end: start + width,
        }
    }
}

fn is_supported(version: &str) -> bool {
    version == "1.0" || version.starts_with("1.0.")
}
