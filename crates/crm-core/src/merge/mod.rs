//! Making one record out of several.

mod overlay;

pub(crate) use overlay::overlay_field;
