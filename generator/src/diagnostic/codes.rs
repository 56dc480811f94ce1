//! The table of codes: every kind of finding has a stable name, a stage and a severity.
//!
//! Each code is shown by a fixture `specs/invalid/<stage>/<code>.yaml` (or `.json`); a test holds
//! the two lists together.

use super::Severity;

/// The stage of the pipeline that makes a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Reading text into a tree, and applying overlays.
    Load,
    /// Bringing the tree into the one form that later stages know.
    Normalize,
    /// Looking references up.
    Resolve,
    /// Judging whether the document can be generated from.
    Validate,
    /// Turning schemas and operations into the intermediate representation.
    Lower,
    /// Writing files.
    Emit,
}

impl Stage {
    /// The lower-case name of the stage, as in `specs/invalid/<stage>/`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Normalize => "normalize",
            Self::Resolve => "resolve",
            Self::Validate => "validate",
            Self::Lower => "lower",
            Self::Emit => "emit",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $stage:ident $severity:ident $name:literal,)+) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the stages.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name as it is printed, such as `unresolved-reference`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The stage that makes this finding.
            #[must_use]
            pub const fn stage(self) -> Stage {
                match self { $(Self::$variant => Stage::$stage,)+ }
            }

            /// How much a finding of this kind weighs.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// One sentence that says what the finding means.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)+ }
            }
        }
    };
}

codes! {
    /// The file holds nothing but white space or comments.
    EmptyDocument = Load Error "empty-document",
    /// The file is not text in UTF-8.
    NotText = Load Error "not-text",
    /// The file is larger than the configured limit.
    DocumentTooLarge = Load Error "document-too-large",
    /// The text is not valid YAML.
    InvalidYaml = Load Error "invalid-yaml",
    /// The text is not valid JSON.
    InvalidJson = Load Error "invalid-json",
    /// A mapping names the same key twice; the last value counts.
    DuplicateKey = Load Warning "duplicate-key",
    /// The document is nested deeper than the limit.
    NestedTooDeep = Load Error "nested-too-deep",
    /// The document is valid YAML or JSON, but no OpenAPI document.
    NotOpenApi = Load Error "not-openapi",
    /// The document is of a version of OpenAPI that is not read.
    UnsupportedVersion = Load Error "unsupported-version",
    /// The overlay is not a valid Overlay 1.0 document.
    InvalidOverlay = Load Error "invalid-overlay",
    /// The target of an overlay action selects nothing in the document; the action changes nothing.
    OverlayTargetMissing = Load Warning "overlay-target-missing",

    /// A field of the document has a value of a type that it cannot have.
    WrongType = Normalize Error "wrong-type",
    /// A field that OpenAPI requires is missing.
    MissingField = Normalize Error "missing-field",
    /// A required field without influence on the generated code is missing; a neutral value was assumed.
    AssumedField = Normalize Warning "assumed-field",
    /// A field without influence on the generated code has a value of a type that it cannot have; it was ignored.
    IgnoredField = Normalize Warning "ignored-field",
    /// An enum of strings holds an unquoted number or boolean, which is read as its text.
    EnumValueNotText = Normalize Warning "enum-value-not-text",
    /// A scalar type also carries `properties`, which are ignored.
    PropertiesOnScalar = Normalize Warning "properties-on-scalar",
    /// `nullable` stands where no type is declared; the value may also be null.
    NullableWithoutType = Normalize Warning "nullable-without-type",
    /// An enum holds null without `nullable`, or is nullable without a null member; null is allowed.
    EnumNullMismatch = Normalize Warning "enum-null-mismatch",
    /// A path does not begin with a slash; one is put before it.
    PathWithoutSlash = Normalize Warning "path-without-slash",
    /// `examples` stands where a media type belongs, and is ignored.
    ExamplesAsMediaType = Normalize Warning "examples-as-media-type",
    /// Something stands beside `$ref`, where OpenAPI 3.0 ignores it; annotations are kept.
    RefSiblings = Normalize Warning "ref-siblings",
    /// A keyword of one version of OpenAPI stands in a document of the other; it is read with its meaning there.
    KeywordOfOtherVersion = Normalize Warning "keyword-of-other-version",
    /// The number of elements of a tuple is not fixed, so that it is read as an array of any values.
    OpenTuple = Normalize Warning "open-tuple",

    /// A `$ref` leads nowhere.
    UnresolvedReference = Resolve Error "unresolved-reference",
    /// A `$ref` leads to a file that cannot be read, or to an address in a network.
    ExternalReference = Resolve Error "external-reference",
    /// References form a loop that never reaches a schema.
    ReferenceLoop = Resolve Error "reference-loop",
    /// A `$ref` leads to a component of another kind.
    ReferenceKind = Resolve Error "reference-kind",

    /// Two operations bear the same `operationId`; the later one gets another name.
    DuplicateOperationId = Validate Warning "duplicate-operation-id",
    /// A template in a path has no parameter of that name.
    PathParameterMissing = Validate Warning "path-parameter-missing",
    /// A path parameter has no place in the path; it is left out.
    PathParameterUnused = Validate Warning "path-parameter-unused",
    /// A security requirement names a scheme that is not declared; it is ignored.
    SecuritySchemeMissing = Validate Warning "security-scheme-missing",
    /// `info.version` is no semantic version; the crate's own version is used.
    VersionNotSemver = Validate Note "version-not-semver",

    /// A keyword or construct that the generator does not support yet; the rest is generated.
    Unsupported = Lower Warning "unsupported",
    /// A parameter is a header that OpenAPI describes elsewhere; it is left out.
    ReservedHeader = Lower Warning "reserved-header",
    /// `required` names a property that is not declared; the name is ignored.
    RequiredWithoutProperty = Lower Warning "required-without-property",
    /// Schemas joined by `allOf` contradict each other; the first one counts.
    AllOfConflict = Lower Warning "all-of-conflict",
    /// Nothing tells the members of a union apart for some values; the first one that fits is taken.
    AmbiguousUnion = Lower Warning "ambiguous-union",
    /// Two names of the document are the same name in Rust; one got a suffix.
    NameCollision = Lower Warning "name-collision",
    /// Nothing in the message of a webhook tells it from other messages; its body is a type only.
    WebhookNotToldApart = Lower Warning "webhook-not-told-apart",
    /// A `pattern` is no regular expression of ECMA-262; it is stated in the documentation and not checked.
    PatternNotChecked = Lower Warning "pattern-not-checked",
    /// A schema has values of several types, which only an untyped value can hold.
    UntypedSchema = Lower Warning "untyped-schema",

    /// The generator wrote something that is no Rust, which is a bug of it.
    Internal = Emit Error "internal",
}
