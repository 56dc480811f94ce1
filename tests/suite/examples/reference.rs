//! Starts the reference server by hand: `reference PORT [FAULT…]`. Without a fault it keeps the
//! contract; `--list` names the faults.

use std::process::ExitCode;

use specwright_suite::reference::{CLIENT_ID, Reference, SECRET, catalogue, fault};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().unwrap_or_default();
    if first == "--list" {
        for fault in catalogue() {
            println!("{:<28}{}: {}", fault.name, fault.operation, fault.about);
        }
        return ExitCode::SUCCESS;
    }
    let Ok(port) = first.parse::<u16>() else {
        eprintln!("usage: reference PORT [FAULT…] | reference --list");
        return ExitCode::from(2);
    };
    let mut faults = Vec::new();
    for name in arguments {
        match fault(&name) {
            Some(fault) => faults.push(fault),
            None if name == "all" => faults.extend(catalogue()),
            None => {
                eprintln!("no fault is called `{name}`; `--list` names them");
                return ExitCode::from(2);
            }
        }
    }
    match Reference::start_at(([127, 0, 0, 1], port).into(), &faults).await {
        Ok(server) => {
            println!("{} for key {CLIENT_ID} and secret {SECRET}", server.url());
            server.wait().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cannot listen on port {port}: {error}");
            ExitCode::from(2)
        }
    }
}
