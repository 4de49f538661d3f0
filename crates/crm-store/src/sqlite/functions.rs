//! SQL functions of our connections. They serve comparisons that no index holds; no schema object
//! uses them, so any program can open the file.

use crm_core::Result;
use crm_core::value::Decimal;
use crm_core::value::text::fold;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use super::failure::Describe;

/// `crm_fold(text)`: text as rules compare it. `crm_decimal(text or whole number)`: ten-thousandths.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    connection
        .create_scalar_function(c"crm_fold", 1, flags, |context| {
            Ok(match context.get_raw(0) {
                ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(fold),
                _ => None,
            })
        })
        .describe()?;
    connection
        .create_scalar_function(c"crm_decimal", 1, flags, |context| {
            let decimal = match context.get_raw(0) {
                ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                    .ok()
                    .and_then(|text| text.parse::<Decimal>().ok()),
                ValueRef::Integer(number) => Decimal::try_from(number).ok(),
                _ => None,
            };
            Ok(decimal.map(Decimal::as_e4))
        })
        .describe()
}
