//! The places of a JSON text, from the tokens of `jsonc-parser`.

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::arena::{Arena, Kind};
use super::{Lines, unquote};

/// Reads the tokens without recursion; `None` where the text is no JSON.
pub(super) fn read(text: &str) -> Option<Arena> {
    let body = text.trim_start_matches('\u{feff}');
    let base = text.len() - body.len();
    let mut scanner = Scanner::new(body, &ScannerOptions::default());
    let mut arena = Arena::default();
    let mut lines = Lines::new(text);
    while let Some(token) = scanner.scan().ok()? {
        let span = base + scanner.token_start()..base + scanner.token_end();
        match token {
            Token::OpenBrace => {
                arena.open(Kind::Mapping, &lines.rest(span.start));
            }
            Token::OpenBracket => {
                arena.open(Kind::Sequence, &lines.rest(span.start));
            }
            Token::CloseBrace | Token::CloseBracket => arena.close(span.end),
            Token::Comma | Token::Colon | Token::CommentLine(_) | Token::CommentBlock(_) => {}
            Token::String(value) if arena.expects_key() => {
                let written = &text[unquote(text, span.clone())];
                let escaped = (written != value).then(|| Box::from(&*value));
                arena.add_key(&span, escaped);
            }
            Token::String(_) | Token::Number(_) | Token::Boolean(_) | Token::Null => {
                if arena.expects_key() {
                    return None;
                }
                arena.add_leaf(Kind::Scalar, &span);
            }
            Token::Word(_) => return None,
        }
    }
    arena.root().map(|_| arena)
}
