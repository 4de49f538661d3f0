//! Whether a deal may go from one open stage to another (semantics 4.2.3).
//!
//! It may, unless the tenant says otherwise: by a list of stages that a stage leads to, by what a
//! stage asks for, or by the host's own approval.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contact::{DealContact, contacts_of};
use super::record::Deal;
use super::settle::of;
use crate::access::{Access, Actor, Veil};
use crate::association::DecisionRole;
use crate::document::{self, DocumentKind};
use crate::error::{Error, Result};
use crate::field::{FieldValue, Record};
use crate::operation::Context;
use crate::pipeline::{Stage, StageOutcome};

/// The host's say in moves between open stages, given to the engine when it is built.
pub trait MoveApproval: Send + Sync {
    /// Why the move is refused, as a word for programs; nothing if it is approved.
    fn refuse(&self, actor: &Actor, deal: &Deal, to: &Stage) -> Option<String>;
}

/// Something that a move lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unmet {
    /// What kind of thing.
    pub kind: UnmetKind,
    /// Which one: a stage, a field, a role, a kind of document, the host's word. What the actor may
    /// not read is not named.
    pub name: String,
}

crate::choice! {
    /// What a move may lack.
    pub enum UnmetKind {
        /// The stage does not lead there.
        #[default]
        Transition = "transition",
        /// A field has no value.
        Field = "field",
        /// No contact plays a part.
        Role = "role",
        /// No document of a kind is linked.
        Document = "document",
        /// The host did not approve.
        Approval = "approval",
    }
}

/// What is known of a deal that wants to move.
#[derive(Debug, Clone, Default)]
struct Facts {
    /// Those of the asked-for fields that have a value.
    fields: BTreeSet<String>,
    roles: BTreeSet<DecisionRole>,
    documents: BTreeSet<DocumentKind>,
}

/// What a move lacks.
fn unmet(from: Option<&Stage>, to: &Stage, facts: &Facts) -> Vec<Unmet> {
    let lacks = |kind, name: &str| Unmet {
        kind,
        name: name.to_owned(),
    };
    let mut unmet = Vec::new();
    let barred = from.is_some_and(|from| {
        let between_open = from.outcome == StageOutcome::Open && to.outcome == StageOutcome::Open;
        between_open && !from.leads_to.is_empty() && !from.leads_to.contains(&to.key)
    });
    if barred {
        unmet.push(lacks(UnmetKind::Transition, &to.key));
    }
    let entry = &to.entry;
    let fields = entry
        .fields
        .iter()
        .filter(|name| !facts.fields.contains(*name));
    unmet.extend(fields.map(|name| lacks(UnmetKind::Field, name)));
    let roles = entry
        .roles
        .iter()
        .filter(|role| !facts.roles.contains(*role));
    unmet.extend(roles.map(|role| lacks(UnmetKind::Role, role.name())));
    let kinds = entry.documents.iter();
    let kinds = kinds.filter(|kind| !facts.documents.contains(*kind));
    unmet.extend(kinds.map(|kind| lacks(UnmetKind::Document, kind.name())));
    unmet
}

/// What a move of a deal to a stage lacks.
pub(super) fn lacking(
    cx: &mut Context<'_>,
    deal: &Deal,
    from: Option<&Stage>,
    to: &Stage,
) -> Result<Vec<Unmet>> {
    let mut facts = Facts::default();
    for name in &to.entry.fields {
        let is_set = match name.strip_prefix("custom.") {
            Some(custom) => !deal.custom.is_unset() && deal.custom.contains_key(custom),
            None => deal.json(name).is_some(),
        };
        if is_set {
            facts.fields.insert(name.clone());
        }
    }
    if !to.entry.roles.is_empty() {
        let links = contacts_of(cx, deal.id)?;
        facts
            .roles
            .extend(links.iter().filter_map(|link| link.role));
    }
    if !to.entry.documents.is_empty() {
        let documents = document::of_deal(cx, deal.id)?;
        facts
            .documents
            .extend(documents.iter().map(|document| document.kind));
    }
    let mut lacking = unmet(from, to, &facts);
    if to.outcome == StageOutcome::Open
        && let Some(approval) = cx.approval()
        && let Some(word) = approval.refuse(cx.access().actor(), deal, to)
    {
        lacking.push(Unmet {
            kind: UnmetKind::Approval,
            name: word,
        });
    }
    Ok(lacking)
}

