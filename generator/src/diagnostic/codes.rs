//! The table of codes: every kind of finding has a stable name, a stage and a severity.
//!
//! Each code is shown by a fixture `specs/invalid/<stage>/<code>.yaml` (or `.json`); a test holds
//! the two lists together.

use super::{Level, Severity};

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
    /// Judging what no code comes from; `generate` leaves it out.
    Lint,
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
            Self::Lint => "lint",
            Self::Lower => "lower",
            Self::Emit => "emit",
        }
    }
}

macro_rules! codes {
    ($(
        #[doc = $summary:literal]
        $(#[doc = $more:literal])*
        $variant:ident = $stage:ident $level:ident $name:literal,
    )+) => {
        /// The stable name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $(#[doc = $more])* $variant,)+
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

            /// How much a finding of this kind weighs unless the user chooses otherwise.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(Self::$variant => Level::$level,)+ }
            }

            /// One sentence that says what the finding means.
            #[must_use]
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $summary,)+ }.trim()
            }

            /// The lines of the documentation behind the explanation.
            const fn more(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($more,)*],)+ }
            }
        }
    };
}

impl Code {
    /// The code with that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// The whole documentation: the explanation and, where there is more to say, a paragraph.
    #[must_use]
    pub fn documentation(self) -> String {
        let mut text = self.explanation().to_owned();
        for line in self.more() {
            let line = line.trim();
            let parted = text.is_empty() || text.ends_with('\n');
            text.push_str(match (line, parted) {
                ("", _) => "\n\n",
                (_, true) => "",
                (_, false) => " ",
            });
            text.push_str(line);
        }
        text
    }

    /// How much a finding of this kind weighs where it is made.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self.level() {
            Level::Note => Severity::Note,
            // A rule that is off warns once it is wanted.
            Level::Off | Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
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
    /// A field that holds text has an unquoted number or boolean, which is read as its text.
    ValueNotText = Normalize Warning "value-not-text",
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
    /// A security requirement names a scheme that is not declared; it is ignored.
    SecuritySchemeMissing = Validate Warning "security-scheme-missing",
    /// `info.version` is no semantic version; the crate's own version is used.
    VersionNotSemver = Validate Note "version-not-semver",

    /// A discriminator does not fit the members that it is to tell apart.
    ///
    /// Its property is missing or not required in a member, its mapping leads to no schema or
    /// names a value that the member does not allow, a member has no name and no constant that it
    /// could be told by, or there is nothing to tell apart. What does not fit is never chosen.
    DiscriminatorMisfit = Validate Warning "discriminator-misfit",
    /// A value in an enum is of another type than the schema.
    ///
    /// No value can be both, so that this one is never met. Quote a number that is meant as text,
    /// or change the type. Numbers and booleans in an enum of strings are read as text, which is
    /// `enum-value-not-text`.
    EnumValueType = Validate Warning "enum-value-type",
    /// An enum lists the same value twice.
    ///
    /// The repetition says nothing; often another value was meant.
    DuplicateEnumValue = Validate Warning "duplicate-enum-value",
    /// An enum lists no values, so that no value satisfies the schema.
    EmptyEnum = Validate Warning "empty-enum",
    /// A path parameter has no place in the path; it is left out.
    ///
    /// Write `{name}` into the path, or remove the parameter.
    PathParameterUnused = Validate Warning "path-parameter-unused",
    /// A list of parameters declares the same name in the same place twice; the first one counts.
    DuplicateParameter = Validate Warning "duplicate-parameter",
    /// `type` holds a word that is no type of JSON Schema; any value is accepted.
    ///
    /// The types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`. Others,
    /// such as a date, are a `format` of one of them.
    UnknownType = Validate Warning "unknown-type",
    /// A pattern is no regular expression of ECMA-262, which JSON Schema demands.
    ///
    /// Nothing can be checked against it. Possessive quantifiers and `(?P<name>…)` are usual
    /// mistakes: they belong to the expressions of other languages.
    InvalidPattern = Validate Warning "invalid-pattern",
    /// A lower bound is above its upper bound, so that no value satisfies both.
    ImpossibleBounds = Validate Warning "impossible-bounds",
    /// `multipleOf` is not above zero, of which nothing is a multiple.
    ///
    /// JSON Schema demands a number above zero, and no validator can be made for the schema.
    ImpossibleStep = Validate Warning "impossible-step",
    /// A schema is one of its own choices: its `oneOf` or `anyOf` lists a schema that leads back to it.
    ///
    /// Where that is through `allOf`, it is read as inheritance, which is what is meant. By JSON Schema
    /// a value of the one is a value of the other without end, so that no validator can judge it. Let
    /// the choice be a schema of its own, beside the one that its members have in common.
    CircularChoice = Validate Warning "circular-choice",
    /// Schemas that are joined with `allOf` contradict each other, so that no value satisfies all.
    ///
    /// One demands a member that another one, with `additionalProperties: false`, does not allow.
    /// The type that is generated has the members of all.
    UnsatisfiableSchema = Validate Warning "unsatisfiable-schema",
    /// A template in the address of a server has no variable of that name.
    ServerVariableMissing = Validate Warning "server-variable-missing",
    /// A path holds what does not belong into a path.
    ///
    /// That is a query or a fragment, a template that occurs twice, or two templates with nothing
    /// between them, so that nobody can tell where the value of the first one ends.
    PathForm = Validate Warning "path-form",

