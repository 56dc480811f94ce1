//! What clients need besides.
