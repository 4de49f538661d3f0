//! Types that stand in a record as a whole.

/// Gives a type that no rule looks into its place in a record, as a document.
macro_rules! document {
    ($($type:ty),+ $(,)?) => {
        $(
            impl $crate::field::FieldValue for Option<$type> {
                const KIND: $crate::field::FieldKind = $crate::field::FieldKind::Document;
                type Item = $type;

                fn to_value(&self) -> $crate::field::Value {
                    self.as_ref().map_or($crate::field::Value::Null, $crate::field::to_json)
                }

                fn from_value(value: $crate::field::Value) -> $crate::error::Result<Self> {
                    if value.is_null() {
                        Ok(None)
                    } else {
                        $crate::field::from_json(&value).map(Some)
                    }
                }

                fn is_unset(&self) -> bool {
                    self.is_none()
                }

                fn from_item(item: $type) -> Self {
                    Some(item)
                }

                fn into_item(self) -> Self {
                    self
                }
            }
        )+
    };
}
pub(crate) use document;
