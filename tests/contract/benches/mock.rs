//! What the mock costs: `cargo bench -p specwright-contract --bench mock -- FILE [SECONDS]`.
//!
//! The mock runs in a process of its own. Each connection sends one request after another, of all
//! operations in turn, and waits for each answer.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a bench is a test")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use specwright_contract::api::{Api, Credential};
use specwright_contract::document::Document;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 16;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|one| one != "--bench");
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let document = arguments
        .next()
        .map_or_else(|| specs.join("plaid-link.yml"), PathBuf::from);
    let seconds: u64 = arguments.next().map_or(5, |text| text.parse().unwrap());

    let began = Instant::now();
    let mut mock = Command::new(env!("CARGO_BIN_EXE_specwright-contract"))
        .args(["mock", "--port", "0"])
        .arg(&document)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(mock.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    println!("{}", line.trim());
    println!(
        "start: {:.2} s, {:.2} s of user CPU, {} MB",
        began.elapsed().as_secs_f64(),
        user_seconds(&mock),
        peak_megabytes(&mock)
    );
    let address = line.split(' ').next().unwrap().replace("http://", "");

    let requests = Arc::new(requests(&document));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    // Everything is prepared once before it is measured.
    runtime.block_on(load(&address, &requests, 1, Duration::from_secs(1)));
    let before = user_seconds(&mock);
    let began = Instant::now();
    let span = Duration::from_secs(seconds);
    let (answers, bytes, refused) = runtime.block_on(load(&address, &requests, CONNECTIONS, span));
    let wall = began.elapsed().as_secs_f64();
    let cpu = user_seconds(&mock) - before;
    let answers_f = answers as f64;
    println!(
        "{answers} answers in {wall:.1} s: {:.0} per second, {:.0} per second of the mock's user CPU, {refused} not 2xx",
        answers_f / wall,
        answers_f / cpu
    );
    println!(
        "{:.0} bytes for each answer; peak {} MB",
        bytes as f64 / answers_f,
        peak_megabytes(&mock)
    );
    mock.kill().unwrap();
    mock.wait().unwrap();
}

/// The least valid request of each operation that takes JSON or nothing.
fn requests(document: &Path) -> Vec<Vec<u8>> {
    let api = Api::new(Document::read(document, &[]).unwrap());
    let values = api.request_values();
    let mut requests = Vec::new();
    for operation in &api.operations {
        if operation.parameters.iter().any(|one| one.required) {
            continue;
        }
        let body = match operation.body.as_ref().and_then(|body| body.media.first()) {
            Some(media) => {
                let schema = media.schema.as_deref().unwrap_or_default();
                let value = values.minimal(schema).unwrap_or(json!({}));
                match media.encode(&value) {
                    Some(body) => body,
                    None => continue,
                }
            }
            None => bytes::Bytes::new(),
        };
        let mut headers = http::HeaderMap::new();
        for needed in operation.security.first().into_iter().flatten() {
            let scheme = api.scheme(&needed.scheme).unwrap();
            scheme.apply(&Credential("a:b".to_owned()), &mut headers, &mut Vec::new());
        }
        let mut request = format!(
            "{} {} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            operation.method,
            operation.path,
            body.len()
        );
        for (name, value) in &headers {
            request.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        request.push_str("\r\n");
        let mut request = request.into_bytes();
        request.extend_from_slice(&body);
        requests.push(request);
    }
    requests
}

/// Sends for a while, and counts answers, bytes of their bodies, and those that are no success.
async fn load(
    address: &str,
    requests: &Arc<Vec<Vec<u8>>>,
    connections: usize,
    span: Duration,
) -> (u64, u64, u64) {
    let end = Instant::now() + span;
    let mut tasks = Vec::new();
    for number in 0..connections {
        let requests = Arc::clone(requests);
        let address = address.to_owned();
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let mut counts = (0, 0, 0);
            let mut buffer = Vec::with_capacity(1 << 16);
            for request in requests.iter().cycle().skip(number * 7) {
                if Instant::now() >= end {
                    break;
                }
                stream.write_all(request).await.unwrap();
                let (is_good, length) = answer(&mut stream, &mut buffer).await;
                counts.0 += 1;
                counts.1 += length as u64;
                counts.2 += u64::from(!is_good);
            }
            counts
        }));
    }
    let mut sum = (0, 0, 0);
    for task in tasks {
        let (answers, bytes, refused) = task.await.unwrap();
        sum = (sum.0 + answers, sum.1 + bytes, sum.2 + refused);
    }
    sum
}

/// Reads one answer with a `content-length`.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> (bool, usize) {
    buffer.clear();
    loop {
        if let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            while buffer.len() < head + 4 + length {
                assert_ne!(stream.read_buf(buffer).await.unwrap(), 0);
            }
            return (text.starts_with("http/1.1 2"), length);
        }
        assert_ne!(stream.read_buf(buffer).await.unwrap(), 0);
    }
}

fn user_seconds(child: &Child) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    fields[11].parse::<f64>().unwrap() / 100.0
}

fn peak_megabytes(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kilobytes = line.split_whitespace().nth(1).unwrap();
    kilobytes.parse::<u64>().unwrap() / 1024
}
