//! How a caller gives the value of a member, to `new` and to setters.
//!
//! `impl Into` stands where a conversion saves the caller something: for texts, named scalars,
//! enumerations, unions and what is hidden. Everything else is taken as it is, so that the compiler
//! can infer what it should be.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::context::Context;
use crate::ir::{ScalarType, Schema, Type, TypeKind};

/// What a caller gives for one member.
#[derive(Debug)]
pub(in crate::emit) struct Argument {
    shape: Shape,
    /// The type of the value, of each element or of each entry's value.
    ty: TokenStream,
    /// Whether anything that converts into that type will do.
    converts: bool,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    /// The value.
    Value,
    /// The value, which the struct keeps behind a pointer.
    Boxed,
    /// The value or `null`.
    Option,
    /// The value or `null`, which the struct keeps behind a pointer.
    BoxedOption,
    /// Elements.
    List,
    /// Names and values.
    Map,
}

impl Argument {
    /// Anything that converts into a type.
    pub(in crate::emit) const fn converted(ty: TokenStream) -> Self {
        Self {
            shape: Shape::Value,
            ty,
            converts: true,
        }
    }

    /// What a caller gives for a member that `new` asks for.
    pub(in crate::emit) fn required(context: &Context<'_>, schema: &Schema) -> Self {
        if !schema.nullable || context.is_any(&schema.ty) {
            return Self::present(context, schema);
        }
        let (inner, shape) = match unboxed(schema) {
            Some(inner) => (inner, Shape::BoxedOption),
            None => (schema.clone(), Shape::Option),
        };
        Self {
            shape,
            ty: context.element(&inner),
            converts: false,
        }
    }

    /// What a caller gives for a member that is not `null`.
    pub(in crate::emit) fn present(context: &Context<'_>, schema: &Schema) -> Self {
        let (shape, element) = match context.behind(&schema.ty) {
            Type::Array(element) => (Shape::List, &**element),
            Type::Map(value) => (Shape::Map, &**value),
            _ => {
                let inner = unboxed(schema);
                let shape = if inner.is_some() {
                    Shape::Boxed
                } else {
                    Shape::Value
                };
                let inner = inner.as_ref().unwrap_or(schema);
                return Self {
                    shape,
                    ty: context.value(inner),
                    converts: converts(context, inner),
                };
            }
        };
        Self {
            shape,
            ty: context.element(element),
            converts: !element.nullable && converts(context, element),
        }
    }

    /// The type of the parameter.
    pub(in crate::emit) fn parameter(&self) -> TokenStream {
        let ty = &self.ty;
        let ty = if self.converts {
            quote!(impl Into<#ty>)
        } else {
            ty.clone()
        };
        match self.shape {
            Shape::Value | Shape::Boxed | Shape::Option | Shape::BoxedOption => ty,
            Shape::List => quote!(impl IntoIterator<Item = #ty>),
            Shape::Map => quote!(impl IntoIterator<Item = (impl Into<String>, #ty)>),
        }
    }

    /// Whether a function with this parameter is compiled anew where it is called.
    pub(in crate::emit) const fn is_generic(&self) -> bool {
        self.converts || matches!(self.shape, Shape::List | Shape::Map)
    }

    /// The field of a struct that is set to the parameter of that name.
    pub(in crate::emit) fn field(&self, name: &Ident) -> TokenStream {
        match (self.shape, self.converts) {
            (Shape::Value | Shape::Option, false) => quote!(#name),
            _ => {
                let value = self.value(name);
                quote!(#name: #value)
            }
        }
    }

    /// What the struct keeps of the parameter of that name.
    pub(in crate::emit) fn value(&self, name: &Ident) -> TokenStream {
        match (self.shape, self.converts) {
            (Shape::Value | Shape::Option, false) => quote!(#name),
            (Shape::Value | Shape::Option, true) => quote!(#name.into()),
            (Shape::Boxed, false) => quote!(Box::new(#name)),
            (Shape::Boxed, true) => quote!(Box::new(#name.into())),
            (Shape::BoxedOption, _) => quote!(#name.map(Box::new)),
            (Shape::List, false) => quote!(#name.into_iter().collect()),
            (Shape::List, true) => quote!(#name.into_iter().map(Into::into).collect()),
            (Shape::Map, false) => quote! {
                #name.into_iter().map(|(name, value)| (name.into(), value)).collect()
            },
            (Shape::Map, true) => quote! {
                #name.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
            },
        }
    }
}

/// The schema of what stands behind a pointer.
fn unboxed(schema: &Schema) -> Option<Schema> {
    match schema.ty {
        Type::Boxed(id) => Some(Schema {
            ty: Type::Named(id),
            ..schema.clone()
        }),
        _ => None,
    }
}

/// Whether callers have something at hand that is no value of the type, but converts into one.
fn converts(context: &Context<'_>, schema: &Schema) -> bool {
    if schema.sensitivity.is_some() {
        return true;
    }
    match context.behind(&schema.ty) {
        Type::Named(id) | Type::Boxed(id) => {
            !matches!(context.api.get(*id).kind, TypeKind::Object(_))
        }
        Type::Scalar(ScalarType::String | ScalarType::Base64) => true,
        Type::Array(_) | Type::Map(_) | Type::Any => true,
        Type::Scalar(_) | Type::Bool | Type::Tuple(_) => false,
    }
}