    /// A default does not satisfy the schema that it is the default of.
    ///
    /// Whoever fills it in sends or reads a value that the API itself calls wrong.
    DefaultBreaksSchema = Lint Warning "default-breaks-schema",
    /// An example does not satisfy the schema that it is an example of.
    ///
    /// Examples are copied into programs, tests and mocks. Only what certainly breaks the schema is
    /// reported: types, constants, required names, bounds, lengths, patterns, dates and UUIDs, and
    /// closed objects.
    ExampleBreaksSchema = Lint Warning "example-breaks-schema",
    /// Both `example` and `examples` are given, where only one of them may be.
    ExampleAndExamples = Lint Warning "example-and-examples",
    /// A schema says nothing about its values, so that they are untyped.
    ///
    /// `true` in OpenAPI 3.1 and `additionalProperties: {}` say on purpose that any value is
    /// meant, and are not reported.
    EmptySchema = Lint Warning "empty-schema",
    /// A component is not used by any operation or webhook.
    ///
    /// Components that only use each other, or themselves, are not used either.
    UnusedComponent = Lint Warning "unused-component",
    /// The name of a component has characters that OpenAPI does not allow there.
    ///
    /// Letters, digits, `.`, `-` and `_` are allowed; other tools refuse the document.
    ComponentName = Lint Warning "component-name",
    /// Two paths are the same but for the names of their templates, which OpenAPI forbids.
    DuplicatePath = Lint Warning "duplicate-path",
    /// A path parameter does not say `required: true`, which OpenAPI demands; it is required anyway.
    PathParameterOptional = Lint Warning "path-parameter-optional",
    /// An operation declares no response of success.
    ///
    /// None of its responses has a status from 100 to 399 or is the default.
    SuccessResponseMissing = Lint Warning "success-response-missing",
    /// A response has a key that is no status, no range such as `4XX`, and not `default`.
    ResponseStatus = Lint Warning "response-status",
    /// A GET, HEAD or DELETE has a body, which HTTP gives no meaning.
    BodyWithoutMeaning = Lint Note "body-without-meaning",
    /// A server declares a variable that its address does not have.
    ServerVariableUnused = Lint Warning "server-variable-unused",
    /// The default of a server variable is not among its values.
    ServerVariableDefault = Lint Warning "server-variable-default",
    /// A security requirement asks for a scope that the scheme does not declare.
    SecurityScopeMissing = Lint Warning "security-scope-missing",
    /// A link leads to an operation that does not exist.
    LinkTargetMissing = Lint Warning "link-target-missing",
    /// An encoding is declared for a property that the body does not have.
    EncodingWithoutProperty = Lint Warning "encoding-without-property",
    /// A keyword has no effect on values of the type of its schema.
    ///
    /// A length on a number or a maximum on a string limits nothing; often the type is wrong.
    KeywordWithoutEffect = Lint Warning "keyword-without-effect",
    /// What is said about the values of an enum does not fit the values that it lists.
    EnumDescriptionUnmatched = Lint Warning "enum-description-unmatched",
    /// `required` names a property twice.
    DuplicateRequired = Lint Warning "duplicate-required",
    /// A property is both `readOnly` and `writeOnly`, so that it can never occur.
    ReadAndWriteOnly = Lint Warning "read-and-write-only",
    /// A field that OpenAPI does not know stands in an object; often its name is misspelt.
    ///
    /// Extensions begin with `x-`. In schemas of OpenAPI 3.1, which may have keywords of their own,
    /// only what is likely to be misspelt is reported.
    UnknownField = Lint Warning "unknown-field",
    /// An address may belong to two paths, such as `/{kind}/mine` and `/books/{id}`.
    ///
    /// OpenAPI leaves it to the server which of them is meant.
    AmbiguousPath = Lint Off "ambiguous-path",
    /// An operation bears a tag that the document does not declare.
    TagUndeclared = Lint Off "tag-undeclared",
    /// An operation has no `operationId`, so that its method is named after its path.
    OperationIdMissing = Lint Off "operation-id-missing",
    /// An operation, a parameter, a component schema or a property has no description.
    ///
    /// Descriptions become the documentation of the generated crate. A summary or a title will do,
    /// and so does the description of what is referred to.
    MissingDescription = Lint Off "missing-description",

