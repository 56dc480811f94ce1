//! The names of all that is checked, which reports, baselines and settings use.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $check:ident = $name:literal,)+) => {
        /// One thing that is checked. Those that schemathesis knows have the name that it gives
        /// them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Check {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $check,)+
        }

        impl Check {
            /// Every check.
            pub const ALL: &'static [Self] = &[$(Self::$check,)+];

            /// The name that reports and settings use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$check => $name,)+ }
            }

            /// What is asked for, in a sentence.
            #[must_use]
            pub const fn describe(self) -> &'static str {
                match self { $(Self::$check => concat!($($doc,)+),)+ }
            }
        }
    };
}

checks! {
    /// No request makes the server fail with a status 5xx.
    NotAServerError = "not_a_server_error",
    /// The status is one that the document lists for the operation; `default` stands for errors.
    StatusCodeConformance = "status_code_conformance",
    /// The media type of the answer is one that the document lists for the status.
    ContentTypeConformance = "content_type_conformance",
    /// The headers of the answer are there where required, and satisfy their schemas.
    ResponseHeadersConformance = "response_headers_conformance",
    /// The body of the answer satisfies its schema, formats included.
    ResponseSchemaConformance = "response_schema_conformance",
    /// A request that breaks the document is refused with a status 4xx.
    NegativeDataRejection = "negative_data_rejection",
    /// A request that keeps to the document is not refused as invalid.
    PositiveDataAcceptance = "positive_data_acceptance",
    /// A request without a header that the document requires is refused.
    MissingRequiredHeader = "missing_required_header",
    /// A method that the document does not list for a path is refused with 405 or 404.
    UnsupportedMethod = "unsupported_method",
    /// A request without credentials, or with wrong ones, is refused where the document asks for
    /// some.
    IgnoredAuth = "ignored_auth",
    /// What was removed is gone.
    UseAfterFree = "use_after_free",
    /// What was created can be used.
    EnsureResourceAvailability = "ensure_resource_availability",
    /// What was written is what is read afterwards.
    WrittenIsRead = "written_is_read",
    /// A value that may be used once is refused the second time.
    SingleUse = "single_use",
    /// Two creations give two different things.
    DistinctCreations = "distinct_creations",
    /// A step of a chain that was broken on purpose is refused.
    BrokenChain = "broken_chain",
    /// A message that the server sends satisfies the schema of its webhook.
    WebhookConformance = "webhook_conformance",
    /// A message that is due arrives in time.
    WebhookDelivery = "webhook_delivery",
    /// The answer comes within the time that was asked for.
    ResponseTime = "response_time",
    /// A request that was recorded or passed on keeps to the document.
    RequestConformance = "request_conformance",
    /// A request that was recorded or passed on is for an operation of the document.
    UndocumentedOperation = "undocumented_operation",
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Check {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|check| check.as_str() == text);
        found.copied().ok_or_else(|| {
            let all: Vec<_> = Self::ALL.iter().map(|check| check.as_str()).collect();
            format!("`{text}` is no check; expected one of {}", all.join(", "))
        })
    }
}
