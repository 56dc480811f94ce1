//! The closed enumerations of the types written by hand.

use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum LinkSessionSuccessMetadataTransferStatus {
    Complete,
    Incomplete,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum PlaidErrorType {
    InvalidRequest,
    InvalidResult,
    InvalidInput,
    InstitutionError,
    RateLimitExceeded,
    ApiError,
    ItemError,
    AssetReportError,
    BaseReportError,
    RecaptchaError,
    OauthError,
    PaymentError,
    BankTransferError,
    IncomeVerificationError,
    MicrodepositsError,
    SandboxError,
    PartnerError,
    SignalError,
    TransactionsError,
    TransactionError,
    TransferError,
    CheckReportError,
    ConsumerReportError,
    UserError,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LinkSessionExitMetadataStatus {
    RequiresQuestions,
    RequiresSelections,
    RequiresCode,
    ChooseDevice,
    RequiresCredentials,
    RequiresAccountSelection,
    RequiresOauth,
    InstitutionNotFound,
    InstitutionNotSupported,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum CreditSessionBankIncomeStatus {
    Approved,
    NoDepositsFound,
    UserReportedNoIncome,
    Started,
    InternalError,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Products {
    Assets,
    Auth,
    Balance,
    BalancePlus,
    Beacon,
    Identity,
    IdentityMatch,
    Investments,
    InvestmentsAuth,
    Liabilities,
    PaymentInitiation,
    IdentityVerification,
    Transactions,
    CreditDetails,
    Income,
    IncomeVerification,
    StandingOrders,
    Transfer,
    Employment,
    RecurringTransactions,
    TransactionsRefresh,
    Signal,
    Statements,
    ProcessorPayments,
    ProcessorIdentity,
    Profile,
    CraBaseReport,
    CraIncomeInsights,
    CraPartnerInsights,
    CraNetworkInsights,
    CraCashflowInsights,
    CraMonitoring,
    CraLendScore,
    CraPlaidCreditScore,
    Layer,
    PayByBank,
    ProtectLinkedBank,
    ProtectTransactions,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum CountryCode {
    Us,
    Gb,
    Es,
    Nl,
    Fr,
    Ie,
    Ca,
    De,
    It,
    Pl,
    Dk,
    No,
    Se,
    Ee,
    Lt,
    Lv,
    Pt,
    Be,
    At,
    Fi,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum DepositoryAccountSubtype {
    Checking,
    Savings,
    Hsa,
    Cd,
    #[serde(rename = "money market")]
    MoneyMarket,
    Paypal,
    Prepaid,
    #[serde(rename = "cash management")]
    CashManagement,
    Ebt,
    #[serde(rename = "limited purpose checking")]
    LimitedPurposeChecking,
    All,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum LimitedPurposeType {
    RentMortgage,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum CreditAccountSubtype {
    #[serde(rename = "credit card")]
    CreditCard,
    Paypal,
    All,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LoanAccountSubtype {
    Auto,
    Business,
    Commercial,
    Construction,
    Consumer,
    #[serde(rename = "home equity")]
    HomeEquity,
    Loan,
    Mortgage,
    Overdraft,
    #[serde(rename = "line of credit")]
    LineOfCredit,
    Student,
    Other,
    All,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InvestmentAccountSubtype {
    #[serde(rename = "529")]
    Plan529,
    #[serde(rename = "401a")]
    Plan401a,
    #[serde(rename = "401k")]
    Plan401k,
    #[serde(rename = "403B")]
    Plan403b,
    #[serde(rename = "457b")]
    Plan457b,
    Brokerage,
    #[serde(rename = "cash isa")]
    CashIsa,
    #[serde(rename = "crypto exchange")]
    CryptoExchange,
    #[serde(rename = "education savings account")]
    EducationSavingsAccount,
    Fhsa,
    #[serde(rename = "fixed annuity")]
    FixedAnnuity,
    Gic,
    #[serde(rename = "health reimbursement arrangement")]
    HealthReimbursementArrangement,
    Hsa,
    Ira,
    Isa,
    Keogh,
    Lif,
    #[serde(rename = "life insurance")]
    LifeInsurance,
    #[serde(rename = "line of credit")]
    LineOfCredit,
    Lira,
    Lrif,
    Lrsp,
    #[serde(rename = "mutual fund")]
    MutualFund,
    #[serde(rename = "non-custodial wallet")]
    NonCustodialWallet,
    #[serde(rename = "non-taxable brokerage account")]
    NonTaxableBrokerageAccount,
    Other,
    #[serde(rename = "other annuity")]
    OtherAnnuity,
    #[serde(rename = "other insurance")]
    OtherInsurance,
    Pension,
    Prif,
    #[serde(rename = "profit sharing plan")]
    ProfitSharingPlan,
    Qshr,
    Rdsp,
    Resp,
    Retirement,
    Rlif,
    Roth,
    #[serde(rename = "roth 401k")]
    Roth401k,
    #[serde(rename = "roth 403B")]
    Roth403b,
    #[serde(rename = "roth 457b")]
    Roth457b,
    #[serde(rename = "roth pension")]
    RothPension,
    #[serde(rename = "roth profit sharing plan")]
    RothProfitSharingPlan,
    #[serde(rename = "roth thrift savings plan")]
    RothThriftSavingsPlan,
    Rrif,
    Rrsp,
    Sarsep,
    #[serde(rename = "sep ira")]
    SepIra,
    #[serde(rename = "simple ira")]
    SimpleIra,
    Sipp,
    #[serde(rename = "stock plan")]
    StockPlan,
    #[serde(rename = "thrift savings plan")]
    ThriftSavingsPlan,
    Tfsa,
    Trust,
    Ugma,
    Utma,
    #[serde(rename = "variable annuity")]
    VariableAnnuity,
    All,
}
