//! Which media type of an answer a request gets (RFC 9110, section 12.5.1).

use http::{HeaderMap, header};

use crate::api::{Form, Media};

/// The media type that fits the request best, and as what it is sent. Of several that are as
/// welcome the first that is JSON is taken. `None` where none is welcome.
pub(super) fn choose<'m>(headers: &HeaderMap, media: &'m [Media]) -> Option<(&'m Media, String)> {
    let wanted = accepted(headers);
    if wanted.is_empty() {
        let first = preferred(media)?;
        return Some((first, first.concrete()));
    }
    let mut best: Option<(u32, bool, &Media, String)> = None;
    for media in media {
        let (quality, concrete) = quality(&wanted, media);
        let is_json = media.form() == Form::Json;
        let is_better = best
            .as_ref()
            .is_none_or(|(other, json, ..)| (*other, *json) < (quality, is_json));
        if quality > 0 && is_better {
            best = Some((quality, is_json, media, concrete));
        }
    }
    best.map(|(_, _, media, concrete)| (media, concrete))
}

/// The media type for those who do not say what they want.
pub(super) fn preferred(media: &[Media]) -> Option<&Media> {
    let json = media.iter().find(|media| media.form() == Form::Json);
    json.or_else(|| media.first())
}

/// The ranges of `Accept`, each with its quality in thousandths.
fn accepted(headers: &HeaderMap) -> Vec<(String, u32)> {
    let values = headers.get_all(header::ACCEPT).into_iter();
    let texts = values.filter_map(|value| value.to_str().ok());
    texts
        .flat_map(|text| text.split(','))
        .filter(|range| !range.trim().is_empty())
        .map(|range| {
            let mut parameters = range.split(';');
            let name = parameters.next().unwrap_or_default().trim();
            let quality = parameters
                .find_map(|parameter| parameter.trim().strip_prefix("q="))
                .and_then(|quality| quality.parse::<f64>().ok());
            let thousandths = quality.unwrap_or(1.0).clamp(0.0, 1.0) * 1000.0;
            (name.to_ascii_lowercase(), thousandths as u32)
        })
        .collect()
}

/// How welcome a media type is, by the most exact range that is for it, and what to send it as.
fn quality(wanted: &[(String, u32)], media: &Media) -> (u32, String) {
    let concrete = media.concrete();
    let mut best = (0, 0, concrete.clone());
    for (range, quality) in wanted {
        let own = concrete.split(';').next().unwrap_or_default().trim();
        let kind = range.strip_suffix("/*");
        let (exactness, sent) = if range.eq_ignore_ascii_case(own) {
            (3, concrete.clone())
        } else if kind.is_none() && media.range.contains('*') && media.covers(range) {
            (3, range.clone())
        } else if kind.is_some_and(|kind| own.split('/').next() == Some(kind)) {
            (2, concrete.clone())
        } else if range == "*/*" || range == "*" {
            (1, concrete.clone())
        } else {
            continue;
        };
        if exactness > best.0 {
            best = (exactness, *quality, sent);
        }
    }
    (best.1, best.2)
}
