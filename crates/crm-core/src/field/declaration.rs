//! What is said of a field, once.

use super::{FieldKind, RecordKind};
use crate::value::text::fold;

/// The declaration of a record kind. There is one for each kind, so two are equal if their kinds are.
#[derive(Debug)]
pub struct RecordDecl {
    /// The kind, whose name is also the table's.
    pub kind: RecordKind,
    /// What the kind is for.
    pub doc: &'static str,
    /// Every field: those of all records first ([`meta`](super::meta)), then those that callers
    /// enter, then those the engine derives, then `custom`.
    pub fields: &'static [FieldDecl],
}

impl PartialEq for RecordDecl {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl RecordDecl {
    /// The place and declaration of a field by name.
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDecl)> {
        self.fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)
    }

    /// The place of a field that the engine's own rules name; see [`place!`](crate::field::place).
    ///
    /// # Panics
    ///
    /// If there is no such field. It is only evaluated by the compiler, so a wrong name does not
    /// build.
    #[allow(clippy::panic)] // while compiling only
    pub(crate) const fn place(&self, name: &str) -> usize {
        let mut at = 0;
        while at < self.fields.len() {
            if same(self.fields[at].name.as_bytes(), name.as_bytes()) {
                return at;
            }
            at += 1;
        }
        panic!("the declaration has no field of this name")
    }

    /// The name nearest to a misspelt one, for error messages.
    pub fn nearest(&self, name: &str) -> Option<&'static str> {
        let names = self.fields.iter().map(|field| field.name);
        crate::misspelling::likely(name, names, fold)
    }
}

/// Whether two texts are equal, for the compiler.
const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The place of a record's field by name, as a constant: `place!(Contact, "owner_id")`. A name
/// that the declaration lacks does not compile.
macro_rules! place {
    ($record:ty, $field:literal) => {
        const { <$record as $crate::field::Record>::DECL.place($field) }
    };
}
pub(crate) use place;

/// The declaration of a field. The [`record!`](crate::record) block gives name, doc and kind;
/// the rest comes from its [`Options`].
#[derive(Debug, Clone, Copy)]
pub struct FieldDecl {
    /// The name on every wire, in every table and in every rule.
    pub name: &'static str,
    /// What it means, its unit and its source.
    pub doc: &'static str,
    /// Its shape.
    pub kind: FieldKind,
    /// Whether a record may be without it.
    pub optional: bool,
    /// Whether callers may write it; otherwise the engine keeps it.
    pub entered: bool,
    /// Whether it is given when creating and never changes.
    pub fixed: bool,
    /// Everything else.
    pub options: Options,
}

impl FieldDecl {
    /// Whether what it refers to is what the record belongs to, without which the record means
    /// nothing: a reference that was given when it was created and never changes, unless it only
    /// says where the record came from.
    pub const fn belongs(&self) -> bool {
        self.fixed && !self.options.provenance
    }
}

/// What a field declares beside name and type. Built by chaining from [`label`]:
///
/// ```
/// use crm_core::field::{Merge, SearchColumn, Sensitivity, label};
///
/// const JOB_TITLE: crm_core::field::Options =
///     label("Job title").personal().search(SearchColumn::Text).aliases(&["title", "position"]);
/// assert_eq!(JOB_TITLE.sensitivity, Sensitivity::Personal);
/// assert_eq!(JOB_TITLE.merge, Merge::Scalar);
/// ```
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each is a mark of its own, set by its own word
pub struct Options {
    /// What a person calls the field.
    pub label: &'static str,
    /// How guarded it is.
    pub sensitivity: Sensitivity,
    /// Which value survives a merge (semantics 4.6).
    pub merge: Merge,
    /// In which column of the full-text index it is found.
    pub search: Option<SearchColumn>,
    /// Other names under which imports and callers know it.
    pub aliases: &'static [&'static str],
    /// Whether it has an index, and so may sort a page.
    pub index: Index,
    /// The fields within whose equal values pages are sorted by this one too, as cards are within
    /// their column.
    pub within: &'static [&'static str],
    /// The fields a derived value comes from: it is as guarded as the strictest of them.
    pub sources: &'static [&'static str],
    /// The same fact on a record of another kind, which is as guarded as this.
    pub twin: Option<(RecordKind, &'static str)>,
    /// Fields of records of other kinds that this one was made from, on occasion: who may not read
    /// one of those does not read it here either.
    pub reveals: &'static [(RecordKind, &'static str)],
    /// For an amount that the store keeps added up: the field whose values are counted apart, and
    /// the percentage that weighs each.
    pub tallied: Option<(&'static str, &'static str)>,
    /// For an id of any kind of record: the field that names the kind.
    pub refers_by: Option<&'static str>,
    /// Whether a reference that never changes only says where the record came from: it is read
    /// without sight of that, and stays when that goes.
    pub provenance: bool,
    /// Whether it is the engine's own note, which leaves it through no outlet.
    pub sealed: bool,
    /// Whether a change of it belongs on the record's timeline.
    pub milestone: bool,
    /// Whether what is linked to a lead by it is linked to what the lead is converted into too.
    pub spreads: bool,
    /// Whether its value speaks of fields of other records: a filter, a change of many.
    pub speaks: bool,
    /// Whether records that are equal in a field within others are sorted by this id there, instead of
    /// by their own.
    pub breaks_ties: bool,
}

/// Starts the options of a field.
pub const fn label(label: &'static str) -> Options {
    Options {
        label,
        sensitivity: Sensitivity::Internal,
        merge: Merge::Scalar,
        search: None,
        aliases: &[],
        index: Index::None,
        within: &[],
        sources: &[],
        twin: None,
        reveals: &[],
        tallied: None,
        refers_by: None,
        provenance: false,
        sealed: false,
        milestone: false,
        spreads: false,
        speaks: false,
        breaks_ties: false,
    }
}

