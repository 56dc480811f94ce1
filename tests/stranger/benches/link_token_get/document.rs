//! The response that is read and written, built from the shapes of the document.

use serde_json::{Map, Value, json};

/// The sizes in bytes of the bodies that are measured, from an answer about a session that has
/// just begun to one about a user with hundreds of them.
pub(super) const SIZES: [usize; 3] = [2_000, 40_000, 1_000_000];

/// A response of about that size whose members all have values and come in the order of the
/// document.
pub(super) fn in_order(about: usize) -> Value {
    let mut sessions = Vec::new();
    let mut length = response(&sessions).to_string().len();
    for number in 0.. {
        let next = session(number);
        length += next.to_string().len() + 1;
        if length > about {
            break;
        }
        sessions.push(next);
    }
    let mut events = Vec::new();
    loop {
        let last = json!({
            "link_session_id": id(500),
            "started_at": "2026-03-14T16:01:13.004Z",
            "events": events
        });
        let all: Vec<Value> = sessions.iter().cloned().chain([last]).collect();
        let whole = response(&all);
        if whole.to_string().len() >= about {
            return whole;
        }
        events.push(event(500 + events.len() as u64));
    }
}

/// The response of 40 kB where each event carries a third of the optional members.
pub(super) fn sparse() -> Value {
    let mut value = in_order(SIZES[1]);
    let sessions = value["link_sessions"].as_array_mut();
    let events = sessions
        .into_iter()
        .flatten()
        .filter_map(|session| session["events"].as_array_mut())
        .flatten();
    for (number, event) in events.enumerate() {
        if let Some(members) = event["event_metadata"].as_object_mut() {
            let mut index = number;
            members.retain(|_, _| {
                index += 1;
                index % 3 == 0
            });
        }
    }
    value
}

/// The response of 40 kB with the members of every object in alphabetical order.
pub(super) fn sorted() -> Value {
    fn sort(value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let mut members: Vec<(String, Value)> = members.into_iter().collect();
                members.sort_by(|(one, _), (other, _)| one.cmp(other));
                let sorted = members.into_iter().map(|(name, value)| (name, sort(value)));
                Value::Object(sorted.collect::<Map<String, Value>>())
            }
            Value::Array(elements) => elements.into_iter().map(sort).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
        }
    }
    sort(in_order(SIZES[1]))
}

fn response(sessions: &[Value]) -> Value {
    json!({
        "link_token": format!("link-sandbox-{}", id(1)),
        "created_at": "2026-03-14T15:09:26.535Z",
        "expiration": "2026-03-14T19:09:26.535Z",
        "link_sessions": sessions,
        "metadata": {
            "initial_products": ["auth", "transactions", "identity", "investments_auth"],
            "webhook": "https://hooks.example.com/plaid/link?tenant=42",
            "country_codes": ["US", "CA", "GB"],
            "language": "en",
            "institution_data": { "routing_number": "021000021" },
            "account_filters": {
                "depository": {
                    "account_subtypes": ["checking", "savings", "money market"],
                    "limited_purpose_types": ["RENT_MORTGAGE"]
                },
                "credit": { "account_subtypes": ["credit card"] },
                "loan": { "account_subtypes": ["student", "mortgage", "line of credit"] },
                "investment": { "account_subtypes": ["401k", "brokerage", "roth 401k"] }
            },
            "redirect_uri": "https://app.example.com/oauth/return",
            "client_name": "Acme Budget"
        },
        "user_id": format!("usr_{}", id(2)),
        "request_id": request_id(3)
    })
}

