//! The domain's fields as words for headers: from their declarations, so that a new field is found in
//! files by its name, label and aliases without a line here.

use std::sync::LazyLock;

use crm_core::field::RecordKind as Kind;
use crm_core::import::columns;

use crate::csv::Vocabulary;
use crate::record::RecordKind;

/// What the general words for deals mean in ours. The probability is left out: some programs write
/// it of one and some of a hundred.
const DEALS: [(&str, &str); 10] = [
    ("deal.title", "name"),
    ("name.full", "name"),
    ("deal.amount", "amount"),
    ("deal.currency", "currency"),
    ("deal.stage", "stage"),
    ("deal.pipeline", "pipeline_id"),
    ("deal.status", "status"),
    ("deal.close_date", "expected_close_on"),
    ("deal.lost_reason", "reason_text"),
    ("organisation[1].name", "account_id"),
];

/// Amounts of any record may have their currency in a column of its own.
const AMOUNTS: [(&str, &str); 1] = [("deal.currency", "currency")];

static PEOPLE: LazyLock<Vocabulary> = LazyLock::new(|| words(Kind::Contact, &[]));
static COMPANIES: LazyLock<Vocabulary> = LazyLock::new(|| words(Kind::Account, &AMOUNTS));
static LEADS: LazyLock<Vocabulary> = LazyLock::new(|| words(Kind::Lead, &AMOUNTS));
static SALES: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words = words(Kind::Deal, &DEALS);
    words.comes_first = true;
    words
});
static NOTHING: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

/// The words of what a row describes.
pub(super) fn of(record: RecordKind) -> &'static Vocabulary {
    match record {
        RecordKind::Person => &PEOPLE,
        RecordKind::Organisation => &COMPANIES,
        RecordKind::Lead => &LEADS,
        RecordKind::Deal => &SALES,
        RecordKind::Other => &NOTHING,
    }
}

/// Names come first, then labels, then aliases: the nearest to the declaration wins.
fn words(kind: Kind, redirected: &[(&str, &str)]) -> Vocabulary {
    let mut words = Vocabulary::default();
    for field in columns(kind) {
        words.add(field.name, []);
    }
    for field in columns(kind) {
        words.add(field.name, [field.options.label]);
    }
    for field in columns(kind) {
        words.add(field.name, field.options.aliases.iter().copied());
    }
    for (path, field) in redirected {
        words.redirect(path, field);
    }
    words
}

/// What a row of the domain's kind is to the readers; nothing for kinds that no file brings.
pub(super) fn source_kind(kind: Kind) -> Option<RecordKind> {
    Some(match kind {
        Kind::Contact => RecordKind::Person,
        Kind::Account => RecordKind::Organisation,
        Kind::Lead => RecordKind::Lead,
        Kind::Deal => RecordKind::Deal,
        _ => return None,
    })
}

/// The domain's kind of what a row describes.
pub(super) fn domain_kind(record: RecordKind) -> Option<Kind> {
    Some(match record {
        RecordKind::Person => Kind::Contact,
        RecordKind::Organisation => Kind::Account,
        RecordKind::Lead => Kind::Lead,
        RecordKind::Deal => Kind::Deal,
        RecordKind::Other => return None,
    })
}
