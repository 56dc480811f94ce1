//! Following the changes of a document's files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::engine::Engine;
use crate::document::Document;

/// How often is looked for changes.
const INTERVAL: Duration = Duration::from_millis(300);

/// Looks for changes until it is dropped. A document that cannot be read leaves the one before in
/// place.
pub(super) async fn follow(engine: Arc<Engine>, document: PathBuf, overlays: Vec<PathBuf>) {
    let mut seen = engine.with_api(|api| stamps(&files(&api.document, &document, &overlays)));
    loop {
        tokio::time::sleep(INTERVAL).await;
        let paths: Vec<PathBuf> = seen.iter().map(|(path, _)| path.clone()).collect();
        let now = stamps(&paths);
        if now == seen {
            continue;
        }
        seen = now;
        let (main, more) = (document.clone(), overlays.clone());
        let read = tokio::task::spawn_blocking(move || Document::read(&main, &more)).await;
        match read {
            Ok(Ok(changed)) => {
                let files = files(&changed, &document, &overlays);
                match engine.replace(changed) {
                    Ok(()) => {
                        seen = stamps(&files);
                        eprintln!("the document has changed and is used from now on");
                    }
                    Err(why) => eprintln!("error: {why}; the document before stays in use"),
                }
            }
            Ok(Err(unreadable)) => {
                eprintln!("{unreadable}\nthe document before stays in use");
            }
            Err(stopped) => eprintln!("error: {stopped}"),
        }
    }
}

/// All files that the document was made of.
fn files(document: &Document, main: &Path, overlays: &[PathBuf]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = document.files().map(PathBuf::from).collect();
    for path in overlays.iter().map(PathBuf::as_path).chain([main]) {
        if !files.iter().any(|file| file == path) {
            files.push(path.to_owned());
        }
    }
    files
}

/// When each file was changed, and how long it is.
fn stamps(files: &[PathBuf]) -> Vec<(PathBuf, Option<(SystemTime, u64)>)> {
    let stamp = |path: &Path| {
        let about = std::fs::metadata(path).ok()?;
        Some((about.modified().ok()?, about.len()))
    };
    files
        .iter()
        .map(|path| (path.clone(), stamp(path)))
        .collect()
}
