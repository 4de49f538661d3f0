//! What stays merged when others are taken out, worked out anew.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::MergedField;
use super::merged::Mergeable;
use super::plan::FieldChoice;
use super::survivor::SurvivorReason;
use super::survivorship::{Wish, Wishes};
use super::work::{Work, members, work_out};
use crate::error::Result;
use crate::operation::Context;

/// What stays as it is where what is to stay merged is worked out anew.
pub(super) struct Kept<'a> {
    /// These fields, from now on by choice.
    pub(super) fields: &'a BTreeSet<String>,
    /// These as long as it is this actor who merges.
    pub(super) barred: &'a BTreeSet<String>,
    /// Of the kept ones those that nobody chose: whoever undoes the rest may give them back.
    pub(super) carried: Vec<MergedField>,
}

/// Works out anew what stays merged when others are taken out. What the caller of the merge chose
/// still holds as far as it speaks of these records.
pub(super) fn again<R: Mergeable>(
    cx: &mut Context<'_>,
    survivor: R,
    losers: Vec<R>,
    choices: &[FieldChoice],
    kept: Kept<'_>,
) -> Result<Work<R>> {
    let Kept {
        fields: kept,
        barred,
        carried,
    } = kept;
    let members = members(&survivor, &losers);
    let mut wishes = Wishes::new();
    let mut standing = Vec::new();
    for choice in choices
        .iter()
        .filter(|choice| !kept.contains(&choice.field))
    {
        let place = |id: Uuid| members.iter().position(|member| *member == id);
        let wish = match (choice.from, choice.strategy) {
            (Some(id), _) => place(id).map(Wish::Take),
            (None, strategy) => strategy.map(Wish::Rule),
        };
        if let Some(wish) = wish {
            wishes.insert(choice.field.clone(), wish);
            standing.push(choice.clone());
        }
    }
    let chosen: BTreeSet<String> = wishes.keys().cloned().collect();
    let chosen: BTreeSet<String> = chosen.difference(barred).cloned().collect();
    for field in kept.union(barred) {
        wishes.insert(field.clone(), Wish::Take(0));
    }
    // Title and department are those of the main account, whoever has it by then.
    let of_main = |field: &str| matches!(field, "job_title" | "department");
    let returns = |field: &str| carried.iter().any(|made| made.change.field == field);
    let own = kept
        .iter()
        .filter(|field| !of_main(field) && !returns(field));
    standing.extend(own.map(|field| FieldChoice {
        field: field.clone(),
        from: Some(survivor.id().uuid()),
        strategy: None,
    }));
    let because = SurvivorReason::Chosen;
    let work = work_out(cx, survivor, losers, because, &wishes, &chosen, standing)?;
    Ok(Work { carried, ..work })
}
