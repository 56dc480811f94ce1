//! What a terminal sees while a run goes on: a line per stage.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use specwright::Observer;

/// Takes the time of the stages and, where wanted, prints a line for each to standard error.
pub(crate) struct Progress {
    shown: bool,
    last: Instant,
    stages: Vec<(&'static str, String, Duration)>,
}

impl Progress {
    /// Begins to take the time.
    pub(crate) fn new(shown: bool) -> Self {
        Self {
            shown,
            last: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// The stages so far as an array of objects with `name`, `counts` and `milliseconds`.
    pub(crate) fn json(&self) -> Value {
        let stage = |(name, counts, time): &(&str, String, Duration)| {
            let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            json!({ "name": name, "counts": counts, "milliseconds": milliseconds })
        };
        self.stages.iter().map(stage).collect()
    }
}

impl Observer for Progress {
    fn stage(&mut self, name: &'static str, counts: String) {
        let now = Instant::now();
        let time = now - self.last;
        self.last = now;
        if self.shown {
            let milliseconds = time.as_millis();
            eprintln!("  {name:<10} {counts:<40} {milliseconds:>6} ms");
        }
        self.stages.push((name, counts, time));
    }
}

/// Whether an output is a terminal whose user wants colours.
pub(crate) fn wants_color(output: &impl IsTerminal) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    output.is_terminal() && !refused
}
