//! What is logged and traced while the tests of this binary run, by whatever crate.

use std::fmt::{self, Write as _};
use std::sync::{Mutex, Once};

use plaid_link::runtime::client::{Attempt, Hook, Outgoing};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static HEARD: Mutex<String> = Mutex::new(String::new());

/// Listens from now on, at every level.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Ear).unwrap();
        log::set_logger(&Ear).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Everything that was heard so far.
pub(crate) fn text() -> String {
    HEARD.lock().unwrap().clone()
}

struct Ear;

/// The fields of a span or an event.
struct Fields<'h>(&'h mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Ear {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut heard = HEARD.lock().unwrap();
        write!(heard, "\nspan {}", span.metadata().name()).unwrap();
        span.record(&mut Fields(&mut heard));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut HEARD.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut heard = HEARD.lock().unwrap();
        write!(heard, "\nevent {}", event.metadata().target()).unwrap();
        event.record(&mut Fields(&mut heard));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut heard = HEARD.lock().unwrap();
        write!(heard, "\nlog {} {}", record.target(), record.args()).unwrap();
    }

    fn flush(&self) {}
}

/// Tells what a hook of the client is shown.
pub(crate) struct Hooked;

impl Hook for Hooked {
    fn before(&self, attempt: &mut Outgoing<'_>) {
        let mut heard = HEARD.lock().unwrap();
        write!(heard, "\nhook {attempt:?} {:?}", attempt.headers()).unwrap();
    }

    fn after(&self, attempt: &Attempt<'_>) {
        write!(HEARD.lock().unwrap(), "\nhook {attempt:?}").unwrap();
    }
}
