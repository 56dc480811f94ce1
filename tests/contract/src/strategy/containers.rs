//! Drawing arrays and objects: which items and members there are.

use serde_json::{Map, Value};

use proptest::strategy::{Strategy as _, ValueTree as _};

use crate::equal;

use super::anything;
use super::draw::{Drawer, Mode};
use super::shape::{Additional, ArrayLimits, ObjectLimits, Slot, Types};

/// A longest array limit up to which a full one is drawn.
const LONG: usize = 12;

/// Names of members of a map.
const KEYS: [&str; 7] = ["key", "a/b", "ключ", "with space", "0", "", "~tilde\"quote"];

impl Drawer<'_, '_> {
    pub(super) fn array(&mut self, limits: &ArrayLimits, levels: u32) -> Option<Value> {
        let length = self.length(limits)?;
        let mut items: Vec<Value> = Vec::with_capacity(length);
        while items.len() < length {
            let slot = limits.prefix.get(items.len()).or(limits.items.as_ref());
            match self.item(limits, slot, &items, levels) {
                Some(item) => items.push(item),
                None if items.len() >= limits.least => break,
                None => return None,
            }
        }
        if let Some(wanted) = &limits.contains {
            let wanted = self.slot(wanted, levels.checked_sub(1)?)?;
            match items.last_mut() {
                Some(last) => *last = wanted,
                None => items.push(wanted),
            }
        }
        Some(Value::Array(items))
    }

    fn length(&mut self, limits: &ArrayLimits) -> Option<usize> {
        let most = limits.most.unwrap_or(usize::MAX);
        if limits.least > most {
            return None;
        }
        let declared = limits.prefix.len();
        let length = match self.mode {
            Mode::Minimal => limits.least,
            Mode::Full
                if limits
                    .items
                    .as_ref()
                    .is_some_and(|items| self.is_around(items)) =>
            {
                limits.least
            }
            Mode::Full => limits.least.max(declared).max(1),
            Mode::Random if self.parts == 0 => limits.least,
            Mode::Random if declared > 0 && !self.dice.once_in(4) => limits.least.max(declared),
            Mode::Random => match self.dice.below(6) {
                0 | 1 => limits.least,
                2 => limits.least.saturating_add(1),
                3 if most <= LONG => most,
                _ => limits.least.saturating_add(self.dice.below(4)),
            },
        };
        Some(length.min(most))
    }

    fn item(
        &mut self,
        limits: &ArrayLimits,
        slot: Option<&Slot>,
        items: &[Value],
        levels: u32,
    ) -> Option<Value> {
        let attempts = if limits.unique { 8 } else { 1 };
        for _ in 0..attempts {
            let item = match slot {
                Some(slot) => self.slot(slot, levels.checked_sub(1)?)?,
                None => anything::value(self.plan, Types::ALL, &mut self.dice, 1)?,
            };
            if !limits.unique || !items.iter().any(|other| equal::same(other, &item).is_ok()) {
                return Some(item);
            }
        }
        None
    }

    pub(super) fn object(&mut self, limits: &ObjectLimits, levels: u32) -> Option<Value> {
        let mut members = Map::new();
        // Out of eight objects one has nothing optional and one has all of it.
        let style = self.dice.below(8);
        for property in &limits.properties {
            let wanted = property.required
                || match self.mode {
                    Mode::Minimal => false,
                    Mode::Full => self.parts > 0 && !self.is_around(&property.slot),
                    Mode::Random => {
                        self.parts > 0 && style != 0 && (style == 1 || self.dice.once_in(2))
                    }
                };
            if !wanted {
                continue;
            }
            match levels
                .checked_sub(1)
                .and_then(|below| self.slot(&property.slot, below))
            {
                Some(value) => {
                    members.insert(property.name.clone(), value);
                }
                None if property.required => return None,
                None => {}
            }
        }
        let below = levels.saturating_sub(1);
        self.matching(limits, &mut members, below);
        self.additional(limits, &mut members, below);
        self.fill(limits, &mut members, below);
        let most = limits.most.unwrap_or(usize::MAX);
        let surplus = members.len().saturating_sub(most);
        let removable: Vec<String> = members
            .keys()
            .filter(|name| {
                !limits
                    .properties
                    .iter()
                    .any(|known| known.required && known.name == **name)
            })
            .rev()
            .take(surplus)
            .cloned()
            .collect();
        for name in removable {
            members.shift_remove(&name);
        }
        Some(Value::Object(members))
    }

