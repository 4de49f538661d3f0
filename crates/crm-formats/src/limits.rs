//! How much of anything a reader accepts.

use serde::{Deserialize, Serialize};

/// Upper bounds that keep memory and time in proportion to honest input.
///
/// Every reader takes these as a parameter; the defaults hold for files that people exchange.
/// What exceeds a bound is reported as `LimitExceeded` naming the bound; it never aborts the host.
///
/// ```
/// let limits = crm_formats::Limits { columns: 64, ..Default::default() };
/// assert_eq!(limits.cell_bytes, 1024 * 1024);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of one CSV cell, as UTF-8. Default 1 MiB.
    pub cell_bytes: usize,
    /// Bytes of one CSV row with all its cells, as UTF-8. Default 16 MiB.
    pub row_bytes: usize,
    /// Columns of a CSV file. Default 1 024.
    pub columns: usize,
    /// Rows or cards of one import. Default 5 000 000.
    pub rows_per_import: u64,
    /// Bytes of one vCard line after unfolding. Default 16 MiB.
    pub line_bytes_unfolded: usize,
    /// Bytes of one vCard with everything nested in it. Default 32 MiB.
    pub card_bytes: usize,
    /// Properties of one vCard. Default 10 000.
    pub properties_per_card: usize,
    /// Parameters of one vCard property. Default 256.
    pub params_per_property: usize,
    /// Cards inside cards, the outermost counted as one. Default 4.
    pub card_depth: usize,
    /// Decoded bytes of a photo, sound or key inside a card. Default 10 MiB.
    pub attachment_bytes: usize,
    /// Bytes of one part of a person's or organisation's name. Default 4 096.
    pub name_bytes: usize,
    /// Bytes of one line of JSON Lines. Default 1 MiB.
    pub json_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1024 * 1024;
        Self {
            cell_bytes: MIB,
            row_bytes: 16 * MIB,
            columns: 1024,
            rows_per_import: 5_000_000,
            line_bytes_unfolded: 16 * MIB,
            card_bytes: 32 * MIB,
            properties_per_card: 10_000,
            params_per_property: 256,
            card_depth: 4,
            attachment_bytes: 10 * MIB,
            name_bytes: 4096,
            json_bytes: MIB,
        }
    }
}