    /// A keyword or construct that the generator does not support yet; the rest is generated.
    Unsupported = Lower Warning "unsupported",
    /// A parameter is a header that OpenAPI describes elsewhere; it is left out.
    ReservedHeader = Lower Warning "reserved-header",
    /// `required` names a property that is not declared; the name is ignored.
    RequiredWithoutProperty = Lower Warning "required-without-property",
    /// Schemas joined by `allOf` contradict each other; the first one counts.
    AllOfConflict = Lower Warning "all-of-conflict",
    /// Nothing tells the members of a union apart for some values; the first one that fits is taken.
    ///
    /// A `discriminator`, a property with a `const` or an `enum` of one value in each member, or
    /// names in `required` make it certain.
    AmbiguousUnion = Lower Warning "ambiguous-union",
    /// Two names of the document are the same name in Rust; one got a suffix.
    NameCollision = Lower Warning "name-collision",
    /// Nothing in the message of a webhook tells it from other messages; its body is a type only.
    WebhookNotToldApart = Lower Warning "webhook-not-told-apart",
    /// The limits of length beside a `format` leave no text of it.
    ///
    /// One of the two is a mistake. The value is read as a text of any form, within the limits.
    ImpossibleFormat = Lower Warning "impossible-format",
    /// A `pattern` means something else in ECMA-262 than where it comes from; it is stated in the documentation and not checked.
    PatternNotChecked = Lower Warning "pattern-not-checked",
    /// `propertyNames` demands something of names that `validate` does not check.
    PropertyNamesNotChecked = Lower Warning "property-names-not-checked",
    /// A schema has values of several types, which only an untyped value can hold.
    UntypedSchema = Lower Warning "untyped-schema",

    /// A module that is written by hand has a name that cannot be one, or that another one has.
    ModuleName = Emit Error "module-name",
    /// A module that is written by hand belongs to a feature that cannot be as it is described.
    ModuleFeature = Emit Error "module-feature",
    /// A module that is written by hand depends on a crate in a way that others do not.
    ModuleDependency = Emit Error "module-dependency",
    /// A file of a module that is written by hand is no Rust.
    ModuleNotRust = Emit Error "module-not-rust",
    /// The generator wrote something that is no Rust, which is a bug of it.
    Internal = Emit Error "internal",
}
