//! How values are written as parameters and forms: the specification's table of styles.

use serde_json::{Value, json};
use specwright_runtime::runtime::client::{Call, Error, SerializeError, Style};

use crate::operations::{ItemDelete, TokenCreate};
use crate::transport::Shared;

fn accepting() -> Shared {
    Shared::json(200, &json!({"token": "t"}))
}

/// A value as a query.
async fn query(name: &'static str, value: &Value, style: Style) -> String {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().query_as(name, value, style);
    call.await.unwrap();
    let request = transport.request();
    request.uri().query().unwrap_or_default().to_owned()
}

/// A value as the last segment of a path; nothing where it was refused.
async fn path(value: &Value, style: Style) -> String {
    let transport = Shared::answering(204, &[], "");
    let core = transport.core();
    let call: Call<'_, ItemDelete> = core.call().path_as("id", value, style);
    match call.await {
        Ok(()) => {
            let request = transport.request();
            let path = request.uri().path();
            path.strip_prefix("/v1/items/").unwrap().to_owned()
        }
        Err(Error::Serialize(error)) => {
            assert_eq!(error, SerializeError::PathParameter { name: "id" });
            assert_eq!(transport.requests(), 0);
            String::new()
        }
        Err(_) => panic!("another error"),
    }
}

/// A value as a header.
async fn header(value: &Value, style: Style) -> Option<String> {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().header_as("X-Value", value, style);
    call.await.unwrap();
    let request = transport.request();
    let value = request.headers().get("x-value")?;
    Some(value.to_str().unwrap().to_owned())
}

/// A value as a form.
async fn form(value: &Value, styles: &'static [(&'static str, Style)]) -> String {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().form(value, styles);
    call.await.unwrap();
    String::from_utf8(transport.request().body().to_vec()).unwrap()
}

/// The empty text, a text, an array and an object, as the specification shows them.
fn values() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    ]
}

