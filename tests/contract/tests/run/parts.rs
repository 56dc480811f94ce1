//! The same seed sends the same, and shards share it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use specwright_contract::finding::Phase;
use specwright_contract::run::settings::Shard;
use specwright_contract::run::{Settings, Silent, run};

use super::server::{Seen, Spoilt, api, settings, start};

/// What a server sees of a run, in order, by operation.
async fn seen(change: impl Fn(&mut Settings)) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let spoilt = Spoilt {
        answer: Arc::new(move |seen: &Seen, _| {
            let line = format!("{} {} {}", seen.operation, seen.uri, seen.body);
            log.lock().unwrap().push(line);
        }),
        ..Spoilt::default()
    };
    let address = start(spoilt).await;
    let mut settings = settings(address);
    change(&mut settings);
    run(&api(), &settings, &Silent).await.unwrap();
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    // Operations are tried side by side; each of them is in order.
    seen.sort_by_key(|line| line.split(' ').next().map(str::to_owned));
    seen
}

#[tokio::test]
async fn a_seed_sends_the_same_each_time() {
    let one = seen(|settings| settings.seed = 5).await;
    assert_eq!(
        one,
        seen(|settings| {
            settings.seed = 5;
            settings.workers = 1;
        })
        .await
    );
    assert_ne!(one, seen(|settings| settings.seed = 6).await);
}

#[tokio::test]
async fn shards_share_the_cases() {
    let only = |settings: &mut Settings| settings.phases = [Phase::Coverage].into();
    let mut whole = seen(only).await;
    let mut parts = Vec::new();
    for index in 1..=3 {
        parts.push(
            seen(|settings| {
                only(settings);
                settings.shard = Shard { index, count: 3 };
            })
            .await,
        );
    }
    for part in &parts {
        assert!(
            part.len() < whole.len() / 2,
            "{} of {}",
            part.len(),
            whole.len()
        );
    }
    let mut joined = parts.concat();
    joined.sort();
    joined.dedup();
    whole.sort();
    whole.dedup();
    assert_eq!(joined, whole);
}

#[tokio::test]
async fn rates_and_times_are_kept() {
    let begun = Instant::now();
    let sent = seen(|settings| {
        settings.rate = Some(100.0);
        settings.max_time = Some(Duration::from_millis(500));
    })
    .await;
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(sent.len() <= 60, "{}", sent.len());
    assert!(sent.len() >= 10, "{}", sent.len());
}
