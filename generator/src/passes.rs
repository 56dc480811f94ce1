//! The intermediate representation refined: every pass reads the whole and changes one thing.

mod cycles;
mod groups;
mod limits;
mod names;
mod security;
mod sizes;
mod usage;

use crate::config::Config;
use crate::diagnostic::Report;
use crate::ir::Api;

/// Runs all passes in their order.
pub(crate) fn run(api: &mut Api, config: &Config, report: &mut Report) {
    cycles::box_cycles(api, report);
    sizes::box_large(api);
    usage::mark(api);
    groups::assign(api, config.groups);
    groups::offer(api, config.features);
    security::find_usual(api);
    limits::prune(api);
    limits::mark(api);
    names::choose(api, config, report);
}
