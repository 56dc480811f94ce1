//! The types of the response as one would write them by hand, with serde's derive.
//!
//! They have the members and field types of the generated ones, with two differences that people
//! accept when they write types themselves: enumerations are closed, and members that the document
//! does not declare are lost.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::lists::*;

#[derive(Deserialize, Serialize)]
pub(super) struct LinkTokenGetResponse {
    pub(super) link_token: String,
    pub(super) created_at: Option<DateTime<FixedOffset>>,
    pub(super) expiration: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link_sessions: Option<Vec<LinkTokenGetSessionsResponse>>,
    pub(super) metadata: LinkTokenGetMetadataResponse,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) user_id: Option<String>,
    pub(super) request_id: String,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkTokenGetSessionsResponse {
    pub(super) link_session_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) started_at: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finished_at: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on_success: Option<LinkSessionSuccess>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on_exit: Option<LinkSessionExitDeprecated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exit: Option<LinkSessionExit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) events: Option<Vec<LinkEvent>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) results: Option<LinkSessionResults>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionSuccess {
    pub(super) public_token: String,
    pub(super) metadata: Option<LinkSessionSuccessMetadata>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionSuccessMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accounts: Option<Vec<LinkSessionSuccessMetadataAccount>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link_session_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) transfer_status: Option<LinkSessionSuccessMetadataTransferStatus>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionSuccessMetadataInstitution {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_id: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionSuccessMetadataAccount {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mask: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) r#type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subtype: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verification_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) class_type: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionExitDeprecated {
    pub(super) error: Option<PlaidError>,
    pub(super) metadata: Option<LinkSessionExitMetadata>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct PlaidError {
    pub(super) error_type: PlaidErrorType,
    pub(super) error_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_code_reason: Option<String>,
    pub(super) error_message: String,
    pub(super) display_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) causes: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) documentation_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suggested_action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required_account_subtypes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provided_account_subtypes: Option<Vec<String>>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionExitMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution: Option<LinkSessionExitMetadataInstitution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<LinkSessionExitMetadataStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link_session_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionExitMetadataInstitution {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_id: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionExit {
    pub(super) error: Option<PlaidError>,
    pub(super) metadata: Option<LinkSessionExitMetadata>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkEvent {
    pub(super) event_name: String,
    pub(super) timestamp: String,
    pub(super) event_id: String,
    pub(super) event_metadata: LinkEventMetadata,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkEventMetadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) error_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exit_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_search_query: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mfa_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) view_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) selection: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) brand_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) match_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routing_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_number_mask: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionResults {
    pub(super) item_add_results: Vec<LinkSessionItemAddResult>,
    pub(super) cra_item_add_results: Vec<LinkSessionCraItemAddResult>,
    pub(super) cra_update_results: Vec<LinkSessionCraUpdateResult>,
    pub(super) bank_income_results: Vec<LinkSessionBankIncomeResult>,
    pub(super) payroll_income_results: Vec<LinkSessionPayrollIncomeResult>,
    pub(super) document_income_results: Option<CreditSessionDocumentIncomeResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cra_document_upload_results: Option<LinkSessionCraDocumentUploadResult>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionItemAddResult {
    pub(super) public_token: String,
    pub(super) accounts: Vec<LinkSessionSuccessMetadataAccount>,
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionCraItemAddResult {
    pub(super) item_id: String,
    pub(super) accounts: Vec<LinkSessionSuccessMetadataAccount>,
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionCraUpdateResult {
    pub(super) item_id: String,
    pub(super) accounts: Vec<LinkSessionSuccessMetadataAccount>,
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionBankIncomeResult {
    pub(super) status: CreditSessionBankIncomeStatus,
    pub(super) item_id: String,
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionPayrollIncomeResult {
    pub(super) num_paystubs_retrieved: i64,
    pub(super) num_w2s_retrieved: i64,
    pub(super) institution: Option<LinkSessionSuccessMetadataInstitution>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct CreditSessionDocumentIncomeResult {
    pub(super) num_paystubs_uploaded: i64,
    pub(super) num_w2s_uploaded: i64,
    pub(super) num_bank_statements_uploaded: i64,
    pub(super) num_1099s_uploaded: i64,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkSessionCraDocumentUploadResult {
    pub(super) num_bank_statements_uploaded: i64,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkTokenGetMetadataResponse {
    pub(super) initial_products: Vec<Products>,
    pub(super) webhook: Option<String>,
    pub(super) country_codes: Vec<CountryCode>,
    pub(super) language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) institution_data: Option<LinkTokenCreateInstitutionData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) account_filters: Option<AccountFiltersResponse>,
    pub(super) redirect_uri: Option<String>,
    pub(super) client_name: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LinkTokenCreateInstitutionData {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routing_number: Option<String>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct AccountFiltersResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) depository: Option<DepositoryFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credit: Option<CreditFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) loan: Option<LoanFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) investment: Option<InvestmentFilter>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct DepositoryFilter {
    pub(super) account_subtypes: Vec<DepositoryAccountSubtype>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) limited_purpose_types: Option<Vec<LimitedPurposeType>>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct CreditFilter {
    pub(super) account_subtypes: Vec<CreditAccountSubtype>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct LoanFilter {
    pub(super) account_subtypes: Vec<LoanAccountSubtype>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct InvestmentFilter {
    pub(super) account_subtypes: Vec<InvestmentAccountSubtype>,
}
