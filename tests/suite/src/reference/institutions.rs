//! The institutions that the server knows: a fixed list.

use plaid_link::types::{
    CountryCode, Institution, InstitutionsGetByIdRequest, InstitutionsGetByIdResponse,
    InstitutionsGetRequest, InstitutionsGetResponse, InstitutionsSearchRequest,
    InstitutionsSearchResponse, Products,
};

use super::refusal::Refusal;
use super::state::State;

/// How many there are.
const COUNT: i64 = 640;
const FIRST: i64 = 109_508;

pub(super) fn get(
    state: &mut State,
    request: InstitutionsGetRequest,
) -> Result<InstitutionsGetResponse, Refusal> {
    let page = (0..COUNT).skip(usize::try_from(request.offset).unwrap_or(usize::MAX));
    let page = page.take(usize::try_from(request.count).unwrap_or_default());
    let page = page.map(|index| institution(FIRST + index, &request.country_codes));
    Ok(InstitutionsGetResponse::new(
        page.collect::<Vec<_>>(),
        state.request_id(),
        COUNT,
    ))
}

pub(super) fn search(
    state: &mut State,
    request: InstitutionsSearchRequest,
) -> Result<InstitutionsSearchResponse, Refusal> {
    let query = request.query.to_lowercase();
    let all = (0..COUNT).map(|index| institution(FIRST + index, &request.country_codes));
    let found = all.filter(|institution| institution.name.to_lowercase().contains(&query));
    Ok(InstitutionsSearchResponse::new(
        found.take(10).collect::<Vec<_>>(),
        state.request_id(),
    ))
}

pub(super) fn get_by_id(
    state: &mut State,
    request: InstitutionsGetByIdRequest,
) -> Result<InstitutionsGetByIdResponse, Refusal> {
    known(&request.institution_id)?;
    let number = number(&request.institution_id).unwrap_or(FIRST);
    Ok(InstitutionsGetByIdResponse::new(
        institution(number, &request.country_codes),
        state.request_id(),
    ))
}

/// Refuses an identifier that is not on the list.
pub(super) fn known(id: &str) -> Result<(), Refusal> {
    match number(id) {
        Some(number) if (FIRST..FIRST + COUNT).contains(&number) => Ok(()),
        _ => Err(Refusal::input(
            "INVALID_INSTITUTION",
            "no institution has this identifier",
        )),
    }
}

/// The name of an institution.
pub(super) fn name(id: &str) -> Option<String> {
    number(id).map(|number| format!("Bank {number}"))
}

fn number(id: &str) -> Option<i64> {
    id.strip_prefix("ins_")?.parse().ok()
}

fn institution(number: i64, countries: &[CountryCode]) -> Institution {
    let countries = match countries {
        [] => vec![CountryCode::Us],
        some => some.to_vec(),
    };
    let mut institution = Institution::new(
        countries,
        format!("ins_{number}"),
        format!("Bank {number}"),
        number % 2 == 0,
        [Products::Auth, Products::Transactions],
        [format!("{:09}", number % 1_000_000_000)],
    );
    institution.url = "https://bank.example/".to_owned().into();
    institution
}
