//! What becomes of associations when contacts or accounts become one (semantics 4.6, 4.10).

use std::collections::BTreeMap;

use super::Association;
use crate::account::AccountId;
use crate::contact::ContactId;
use crate::merge::{Entry, Fate, Fates, join};

/// Which side of the associations became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merged {
    /// The contacts: exactly one main account afterwards.
    Contacts,
    /// The accounts: at most one main contact afterwards.
    Accounts,
}

/// Unites associations: periods of one pair that overlap become one, which keeps the stronger
/// role and any primary flag; one live association is the main one.
pub(crate) fn combine(entries: Vec<Entry<Association>>, side: Merged) -> Fates<Association> {
    let (archived, entries): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|entry| entry.record.archived_at.is_some());
    let mut fates: Fates<Association> = archived
        .into_iter()
        .map(|entry| (entry.record.id, Fate::Stays(entry.record)))
        .collect();
    let mut pairs: BTreeMap<(ContactId, AccountId), Vec<Entry<Association>>> = BTreeMap::new();
    for entry in entries {
        let pair = (entry.record.contact_id, entry.record.account_id);
        pairs.entry(pair).or_default().push(entry);
    }
    let mut kept: Vec<Entry<Association>> = Vec::new();
    for entries in pairs.into_values() {
        for group in overlapping(entries) {
            let (one, joining) = united(group);
            fates.extend(
                joining
                    .into_iter()
                    .map(|id| (id, Fate::Joins(one.record.id))),
            );
            kept.push(one);
        }
    }
    match side {
        Merged::Contacts => one_main_account(&mut kept),
        Merged::Accounts => one_main_contact(&mut kept),
    }
    fates.extend(
        kept.into_iter()
            .map(|entry| (entry.record.id, Fate::Stays(entry.record))),
    );
    fates.sort_by_key(|(id, _)| *id);
    fates
}

