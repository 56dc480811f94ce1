//! Runs of the runner.

use std::time::Duration;

use specwright_contract::outcome::Outcome;
use specwright_contract::run::settings::File;
use specwright_contract::run::{self, Settings, Silent};
use specwright_suite::reference::{
    CLIENT_ID, Fault, KEY_ID, LINK_CORRELATION_ID, OAUTH_STATE_ID, Reference, SECRET, api,
};

/// What a user would write down for the reference server.
pub(crate) fn settings(server: &Reference) -> Settings {
    let file = format!(
        "profile = 'plaid'\nresponse-time = 1.0\n\
         [credentials]\nclientId = '{CLIENT_ID}'\nsecret = '{SECRET}'\n\
         [fixed]\nkey_id = '{KEY_ID}'\noauth_state_id = '{OAUTH_STATE_ID}'\n\
         link_correlation_id = '{LINK_CORRELATION_ID}'\n"
    );
    let mut settings = Settings::new(server.url().parse().unwrap());
    let file = File::parse("contract.toml", &file).unwrap();
    file.apply(&mut settings).unwrap();
    settings.timeout = Duration::from_secs(30);
    settings
}

pub(crate) async fn contract(settings: &Settings) -> Outcome {
    match run::run(&api(), settings, &Silent).await {
        Ok(outcome) => outcome,
        Err(unusable) => panic!("{unusable}"),
    }
}

pub(crate) fn on_a_runtime<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// Whether a fault was found as it should be.
pub(crate) fn found(outcome: &Outcome, fault: &Fault) -> bool {
    let mut keys = outcome.findings.iter().map(|finding| &finding.key);
    keys.any(|key| {
        let mut wanted = fault.found_as.iter();
        wanted.any(|(operation, check)| key.operation == *operation && key.check == *check)
    })
}

/// The findings, a line each.
pub(crate) fn told(outcome: &Outcome) -> Vec<String> {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| {
            let key = &finding.key;
            let (operation, check) = (&key.operation, key.check);
            let (pointer, cause) = (&key.pointer, &key.cause);
            format!(
                "{operation} {check} {pointer} [{cause}]: {}",
                finding.message
            )
        })
        .collect()
}
