//! What an actor may do with a field: what its roles say of the field and of everything that the
//! value comes from.
//!
//! A derived value is as guarded as the strictest of its inputs, a fact that stands in two places as
//! the stricter of both, and a value that was made from records of other kinds is seen no better
//! than theirs (semantics 4.11). All of that is one walk, which [`ExplainAccess`] takes too; so what
//! decides and what is said of it cannot differ.
//!
//! [`ExplainAccess`]: super::ExplainAccess

use super::decide::default_right;
use super::{Access, Mask, Right, Sight};
use crate::field::{FieldDecl, RecordDecl, RecordKind, Sensitivity};
use crate::operation::Stored;
use crate::records;

/// Whether a field of one record was made from records of a kind that its declaration names.
pub(super) type Revealing<'a> = &'a dyn Fn(&FieldDecl, RecordKind) -> bool;

impl Access {
    /// What the actor may do with a field, and how it is shown if masked.
    pub fn field(&self, decl: &RecordDecl, field: &FieldDecl) -> (Right, Mask) {
        self.guard(decl, field, &|_, _| true, &mut |_, _, _| {})
    }

    /// The same for the field of one record, of which it is known whether a value was made from
    /// others. Whatever looks at many records at once asks [`field`](Self::field).
    pub(crate) fn field_of<R: Stored>(&self, record: &R, field: &FieldDecl) -> (Right, Mask) {
        let revealing = |field: &FieldDecl, of| record.reveals(field, of);
        self.guard(R::DECL, field, &revealing, &mut |_, _, _| {})
    }

    /// The same, with word of every field whose rules count.
    pub(super) fn guard(
        &self,
        decl: &RecordDecl,
        field: &FieldDecl,
        revealing: Revealing<'_>,
        passing: &mut dyn FnMut(RecordKind, &str, Sensitivity),
    ) -> (Right, Mask) {
        let mut walk = Walk {
            access: self,
            passing,
        };
        walk.guard(decl, field, revealing, None)
    }

    /// What the roles say of a field, whatever it comes from.
    pub(super) fn named(
        &self,
        kind: RecordKind,
        field: &str,
        sensitivity: Sensitivity,
    ) -> (Right, Mask) {
        let mut sum = Right::NONE;
        let mut least = Right::ALL;
        let mut shown: Option<Mask> = None;
        let mut bound: Option<Mask> = None;
        for (role, rule) in self.rules(kind, field) {
            let Some(rule) = rule else {
                sum = sum.or(default_right(role, sensitivity));
                continue;
            };
            let right = Right::from(rule.level);
            sum = sum.or(right);
            if rule.hard {
                least = least.and(right);
            }
            if right.sight == Sight::Masked {
                // Of several masks the one that shows most counts, as with levels; a hard one
                // binds all the same, and of several hard ones the one that shows least.
                if rule.hard {
                    bound = Some(bound.map_or(rule.mask, |mask| mask.min_by_sight(rule.mask)));
                } else {
                    shown = Some(shown.map_or(rule.mask, |mask| mask.max_by_sight(rule.mask)));
                }
            }
        }
        (sum.and(least), bound.or(shown).unwrap_or_default())
    }
}

/// A field on the way to another one, and how it was reached itself.
struct Step<'s> {
    kind: RecordKind,
    field: &'s str,
    before: Option<&'s Step<'s>>,
}

impl Step<'_> {
    /// Whether the way led through a field.
    fn passed(&self, kind: RecordKind, field: &str) -> bool {
        let here = (self.kind, self.field) == (kind, field);
        here || self.before.is_some_and(|step| step.passed(kind, field))
    }
}

/// The walk from a field through everything that it comes from.
struct Walk<'a> {
    access: &'a Access,
    passing: &'a mut dyn FnMut(RecordKind, &str, Sensitivity),
}

impl Walk<'_> {
    fn guard(
        &mut self,
        decl: &RecordDecl,
        field: &FieldDecl,
        revealing: Revealing<'_>,
        before: Option<&Step<'_>>,
    ) -> (Right, Mask) {
        let options = &field.options;
        if options.sealed {
            return (Right::NONE, Mask::Full);
        }
        if before.is_some_and(|step| step.passed(decl.kind, field.name)) {
            // Two fields may come from each other: its rules counted when the way led through it.
            return (Right::ALL, Mask::default());
        }
        let step = Step {
            kind: decl.kind,
            field: field.name,
            before,
        };
        (self.passing)(decl.kind, field.name, options.sensitivity);
        let access = self.access;
        let mut guarded = access.named(decl.kind, field.name, options.sensitivity);
        for source in options.sources {
            if let Some((_, source)) = decl.field(source) {
                let source = self.guard(decl, source, revealing, Some(&step));
                guarded = stricter(guarded, source);
            }
        }
        if let Some((kind, name)) = options.twin {
            guarded = stricter(guarded, self.elsewhere(kind, name, &step));
        }
        for &(kind, name) in options.reveals {
            if revealing(field, kind) {
                let (right, mask) = stricter(guarded, self.elsewhere(kind, name, &step));
                let write = guarded.0.write;
                guarded = (Right { write, ..right }, mask);
            }
        }
        guarded
    }

    /// The guard of a field of records of another kind, of none in particular.
    fn elsewhere(&mut self, kind: RecordKind, name: &str, step: &Step<'_>) -> (Right, Mask) {
        let decl = records::declaration(kind);
        match decl.field(name) {
            Some((_, field)) => self.guard(decl, field, &|_, _| true, Some(step)),
            None => (Right::ALL, Mask::default()),
        }
    }
}

/// The less of two rights. Two different masks together show nothing, since the value of either
/// could stand in the place of the other.
fn stricter((right, mask): (Right, Mask), (other, other_mask): (Right, Mask)) -> (Right, Mask) {
    let masked = (right.sight == Sight::Masked, other.sight == Sight::Masked);
    let mask = match masked {
        (true, true) if mask != other_mask => Mask::Full,
        (false, true) => other_mask,
        _ => mask,
    };
    (right.and(other), mask)
}
