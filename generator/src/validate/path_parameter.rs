//! Every variable in a path has a parameter, and every path parameter a variable.

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::pointer::Pointer;
use crate::resolve::Resolved;

/// Warns of each variable in a path template that no parameter gives a value, and of each path
/// parameter that has no place in the template.
pub(super) fn check(document: &Resolved, report: &mut Report) {
    let root = Pointer::root().join("paths");
    for (path, item) in document.api.paths.iter() {
        let Some(item) = item.as_item() else { continue };
        for (method, operation) in item.iter() {
            let declared: Vec<&str> = item
                .parameters
                .iter()
                .chain(&operation.parameters)
                .filter_map(|parameter| document.parameter(parameter))
                .filter(|parameter| matches!(parameter, openapiv3::Parameter::Path { .. }))
                .map(|parameter| parameter.parameter_data_ref().name.as_str())
                .collect();
            for variable in variables(path) {
                if !declared.contains(&variable) {
                    let message =
                        format!("no parameter gives `{{{variable}}}` in the path a value");
                    report.push(
                        Diagnostic::new(
                            Code::PathParameterMissing,
                            root.join(path).join(method),
                            message,
                        )
                        .help(
                            "it is taken for a string; declare a parameter of that name with \
                             `in: path`",
                        ),
                    );
                }
            }
            for name in declared {
                if !variables(path).any(|variable| variable == name) {
                    let message = format!("the path has no `{{{name}}}`");
                    report.push(
                        Diagnostic::new(
                            Code::PathParameterUnused,
                            root.join(path).join(method),
                            message,
                        )
                        .help("the parameter was left out; name it in the path, or take it out"),
                    );
                }
            }
        }
    }
}

/// The names between braces.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
}
