//! The last step of every call: what the actor may not see leaves the answer.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Access, Mask, Sight};
use crate::field::{FieldKind, Record, Sensitivity, Value};
use crate::operation::Stored;

/// What an operation answers. Every answer says how it is projected, so that no outlet can
/// forget the field levels (semantics 4.11).
pub trait Answer: Serialize + DeserializeOwned + JsonSchema + Send {
    /// Removes and masks what the actor may not see.
    fn project(&mut self, access: &Access);
}

/// Marks answers that hold no field of a record: counts, keys, definitions.
macro_rules! plain_answer {
    ($($answer:ty),+ $(,)?) => {
        $(
            impl $crate::access::Answer for $answer {
                fn project(&mut self, _: &$crate::access::Access) {}
            }
        )+
    };
}
pub(crate) use plain_answer;

impl<R: Stored> Answer for R {
    fn project(&mut self, access: &Access) {
        self.withhold(access);
        let sealed = || Self::DECL.fields.iter().any(|field| field.options.sealed);
        if !access.is_guarded() && !sealed() {
            access.tells_record(self, &[]);
            return;
        }
        // One field gone must not change what is known of the next.
        let before = self.clone();
        let mut masked = Vec::new();
        for (decl, accessor) in Self::DECL.fields.iter().zip(Self::accessors()) {
            if decl.kind == FieldKind::Custom {
                continue;
            }
            let (right, mask) = access.field_of(&before, decl);
            let value = match right.sight {
                Sight::Full => continue,
                Sight::None => Value::Null,
                Sight::Masked => {
                    let value = (accessor.value)(self);
                    if !value.is_null() {
                        masked.push(decl.name.to_owned());
                    }
                    mask.apply(access.tenant(), decl.kind, value)
                }
            };
            // A masked form that does not fit the type is shown as nothing.
            if value.is_null() || (accessor.load)(self, value).is_err() {
                (accessor.reset)(self);
            }
        }
        project_custom(self, access, &mut masked);
        access.tells_record(self, &masked);
        self.set_masked(masked);
    }
}

fn project_custom<R: Record>(record: &mut R, access: &Access, masked: &mut Vec<String>) {
    let mut custom = std::mem::take(record.custom_mut());
    custom.retain(|name, value| {
        // A definition can only narrow what a role may write, never what it sees, so the
        // sensitivity does not matter here.
        let (right, mask): (_, Mask) = access.custom(R::DECL.kind, name, Sensitivity::Internal);
        match right.sight {
            Sight::Full => true,
            Sight::None => false,
            Sight::Masked => {
                masked.push(format!("custom.{name}"));
                mask.apply_custom(access.tenant(), value)
                    .is_some_and(|shown| {
                        *value = shown;
                        true
                    })
            }
        }
    });
    *record.custom_mut() = custom;
}

impl<A: Answer> Answer for Option<A> {
    fn project(&mut self, access: &Access) {
        if let Some(answer) = self {
            answer.project(access);
        }
    }
}

impl<T: Answer> Answer for Vec<T> {
    fn project(&mut self, access: &Access) {
        for answer in self {
            answer.project(access);
        }
    }
}
