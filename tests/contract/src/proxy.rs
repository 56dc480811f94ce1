//! A proxy that stands before a server and sees every exchange.
//!
//! It changes as little as HTTP allows: the host, fields that belong to one connection, and the
//! encodings that are asked for, so that what comes can be read. Bodies are passed on as they come.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::channel::Channel;
use http_body_util::{BodyExt as _, Either, Full, Limited};
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::spawn_local;

use crate::finding::{Exchange, Received, Sent};
use crate::run::sender::Sender;

/// No more of a request is read, and no more of an answer is kept.
const LARGEST: usize = 64 << 20;

/// Exchanges that are under way when the proxy ends get this long.
const LAST_EXCHANGES: Duration = Duration::from_secs(2);

/// Fields that belong to one connection (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// An answer of the server, or one of the proxy's own.
type Body = Either<Channel<Bytes, io::Error>, Full<Bytes>>;

/// Passes requests on to `upstream` until `stop` is there, and tells `see` of each exchange when it
/// is complete. It has to run in a `LocalSet` of Tokio.
///
/// # Errors
/// The URL names no server of HTTP.
pub async fn serve(
    listener: TcpListener,
    upstream: &Uri,
    see: Rc<dyn Fn(Exchange)>,
    stop: impl Future<Output = ()>,
) -> Result<(), String> {
    let way = Rc::new(Way {
        sender: Sender::new(upstream, None)?,
        upstream: upstream.clone(),
        see,
        open: Cell::new(0),
    });
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    spawn_local(connection(Rc::clone(&way), stream));
                }
                // A connection that ended before it was accepted, or no file left for it.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            () = &mut stop => break,
        }
    }
    let end = Instant::now() + LAST_EXCHANGES;
    while way.open.get() > 0 && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

/// What all connections share.
struct Way {
    sender: Sender,
    upstream: Uri,
    see: Rc<dyn Fn(Exchange)>,
    /// How many exchanges are under way.
    open: Cell<usize>,
}

/// The connection to the server that goes with one from a client.
type Kept = Rc<RefCell<Option<SendRequest<Full<Bytes>>>>>;

