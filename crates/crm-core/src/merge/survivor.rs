//! Which of several records survives (semantics 4.6).

use crate::field::{FieldKind, Record};

crate::choice! {
    /// Why a record survives a merge.
    pub enum SurvivorReason {
        /// The caller chose it.
        #[default]
        Chosen = "chosen",
        /// It has more fields set than any other.
        MostComplete = "most_complete",
        /// Of those it is the oldest.
        Oldest = "oldest",
        /// Of those it has the lowest id.
        LowestId = "lowest_id",
    }
}

/// The place of the survivor among records: the most complete, then the oldest, then the one with
/// the lowest id.
pub(super) fn survivor<R: Record>(records: &[R]) -> Option<(usize, SurvivorReason)> {
    let rank = |record: &R| {
        let meta = record.meta();
        (
            std::cmp::Reverse(completeness(record)),
            meta.created_at,
            meta.id,
        )
    };
    let (place, best) = records
        .iter()
        .enumerate()
        .min_by_key(|(_, record)| rank(record))?;
    let (complete, age, _) = rank(best);
    let rivals = |test: &dyn Fn(&R) -> bool| records.iter().filter(|other| test(other)).count() > 1;
    let reason = if !rivals(&|other| rank(other).0 == complete) {
        SurvivorReason::MostComplete
    } else if !rivals(&|other| rank(other).0 == complete && rank(other).1 == age) {
        SurvivorReason::Oldest
    } else {
        SurvivorReason::LowestId
    };
    Some((place, reason))
}

/// How many fields that callers enter have a value; each custom field counts.
fn completeness<R: Record>(record: &R) -> usize {
    let fields = R::DECL.fields.iter().zip(R::accessors());
    let set = fields
        .filter(|(field, _)| field.entered && field.kind != FieldKind::Custom)
        .filter(|(_, accessor)| (accessor.json)(record).is_some());
    set.count() + record.custom().len()
}

/// The order in which the others give what the survivor lacks: the oldest first, then by id. It
/// does not depend on the order in which the caller names them.
pub(super) fn in_order<R: Record>(records: &mut [R]) {
    records.sort_by_key(|record| (record.meta().created_at, record.meta().id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Contact;
    use crate::field::Id;
    use crate::value::{PersonName, Timestamp};

    fn contact(id: u128, born: i64, title: Option<&str>) -> Contact {
        Contact {
            id: Id::new(uuid::Uuid::from_u128(id)),
            created_at: Timestamp::from_micros(born).unwrap_or_default(),
            name: PersonName {
                given: Some("Ada".into()),
                ..PersonName::default()
            },
            job_title: title.map(str::to_owned),
            ..Contact::default()
        }
    }

    #[test]
    fn the_most_complete_survives_then_the_oldest_then_the_lowest_id_4_6() {
        let complete = contact(3, 30, Some("Countess"));
        let old = contact(2, 10, None);
        let young = contact(1, 20, None);
        let twin = contact(4, 10, None);
        for (records, place, reason) in [
            (
                vec![&old, &complete, &young],
                1,
                SurvivorReason::MostComplete,
            ),
            (vec![&young, &old], 1, SurvivorReason::Oldest),
            (vec![&twin, &young, &old], 2, SurvivorReason::LowestId),
        ] {
            let records: Vec<Contact> = records.into_iter().cloned().collect();
            assert_eq!(survivor(&records), Some((place, reason)));
        }
        assert_eq!(survivor::<Contact>(&[]), None);
    }
}
