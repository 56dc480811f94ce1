//! Where requests go.

use specwright_runtime::runtime::client::{Call, CoreBuilder, Error, Operation, SerializeError};

use crate::operations::{ItemDelete, OnPath, OnServer, WithQuery};
use crate::transport::Shared;

async fn url<O: Operation<Response = ()>>(
    configure: impl FnOnce(CoreBuilder) -> CoreBuilder,
    prepare: impl for<'c> FnOnce(Call<'c, O>) -> Call<'c, O>,
) -> String {
    let transport = Shared::answering(204, &[], "");
    let builder = CoreBuilder::new().transport(transport.clone());
    let core = configure(builder).build().unwrap();
    prepare(core.call())
        .await
        .unwrap_or_else(|_| panic!("no answer"));
    transport.request().uri().to_string()
}

const DOCUMENTED: &str = "https://api.test/v1/";

#[tokio::test]
async fn an_operation_goes_to_its_own_server() {
    let server = |builder: CoreBuilder| builder.server(DOCUMENTED);
    assert_eq!(
        url::<OnServer>(server, |call| call).await,
        "https://uploads.test/base/files"
    );
    assert_eq!(
        url::<OnPath>(server, |call| call).await,
        "https://api.test/v2/files"
    );
    assert_eq!(
        url::<ItemDelete>(server, |call| call.path("id", 1)).await,
        "https://api.test/v1/items/1"
    );
}

#[tokio::test]
async fn a_base_url_stands_for_every_server() {
    let redirected = |builder: CoreBuilder| builder.server(DOCUMENTED).base_url("http://[::1]:9/x");
    assert_eq!(
        url::<OnServer>(redirected, |call| call).await,
        "http://[::1]:9/x/files"
    );
    assert_eq!(
        url::<OnPath>(redirected, |call| call).await,
        "http://[::1]:9/v2/files"
    );
}

#[tokio::test]
async fn a_call_chooses_its_server() {
    let server = |builder: CoreBuilder| builder.server(DOCUMENTED);
    for base in ["https://other.test/y", "https://other.test/y/"] {
        assert_eq!(
            url::<OnServer>(server, |call| call.base_url(base)).await,
            "https://other.test/y/files"
        );
    }
    let transport = Shared::answering(204, &[], "");
    let core = transport.core();
    let call: Call<'_, OnServer> = core.call().base_url("file:///etc");
    assert!(matches!(
        call.await,
        Err(Error::Serialize(SerializeError::Url))
    ));
    assert_eq!(transport.requests(), 0);
}

#[tokio::test]
async fn a_path_may_have_a_query_of_its_own() {
    let server = |builder: CoreBuilder| builder.server(DOCUMENTED);
    assert_eq!(
        url::<WithQuery>(server, |call| call).await,
        "https://api.test/v1/drafts?beta=true"
    );
    assert_eq!(
        url::<WithQuery>(server, |call| call.query("size", 2)).await,
        "https://api.test/v1/drafts?beta=true&size=2"
    );
}
