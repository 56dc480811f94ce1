//! What crosses threads, and what can stand behind a pointer.

use std::error::Error as StdError;
use std::fmt::Debug;

use specwright_runtime::runtime::client::{
    ApiError, BoxFuture, BuildError, ByteStream, Cached, Call, Core, CoreBuilder, Credential,
    CredentialError, CredentialProvider, DecodeError, Error, EventStream, Issued, JsonLines,
    Multipart, NotJsonError, RawResponse, RedirectError, Reply, SerializeError, StreamError,
    Transport, TransportError,
};
use specwright_runtime::runtime::decode::{Mismatch, ReadError};
use specwright_runtime::runtime::{Extra, Nullable, Sensitive, Violations};

use crate::operations::TokenCreate;

fn is_shared<T: Send + Sync + Debug>() {}

fn is_sent<T: Send + Debug>() {}

fn is_error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn clients_calls_and_answers_cross_threads() {
    is_shared::<Core>();
    is_shared::<CoreBuilder>();
    is_shared::<Credential>();
    is_shared::<Issued>();
    is_shared::<Cached<fn() -> BoxFuture<'static, Result<String, TransportError>>>>();
    is_shared::<RawResponse>();
    is_shared::<Reply<String>>();
    is_shared::<Multipart>();
    is_shared::<Extra>();
    is_shared::<Nullable<String>>();
    is_shared::<Sensitive<String>>();
    is_sent::<Call<'static, TokenCreate>>();
    is_sent::<ByteStream>();
    is_sent::<EventStream<String>>();
    is_sent::<JsonLines<String>>();
}

#[cfg(feature = "blocking")]
#[test]
fn what_waits_crosses_threads() {
    use specwright_runtime::runtime::client::blocking;

    is_shared::<blocking::Runtime>();
    is_sent::<blocking::Call<'static, TokenCreate>>();
    is_sent::<blocking::Items<ByteStream>>();
}

#[test]
fn errors_fit_into_those_of_others() {
    is_error::<Error<String>>();
    is_error::<ApiError<String>>();
    is_error::<BuildError>();
    is_error::<CredentialError>();
    is_error::<DecodeError>();
    is_error::<Mismatch>();
    is_error::<NotJsonError>();
    is_error::<ReadError>();
    is_error::<RedirectError>();
    is_error::<SerializeError>();
    is_error::<StreamError>();
    is_error::<TransportError>();
    is_error::<Violations>();
}

#[test]
fn what_callers_bring_stands_behind_a_pointer() {
    let _: Option<Box<dyn Transport>> = None;
    let _: Option<Box<dyn CredentialProvider>> = None;
}
