//! Prediction of the next member: a server writes all objects of a type in one order, which isn't
//! always the documented one.

use super::schema::Schema;

/// The maximum number of types whose order is learned. Later types are read in the documented
/// order.
const TYPES: usize = 16;
/// The maximum number of members of all these types together.
const MEMBERS: usize = 512;

/// The member order seen in the objects read so far. Kept on the stack, because most replies are
/// short.
#[derive(Debug)]
pub(super) struct Orders {
    /// Types, compared by address. A schema that a program holds twice merely uses two slots.
    types: [Option<(&'static Schema, usize)>; TYPES],
    used: usize,
    /// For each type, from its start: the first member, then the successor of each member.
    successors: [u8; MEMBERS],
}

/// A position among the members of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    /// The start of the type's successors, or [`NOWHERE`] if its order isn't learned.
    start: usize,
    /// One more than the index of the last member.
    last: usize,
}

/// A start so far beyond the successors that adding a member's index stays outside.
const NOWHERE: usize = usize::MAX / 2;

impl Orders {
    pub(super) const fn new() -> Self {
        Self {
            types: [None; TYPES],
            used: 0,
            successors: [0; MEMBERS],
        }
    }

    /// Returns the position before the first member of an object.
    pub(super) fn begin(&mut self, schema: &'static Schema) -> Position {
        let mut known = self.types.iter().map_while(|known| *known);
        let known = known.find(|(known, _)| std::ptr::eq(*known, schema));
        Position {
            start: match known {
                Some((_, start)) => start,
                None => self.add(schema).unwrap_or(NOWHERE),
            },
            last: 0,
        }
    }

    /// Starts a type with the documented order; `None` if the type does not fit.
    fn add(&mut self, schema: &'static Schema) -> Option<usize> {
        let members = u8::try_from(schema.members.len()).ok()?;
        let free = self.types.iter_mut().find(|place| place.is_none())?;
        let start = self.used;
        let successors = self.successors.get_mut(start..)?;
        let successors = successors.get_mut(..=usize::from(members))?;
        successors
            .iter_mut()
            .zip(0..)
            .for_each(|(place, index)| *place = index);
        *free = Some((schema, start));
        self.used = start + usize::from(members) + 1;
        Some(start)
    }

    /// Returns the index of the member that will likely come next.
    #[inline]
    pub(super) fn next(&self, position: Position) -> usize {
        let learned = self.successors.get(position.start + position.last);
        learned.map_or(position.last, |index| usize::from(*index))
    }

    /// Records that the member at `index` follows this position.
    pub(super) fn learn(&mut self, position: Position, index: usize) {
        let place = self.successors.get_mut(position.start + position.last);
        if let (Some(place), Ok(index)) = (place, u8::try_from(index)) {
            *place = index;
        }
    }
}

impl Position {
    /// Moves past a member.
    #[inline]
    pub(super) fn pass(&mut self, index: usize) {
        self.last = index + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::schema::Member;

    static TWO: Schema = Schema {
        name: "Two",
        members: &[Member::new("A"), Member::new("B")],
    };

    fn after(index: usize, start: Position) -> Position {
        let mut position = start;
        position.pass(index);
        position
    }

    #[test]
    fn order_defaults_to_documented_until_learned() {
        let mut orders = Orders::new();
        let start = orders.begin(&TWO);
        assert_eq!(orders.next(start), 0);
        assert_eq!(orders.next(after(0, start)), 1);
        orders.learn(start, 1);
        orders.learn(after(1, start), 0);
        let again = orders.begin(&TWO);
        assert_eq!(orders.next(again), 1);
        assert_eq!(orders.next(after(1, again)), 0);
    }

    #[test]
    fn type_beyond_limit_keeps_documented_order() {
        let mut orders = Orders::new();
        for _ in 0..TYPES {
            let members = &*Box::leak(Box::new([Member::new("A"); 10]));
            orders.begin(Box::leak(Box::new(Schema {
                name: "Filler",
                members,
            })));
        }
        let position = orders.begin(&TWO);
        orders.learn(position, 1);
        assert_eq!(orders.next(position), 0);
        assert_eq!(orders.next(after(1, position)), 2);
    }

    #[test]
    fn oversized_type_keeps_documented_order() {
        let members = &*Box::leak(Box::new([Member::new("A"); 600]));
        let large = Box::leak(Box::new(Schema {
            name: "Large",
            members,
        }));
        let mut orders = Orders::new();
        let position = after(498, orders.begin(large));
        orders.learn(position, 3);
        assert_eq!(orders.next(position), 499);
    }
}
