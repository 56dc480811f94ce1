//! The mock on a socket.

use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::engine::Engine;
use super::wire::{Listening, Reset};

/// Longer bodies are refused.
const MAX_BODY: usize = 64 << 20;

/// Serves until told to stop.
pub(super) async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    mut stop: watch::Receiver<bool>,
) {
    let router = Router::new().fallback(
        move |ConnectInfo(reset): ConnectInfo<Reset>, request: Request| {
            answer(Arc::clone(&engine), reset, request)
        },
    );
    let service = router.into_make_service_with_connect_info::<Reset>();
    let stopped = async move {
        let _ = stop.wait_for(|is_stopping| *is_stopping).await;
    };
    let served = axum::serve(Listening(listener), service)
        .with_graceful_shutdown(stopped)
        .await;
    if let Err(error) = served {
        eprintln!("error: {error}");
    }
}

async fn answer(engine: Arc<Engine>, reset: Reset, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = body::to_bytes(body, MAX_BODY).await else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let request: http::Request<Bytes> = http::Request::from_parts(parts, bytes);
    let outcome = engine.answer(request);
    if !outcome.delay.is_zero() {
        tokio::time::sleep(outcome.delay).await;
    }
    if outcome.reset {
        reset.demand();
    }
    outcome.response.map(Body::from)
}