async fn connection(way: Rc<Way>, stream: TcpStream) {
    let kept = Kept::default();
    let service = service_fn(|request| {
        let (way, kept) = (Rc::clone(&way), Rc::clone(&kept));
        async move { Ok::<_, Infallible>(pass(way, kept, request).await) }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .preserve_header_case(true)
        .serve_connection(TokioIo::new(stream), service);
    // A client that goes away ends the connection, which is no fault.
    drop(served.await);
}

/// An exchange that is under way.
struct Open {
    way: Rc<Way>,
    sent: Sent,
    started: SystemTime,
    begun: Instant,
}

impl Open {
    fn close(self, response: Option<Received>) {
        (self.way.see)(Exchange {
            request: self.sent.clone(),
            response,
            started: Some(self.started),
            time: self.begun.elapsed(),
        });
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.way.open.set(self.way.open.get() - 1);
    }
}

async fn pass(way: Rc<Way>, kept: Kept, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LARGEST).collect().await else {
        return refusal(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the proxy cannot read this body",
        );
    };
    let body = body.to_bytes();
    let target = target(&way.upstream, &head.uri);
    let origin = origin(&way.upstream);
    way.open.set(way.open.get() + 1);
    let open = Open {
        sent: Sent {
            method: head.method.to_string(),
            url: format!("{origin}{target}"),
            headers: pairs(&head.headers),
            body: body.clone(),
        },
        started: SystemTime::now(),
        begun: Instant::now(),
        way,
    };
    let mut onward = Request::new(Full::new(body));
    *onward.method_mut() = head.method;
    *onward.headers_mut() = passed_on(&head.headers);
    onward.headers_mut().remove(header::ACCEPT_ENCODING);
    let host = open
        .way
        .upstream
        .authority()
        .map(|authority| authority.as_str().parse());
    match (target.parse(), host) {
        (Ok(uri), Some(Ok(host))) => {
            *onward.uri_mut() = uri;
            onward.headers_mut().insert(header::HOST, host);
        }
        _ => return refusal(StatusCode::BAD_REQUEST, "the proxy cannot pass this URL on"),
    }
    match answer(&open.way.sender, &kept, onward).await {
        Ok((response, connection)) => hand_back(open, kept, connection, response),
        Err(reason) => {
            open.close(None);
            refusal(StatusCode::BAD_GATEWAY, &reason)
        }
    }
}

/// Sends a request to the server, over the connection that is there or a new one.
async fn answer(
    sender: &Sender,
    kept: &Kept,
    request: Request<Full<Bytes>>,
) -> Result<(Response<Incoming>, SendRequest<Full<Bytes>>), String> {
    let mut request = request;
    let old = kept.borrow_mut().take();
    if let Some(mut connection) = old
        && connection.ready().await.is_ok()
    {
        match connection.try_send_request(request).await {
            Ok(response) => return Ok((response, connection)),
            // The server may have closed a connection that was idle.
            Err(mut failed) => match failed.take_message() {
                Some(unsent) => request = unsent,
                None => return Err(failed.into_error().to_string()),
            },
        }
    }
    let mut connection = sender
        .connect()
        .await
        .map_err(|failure| failure.to_string())?;
    let response = connection
        .send_request(request)
        .await
        .map_err(|error| error.to_string())?;
    Ok((response, connection))
}

/// Passes an answer on as it comes, and keeps what it was.
fn hand_back(
    open: Open,
    kept: Kept,
    connection: SendRequest<Full<Bytes>>,
    response: Response<Incoming>,
) -> Response<Body> {
    let (head, mut body) = response.into_parts();
    let status = head.status.as_u16();
    let headers = pairs(&head.headers);
    let mut back = Response::builder().status(head.status);
    if let Some(fields) = back.headers_mut() {
        *fields = passed_on(&head.headers);
    }
    let length = body.size_hint().exact();
    let (mut pieces, passed) = Channel::new(16);
    spawn_local(async move {
        let mut whole = BytesMut::new();
        let mut is_complete = true;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                is_complete = false;
                break;
            };
            if let Some(data) = frame.data_ref()
                && whole.len() + data.len() <= LARGEST
            {
                whole.extend_from_slice(data);
            }
            if pieces.send(frame).await.is_err() {
                // The client went away; nobody waits for the rest.
                is_complete = body.is_end_stream();
                break;
            }
        }
        if !is_complete {
            pieces.abort(io::Error::other("the server ended the answer"));
        }
        *kept.borrow_mut() = is_complete.then_some(connection);
        open.close(is_complete.then(|| Received {
            status,
            headers,
            body: whole.freeze(),
        }));
    });
    if let (Some(length), Some(fields)) = (length, back.headers_mut()) {
        fields.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    back.body(Either::Left(passed))
        .unwrap_or_else(|_| refusal(StatusCode::BAD_GATEWAY, "the answer is none of HTTP"))
}

/// An answer of the proxy itself.
fn refusal(status: StatusCode, reason: &str) -> Response<Body> {
    let body = Full::new(Bytes::from(format!(
        "specwright-contract proxy: {reason}\n"
    )));
    let mut response = Response::new(Either::Right(body));
    *response.status_mut() = status;
    response
}

fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let mut kept = headers.clone();
    for name in HOP_BY_HOP.iter().chain(&named) {
        kept.remove(name);
    }
    kept.remove("keep-alive");
    kept.remove("proxy-connection");
    kept
}

/// Path and query at the server.
fn target(upstream: &Uri, uri: &Uri) -> String {
    let below = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("{}{below}", upstream.path().trim_end_matches('/'))
}

fn origin(upstream: &Uri) -> String {
    let scheme = upstream.scheme_str().unwrap_or("http");
    let host = upstream
        .authority()
        .map_or("", |authority| authority.as_str());
    format!("{scheme}://{host}")
}

fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let pairs = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.to_string(), value)
    });
    pairs.collect()
}
