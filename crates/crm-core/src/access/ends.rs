//! Sight of what a record belongs to: a child is reached only with the right on its parent
//! (semantics 4.10, reliability Z5).
//!
//! What a record means nothing without is given when it is created and never changes: the two ends
//! of an association, the note that a reminder is about, the message that was opened. What it only
//! came from, as an alert from a document, asks no sight. The declarations say which fields these
//! are, so no kind has to remember to ask; and the rule is a filter, so that reads, pages, counts and
//! overviews cannot differ.

use super::Access;
use crate::field::{FieldKind, RecordDecl, RecordKind, ScalarKind, Value};
use crate::query::{Filter, Target};
use crate::records;

impl Access {
    /// What must hold beside the scope of a permission for the actor to see a record of a kind.
    pub(crate) fn sight(&self, decl: &'static RecordDecl) -> Filter {
        self.item(decl).and(self.ends(decl))
    }

    /// Everything that the record was given to belong to is in sight.
    fn ends(&self, decl: &'static RecordDecl) -> Filter {
        let mut all = Filter::All;
        for (place, field) in decl.fields.iter().enumerate().filter(|(_, f)| f.belongs()) {
            match field.kind {
                // An answer belongs to what the remark before it belongs to, as another field says.
                FieldKind::Scalar(ScalarKind::Id(Some(to))) if to != decl.kind => {
                    let unset = Filter::IsSet(Target::Field(place)).negate();
                    all = all.and(self.end(place, to, unset));
                }
                FieldKind::Scalar(ScalarKind::Id(None)) => {
                    let by = field.options.refers_by.and_then(|name| decl.field(name));
                    let Some((by, _)) = by else { continue };
                    for &to in records::ENTITIES.iter().chain(records::ITEMS) {
                        all = all.and(self.end(place, to, other_than(by, to)));
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// A field leads to a record of a kind in sight, or there is none to see.
    fn end(&self, place: usize, to: RecordKind, none: Filter) -> Filter {
        let decl = records::declaration(to);
        match self.condition(records::view(to), decl) {
            Filter::All => Filter::All,
            seen => Filter::Or(vec![
                none,
                Filter::Forward {
                    field: place,
                    to: decl,
                    filter: Box::new(seen),
                },
            ]),
        }
    }
}

/// The field that names the kind names another one.
fn other_than(by: usize, kind: RecordKind) -> Filter {
    Filter::equals(Target::Field(by), Value::Text(kind.name().to_owned())).negate()
}
