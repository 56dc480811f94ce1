//! Ready profiles: the manners of APIs, as settings files that come with this crate.

use super::file::File;

const PROFILES: [(&str, &str); 1] = [("plaid", include_str!("plaid.toml"))];

/// The profile of that name.
///
/// # Errors
/// There is none.
pub fn profile(name: &str) -> Result<File, String> {
    let found = PROFILES.iter().find(|(own, _)| *own == name);
    let Some((_, text)) = found else {
        let all: Vec<_> = PROFILES.iter().map(|(own, _)| *own).collect();
        return Err(format!(
            "there is no profile `{name}`; there is {}",
            all.join(", ")
        ));
    };
    File::parse(name, text).map_err(|invalid| invalid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_can_be_read() {
        for (name, _) in PROFILES {
            profile(name).unwrap();
        }
        assert!(profile("nobody").is_err());
    }
}
