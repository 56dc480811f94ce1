//! Formats of strings that are easily judged: dates, instants and UUIDs.

/// What a text should be by its format and certainly is not.
pub(super) fn breach(format: &str, text: &str) -> Option<&'static str> {
    let (is_right, name): (fn(&str) -> bool, _) = match format {
        "date" => (is_date, "date such as 2030-01-31"),
        "date-time" => (is_date_time, "date-time such as 2030-01-31T10:20:30Z"),
        "uuid" => (is_uuid, "UUID"),
        _ => return None,
    };
    (!is_right(text)).then_some(name)
}

/// The numbers between separators, each of the given number of digits.
fn numbers<const N: usize>(text: &str, separator: char, digits: [usize; N]) -> Option<[u32; N]> {
    let mut numbers = [0; N];
    let mut parts = text.split(separator);
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let Some(zone) = rest.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, zone) = rest.split_at(zone);
    let (time, fraction) = time
        .split_once('.')
        .map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    let is_time = numbers(time, ':', [2, 2, 2])
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60);
    let is_fraction = fraction.is_none_or(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_zone = matches!(zone, "Z" | "z")
        || numbers(&zone[1..], ':', [2, 2]).is_some_and(|[hour, minute]| hour < 24 && minute < 60);
    is_date(date) && is_time && is_fraction && is_zone
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::breach;

    #[test]
    fn formats_are_told_from_what_only_looks_like_them() {
        let cases = [
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("date", "2023-2-1", false),
            ("date-time", "2023-01-31T10:20:30Z", true),
            ("date-time", "2023-01-31t10:20:60.123+05:30", true),
            ("date-time", "2023-01-31 10:20:30Z", true),
            ("date-time", "2023-01-31T10:20:30", false),
            ("date-time", "2023-01-31", false),
            ("uuid", "00000000-0000-0000-0000-00000000000A", true),
            ("uuid", "00000000-0000-0000-0000-00000000000G", false),
            ("byte", "!", true),
        ];
        for (format, text, right) in cases {
            assert_eq!(breach(format, text).is_none(), right, "{format} {text}");
        }
    }
}
