//! One finding as a code frame: title, file with line and column, the line of the source with
//! the place underlined, pointer and help.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity, resolve};
use crate::source::{Source, Sources};

/// The longest part of a line that is shown, in bytes. A document may be one line of megabytes.
const LINE_LIMIT: usize = 200;

/// How much of the line is shown before a place in a line that is too long.
const BEFORE: usize = 60;

/// Renders one finding without a line break at the end.
pub(super) fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.as_str())
        .elements(Vec::<Element<'_>>::new());
    let place = diagnostic
        .place
        .as_ref()
        .map(|place| resolve(place, sources));
    let mut corrections = Vec::new();
    let mut apart: Vec<&Label> = diagnostic.labels.iter().collect();
    match place {
        Some((source, Some(span))) => {
            let window = Window::around(source, span.clone());
            let mut annotations = vec![AnnotationKind::Primary.span(window.span(&span))];
            apart.retain(|label| {
                let (other, place) = resolve(&label.place, sources);
                let inside = place
                    .filter(|place| std::ptr::eq(other, source) && window.contains(place))
                    .map(|place| AnnotationKind::Context.span(window.span(&place)));
                let stays_apart = inside.is_none();
                annotations.extend(inside.map(|note| note.label(label.message.as_str())));
                stays_apart
            });
            corrections.extend(window.correction(source, &span));
            group = group.element(window.snippet(source, &span, annotations));
        }
        Some((source, None)) => group = group.element(Origin::path(source.name())),
        None => {}
    }
    for label in apart {
        let (source, span) = resolve(&label.place, sources);
        match span {
            Some(span) => {
                let window = Window::around(source, span.clone());
                let note = AnnotationKind::Context
                    .span(window.span(&span))
                    .label(label.message.as_str());
                corrections.extend(window.correction(source, &span));
                group = group.element(window.snippet(source, &span, vec![note]));
            }
            None => {
                group = group
                    .element(Origin::path(source.name()))
                    .element(Level::NOTE.message(label.message.as_str()));
            }
        }
    }
    if !diagnostic.pointer.as_str().is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", diagnostic.pointer)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let frame = renderer.term_width(LINE_LIMIT + 40).render(&[group]);
    correct(frame, &corrections)
}

/// Puts in the columns that the renderer could not know, because it got a piece of the line.
fn correct(mut frame: String, corrections: &[(String, String)]) -> String {
    let mut from = frame.find("-->").unwrap_or(0);
    for (shown, real) in corrections {
        if let Some(at) = frame[from..].find(shown) {
            frame.replace_range(from + at..from + at + shown.len(), real);
            from += at + real.len();
        }
    }
    frame
}

/// The part of a text that is shown: one line, or a piece of it where it is too long.
///
/// The renderer gets no more than this and the number of the line.
struct Window {
    bytes: Range<usize>,
    text: String,
    /// What the text has before the bytes: a mark that something was cut off.
    lead: usize,
}

impl Window {
    fn around(source: &Source, span: Range<usize>) -> Self {
        const CUT: &str = "…";
        let line = source.line_at(span.start);
        let bytes = if line.len() <= LINE_LIMIT {
            line.clone()
        } else {
            let start = span.start.saturating_sub(BEFORE).max(line.start);
            let end = (start + LINE_LIMIT).min(line.end);
            source.clamp(start..end)
        };
        let lead = if bytes.start > line.start { CUT } else { "" };
        let tail = if bytes.end < line.end { CUT } else { "" };
        Self {
            text: format!("{lead}{}{tail}", &source.text()[bytes.clone()]),
            lead: lead.len(),
            bytes,
        }
    }

    fn contains(&self, span: &Range<usize>) -> bool {
        self.bytes.start <= span.start && span.end <= self.bytes.end
    }

    /// The bytes of the window's text that show these bytes of the source, as far as it does.
    fn span(&self, span: &Range<usize>) -> Range<usize> {
        let inside = |at: usize| at.clamp(self.bytes.start, self.bytes.end) - self.bytes.start;
        self.lead + inside(span.start)..self.lead + inside(span.end)
    }

    fn snippet<'a>(
        self,
        source: &'a Source,
        span: &Range<usize>,
        annotations: Vec<Annotation<'a>>,
    ) -> Snippet<'a, Annotation<'a>> {
        Snippet::source(self.text)
            .path(source.name())
            .line_start(source.position(span.start).line)
            .annotations(annotations)
    }

    /// The place as the renderer shows it and as it is, where the line is cut.
    fn correction(&self, source: &Source, span: &Range<usize>) -> Option<(String, String)> {
        let position = source.position(span.start);
        let before = &self.text[..self.span(span).start];
        let shown = before.chars().count() + 1;
        let place = |column| format!("{}:{}:{column}", source.name(), position.line);
        (shown != position.column).then(|| (place(shown), place(position.column)))
    }
}
