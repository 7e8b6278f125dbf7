//! Which member will come next: servers write the objects of a type in one order, not always that of
//! the documentation.

use super::structure::Schema;

/// Types whose order is learned; a reply with more reads the rest in the documentation's order.
const TYPES: usize = 16;
/// Members of all these types together.
const MEMBERS: usize = 512;

/// The order of members, as the objects read so far had it. Lives on the stack, for most replies are short.
#[derive(Debug)]
pub(super) struct Orders {
    /// Told apart by address. A program may hold a type's table twice: that takes a place more, nothing else.
    types: [Option<(&'static Schema, usize)>; TYPES],
    used: usize,
    /// For each type, from its start: the member that comes first, then the one behind each member.
    successors: [u8; MEMBERS],
}

/// A position among the members of an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    /// Where the type's successors start; [`NOWHERE`] if they are not learned.
    start: usize,
    /// One more than the index of the last member.
    last: usize,
}

/// So far behind the successors that adding members does not lead back.
const NOWHERE: usize = usize::MAX / 2;

impl Orders {
    pub(super) const fn new() -> Self {
        Self {
            types: [None; TYPES],
            used: 0,
            successors: [0; MEMBERS],
        }
    }

    /// The position before the first member of an object.
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

    /// Expects the documentation's order of a type; `None` where there is no room for it.
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

    /// The index of the member that will likely come next.
    #[inline]
    pub(super) fn next(&self, position: Position) -> usize {
        let learned = self.successors.get(position.start + position.last);
        learned.map_or(position.last, |index| usize::from(*index))
    }

    /// Remembers that another member came.
    pub(super) fn learn(&mut self, position: Position, index: usize) {
        let place = self.successors.get_mut(position.start + position.last);
        if let (Some(place), Ok(index)) = (place, u8::try_from(index)) {
            *place = index;
        }
    }
}

impl Position {
    /// Moves behind a member.
    #[inline]
    pub(super) fn pass(&mut self, index: usize) {
        self.last = index + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Member;

    static TWO: Schema = Schema {
        name: "Two",
        members: &[Member::new("A"), Member::new("B")],
    };

    fn behind(index: usize, start: Position) -> Position {
        let mut position = start;
        position.pass(index);
        position
    }

    #[test]
    fn expects_the_documented_order_until_it_sees_another() {
        let mut orders = Orders::new();
        let start = orders.begin(&TWO);
        assert_eq!(orders.next(start), 0);
        assert_eq!(orders.next(behind(0, start)), 1);
        orders.learn(start, 1);
        orders.learn(behind(1, start), 0);
        let again = orders.begin(&TWO);
        assert_eq!(orders.next(again), 1);
        assert_eq!(orders.next(behind(1, again)), 0);
    }

    #[test]
    fn types_beyond_the_room_keep_the_documented_order() {
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
        assert_eq!(orders.next(behind(1, position)), 2);
    }

    #[test]
    fn a_type_with_too_many_members_keeps_the_documented_order() {
        let members = &*Box::leak(Box::new([Member::new("A"); 600]));
        let large = Box::leak(Box::new(Schema {
            name: "Large",
            members,
        }));
        let mut orders = Orders::new();
        let position = behind(498, orders.begin(large));
        orders.learn(position, 3);
        assert_eq!(orders.next(position), 499);
    }
}
