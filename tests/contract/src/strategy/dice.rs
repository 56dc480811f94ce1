//! Random choices, taken from the test runner so that its seed reproduces them.

use proptest::prelude::Rng as _;
use proptest::test_runner::TestRunner;

/// The source of all choices of one drawing.
pub(super) struct Dice<'r> {
    pub(super) runner: &'r mut TestRunner,
}

impl Dice<'_> {
    /// Any 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.runner.rng().next_u64()
    }

    /// A number below `end`; 0 where `end` is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end = end.max(1) as u64;
        (self.bits() % end) as usize
    }

    /// A number from `first` to `last`.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last.saturating_sub(first) + 1)
    }

    /// A number from `first` to `last`, over any range.
    pub(super) fn wide(&mut self, first: i128, last: i128) -> i128 {
        let span = last.saturating_sub(first).saturating_add(1).max(1);
        let bits = (i128::from(self.bits()) << 63) | i128::from(self.bits() >> 1);
        first + (bits & i128::MAX) % span
    }

    /// True once in `times`.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the items; `None` where there are none.
    pub(super) fn pick<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        items.get(self.below(items.len()))
    }
}
