//! Judges the document as it is written: one rule to a file.
//!
//! The rules see the tree before it is brought into normal form, so that they know examples and
//! whatever else no code comes from, and what they find stands where they say. They change
//! nothing. A rule whose codes belong to the stage `lint` is left out where only generating counts.

mod ambiguous_path;
mod body_without_meaning;
mod bounds;
mod component_name;
mod discriminator;
mod document;
mod duplicate_operation_id;
mod empty_schema;
mod encoding;
mod enum_descriptions;
mod enum_values;
mod examples;
mod finding;
mod keyword_without_effect;
mod link;
mod missing_description;
mod multiple_of;
mod operation_id;
mod parameters;
mod path;
mod pattern;
mod reference_loop;
mod required;
mod responses;
mod satisfies;
mod security_scope;
mod server_variable;
mod tag;
mod traits;
mod types;
mod unknown_field;
mod unknown_type;
mod unsatisfiable;
mod unused_component;
mod version;

use crate::diagnostic::{Code, Level, Levels, Report, Stage};
use crate::load::Loaded;
use document::Document;
use finding::Findings;

/// What a rule is: the codes that it reports, and how it looks for them.
struct Rule {
    codes: &'static [Code],
    check: fn(&Document<'_>, &mut Findings),
}

const RULES: &[Rule] = &[
    version::RULE,
    reference_loop::RULE,
    duplicate_operation_id::RULE,
    parameters::MISSING,
    parameters::UNUSED,
    parameters::DUPLICATE,
    parameters::OPTIONAL,
    path::RULE,
    ambiguous_path::RULE,
    server_variable::RULE,
    discriminator::RULE,
    enum_values::RULE,
    enum_descriptions::RULE,
    pattern::RULE,
    bounds::RULE,
    multiple_of::RULE,
    unsatisfiable::RULE,
    empty_schema::RULE,
    keyword_without_effect::RULE,
    required::RULE,
    examples::DEFAULTS,
    examples::EXAMPLES,
    examples::BOTH,
    responses::RULE,
    body_without_meaning::RULE,
    encoding::RULE,
    link::RULE,
    security_scope::RULE,
    component_name::RULE,
    unused_component::RULE,
    unknown_field::RULE,
    unknown_type::RULE,
    tag::RULE,
    operation_id::RULE,
    missing_description::RULE,
];

/// How much is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What matters to the code that is generated.
    Generation,
    /// Everything.
    All,
}

/// Runs the rules, except those that the user has switched off.
pub(crate) fn validate(loaded: &Loaded, extent: Extent, levels: &Levels, report: &mut Report) {
    let document = Document::new(&loaded.tree);
    let mut findings = Findings::default();
    let wanted = |code: &Code| {
        levels.of(*code) != Level::Off && (extent == Extent::All || code.stage() != Stage::Lint)
    };
    for rule in RULES {
        if rule.codes.iter().any(wanted) {
            (rule.check)(&document, &mut findings);
        }
    }
    findings.report(&loaded.origins, wanted, report);
}