fn session(number: u64) -> Value {
    let seed = 1000 * (number + 1);
    let events: Vec<Value> = (0..16).map(|index| event(seed + index)).collect();
    let accounts: Vec<Value> = (0..3).map(|index| account(seed + 20 + index)).collect();
    let institution = institution(seed);
    let exit = json!({
        "error": error(seed + 30),
        "metadata": {
            "institution": institution,
            "status": "requires_credentials",
            "link_session_id": id(seed + 31),
            "request_id": request_id(seed + 32)
        }
    });
    json!({
        "link_session_id": id(seed + 33),
        "started_at": "2026-03-14T15:11:02.101Z",
        "finished_at": "2026-03-14T15:14:47.917Z",
        "on_success": {
            "public_token": format!("public-sandbox-{}", id(seed + 34)),
            "metadata": {
                "institution": institution,
                "accounts": accounts,
                "link_session_id": id(seed + 33),
                "transfer_status": "COMPLETE"
            }
        },
        "on_exit": exit,
        "exit": exit,
        "events": events,
        "results": {
            "item_add_results": [{
                "public_token": format!("public-sandbox-{}", id(seed + 34)),
                "accounts": accounts,
                "institution": institution
            }],
            "cra_item_add_results": [{
                "item_id": request_id(seed + 35),
                "accounts": accounts,
                "institution": institution
            }],
            "cra_update_results": [],
            "bank_income_results": [{
                "status": "APPROVED",
                "item_id": request_id(seed + 36),
                "institution": institution
            }],
            "payroll_income_results": [{
                "num_paystubs_retrieved": 6,
                "num_w2s_retrieved": 2,
                "institution": institution
            }],
            "document_income_results": {
                "num_paystubs_uploaded": 3,
                "num_w2s_uploaded": 1,
                "num_bank_statements_uploaded": 12,
                "num_1099s_uploaded": 0
            },
            "cra_document_upload_results": { "num_bank_statements_uploaded": 4 }
        }
    })
}

fn event(seed: u64) -> Value {
    let names = ["OPEN", "TRANSITION_VIEW", "SEARCH_INSTITUTION", "HANDOFF"];
    let views = ["CONSENT", "SELECT_INSTITUTION", "CREDENTIAL", "CONNECTED"];
    let step = (seed % 4) as usize;
    json!({
        "event_name": names[step],
        "timestamp": "2026-03-14T15:12:31Z",
        "event_id": id(seed + 40),
        "event_metadata": {
            "error_code": "ITEM_LOGIN_REQUIRED",
            "error_message": "the login details of this item have changed",
            "error_type": "ITEM_ERROR",
            "exit_status": "requires_credentials",
            "institution_id": "ins_109508",
            "institution_name": "First Platypus Bank",
            "institution_search_query": "platypus",
            "request_id": request_id(seed + 41),
            "mfa_type": "code",
            "view_name": views[step],
            "selection": "phoneotp",
            "brand_name": "Platypus",
            "match_reason": "returning_user",
            "routing_number": "021000021",
            "account_number_mask": "0000"
        }
    })
}

fn account(seed: u64) -> Value {
    json!({
        "id": request_id(seed),
        "name": "Plaid Checking \u{2013} Zoë's \"daily\" account",
        "mask": "0000",
        "type": "depository",
        "subtype": "checking",
        "verification_status": "automatically_verified",
        "class_type": "personal"
    })
}

fn institution(seed: u64) -> Value {
    json!({
        "name": "First Platypus Bank",
        "institution_id": format!("ins_{}", 109_508 + seed % 7)
    })
}

fn error(seed: u64) -> Value {
    json!({
        "error_type": "ITEM_ERROR",
        "error_code": "INVALID_CREDENTIALS",
        "error_code_reason": "OAUTH_CONSENT_EXPIRED",
        "error_message": "the provided credentials were not correct",
        "display_message": "The provided credentials were not correct. Please try again.",
        "request_id": request_id(seed),
        "causes": [],
        "status": 400,
        "documentation_url": "https://plaid.com/docs/errors/item/#invalid_credentials",
        "suggested_action": "ask the user for the credentials again",
        "required_account_subtypes": ["checking", "savings"],
        "provided_account_subtypes": ["checking"]
    })
}

/// Bits that look random and are the same on every run.
fn scramble(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn id(seed: u64) -> String {
    let (high, low) = (scramble(seed), scramble(!seed));
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high & 0xffff,
        (high >> 16) & 0xfff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

fn request_id(seed: u64) -> String {
    let letters = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    let mut bits = u128::from(scramble(seed)) << 64 | u128::from(scramble(!seed));
    let letter = |_| {
        let index = (bits % letters.len() as u128) as usize;
        bits /= letters.len() as u128;
        char::from(letters[index])
    };
    (0..15).map(letter).collect()
}