/// What stands for a name that its reader may not know.
const UNSEEN: &str = "something you may not see";

/// A requirement by its name, if a reader may know it. That it is unmet says of a deal that a field
/// has no value, or that nobody plays a part; stages and kinds of document are hidden from nobody.
pub(super) fn known(access: &Access, name: &str) -> String {
    let (decl, field) = if name.parse::<DecisionRole>().is_ok() {
        (DealContact::DECL, "role")
    } else if Deal::DECL.field(name).is_some() || name.starts_with("custom.") {
        (Deal::DECL, name)
    } else {
        return name.to_owned();
    };
    if Veil::over(access, decl, field).is_clear() {
        name.to_owned()
    } else {
        UNSEEN.to_owned()
    }
}

/// Refuses a move that lacks something.
pub(super) fn require(
    cx: &mut Context<'_>,
    deal: &Deal,
    from: Option<&Stage>,
    to: &Stage,
) -> Result<()> {
    let mut lacking = lacking(cx, deal, from, to)?;
    if lacking.is_empty() {
        return Ok(());
    }
    for unmet in &mut lacking {
        if unmet.kind != UnmetKind::Approval {
            unmet.name = known(cx.access(), &unmet.name);
        }
    }
    lacking.dedup();
    let unmet = serde_json::to_value(&lacking).unwrap_or_default();
    let reason = "the deal lacks what the stage asks for; see `details.unmet`";
    Err(Error::conflict(reason)
        .at("stage")
        .of(of(deal))
        .with("unmet", unmet))
}

#[cfg(test)]
mod tests {
    use super::UnmetKind::{Document, Field, Role};
    use super::*;
    use crate::pipeline::EntryRequirements;

    fn stage(key: &str, leads_to: &[&str]) -> Stage {
        Stage {
            key: key.to_owned(),
            leads_to: leads_to.iter().map(|key| (*key).to_owned()).collect(),
            ..Stage::default()
        }
    }

    #[test]
    fn moves_between_open_stages_are_free_4_2_3() {
        let found = unmet(Some(&stage("a", &[])), &stage("b", &[]), &Facts::default());
        assert_eq!(found, []);
    }

    #[test]
    fn a_transition_matrix_bars_what_it_does_not_name_4_2_3() {
        let from = stage("a", &["b"]);
        assert_eq!(unmet(Some(&from), &stage("b", &[]), &Facts::default()), []);
        let barred = unmet(Some(&from), &stage("c", &[]), &Facts::default());
        assert_eq!(
            barred.first().map(|unmet| unmet.kind),
            Some(UnmetKind::Transition)
        );
        // Closing is not a move between open stages.
        let won = Stage {
            outcome: StageOutcome::Won,
            ..stage("won", &[])
        };
        assert_eq!(unmet(Some(&from), &won, &Facts::default()), []);
    }

    #[test]
    fn a_stage_names_everything_that_is_lacking_4_2_3() {
        let to = Stage {
            entry: EntryRequirements {
                fields: vec!["amount".to_owned(), "custom.tier".to_owned()],
                roles: vec![DecisionRole::Champion],
                documents: vec![DocumentKind::Quotation],
            },
            ..stage("b", &[])
        };
        let mut facts = Facts::default();
        let kinds = |facts: &Facts| -> Vec<UnmetKind> {
            unmet(None, &to, facts)
                .iter()
                .map(|unmet| unmet.kind)
                .collect()
        };
        assert_eq!(kinds(&facts), [Field, Field, Role, Document]);
        facts.fields.extend(to.entry.fields.clone());
        facts.roles.insert(DecisionRole::Champion);
        assert_eq!(kinds(&facts), [Document]);
        facts.documents.insert(DocumentKind::Quotation);
        assert_eq!(kinds(&facts), []);
    }
}