#[tokio::test]
async fn the_styles_of_paths() {
    let table = [
        (
            Style::MATRIX,
            [
                ";id",
                ";id=blue",
                ";id=blue,black,brown",
                ";id=B,150,G,200,R,100",
            ],
        ),
        (
            Style::MATRIX.exploded(),
            [
                ";id",
                ";id=blue",
                ";id=blue;id=black;id=brown",
                ";B=150;G=200;R=100",
            ],
        ),
        // The empty text behind the dot would lead to the folder itself.
        (
            Style::LABEL,
            ["", ".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
        ),
        (
            Style::LABEL.exploded(),
            ["", ".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
        ),
        (
            Style::SIMPLE,
            ["", "blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            Style::SIMPLE.exploded(),
            ["", "blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
    ];
    for (style, expected) in table {
        for (value, expected) in values().iter().zip(expected) {
            assert_eq!(path(value, style).await, expected, "{style:?} {value}");
        }
    }
}

#[tokio::test]
async fn the_styles_of_queries() {
    let exploded = [
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "B=150&G=200&R=100",
    ];
    let table = [
        (
            Style::FORM,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ],
        ),
        (Style::FORM.exploded(), exploded),
        (
            Style::SPACE_DELIMITED,
            [
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=B%20150%20G%20200%20R%20100",
            ],
        ),
        (Style::SPACE_DELIMITED.exploded(), exploded),
        (
            Style::PIPE_DELIMITED,
            [
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=B%7C150%7CG%7C200%7CR%7C100",
            ],
        ),
        (Style::PIPE_DELIMITED.exploded(), exploded),
        (
            Style::DEEP_OBJECT,
            [
                "color=",
                "color=blue",
                "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown",
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
    ];
    for (style, expected) in table {
        for (value, expected) in values().iter().zip(expected) {
            let written = query("color", value, style).await;
            assert_eq!(written, expected, "{style:?} {value}");
        }
    }
}

#[tokio::test]
async fn reserved_characters_are_encoded_unless_they_may_stay() {
    let value = json!(["a/b:c?d", "1,2&3", "x=y#z+ ä[]%"]);
    assert_eq!(
        query("f/", &value, Style::FORM).await,
        "f%2F=a%2Fb%3Ac%3Fd,1%2C2%263,x%3Dy%23z%2B%20%C3%A4%5B%5D%25"
    );
    assert_eq!(
        query("f/", &value, Style::FORM.reserved()).await,
        "f%2F=a/b:c?d,1,2%263,x=y%23z%2B%20%C3%A4%5B%5D%25"
    );
    assert_eq!(
        path(&json!("a/b;c.d,e"), Style::MATRIX).await,
        ";id=a%2Fb%3Bc.d%2Ce"
    );
}

#[tokio::test]
async fn values_in_each_other() {
    let nested = json!({"a": {"b": "c", "d": [1, {"e": null, "f": true}]}, "none": null});
    assert_eq!(
        query("filter", &nested, Style::DEEP_OBJECT).await,
        "filter%5Ba%5D%5Bb%5D=c&filter%5Ba%5D%5Bd%5D%5B0%5D=1\
         &filter%5Ba%5D%5Bd%5D%5B1%5D%5Bf%5D=true"
    );
    assert_eq!(
        query("filter", &json!({"a": {"b": 1}}), Style::FORM.exploded()).await,
        "a=%7B%22b%22%3A1%7D"
    );
    assert_eq!(
        query("q", &json!({"a": [1]}), Style::JSON).await,
        "q=%7B%22a%22%3A%5B1%5D%7D"
    );
}

#[tokio::test]
async fn nothing_is_not_written_unless_it_may_be_empty() {
    for nothing in [json!([]), json!({}), json!(null), json!([null])] {
        for style in [Style::FORM, Style::FORM.exploded(), Style::DEEP_OBJECT] {
            assert_eq!(query("x", &nothing, style).await, "", "{nothing}");
            let empty = query("x", &nothing, style.or_empty()).await;
            assert_eq!(empty, "x=", "{nothing}");
        }
        for style in [Style::SIMPLE, Style::LABEL, Style::MATRIX] {
            assert_eq!(path(&nothing, style).await, "", "{nothing}");
            assert_eq!(path(&nothing, style.exploded()).await, "", "{nothing}");
        }
        assert_eq!(header(&nothing, Style::SIMPLE).await, None, "{nothing}");
    }
}

#[tokio::test]
async fn headers_are_not_percent_encoded() {
    let value = json!({"a": 1.5, "b": "x y/z"});
    let joined = header(&value, Style::SIMPLE).await;
    assert_eq!(joined.as_deref(), Some("a,1.5,b,x y/z"));
    let spread = header(&value, Style::SIMPLE.exploded()).await;
    assert_eq!(spread.as_deref(), Some("a=1.5,b=x y/z"));
    let json = header(&json!({"a": 1}), Style::JSON).await;
    assert_eq!(json.as_deref(), Some(r#"{"a":1}"#));

    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core.call().header_as("X-Value", &["a\nb"], Style::SIMPLE);
    let name = "X-Value".to_owned();
    let expected = SerializeError::Header { name };
    assert!(matches!(call.await, Err(Error::Serialize(found)) if found == expected));
    assert_eq!(transport.requests(), 0);
}

#[tokio::test]
async fn cookies() {
    let transport = accepting();
    let core = transport.core();
    let call: Call<'_, TokenCreate> = core
        .call()
        .cookie("session", "a;b")
        .cookie_as("seen", &[1, 2], Style::FORM.exploded())
        .cookie_as("last", &["x", "y z"], Style::FORM)
        .cookie_as("none", &json!(null), Style::FORM);
    call.await.unwrap();
    assert_eq!(
        transport.request().headers()["cookie"],
        "session=a%3Bb; seen=1; seen=2; last=x,y%20z"
    );
}

#[tokio::test]
async fn forms() {
    let value = json!({"a b": "c&d", "csv": [1, 2], "deep": {"x": 1}, "list": [1, 2], "no": null});
    assert_eq!(
        form(&value, &[("csv", Style::FORM)]).await,
        "a%20b=c%26d&csv=1,2&deep=%7B%22x%22%3A1%7D&list=1&list=2"
    );
    assert_eq!(
        form(
            &value,
            &[("deep", Style::DEEP_OBJECT), ("list", Style::DEEP_OBJECT)]
        )
        .await,
        "a%20b=c%26d&csv=1&csv=2&deep%5Bx%5D=1&list%5B0%5D=1&list%5B1%5D=2"
    );
}

#[tokio::test]
async fn a_value_that_cannot_be_serialized_is_an_error() {
    let transport = accepting();
    let core = transport.core();
    let unwritable = std::collections::BTreeMap::from([(vec![1], "key is no text")]);
    let call: Call<'_, TokenCreate> = core.call().query_as("q", &unwritable, Style::FORM);
    let expected = SerializeError::Parameter { name: "q" };
    assert!(matches!(call.await, Err(Error::Serialize(found)) if found == expected));
    assert_eq!(transport.requests(), 0);
}
