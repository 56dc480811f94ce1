//! What was assumed about a document that says something it should not.
//!
//! Real documents contain mistakes with one evident meaning. The translation
//! takes that meaning and leaves a note; it never takes it silently.

/// A mistake in the document and the reading that was chosen for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where in the document the schema stands.
    pub pointer: String,
    /// Which mistake was tolerated.
    pub toleration: Toleration,
    /// What the mistake and the assumption are, in words.
    pub message: String,
}

/// The mistakes that are tolerated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Toleration {
    /// `required` names a member that no property declares; the name is ignored.
    RequiredUndeclared,
    /// `required` names a member twice, or is no list of names.
    RequiredMalformed,
    /// `type: string` beside `properties`; the value is a string.
    PropertiesOfString,
    /// A string enum holds a number or a boolean; it is read as its text.
    EnumNotText,
    /// An enum holds `null` and the type does not announce it; null is allowed.
    EnumNullUnannounced,
    /// `nullable: true` beside an enum without `null`; null is allowed.
    EnumNullMissing,
    /// `nullable` without `type`; null is allowed.
    NullableWithoutType,
    /// `nullable` in a 3.1 document, which no longer has it; null is allowed.
    NullableInModern,
    /// `nullable` beside `$ref` in a 3.0 document; null is allowed.
    NullableReference,
    /// Other keywords beside `$ref` in a 3.0 document; they are ignored.
    ReferenceSiblings,
    /// A 3.0 boolean exclusive bound in 3.1, or a numeric one in 3.0; both work.
    ExclusiveForm,
    /// `type: "null"` beside `$ref` or a composition; null is allowed.
    NullBesideComposition,
    /// Several members of a `oneOf` admit null, so that it would match more than
    /// one; null is allowed.
    NullInSeveral,
    /// Every value of a `oneOf` would match several members; it is read as
    /// `anyOf`.
    OneOfOverlaps,
    /// No text of a format has the length that stands beside it; the format is
    /// ignored.
    FormatExcluded,
    /// An enum without members; it is ignored.
    EnumEmpty,
    /// A pattern within slashes, as a literal; the slashes are left away.
    PatternDelimited,
    /// `$recursiveRef` or `$dynamicRef`; it means the nearest schema around it
    /// with the anchor.
    DynamicReference,
    /// `$id` inside a schema; references stay relative to the document.
    EmbeddedIdentifier,
}
