//! How far a run is, as a bar on standard error; nothing where that is no terminal.

use indicatif::{ProgressBar, ProgressStyle};
use specwright_contract::run::{Progress, State};

/// The bar of a run.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar, not shown before the first case is done.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::no_length();
        let style = ProgressStyle::with_template("{prefix:>9} {spinner} {pos} requests, {msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { bar }
    }
}

impl Progress for Bar {
    fn show(&self, state: &State) {
        if self.bar.is_hidden() {
            return;
        }
        let phase = state.phase.map_or("", |phase| phase.as_str());
        if self.bar.prefix() != phase {
            self.bar.set_prefix(phase);
        }
        self.bar.set_position(state.done);
        let message = match state.findings {
            1 => "1 finding".to_owned(),
            findings => format!("{findings} findings"),
        };
        if self.bar.message() != message {
            self.bar.set_message(message);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
