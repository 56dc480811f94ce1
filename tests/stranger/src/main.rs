//! From a Link token to the accounts of an Item, against the server whose URL is given.
//!
//! `PLAID_CLIENT_ID=… PLAID_SECRET=… cargo run -- https://sandbox.plaid.com`

use std::env;
use std::error::Error as _;
use std::process::ExitCode;

use plaid_link::types::{
    AccountsGetRequest, CountryCode, ItemPublicTokenExchangeRequest, LinkTokenCreateRequest,
    LinkTokenCreateRequestUser, Products, SandboxPublicTokenCreateRequest,
};
use plaid_link::{Client, Credential, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(base_url) = env::args().nth(1) else {
        eprintln!("usage: stranger URL");
        return ExitCode::FAILURE;
    };
    match run(&base_url).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(base_url: &str) -> Result<(), String> {
    let client = Client::builder()
        .base_url(base_url)
        .client_id(Credential::from_env("PLAID_CLIENT_ID"))
        .secret(Credential::from_env("PLAID_SECRET"))
        .plaid_version("2020-09-14")
        .build()
        .map_err(|error| error.to_string())?;
    link(&client).await.map_err(|error| match &error {
        Error::Api(refusal) => format!("{error}: {}", refusal.body().error_code),
        _ => match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    })
}

async fn link(client: &Client) -> Result<(), Error> {
    let request = LinkTokenCreateRequest::new("Acme Budget", [CountryCode::Us], "en")
        .with_user(LinkTokenCreateRequestUser::new("user-42"))
        .with_products([Products::Auth]);
    let created = client.link_token_create(&request).await?;
    println!("Link can be opened until {}", created.expiration);

    // In Sandbox, a public token can be had without anybody going through Link.
    let request = SandboxPublicTokenCreateRequest::new([Products::Auth], "ins_109508");
    let linked = client.sandbox_public_token_create(&request).await?;

    let request = ItemPublicTokenExchangeRequest::new(linked.public_token);
    let item = client.item_public_token_exchange(&request).await?;
    println!("Item {}", item.item_id.as_str());

    let request = AccountsGetRequest::new(item.access_token);
    let answer = client.accounts_get(&request).await?;
    for account in &answer.accounts {
        println!("account {}", account.account_id.as_str());
    }
    Ok(())
}