/// Groups of periods that overlap, directly or through another.
fn overlapping(mut entries: Vec<Entry<Association>>) -> Vec<Vec<Entry<Association>>> {
    entries.sort_by_key(|entry| (entry.record.started_on, entry.record.id));
    let mut groups: Vec<Vec<Entry<Association>>> = Vec::new();
    for entry in entries {
        let meets = |group: &Vec<Entry<Association>>| {
            group
                .iter()
                .any(|other| other.record.overlaps(&entry.record))
        };
        let (mut touched, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(meets);
        groups = apart;
        let mut group: Vec<_> = touched.drain(..).flatten().collect();
        group.push(entry);
        groups.push(group);
    }
    groups
}

/// One association of several that overlap, and the ids of the others.
fn united(mut group: Vec<Entry<Association>>) -> (Entry<Association>, Vec<super::AssociationId>) {
    group.sort_by_key(|entry| {
        let record = &entry.record;
        (
            !record.is_live(),
            !record.primary_account,
            entry.rank,
            record.id,
        )
    });
    let rank = group.iter().map(|entry| entry.rank).min().unwrap_or(0);
    let mut records = group.into_iter().map(|entry| entry.record);
    let first = records.next().unwrap_or_default();
    let others: Vec<Association> = records.collect();
    let ids = others.iter().map(|other| other.id).collect();
    let mut one = join(&first, &others);
    let all = || std::iter::once(&first).chain(&others);
    if all().any(|record| record.ended_on.is_none()) {
        one.ended_on = None;
    } else {
        one.primary_account = false;
        one.primary_contact = false;
    }
    if let Some(strongest) = all()
        .filter(|record| record.role.is_some())
        .min_by_key(|record| record.role)
    {
        one.role = strongest.role;
        let words = |record: &Association| record.role_text.clone();
        one.role_text = words(strongest).or(one.role_text);
    }
    (Entry { rank, record: one }, ids)
}

/// Of the live ones exactly one is the main account: the survivor's, else the one that started
/// last (semantics 4.10).
fn one_main_account(kept: &mut [Entry<Association>]) {
    let main = kept
        .iter()
        .filter(|entry| entry.record.is_live())
        .min_by_key(|entry| {
            let record = &entry.record;
            let flagged = if record.primary_account {
                entry.rank
            } else {
                usize::MAX
            };
            (flagged, std::cmp::Reverse(record.started_on), record.id)
        })
        .map(|entry| entry.record.id);
    for entry in kept {
        entry.record.primary_account = Some(entry.record.id) == main;
    }
}

/// Of the live ones at most one is of the main contact: the survivor's, else the next one's.
fn one_main_contact(kept: &mut [Entry<Association>]) {
    let main = kept
        .iter()
        .filter(|entry| entry.record.is_live() && entry.record.primary_contact)
        .min_by_key(|entry| (entry.rank, entry.record.id))
        .map(|entry| entry.record.id);
    for entry in kept {
        entry.record.primary_contact = Some(entry.record.id) == main;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::association::DecisionRole;
    use crate::field::Id;
    use crate::value::Date;

    fn day(day: u32) -> Option<Date> {
        Date::from_ymd(2020, 1, day).ok()
    }

    fn entry(id: u128, rank: usize, account: u128, period: (u32, u32)) -> Entry<Association> {
        let record = Association {
            id: Id::new(Uuid::from_u128(id)),
            contact_id: Id::new(Uuid::from_u128(1)),
            account_id: Id::new(Uuid::from_u128(account)),
            started_on: (period.0 > 0).then(|| day(period.0)).flatten(),
            ended_on: (period.1 > 0).then(|| day(period.1)).flatten(),
            ..Association::default()
        };
        Entry { rank, record }
    }

    fn staying(fates: &Fates<Association>) -> Vec<&Association> {
        let stays = fates.iter().filter_map(|(_, fate)| match fate {
            Fate::Stays(record) => Some(record),
            _ => None,
        });
        stays.collect()
    }

    #[test]
    fn two_live_ones_of_a_pair_become_one_with_the_stronger_role_and_the_flag_4_6() {
        let mut mine = entry(10, 0, 5, (3, 0));
        mine.record.role = Some(DecisionRole::User);
        mine.record.title = Some("Analyst".into());
        let mut other = entry(11, 1, 5, (1, 0));
        other.record.role = Some(DecisionRole::Champion);
        other.record.primary_account = true;
        other.record.primary_contact = true;
        let fates = combine(vec![mine, other], Merged::Contacts);
        let [one] = staying(&fates)[..] else {
            unreachable!("one is left")
        };
        assert_eq!(one.id, Id::new(Uuid::from_u128(11)), "the main one stays");
        assert_eq!(one.role, Some(DecisionRole::Champion));
        assert_eq!(one.title.as_deref(), Some("Analyst"));
        assert_eq!((one.started_on, one.ended_on), (day(1), None));
        assert!(one.primary_account && one.primary_contact);
        assert_eq!(fates[0].1, Fate::Joins(one.id));
    }

    #[test]
    fn past_periods_stay_and_do_not_overlap_4_10() {
        let fates = combine(
            vec![
                entry(10, 0, 5, (1, 4)),
                entry(11, 1, 5, (3, 6)),
                entry(12, 1, 5, (8, 9)),
                entry(13, 0, 5, (12, 0)),
            ],
            Merged::Contacts,
        );
        let periods: Vec<_> = staying(&fates)
            .iter()
            .map(|one| (one.started_on, one.ended_on))
            .collect();
        assert_eq!(
            periods,
            [(day(1), day(6)), (day(8), day(9)), (day(12), None)]
        );
    }

    #[test]
    fn the_survivor_s_main_account_stays_main() {
        let mut mine = entry(10, 0, 5, (1, 0));
        let mut other = entry(11, 1, 6, (9, 0));
        mine.record.primary_account = true;
        other.record.primary_account = true;
        let fates = combine(vec![mine, other], Merged::Contacts);
        let main: Vec<_> = staying(&fates)
            .iter()
            .map(|one| one.primary_account)
            .collect();
        assert_eq!(main, [true, false]);
    }

    #[test]
    fn an_account_has_at_most_one_main_contact() {
        let mut mine = entry(10, 0, 5, (1, 0));
        let mut other = entry(11, 1, 5, (1, 0));
        other.record.contact_id = Id::new(Uuid::from_u128(2));
        mine.record.primary_contact = true;
        other.record.primary_contact = true;
        let fates = combine(vec![other, mine], Merged::Accounts);
        let main: Vec<_> = staying(&fates)
            .iter()
            .map(|one| one.primary_contact)
            .collect();
        assert_eq!(main, [true, false]);
    }

    fn periods() -> impl Strategy<Value = Vec<Entry<Association>>> {
        let one = (0_usize..3, 5_u128..8, 0_u32..20, 0_u32..8, any::<bool>());
        proptest::collection::vec(one, 0..12).prop_map(|all| {
            let made = all.into_iter().enumerate();
            let made = made.map(|(at, (rank, account, from, length, main))| {
                let until = if length == 0 { 0 } else { from + length };
                let mut entry = entry(at as u128 + 10, rank, account, (from, until));
                entry.record.primary_account = main;
                entry
            });
            made.collect()
        })
    }

    proptest! {
        #[test]
        fn no_period_is_lost_or_overlaps_and_one_is_main(entries in periods()) {
            let ids: BTreeSet<_> = entries.iter().map(|entry| entry.record.id).collect();
            let fates = combine(entries, Merged::Contacts);
            prop_assert_eq!(fates.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>(), ids);
            let staying = staying(&fates);
            for (at, one) in staying.iter().enumerate() {
                for other in &staying[at + 1..] {
                    let pair = one.account_id == other.account_id;
                    prop_assert!(!pair || !one.overlaps(other));
                }
            }
            let live: Vec<_> = staying.iter().filter(|one| one.is_live()).collect();
            let main = live.iter().filter(|one| one.primary_account).count();
            prop_assert_eq!(main, usize::from(!live.is_empty()));
            for (_, fate) in &fates {
                if let Fate::Joins(into) = fate {
                    prop_assert!(staying.iter().any(|one| one.id == *into));
                }
            }
        }

        #[test]
        fn the_order_of_entries_does_not_matter(
            entries in periods(),
            seed in any::<prop::sample::Index>(),
        ) {
            let mut turned = entries.clone();
            if !turned.is_empty() {
                let by = seed.index(turned.len());
                turned.rotate_left(by);
                turned.reverse();
            }
            prop_assert_eq!(combine(entries, Merged::Contacts), combine(turned, Merged::Contacts));
        }
    }
}
