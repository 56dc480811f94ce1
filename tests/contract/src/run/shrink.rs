//! The smallest request that shows a fault.

use super::case::Case;
use super::check::Problem;
use super::context::{Context, Performed};

/// The smallest case with the same problem that was found with a bounded number of requests.
pub(super) async fn smallest(
    _context: &Context<'_>,
    case: &Case,
    performed: &Performed,
    problem: Problem,
) -> (Case, Performed, Problem) {
    (case.clone(), performed.clone(), problem)
}
