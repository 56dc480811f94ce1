//! Styles: how a value is written as a parameter or as a member of a form.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Style, StyleKind};

/// The expression for a style.
pub(super) fn expression(style: Style) -> TokenStream {
    let kind = match style.kind {
        StyleKind::Simple => quote!(SIMPLE),
        StyleKind::Label => quote!(LABEL),
        StyleKind::Matrix => quote!(MATRIX),
        StyleKind::Form => quote!(FORM),
        StyleKind::SpaceDelimited => quote!(SPACE_DELIMITED),
        StyleKind::PipeDelimited => quote!(PIPE_DELIMITED),
        StyleKind::DeepObject => quote!(DEEP_OBJECT),
        StyleKind::Json => quote!(JSON),
    };
    let has_parts = match style.kind {
        StyleKind::DeepObject | StyleKind::Json => false,
        StyleKind::Simple
        | StyleKind::Label
        | StyleKind::Matrix
        | StyleKind::Form
        | StyleKind::SpaceDelimited
        | StyleKind::PipeDelimited => true,
    };
    let exploded = (style.explode && has_parts).then(|| quote!(.exploded()));
    let reserved = style.allow_reserved.then(|| quote!(.reserved()));
    let empty = style.allow_empty.then(|| quote!(.or_empty()));
    quote!(Style::#kind #exploded #reserved #empty)
}
