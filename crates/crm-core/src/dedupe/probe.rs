//! Matches of something that is not saved yet (DED-02).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::candidates::{Matched, Terms, matches};
use super::find::{Limits, Matches};
use crate::access::Permission;
use crate::account::{Account, AccountDraft};
use crate::contact::{Contact, ContactDraft};
use crate::error::{Error, Result};
use crate::field::Record;
use crate::operation::{Context, Mode, Operation, Route};
use crate::point::Point;
use crate::settings::Settings;

/// Looks for records that resemble a draft, while it is being entered: what is missing or not
/// yet valid is passed over. Either a contact or an account is given.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ProbeDuplicates {
    /// The contact, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactDraft>,
    /// The account, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountDraft>,
    /// Which matches are answered.
    #[serde(flatten)]
    pub limits: Limits,
}

impl Operation for ProbeDuplicates {
    const NAME: &'static str = "duplicates.probe";
    const PERMISSION: Permission = Permission::ContactView;
    const ROUTE: Route = Route::post("/duplicates/probe");
    const MODE: Mode = Mode::Read;
    type Output = Matches;

    fn permission(&self) -> Permission {
        match (&self.contact, &self.account) {
            (None, Some(_)) => Permission::AccountView,
            _ => Permission::ContactView,
        }
    }

    fn execute(self, cx: &mut Context<'_>) -> Result<Matches> {
        let settings = cx.settings()?;
        match (self.contact, self.account) {
            (Some(draft), None) => {
                let mut contact = Contact::from_draft(draft);
                keep_sound(&mut contact.emails, &settings);
                keep_sound(&mut contact.phones, &settings);
                keep_sound(&mut contact.addresses, &settings);
                probe(cx, &contact, &self.limits)
            }
            (None, Some(draft)) => {
                let mut account = Account::from_draft(draft);
                keep_sound(&mut account.emails, &settings);
                keep_sound(&mut account.phones, &settings);
                keep_sound(&mut account.addresses, &settings);
                probe(cx, &account, &self.limits)
            }
            _ => Err(Error::invalid(
                "contact",
                "either a contact or an account is given",
            )),
        }
    }
}

fn probe<R: Matched>(cx: &mut Context<'_>, draft: &R, limits: &Limits) -> Result<Matches> {
    let terms = Terms::of_actor(cx, R::DECL.kind);
    limits.apply(matches(cx, draft, &terms)?)
}

/// Normalises points and leaves out those that are not finished.
fn keep_sound<P: Point>(points: &mut Vec<P>, settings: &Settings) {
    points.retain_mut(|point| point.normalise(settings).is_ok());
}
