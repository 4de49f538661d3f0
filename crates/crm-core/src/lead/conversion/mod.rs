mod record;

pub use record::{
    Conversion, ConversionDraft, ConversionId, ConversionPatch, ConvertedField, CopyAction,
};
