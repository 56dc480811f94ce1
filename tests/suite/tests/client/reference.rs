//! The generated client against a server that keeps the contract.

use plaid_link::{Client, types};
use specwright_suite::reference::{CLIENT_ID, Reference, SECRET, VERSION};

#[tokio::test]
async fn a_user_links_an_item_reads_it_and_removes_it() {
    let server = Reference::start(&[]).await.unwrap();
    let client = Client::builder()
        .base_url(server.url())
        .client_id(CLIENT_ID)
        .secret(SECRET)
        .plaid_version(VERSION)
        .build()
        .unwrap();

    let user = types::UserCreateRequest::new("user-1");
    let user = client.user_create(&user).await.unwrap();
    let request = types::LinkTokenCreateRequest::new("Acme", ["US"], "en")
        .with_products([types::Products::Auth])
        .with_user_id(user.user_id.as_str());
    let created = client.link_token_create(&request).await.unwrap();
    let request = types::LinkTokenGetRequest::new(created.link_token.clone());
    let read = client.link_token_get(&request).await.unwrap();
    assert_eq!(read.metadata.client_name.as_deref(), Some("Acme"));
    assert_eq!(read.user_id, Some(user.user_id));

    let request = types::SandboxPublicTokenCreateRequest::new(["auth"], "ins_109508");
    let public = client.sandbox_public_token_create(&request).await.unwrap();
    let exchange = types::ItemPublicTokenExchangeRequest::new(public.public_token.clone());
    let access = client.item_public_token_exchange(&exchange).await.unwrap();
    let again = client
        .item_public_token_exchange(&exchange)
        .await
        .unwrap_err();
    assert_eq!(again.status().unwrap(), 400);

    let request = types::AccountsGetRequest::new(access.access_token.clone());
    let accounts = client.accounts_get(&request).await.unwrap();
    assert_eq!(accounts.item.item_id, access.item_id);
    assert_eq!(accounts.accounts.len(), 2);
    let remove = types::ItemRemoveRequest::new(access.access_token.clone());
    client.item_remove(&remove).await.unwrap();
    client.accounts_get(&request).await.unwrap_err();
    assert_eq!(server.broken_promises(), [""; 0]);
}
