//! `mock`: a server that keeps a document's contract.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use specwright_contract::file::read_text;
use specwright_contract::mock::{Config, Mock, Options as MockOptions};

use super::shared::{DocumentOptions, Status, stopped, unusable};

/// See the module.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    document: DocumentOptions,
    /// The port; 0 lets the system choose one.
    #[arg(short, long, default_value_t = 4010)]
    port: u16,
    /// The address to listen on.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Settings: delays, faults and statuses of single operations.
    #[arg(long)]
    config: Option<PathBuf>,
    /// What everything that is drawn depends on; that of the settings if they have one.
    #[arg(long)]
    seed: Option<u64>,
    /// Does not let browsers of other origins in.
    #[arg(long)]
    no_cors: bool,
    /// Does not follow changes of the document.
    #[arg(long)]
    no_watch: bool,
    /// How many requests the journal at `/__specwright/journal` remembers.
    #[arg(long, default_value_t = 1000)]
    journal: usize,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Status {
    let served = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(serve(options)));
    match served {
        Ok(()) => Status::Kept,
        Err(why) => unusable(why),
    }
}

async fn serve(options: &Options) -> Result<(), String> {
    let document = options.document.read()?;
    let mut config = match &options.config {
        Some(path) => {
            let shown = path.display();
            Config::parse(&read_text(path)?).map_err(|error| format!("`{shown}`: {error}"))?
        }
        None => Config::default(),
    };
    config.seed = options.seed.unwrap_or(config.seed);
    let watch = (!options.no_watch).then(|| options.document.files());
    let mock = Mock::start_with(
        document,
        MockOptions {
            address: SocketAddr::new(options.host, options.port),
            config,
            cors: !options.no_cors,
            journal: options.journal,
            watch,
        },
    );
    let mock = mock.await.map_err(|error| error.to_string())?;
    told(&mock).map_err(|error| error.to_string())?;
    stopped().await;
    mock.stop().await;
    Ok(())
}

/// Says where the mock is, and what of the document it cannot judge.
fn told(mock: &Mock) -> io::Result<()> {
    let (operations, uncompiled) = mock.engine().with_api(|api| {
        let uncompiled = api.oracle.uncompiled().to_vec();
        (api.operations.len(), uncompiled)
    });
    for schema in &uncompiled {
        let (pointer, reason) = (&schema.pointer, &schema.reason);
        eprintln!("warning: {pointer} cannot be used: {reason}; requests with it are refused");
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} answers for {operations} operations, {} schemas unusable",
        mock.url(),
        uncompiled.len()
    )?;
    out.flush()
}
