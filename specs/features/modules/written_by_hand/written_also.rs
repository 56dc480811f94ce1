//! How a shop counts its editions.
