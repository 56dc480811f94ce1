//! Settings, and what is wrong with them.

use specwright_contract::api::Credential;
use specwright_contract::run::settings::{File, profile};
use specwright_contract::run::{Settings, Silent, run};

use super::server::{Spoilt, api, settings, start};

fn read(text: &str) -> Result<Settings, String> {
    let mut settings = Settings::new("http://127.0.0.1:1".parse().unwrap());
    let file = File::parse("contract.toml", text).map_err(|why| why.to_string())?;
    file.apply(&mut settings).map_err(|why| why.to_string())?;
    Ok(settings)
}

#[test]
fn a_file_is_laid_over_its_profile() {
    let settings = read(
        "profile = 'plaid'\ncases = 7\nphases = ['coverage']\n[fixed]\nid = 4\n\
         [operations.getNote]\nskip = true\n[manners]\ncode-at = ['/code']\n",
    )
    .unwrap();
    assert_eq!(settings.cases, 7);
    assert_eq!(settings.phases.len(), 1);
    assert_eq!(settings.manners.code_at, ["/code"]);
    assert!(settings.manners.optional_schemes.contains("plaidVersion"));
    assert!(settings.credentials.contains_key("plaidVersion"));
    let api = api();
    let skipped = api.operation("getNote").unwrap();
    assert!(!settings.tries(skipped));
    assert_eq!(settings.fixed(skipped, "id", ""), Some(4.into()));
}

#[test]
fn what_is_not_known_is_an_error_with_its_place() {
    let wrong = read("cases = 7\nworker = 4\n").unwrap_err();
    assert!(
        wrong.starts_with("contract.toml:2:1: unknown field `worker`"),
        "{wrong}"
    );
    let deeper = read("[operations.x]\nskipp = true\n").unwrap_err();
    assert!(deeper.starts_with("contract.toml:2:1: "), "{deeper}");
    let check = read("checks = ['not_a_server_error', 'nothing']\n").unwrap_err();
    assert!(check.contains("nothing"), "{check}");
    let unset = read("[credentials]\nkey = 'env:SPECWRIGHT_NOBODY_SETS_THIS'\n").unwrap_err();
    assert!(unset.contains("SPECWRIGHT_NOBODY_SETS_THIS"), "{unset}");
    assert!(read("profile = 'nobody'\n").is_err());
    assert!(profile("plaid").is_ok());
}

#[test]
fn hosts_beyond_this_machine_are_spared() {
    let rate = |url: &str| Settings::new(url.parse().unwrap()).effective_rate();
    assert_eq!(rate("http://127.0.0.1:80"), None);
    assert_eq!(rate("http://[::1]:80"), None);
    assert!(rate("https://api.example.com").is_some());
}

#[tokio::test]
async fn a_run_that_cannot_begin_says_why() {
    let address = start(Spoilt::default()).await;
    let mut wrong = settings(address);
    wrong
        .credentials
        .insert("key".to_owned(), Credential("other".to_owned()));
    let refused = run(&api(), &wrong, &Silent).await.unwrap_err();
    assert!(
        refused.text.contains("refuses the credentials"),
        "{refused}"
    );
    wrong.credentials.clear();
    let missing = run(&api(), &wrong, &Silent).await.unwrap_err();
    assert!(missing.text.contains("key = \"env:NAME\""), "{missing}");
    let nobody = Settings::new("http://127.0.0.1:9".parse().unwrap());
    let unreachable = run(&api(), &nobody, &Silent).await.unwrap_err();
    assert!(
        unreachable.text.contains("cannot be reached"),
        "{unreachable}"
    );
    let mut typo = settings(address);
    typo.filter.include.push("getNotes".to_owned());
    let typo = run(&api(), &typo, &Silent).await.unwrap_err();
    assert!(typo.text.contains("getNotes"), "{typo}");
}
