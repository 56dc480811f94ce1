//! From what a reference says to the place that it means.

use std::collections::HashSet;

use serde_json::Value;

use super::files::{ROOT, Spot, folder_of, is_remote, normal_path};
use super::places::{self, What};
use super::survey::Survey;
use super::{Problem, Reach};
use crate::grammar::Kind;
use crate::pointer::{Pointer, percent_decoded};

/// How many references one pointer may lead through.
const HOPS: usize = 32;

impl Survey<'_> {
    /// The place that a reference names. It need not be of the right kind.
    pub(super) fn locate(&mut self, from: &Spot, reference: &str) -> Result<Spot, Problem> {
        self.locate_within(from, reference, HOPS)
    }

    fn locate_within(
        &mut self,
        from: &Spot,
        reference: &str,
        hops: usize,
    ) -> Result<Spot, Problem> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = match address {
            "" => Spot {
                file: from.file,
                pointer: Pointer::root(),
            },
            address => match self.by_id(from, address) {
                Some(spot) => spot,
                // The files have been joined by then.
                None if self.reach == Reach::Places => return Err(Problem::Reported),
                None if is_remote(address) => return Err(Problem::Remote),
                None => self.open(from, address)?,
            },
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchor(base.file, fragment);
        }
        if fragment.is_empty() {
            let resource = address.is_empty().then(|| self.resource(from)).flatten();
            return Ok(resource.map_or(base, |(spot, _)| spot));
        }
        // Some write a space as in a form.
        let spaced = fragment.contains('+').then(|| fragment.replace('+', " "));
        let readings = [Some(fragment.to_owned()), percent_decoded(fragment), spaced];
        let readings: Vec<Pointer> = readings
            .iter()
            .flatten()
            .filter_map(|text| Pointer::parse(text))
            .collect();
        for pointer in &readings {
            if let Some(found) = self.descend(&base, pointer, hops)? {
                return Ok(found);
            }
        }
        // Within a schema that names itself, a reference is meant from there.
        if address.is_empty()
            && let Some((start, _)) = self.resource(from)
        {
            for pointer in &readings {
                if let Some(found) = self.descend(&start, pointer, hops)? {
                    return Ok(found);
                }
            }
        }
        let last = readings.into_iter().next().unwrap_or_default();
        Err(Problem::Missing(Spot {
            file: base.file,
            pointer: base.pointer.concat(&last),
        }))
    }

    /// Follows the references that a place consists of, up to something that is more.
    ///
    /// A component of the root document stays, whatever it leads to.
    pub(super) fn settle(&mut self, spot: Spot, what: What) -> Result<Spot, Problem> {
        let mut passed = Vec::new();
        let mut seen = HashSet::new();
        let mut at = spot;
        let end = loop {
            if let Some(known) = self.settled.get(&(at.clone(), what)) {
                break known.clone();
            }
            if self.is_component(&at, what.kind()) {
                break Ok(at);
            }
            let tree = std::rc::Rc::clone(&self.files.get(at.file).tree);
            let object = tree.pointer(at.pointer.as_str()).and_then(Value::as_object);
            let alone = object.filter(|object| object.len() == 1);
            let Some((keyword, next)) = alone.and_then(|object| what.reference(object)) else {
                break Ok(at);
            };
            if !seen.insert(at.clone()) {
                break Err(Problem::Loop);
            }
            passed.push(at.clone());
            match self.locate(&at, next) {
                Ok(next) => at = next,
                Err(problem) => {
                    self.complain(&at, keyword, next, what, &problem);
                    break Err(Problem::Reported);
                }
            }
        };
        for at in passed {
            self.settled.insert((at, what), end.clone());
        }
        end
    }

    /// What the place is by its way from the root of an OpenAPI document; `None` in other files
    /// and where the specification knows nothing.
    pub(super) fn natural(&self, spot: &Spot) -> Option<What> {
        let tree = &self.files.get(spot.file).tree;
        if spot.file != ROOT {
            tree.get("openapi")?;
        }
        let mut what = What::One(Kind::Document);
        for token in spot.pointer.tokens() {
            what = what.below(&token)?;
        }
        Some(what)
    }

    /// Whether the place is a component of the root document, of that kind.
    pub(super) fn is_component(&self, spot: &Spot, kind: Option<Kind>) -> bool {
        let section = kind.and_then(places::section);
        spot.file == ROOT
            && section.is_some_and(|section| spot.pointer.component_in(section).is_some())
    }

    /// Follows a pointer, also through what is only a reference; `None` where it leads nowhere.
    fn descend(
        &mut self,
        start: &Spot,
        pointer: &Pointer,
        hops: usize,
    ) -> Result<Option<Spot>, Problem> {
        let mut spot = Spot {
            file: start.file,
            pointer: start.pointer.concat(pointer),
        };
        let tree = std::rc::Rc::clone(&self.files.get(spot.file).tree);
        if tree.pointer(spot.pointer.as_str()).is_some() {
            return Ok(Some(spot));
        }
        spot.pointer = start.pointer.clone();
        let Some(mut value) = tree.pointer(spot.pointer.as_str()) else {
            return Ok(None);
        };
        let tokens: Vec<String> = pointer.tokens().collect();
        for (depth, token) in tokens.iter().enumerate() {
            let step = Pointer::root().join(token);
            if let Some(next) = value.pointer(step.as_str()) {
                value = next;
                spot.pointer.push(token);
                continue;
            }
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Ok(None);
            };
            let Some(hops) = hops.checked_sub(1) else {
                return Err(Problem::Loop);
            };
            let target = self.locate_within(&spot, reference, hops)?;
            let mut rest = Pointer::root();
            for token in &tokens[depth..] {
                rest.push(token);
            }
            return self.descend(&target, &rest, hops);
        }
        Ok(Some(spot))
    }

    /// The file that an address leads to from the file, or from the `$id`, around a reference.
    fn open(&mut self, from: &Spot, address: &str) -> Result<Spot, Problem> {
        let path = self.files.path(from.file);
        let folder = folder_of(&path);
        let named = self.resource(from).map(|(_, id)| id);
        let mut opened = Err(Problem::Reported);
        if let Some(id) = named.filter(|id| !is_remote(id)) {
            let folder = normal_path(folder, folder_of(&id));
            opened = self.files.open(&folder, address, self.report);
        }
        if opened.is_err() {
            opened = self.files.open(folder, address, self.report);
        }
        Ok(Spot {
            file: opened?,
            pointer: Pointer::root(),
        })
    }

    /// The nearest schema around a place that names itself with `$id`, and that name.
    fn resource(&mut self, from: &Spot) -> Option<(Spot, String)> {
        if self.files.marks(from.file).ids.is_empty() {
            return None;
        }
        let tree = &self.files.get(from.file).tree;
        let mut at = Some(from.pointer.clone());
        while let Some(pointer) = at {
            let value = tree.pointer(pointer.as_str());
            if let Some(id) = value.and_then(|value| value.get("$id"))
                && let Some(id) = id.as_str()
            {
                let spot = Spot {
                    file: from.file,
                    pointer,
                };
                return Some((spot, id.to_owned()));
            }
            at = pointer.parent();
        }
        None
    }

    /// The schema of the same file that names itself so.
    fn by_id(&mut self, from: &Spot, address: &str) -> Option<Spot> {
        let marks = self.files.marks(from.file);
        if marks.ids.is_empty() {
            return None;
        }
        let around = self.resource(from).map(|(_, id)| id);
        let joined = around.map(|id| format!("{}{address}", folder_of(&id)));
        let known = marks.ids.get(address);
        let pointer = known.or_else(|| marks.ids.get(&joined?))?;
        Some(Spot {
            file: from.file,
            pointer: pointer.clone(),
        })
    }

    fn anchor(&mut self, file: usize, name: &str) -> Result<Spot, Problem> {
        let pointer = match self.files.marks(file).anchors.get(name) {
            Some(pointer) => pointer.clone(),
            None => {
                return Err(Problem::Missing(Spot {
                    file,
                    pointer: Pointer::root().join(name),
                }));
            }
        };
        Ok(Spot { file, pointer })
    }
}