impl Options {
    /// Marks data about a person.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.sensitivity = Sensitivity::Personal;
        self
    }

    /// Marks data that only administrators may write (SEC-51).
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitivity = Sensitivity::Sensitive;
        self
    }

    /// Sets the survivorship rule.
    #[must_use]
    pub const fn merge(mut self, merge: Merge) -> Self {
        self.merge = merge;
        self
    }

    /// Puts the field into a column of the full-text index.
    #[must_use]
    pub const fn search(mut self, column: SearchColumn) -> Self {
        self.search = Some(column);
        self
    }

    /// Names the field's other names.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Names the fields a derived value comes from; merging computes it anew.
    #[must_use]
    pub const fn from(mut self, sources: &'static [&'static str]) -> Self {
        self.sources = sources;
        self.merge = Merge::Derived;
        self
    }

    /// Names fields that this one is filled from on occasion, so that guarding one guards both.
    #[must_use]
    pub const fn fed_by(mut self, sources: &'static [&'static str]) -> Self {
        self.sources = sources;
        self
    }

    /// Says that a field of another kind holds the same fact, so that guarding one guards both.
    #[must_use]
    pub const fn same_as(mut self, kind: RecordKind, field: &'static str) -> Self {
        self.twin = Some((kind, field));
        self
    }

    /// Says that the value may have been made from fields of records of other kinds, so that who
    /// may not read one of those learns nothing of it here. Who may write it is not touched by that.
    #[must_use]
    pub const fn reveals(mut self, fields: &'static [(RecordKind, &'static str)]) -> Self {
        self.reveals = fields;
        self
    }

    /// Has the store keep, for each id in the field `by`, how many live records there are and what
    /// this amount comes to, as it is and times the percentage in `weight`. One amount of a kind.
    #[must_use]
    pub const fn tallied(mut self, by: &'static str, weight: &'static str) -> Self {
        self.tallied = Some((by, weight));
        self
    }

    /// Says that the id is of the kind of record that another field names.
    #[must_use]
    pub const fn refers_by(mut self, field: &'static str) -> Self {
        self.refers_by = Some(field);
        self
    }

    /// Says that the record does not belong to what this reference leads to, but came from it.
    #[must_use]
    pub const fn provenance(mut self) -> Self {
        self.provenance = true;
        self
    }

    /// Says that the field links something to records of any kind, and that what is so linked to a
    /// lead is linked to the contact, account and deal that the lead becomes (semantics 4.1.6).
    #[must_use]
    pub const fn spreads(mut self) -> Self {
        self.spreads = true;
        self
    }

    /// Makes the field the engine's own note: nobody reads it, and neither audit nor events
    /// repeat it. For copies of other records, whose fields have guards of their own.
    #[must_use]
    pub const fn sealed(mut self) -> Self {
        self.sealed = true;
        self
    }

    /// Says that the value speaks of fields of other records, as a filter does. The record itself
    /// withholds what its reader may not know; its history is shown to those alone from whom no
    /// role hides anything, since it tells of what was long forgotten.
    #[must_use]
    pub const fn speaks(mut self) -> Self {
        self.speaks = true;
        self
    }

    /// Puts changes of the field on the record's timeline.
    #[must_use]
    pub const fn milestone(mut self) -> Self {
        self.milestone = true;
        self
    }

    /// Gives the field an index, so that pages can be sorted by it and rules on it seek.
    #[must_use]
    pub const fn indexed(mut self) -> Self {
        self.index = Index::Sorted;
        self
    }

    /// Gives the field an index behind other fields, declared before it: for pages of the records
    /// that have one value of each of those, in the order of this one. It is the only one, and leaves
    /// out records in which the field is unset, unless the field is [`indexed`](Self::indexed) too.
    #[must_use]
    pub const fn within(mut self, fields: &'static [&'static str]) -> Self {
        self.within = fields;
        self
    }

    /// Sorts records that are equal in a field [`within`](Self::within) others by this id instead of
    /// their own: links by what they lead to.
    #[must_use]
    pub const fn breaks_ties(mut self) -> Self {
        self.breaks_ties = true;
        self
    }
}

/// How guarded a field is. Roles without a rule of their own for a field go by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sensitivity {
    /// About the work, not about a person.
    Internal,
    /// About a person.
    Personal,
    /// Written by administrators only (SEC-51), candidates for masks (SEC-52).
    Sensitive,
}

/// Which value survives when records are merged (semantics 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Merge {
    /// The survivor's if set, else by source precedence, newest, lowest id.
    Scalar,
    /// Taken whole from one record.
    Whole,
    /// United by the element's key; the survivor's primary stays primary.
    Union,
    /// Protective flag: true if any is true.
    Or,
    /// The furthest stage.
    Furthest,
    /// The earliest instant.
    Earliest,
    /// The latest instant.
    Latest,
    /// Computed anew from the merged record, never taken over.
    Derived,
}

/// A column of the full-text index; ranking prefers them in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchColumn {
    /// Names.
    Name,
    /// E-mail addresses, phone numbers, handles.
    Point,
    /// The company.
    Company,
    /// Everything else.
    Text,
}

impl SearchColumn {
    /// Every column, in order.
    pub const ALL: &[Self] = &[Self::Name, Self::Point, Self::Company, Self::Text];

    /// The column's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Point => "point",
            Self::Company => "company",
            Self::Text => "text",
        }
    }
}

/// Whether a field has an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// None: each index costs every write (about 2 to 3 µs), so it must earn its keep.
    None,
    /// By tenant, value and id.
    Sorted,
}
