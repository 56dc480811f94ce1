//! Ends the process when a case takes too long, and keeps the text of a case that does, or that
//! takes the process down by itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Watches the cases of one run.
pub(crate) struct Watchdog {
    /// Since when the case at hand runs.
    since: Arc<Mutex<Option<Instant>>>,
    folder: PathBuf,
}

impl Watchdog {
    /// A watchdog that allows a case this much time.
    pub(crate) fn new(limit: Duration) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
        fs::create_dir_all(&folder).unwrap();
        let since = Arc::new(Mutex::new(None::<Instant>));
        let (watched, current) = (Arc::clone(&since), folder.join("current.yaml"));
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(500));
                let begun = *watched.lock().unwrap();
                if begun.is_some_and(|begun| begun.elapsed() > limit) {
                    let current = current.display();
                    eprintln!("a case has taken more than {limit:?}; its text is in {current}");
                    std::process::abort();
                }
            }
        });
        Self { since, folder }
    }

    /// Runs a case. Its text lies in `current.yaml` until it has ended.
    pub(crate) fn watch<R>(&self, text: &str, case: impl FnOnce() -> R) -> R {
        fs::write(self.folder.join("current.yaml"), text).unwrap();
        *self.since.lock().unwrap() = Some(Instant::now());
        let result = case();
        *self.since.lock().unwrap() = None;
        result
    }

    /// Keeps a text under a name of its own, and gives its path.
    pub(crate) fn keep(&self, text: &str) -> String {
        let path = self.folder.join("failed.yaml");
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}
