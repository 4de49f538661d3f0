//! The public contract, read from the engine's JSON Schema into the few shapes emitters know.
//!
//! The engine's schema is made by one library from Rust types, so only that library's ways of saying
//! things are understood; anything else is refused with the place where it stands, never guessed.

mod read;

use serde_json::Value;

/// Types, operations and error codes: everything a language's surface is made of.
#[derive(Debug)]
pub(crate) struct Contract {
    /// Every named type, each after the types it mentions unless they form a ring.
    pub(crate) types: Vec<TypeDef>,
    /// Groups in the order of their first operation.
    pub(crate) groups: Vec<String>,
    /// Every operation in the engine's order.
    pub(crate) operations: Vec<Operation>,
    /// The stable error codes.
    pub(crate) error_codes: Vec<String>,
    /// The schema as the engine gave it.
    pub(crate) source: Value,
}

/// A named type.
#[derive(Debug)]
pub(crate) struct TypeDef {
    /// Its name, in Pascal case.
    pub(crate) name: String,
    /// What it is, in plain sentences.
    pub(crate) doc: String,
    /// What it holds.
    pub(crate) body: Body,
}

/// What a named type holds.
#[derive(Debug)]
pub(crate) enum Body {
    /// Named fields.
    Record(Vec<Field>),
    /// One of a fixed set of texts.
    Choice(Vec<Member>),
    /// One of several records, told apart by the text in the field `tag`.
    Tagged {
        /// The field that tells the variants apart.
        tag: String,
        /// The variants in declared order.
        variants: Vec<Variant>,
    },
    /// Another name for a shape.
    Alias(Shape),
}

/// One text of a choice.
#[derive(Debug)]
pub(crate) struct Member {
    /// The text on the wire.
    pub(crate) value: String,
    /// What it means.
    pub(crate) doc: String,
}

/// One record of a tagged type.
#[derive(Debug)]
pub(crate) struct Variant {
    /// The text in the tag field.
    pub(crate) value: String,
    /// What it means.
    pub(crate) doc: String,
    /// Its fields, without the tag.
    pub(crate) fields: Vec<Field>,
}

/// A field of a record, or an argument of an operation.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name on the wire, in snake case.
    pub(crate) name: String,
    /// What it means.
    pub(crate) doc: String,
    /// What it holds.
    pub(crate) shape: Shape,
    /// Whether it is always there.
    pub(crate) required: bool,
    /// What it is when it is not there, if the engine says so.
    pub(crate) default: Option<Value>,
    /// Whether leaving it out keeps what is stored, while null clears it.
    pub(crate) patch: bool,
}

/// What a field, an argument or an answer holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// Yes or no.
    Boolean,
    /// A UUID, as text.
    Uuid,
    /// A point in time, as RFC 3339 text in UTC.
    Instant,
    /// A calendar day, as `YYYY-MM-DD`.
    Date,
    /// A time of day, as `HH:MM:SS`.
    Time,
    /// An exact decimal number, as text.
    Decimal,
    /// One fixed text.
    Literal(String),
    /// Any JSON value.
    Any,
    /// No answer.
    Nothing,
    /// A value or null.
    Nullable(Box<Shape>),
    /// Values in order.
    List(Box<Shape>),
    /// Values by name.
    Map(Box<Shape>),
    /// One of several shapes, told apart by what it looks like.
    Union(Vec<Shape>),
    /// A named type.
    Named(String),
}

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It only reads.
    Read,
    /// It changes records.
    Write,
}

/// An operation: a method of every client and a route of every router.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The full name, as `contacts.create`.
    pub(crate) name: String,
    /// The part before the dot.
    pub(crate) group: String,
    /// The part after the dot.
    pub(crate) verb: String,
    /// What it does, in plain sentences.
    pub(crate) doc: String,
    /// Whether it changes anything.
    pub(crate) mode: Mode,
    /// The permission it demands.
    pub(crate) permission: String,
    /// The HTTP method of its route.
    pub(crate) method: String,
    /// The path of its route, parameters in braces.
    pub(crate) path: String,
    /// Its arguments in declared order.
    pub(crate) arguments: Vec<Field>,
    /// What it answers.
    pub(crate) answer: Shape,
}

impl Operation {
    /// What it does and which permission it needs, in plain sentences.
    pub(crate) fn explanation(&self) -> String {
        format!(
            "{}\n\nNeeds the permission `{}`.",
            self.doc, self.permission
        )
    }
}

impl Shape {
    /// Whether null is one of its values.
    pub(crate) fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_) | Self::Any | Self::Nothing)
    }

    /// Calls `visit` with the name of every named type mentioned.
    pub(crate) fn mentions(&self, visit: &mut impl FnMut(&str)) {
        match self {
            Self::Named(name) => visit(name),
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.mentions(visit),
            Self::Union(shapes) => shapes.iter().for_each(|shape| shape.mentions(visit)),
            _ => {}
        }
    }
}

impl TypeDef {
    /// Calls `visit` with the name of every named type mentioned.
    pub(crate) fn mentions(&self, visit: &mut impl FnMut(&str)) {
        match &self.body {
            Body::Record(fields) => fields.iter().for_each(|field| field.shape.mentions(visit)),
            Body::Choice(_) => {}
            Body::Tagged { variants, .. } => variants
                .iter()
                .flat_map(|variant| &variant.fields)
                .for_each(|field| field.shape.mentions(visit)),
            Body::Alias(shape) => shape.mentions(visit),
        }
    }
}

/// What a page holds, if these are the fields of one: `items`, and `next`, the cursor to go on from.
pub(crate) fn page_of(fields: &[Field]) -> Option<&Shape> {
    let shape = |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map(|field| &field.shape)
    };
    match (shape("items")?, shape("next")?) {
        (Shape::List(item), Shape::Nullable(cursor)) if **cursor == Shape::Text => Some(item),
        _ => None,
    }
}

impl Contract {
    /// Reads the engine's own description.
    pub(crate) fn read(source: &Value) -> Result<Self, String> {
        read::contract(source)
    }

    /// The type of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&TypeDef> {
        self.types.iter().find(|definition| definition.name == name)
    }

    /// Whether a shape is written as plain text, number or truth value, so that a default of it can be
    /// written as it is.
    pub(crate) fn is_plain(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Text | Shape::Integer | Shape::Number | Shape::Boolean => true,
            Shape::Nullable(inner) => self.is_plain(inner),
            Shape::Named(name) => match self.named(name).map(|definition| &definition.body) {
                Some(Body::Choice(_)) => true,
                Some(Body::Alias(shape)) => self.is_plain(shape),
                _ => false,
            },
            _ => false,
        }
    }

    /// The operations of one group.
    pub(crate) fn group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Operation> {
        self.operations
            .iter()
            .filter(move |operation| operation.group == group)
    }
}

#[cfg(test)]
impl Contract {
    /// A small contract with every kind of shape, for the emitters' tests.
    #[allow(clippy::unwrap_used, reason = "a failing test should stop")]
    pub(crate) fn sample() -> Self {
        let source = serde_json::from_str(include_str!("contract/sample.json")).unwrap();
        Self::read(&source).unwrap()
    }
}
