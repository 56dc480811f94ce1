//! The rules of a schema, read from its keywords.

use serde_json::Value;

use crate::runtime::Rule;
use crate::runtime::validate::Number;

/// The rules that the keywords of a schema state, and those of its `allOf`; a `pattern` counts where
/// one of `patterns` tells how it is matched. They are kept for as long as the program runs, as is
/// the table that they belong to.
pub(super) fn rules(schema: &Value, patterns: &[Rule]) -> &'static [Rule] {
    let mut rules = Vec::new();
    add(schema, patterns, &mut rules);
    rules.leak()
}

fn add(schema: &Value, patterns: &[Rule], rules: &mut Vec<Rule>) {
    for (keyword, limit) in schema.as_object().into_iter().flatten() {
        match (keyword.as_str(), limit) {
            ("allOf", Value::Array(schemas)) => {
                for schema in schemas {
                    add(schema, patterns, rules);
                }
            }
            _ => rules.extend(rule(keyword, limit, patterns)),
        }
    }
}

fn rule(keyword: &str, limit: &Value, patterns: &[Rule]) -> Option<Rule> {
    let count = || usize::try_from(limit.as_u64()?).ok();
    Some(match keyword {
        "minLength" => Rule::MinLength(count()?),
        "maxLength" => Rule::MaxLength(count()?),
        "minItems" => Rule::MinItems(count()?),
        "maxItems" => Rule::MaxItems(count()?),
        "minProperties" => Rule::MinProperties(count()?),
        "maxProperties" => Rule::MaxProperties(count()?),
        "uniqueItems" => (*limit == true).then_some(Rule::UniqueItems)?,
        "minimum" => Rule::Minimum(number(limit)?),
        "maximum" => Rule::Maximum(number(limit)?),
        "exclusiveMinimum" => Rule::ExclusiveMinimum(number(limit)?),
        "exclusiveMaximum" => Rule::ExclusiveMaximum(number(limit)?),
        "multipleOf" => Rule::MultipleOf(number(limit)?),
        "pattern" => patterns.iter().copied().find(|rule| match rule {
            Rule::Pattern(pattern) => *limit == pattern.text(),
            _ => false,
        })?,
        "propertyNames" => {
            let mut rules = Vec::new();
            add(limit, patterns, &mut rules);
            rules.extend(limit["enum"].as_array().map(|names| {
                let names = names.iter().filter_map(Value::as_str);
                let names = names.map(|name| &*name.to_owned().leak());
                Rule::Listed(names.collect::<Vec<_>>().leak())
            }));
            Rule::PropertyNames(rules.leak())
        }
        _ => return None,
    })
}

fn number(limit: &Value) -> Option<Number> {
    let whole = limit.as_i64().map(i128::from);
    let whole = whole.or_else(|| limit.as_u64().map(i128::from));
    whole
        .map(Number::Int)
        .or_else(|| limit.as_f64().map(Number::Float))
}
