//! From shapes to strategies.
//!
//! A shape may lead back to itself, so each is drawn with a number of levels that may lie in each
//! other below it; what does not fit in there is left out where it may be.

use std::collections::HashMap;
use std::ptr;

use serde_json::Value;

use super::collections::at_least;
use super::shape::{Part, Shape, Shapes};
use super::strategy::{Drawing, always, each, kept, listed, made, one_of};
use super::{bits, number, text};

/// How many levels lie in each other, where no more are needed.
const LEVELS: u32 = 7;

/// The most levels that are tried.
const MOST_LEVELS: u32 = 64;

/// What is known of shapes already.
pub(super) struct Builder {
    pub(super) shapes: &'static Shapes,
    known: HashMap<(*const Shape, u32), Known>,
}

/// What is known of a shape with so many levels.
struct Known {
    fits: bool,
    made: Option<Drawing>,
}

impl Builder {
    /// Knows nothing of these shapes.
    pub(super) fn new(shapes: &'static Shapes) -> Self {
        Self {
            shapes,
            known: HashMap::new(),
        }
    }

    /// The strategy for a shape; one that needs endless levels gives nothing.
    pub(super) fn strategy(&mut self, shape: &'static Shape) -> Drawing {
        let levels = (LEVELS..MOST_LEVELS).find(|levels| self.fits(shape, *levels));
        match levels {
            Some(levels) => self.within(shape, levels),
            None => made("a value of it has no end", 0, Box::new(|_| None)),
        }
    }

    /// Whether a value of the shape fits in so many levels.
    fn fits(&mut self, shape: &'static Shape, levels: u32) -> bool {
        let key = (ptr::from_ref(shape), levels);
        if let Some(known) = self.known.get(&key) {
            return known.fits;
        }
        let fits = match shape {
            Shape::Of(name) => self.fits(self.shapes.of(name), levels),
            Shape::Array(items, rules) => at_least(rules) == 0 || self.fits_below(items, levels),
            Shape::Tuple(elements) => elements.iter().all(|it| self.fits_below(it, levels)),
            Shape::OneOf { parts, .. } => parts
                .iter()
                .any(|part| self.fits_below(&part.shape, levels)),
            Shape::Object {
                members,
                others,
                counted,
            } => {
                let mut required = members.iter().filter(|member| member.is_required);
                let others = others
                    .as_ref()
                    .filter(|_| at_least(counted) > members.len());
                required.all(|member| self.fits_below(&member.shape, levels))
                    && others.is_none_or(|shape| self.fits_below(shape, levels))
            }
            _ => true,
        };
        self.known.insert(key, Known { fits, made: None });
        fits
    }

    pub(super) fn fits_below(&mut self, shape: &'static Shape, levels: u32) -> bool {
        levels > 0 && self.fits(shape, levels - 1)
    }

    /// The strategy for a shape that fits in so many levels.
    pub(super) fn within(&mut self, shape: &'static Shape, levels: u32) -> Drawing {
        let key = (ptr::from_ref(shape), levels);
        if let Some(made) = self.known.get(&key).and_then(|known| known.made.clone()) {
            return made;
        }
        let made = self.make(shape, levels);
        let known = Known {
            fits: true,
            made: Some(made.clone()),
        };
        self.known.insert(key, known);
        made
    }

    fn make(&mut self, shape: &'static Shape, levels: u32) -> Drawing {
        match shape {
            Shape::Any => bits::anything(),
            Shape::Bool => bits::truth(),
            Shape::Text(rules) => text::text(rules),
            Shape::DateTime => bits::date_time(),
            Shape::Date => bits::date(),
            Shape::Uuid => bits::uuid(),
            Shape::Bytes => bits::bytes(),
            Shape::Ipv4 => bits::ipv4(),
            Shape::Ipv6 => bits::ipv6(),
            Shape::Whole(least, most, rules) => number::whole(*least, *most, rules),
            Shape::Single(rules) => number::single(rules),
            Shape::Double(rules) => number::double(rules),
            Shape::Listed(values) => listed(values),
            Shape::Of(name) => self.within(self.shapes.of(name), levels),
            Shape::OrNull(inner) => {
                let null = always(Value::Null);
                if self.fits(inner, levels) {
                    one_of(vec![(1, null), (3, self.within(inner, levels))])
                } else {
                    null
                }
            }
            Shape::Array(items, rules) => self.array(items, rules, levels),
            Shape::Tuple(elements) => {
                let below = levels.saturating_sub(1);
                each(elements.iter().map(|it| self.within(it, below)).collect())
            }
            Shape::Object {
                members,
                others,
                counted,
            } => self.object(members, others.as_deref(), counted, levels),
            Shape::OneOf { parts, tag } => {
                let parts = parts
                    .iter()
                    .filter_map(|part| self.part(part, tag.as_deref(), levels));
                one_of(parts.map(|part| (1, part)).collect())
            }
        }
    }

    /// One of several things, with a tag that names it.
    fn part(
        &mut self,
        part: &'static Part,
        tag: Option<&'static str>,
        levels: u32,
    ) -> Option<Drawing> {
        if !self.fits_below(&part.shape, levels) {
            return None;
        }
        let value = self.within(&part.shape, levels - 1);
        let tags = part.tags.as_slice();
        let tag = tag.filter(|_| !tags.is_empty());
        let Some(name) = tag else {
            return Some(value);
        };
        Some(kept(
            each(vec![value, listed(tags)]),
            "an object and a tag",
            Box::new(move |mut drawn| {
                let tag = drawn[1].take();
                let mut value = drawn[0].take();
                // A union in here has named its own member already.
                if !tags.iter().any(|tag| value[name] == *tag)
                    && let Some(members) = value.as_object_mut()
                {
                    members.insert(name.to_owned(), tag);
                }
                Some(value)
            }),
        ))
    }
}
