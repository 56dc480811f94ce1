//! What is Plaid's own: errors by their codes, webhooks, and the client side of Link.

mod errors;
mod link_callbacks;
mod link_urls;
mod webhook_forgeries;
mod webhook_keys;
mod webhooks;
