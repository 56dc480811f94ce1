//! `info.version` should be a semantic version.

use serde_json::Value;

use super::Rule;
use super::document::Document;
use super::finding::{Finding, Findings};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    codes: &[Code::VersionNotSemver],
    check,
};

/// Notes a version that cannot become the version of a crate.
fn check(document: &Document<'_>, findings: &mut Findings) {
    let version = document
        .tree
        .pointer("/info/version")
        .and_then(Value::as_str);
    let Some(version) = version.filter(|version| !is_semver(version)) else {
        return;
    };
    let at = Pointer::root().join("info").join("version");
    let message = format!("`{version}` is no semantic version");
    findings
        .push(Finding::of_value(Code::VersionNotSemver, at, message).help(
            "the crate has the version of the configuration; this one stands in the headers",
        ));
}

/// `MAJOR.MINOR.PATCH`, with an optional pre-release and build part.
fn is_semver(version: &str) -> bool {
    let (core, build) = version
        .split_once('+')
        .map_or((version, None), |(core, build)| (core, Some(build)));
    let (core, pre) = core
        .split_once('-')
        .map_or((core, None), |(core, pre)| (core, Some(pre)));
    let number = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_digit())
            && (part.len() == 1 || !part.starts_with('0'))
    };
    let identifiers = |text: &str| {
        text.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
    };
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(identifiers)
        && build.is_none_or(identifiers)
}

#[cfg(test)]
mod tests {
    use super::is_semver;

    #[test]
    fn semantic_versions_are_told_from_others() {
        for good in ["1.2.3", "0.0.1-rc.1", "1.0.0+build.5"] {
            assert!(is_semver(good), "{good}");
        }
        for bad in ["2020-09-14_1.697.4", "1.2", "01.2.3", "", "1.2.3-"] {
            assert!(!is_semver(bad), "{bad}");
        }
    }
}