    /// Whether a value of this slot is being drawn around here already: full
    /// values do not repeat themselves.
    fn is_around(&self, slot: &Slot) -> bool {
        let shape = self.plan.shape(slot);
        let items = shape
            .array
            .items
            .as_ref()
            .map(|items| self.plan.shape(items).id);
        self.path.contains(&shape.id) || items.is_some_and(|items| self.path.contains(&items))
    }

    /// Members whose names match `patternProperties`.
    fn matching(&mut self, limits: &ObjectLimits, members: &mut Map<String, Value>, levels: u32) {
        for (pattern, slot) in &limits.patterns {
            let wanted = match self.mode {
                Mode::Minimal => false,
                Mode::Full => true,
                Mode::Random => self.dice.once_in(2),
            };
            if wanted
                && let Some(generator) = self.plan.pattern(pattern)
                && let Ok(name) = generator.new_tree(self.dice.runner)
                && let Some(value) = self.slot(slot, levels)
            {
                members.entry(name.current()).or_insert(value);
            }
        }
    }

    /// Members that no property declares.
    fn additional(&mut self, limits: &ObjectLimits, members: &mut Map<String, Value>, levels: u32) {
        let count = match (&limits.additional, self.mode) {
            (Additional::Closed, _) | (_, Mode::Minimal) => 0,
            (Additional::Typed(_), Mode::Full) => 1,
            (Additional::Typed(_), Mode::Random) => self.dice.below(4),
            (Additional::Open, Mode::Full) => 0,
            (Additional::Open, Mode::Random) => {
                let rarity = if limits.properties.is_empty() { 2 } else { 8 };
                usize::from(self.dice.once_in(rarity)) * self.dice.between(1, 2)
            }
        };
        for _ in 0..count {
            let name = self.undeclared_name(limits, levels);
            self.add(limits, members, name, levels);
        }
    }

    /// Members for an object that must have more of them.
    fn fill(&mut self, limits: &ObjectLimits, members: &mut Map<String, Value>, levels: u32) {
        for property in &limits.properties {
            if members.len() >= limits.least {
                return;
            }
            if !members.contains_key(&property.name)
                && let Some(value) = self.slot(&property.slot, levels)
            {
                members.insert(property.name.clone(), value);
            }
        }
        for number in 0..limits.least.saturating_mul(2) {
            if members.len() >= limits.least || matches!(limits.additional, Additional::Closed) {
                return;
            }
            let name = match &limits.names {
                Some(_) => self.undeclared_name(limits, levels),
                None => Some(format!("member{number}")),
            };
            self.add(limits, members, name, levels);
        }
    }

    fn undeclared_name(&mut self, limits: &ObjectLimits, levels: u32) -> Option<String> {
        if let Some(names) = &limits.names {
            return self.slot(names, levels)?.as_str().map(str::to_owned);
        }
        let name = match &limits.additional {
            Additional::Typed(_) => *self.dice.pick(&KEYS)?,
            Additional::Open | Additional::Closed => *self.dice.pick(&self.plan.odd_names)?,
        };
        Some(name.to_owned())
    }

    fn add(
        &mut self,
        limits: &ObjectLimits,
        members: &mut Map<String, Value>,
        name: Option<String>,
        levels: u32,
    ) {
        let Some(name) = name else { return };
        let declared = limits
            .properties
            .iter()
            .any(|property| property.name == name);
        if declared || members.contains_key(&name) {
            return;
        }
        let value = match &limits.additional {
            Additional::Closed => None,
            Additional::Typed(slot) => self.slot(slot, levels),
            Additional::Open => anything::value(self.plan, Types::ALL, &mut self.dice, 2),
        };
        if let Some(value) = value {
            members.insert(name, value);
        }
    }
}
