//! `proxy`: holds traffic to a document while it passes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;

use clap::Args;
use http::Uri;
use specwright_contract::api::Api;
use specwright_contract::finding::Exchange;
use specwright_contract::har;
use specwright_contract::proxy;
use specwright_contract::redact::Origin;
use specwright_contract::traffic::{Scope, Traffic};
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::LocalSet;

use super::reports::{Reports, save};
use super::shared::{DocumentOptions, Status, ended, stopped};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    document: DocumentOptions,
    /// The server that requests are passed on to.
    #[arg(long, value_name = "URL")]
    upstream: Uri,
    /// The port to listen on, on loopback; else a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Record all exchanges as an HTTP Archive, without secrets.
    #[arg(long, value_name = "FILE.har")]
    record: Option<PathBuf>,
    #[command(flatten)]
    reports: Reports,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let run = |runtime: tokio::runtime::Runtime| LocalSet::new().block_on(&runtime, pass(options));
    ended(runtime.map_err(|error| error.to_string()).and_then(run))
}

async fn pass(options: &Options) -> Result<Status, String> {
    let begun = Instant::now();
    let baseline = options.reports.begin()?;
    let api = Api::new(options.document.read()?);
    let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), options.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    eprintln!(
        "passing http://{address} on to {}; Ctrl-C ends it and reports",
        options.upstream
    );
    let scope = Scope::below(&options.upstream.to_string());
    let mut judge = Judge {
        traffic: Traffic::new(&api, scope),
        recorded: options.record.as_ref().map(|_| Vec::new()),
    };
    let (sender, mut exchanges) = unbounded_channel();
    // The receiver lives as long as the proxy does.
    let see = Rc::new(move |exchange| drop(sender.send(exchange)));
    let serving = proxy::serve(listener, &options.upstream, see, stopped());
    tokio::pin!(serving);
    loop {
        tokio::select! {
            Some(exchange) = exchanges.recv() => judge.see(&exchange),
            served = &mut serving => break served?,
        }
    }
    while let Ok(exchange) = exchanges.try_recv() {
        judge.see(&exchange);
    }
    if let (Some(path), Some(recorded)) = (&options.record, &judge.recorded) {
        let archive = har::write(recorded.iter().map(|exchange| (exchange, None)))?;
        save(path, &archive)?;
    }
    let outcome = judge
        .traffic
        .outcome(&options.upstream.to_string(), begun.elapsed());
    Ok(options
        .reports
        .finish(outcome, Some(&api.document), &baseline))
}

/// What passed so far.
struct Judge<'a> {
    traffic: Traffic<'a>,
    /// All exchanges without secrets, where they are asked for.
    recorded: Option<Vec<Exchange>>,
}

impl Judge<'_> {
    fn see(&mut self, exchange: &Exchange) {
        let judged = self.traffic.add(exchange);
        for finding in &judged.new {
            let key = &finding.key;
            eprintln!("✗ {} {}: {}", key.check, key.operation, finding.message);
        }
        if let Some(recorded) = &mut self.recorded {
            recorded.push(self.traffic.redactor().exchange(exchange, Origin::Traffic));
        }
    }
}
