//! The settings of a tenant: one record, versioned and audited like any other (TEN-07).

mod calendar;
#[cfg(test)]
mod tests;

pub use calendar::WorkCalendar;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Permission;
use crate::badge::HealthRules;
use crate::contact::{Contact, LeadStatus};
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Id, Record, ScalarKind, UserId, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::query::{Filter, Target};
use crate::value::text::{fold, nfc};
use crate::value::{ClockTime, CountryCode, Currency, Date, TimeZone};

crate::choice! {
    /// What a contact needs at least (R-01, CON-65).
    pub enum ValidationProfile {
        /// One identifying value: a name part, an address, a number or an external id.
        #[default]
        Default = "default",
        /// First name, last name and e-mail address.
        Strict = "strict",
    }
}

crate::choice! {
    /// Whether two live contacts may share a primary e-mail address.
    pub enum EmailPolicy {
        /// No: the second is refused.
        #[default]
        Unique = "unique",
        /// Yes, but the answer says so.
        Warn = "warn",
        /// Yes: shared mailboxes are usual here.
        Shared = "shared",
    }
}

crate::choice! {
    /// Where a tenant keeps its leads.
    pub enum LeadMode {
        /// As records of their own, which are converted.
        #[default]
        Records = "records",
        /// As contacts, by their lifecycle stage and lead status.
        Contacts = "contacts",
    }
}

crate::choice! {
    /// What happens when work is handed to someone who does not see what it is about (semantics 4.8).
    pub enum UnseenWork {
        /// It is refused.
        #[default]
        Refuse = "refuse",
        /// The records are shared with that user, for viewing, if whoever hands it over may share them.
        Share = "share",
    }
}

crate::choice! {
    /// Reads of which fields are put on record (AUD-03).
    pub enum AuditedReads {
        /// None.
        #[default]
        Nothing = "nothing",
        /// Those of sensitive fields.
        Sensitive = "sensitive",
        /// Those of sensitive fields and of fields about a person.
        Personal = "personal",
    }
}

/// A finer status of new or qualified leads, in the tenant's words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadSubStatus {
    /// The status it belongs to: new or qualified.
    pub status: LeadStatus,
    /// What it is called.
    pub name: String,
}

impl Element for LeadSubStatus {
    const LIST: FieldKind = FieldKind::Document;
}

crate::record! {
    /// The settings of a tenant.
    pub struct Settings: Settings, draft SettingsDraft, patch SettingsPatch;
    fixed {}
    entered {
        /// The zone in which days begin and end.
        time_zone: Option<TimeZone> = label("Time zone");
        /// The currency of amounts that name none; US dollars if unset.
        currency: Option<Currency> = label("Currency");
        /// The country whose dialling and address habits are assumed.
        country: Option<CountryCode> = label("Country");
        /// What a contact needs at least.
        validation_profile: ValidationProfile = label("Validation profile");
        /// Whether two live contacts may share a primary e-mail address.
        email_policy: EmailPolicy = label("E-mail policy");
        /// Lifecycle stages in order, lower-case; the six standard ones if empty.
        lifecycle_stages: Vec<String> = label("Lifecycle stages");
        /// Numbers of employees at which medium, large and enterprise begin; 50, 250 and 1000 if
        /// empty.
        size_thresholds: Vec<u32> = label("Company size thresholds");
        /// Tag namespaces of which a record has at most one tag, such as `tier`.
        exclusive_tag_namespaces: Vec<String> = label("Exclusive tag namespaces");
        /// Channels of communications beside the standard ones, lower-case.
        communication_channels: Vec<String> = label("Communication channels");
        /// The words that say what came of a task, in order. If empty they are: done, reached,
        /// `no_answer`, `left_message`, sent, held, `no_show`, rescheduled, agreed, declined, `not_needed`.
        task_outcomes: Vec<String> = label("Task outcomes");
        /// Kinds of happening that may be put on timelines beside the standard ones, lower-case.
        activity_types: Vec<String> = label("Activity types");
        /// The weekdays on which people work, 1 for Monday to 7 for Sunday; Monday to Friday if
        /// empty.
        working_days: Vec<u32> = label("Working days");
        /// When work begins; 09:00 if unset.
        working_from: Option<ClockTime> = label("Work begins");
        /// When work ends; 17:00 if unset.
        working_until: Option<ClockTime> = label("Work ends");
        /// Days on which nobody works.
        holidays: Vec<Date> = label("Holidays");
        /// How often a reminder may be snoozed; any number of times if unset.
        snooze_limit: Option<u32> = label("Snooze limit");
        /// For how many days at most after it was due a reminder may be snoozed; any if unset.
        snooze_days: Option<u32> = label("Snooze horizon, days");
        /// After how many days a reminder that nobody answers expires; never if unset.
        reminder_expiry_days: Option<u32> = label("Reminder expiry, days");
        /// Who is told when owner and backup owner are both absent.
        escalation_user_id: Option<UserId> = label("Escalation");
        /// The largest file in bytes; 26214400 (25 MiB) if unset.
        file_size_limit: Option<i64> = label("File size limit");
        /// The media types that files may have, such as `application/pdf` or `image/*`; any if empty.
        file_types: Vec<String> = label("File types");
        /// How many rows a user may import within 24 hours; any number if unset.
        import_rows_per_day: Option<u32> = label("Imported rows a day");
        /// How many steps of bulk changes, and of undoing them or imports, a user may take in an hour of
        /// the clock; any number if unset.
        bulk_calls_per_hour: Option<u32> = label("Bulk steps an hour");
        /// How many in such an hour and the twenty-three before it; any number if unset.
        bulk_calls_per_day: Option<u32> = label("Bulk steps a day");
        /// How many rows a user may export in an hour of the clock; any number if unset.
        export_rows_per_hour: Option<u32> = label("Exported rows an hour");
        /// How many in such an hour and the twenty-three before it; any number if unset.
        export_rows_per_day: Option<u32> = label("Exported rows a day");
        /// How deals are numbered, such as `D-{number:5}`: the number fills at least so many digits.
        deal_number_format: Option<String> = label("Deal number format");
        /// Where leads are kept: as records of their own, or as contacts.
        lead_mode: LeadMode = label("Leads");
        /// The finer statuses of new and of qualified leads.
        lead_sub_statuses: Vec<LeadSubStatus> = label("Lead sub-statuses");
        /// The score from which a lead is warm; 50 if unset.
        lead_warm_from: Option<u32> = label("Leads warm from");
        /// The score from which a lead is hot; 80 if unset.
        lead_hot_from: Option<u32> = label("Leads hot from");
        /// Fewer days than this after the last contact, a record is recently engaged; 7 if unset.
        engaged_days: Option<u32> = label("Recently engaged, days");
        /// Fewer days than this after anything happened, a record is active; 30 if unset.
        active_days: Option<u32> = label("Active, days");
        /// So many days after the last contact a record is at risk; 90 if unset.
        at_risk_days: Option<u32> = label("At risk, days");
        /// Whether a deal may be won without an account.
        win_without_account: bool = label("Win without account");
        /// Whether a deal may have several champions and several decision makers.
        relaxed_buying_groups: bool = label("Relaxed buying groups");
        /// Reads of which fields are put on record: who read which fields of which records, and when.
        audited_reads: AuditedReads = label("Recorded reads");
        /// What happens when work is handed to someone who does not see what it is about.
        unseen_work: UnseenWork = label("Work about unseen records");
    }
    derived {}
}

/// The standard lifecycle stages, in order.
pub const LIFECYCLE: &[&str] = &[
    "lead",
    "mql",
    "sql",
    "opportunity",
    "customer",
    "evangelist",
];

impl Element for u32 {
    const LIST: FieldKind = FieldKind::List(ScalarKind::Integer);
}

impl Settings {
    /// The tenant's currency.
    pub fn currency(&self) -> Currency {
        self.currency.unwrap_or(Currency::USD)
    }

    /// The region that telephone numbers without a country code are read in.
    pub fn region(&self) -> Option<&'static str> {
        self.country.map(CountryCode::code)
    }

    /// The lifecycle stages in order.
    pub fn lifecycle(&self) -> Vec<&str> {
        if self.lifecycle_stages.is_empty() {
            LIFECYCLE.to_vec()
        } else {
            self.lifecycle_stages.iter().map(String::as_str).collect()
        }
    }

    /// Numbers of employees at which medium, large and enterprise begin.
    pub fn size_thresholds(&self) -> [u32; 3] {
        match self.size_thresholds.as_slice() {
            [medium, large, enterprise] => [*medium, *large, *enterprise],
            _ => [50, 250, 1_000],
        }
    }
}

impl Stored for Settings {
    const VIEW: Permission = Permission::SettingsView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        let thresholds = &self.size_thresholds;
        let rising = thresholds
            .windows(2)
            .all(|pair| pair.is_sorted() && pair.first() != pair.last());
        if !thresholds.is_empty() && (thresholds.len() != 3 || !rising) {
            return Err(Error::invalid(
                "size_thresholds",
                "three rising numbers are needed",
            ));
        }
        let mut known: Vec<String> = Vec::new();
        for (at, stage) in self.lifecycle_stages.iter_mut().enumerate() {
            *stage = nfc(stage.trim()).to_lowercase();
            let refuse = |reason| Err(Error::invalid(format!("lifecycle_stages[{at}]"), reason));
            if stage.is_empty() || stage.chars().count() > 64 {
                return refuse("a stage has 1 to 64 characters");
            }
            if known.contains(&fold(stage)) {
                return refuse("this stage is there twice");
            }
            known.push(fold(stage));
        }
        for namespace in &mut self.exclusive_tag_namespaces {
            *namespace = fold(&nfc(namespace.trim()));
        }
        settle_words("communication_channels", &mut self.communication_channels)?;
        settle_words("activity_types", &mut self.activity_types)?;
        settle_outcomes(&mut self.task_outcomes)?;
        if self.file_size_limit.is_some_and(|limit| limit < 1) {
            return Err(Error::invalid(
                "file_size_limit",
                "a limit is at least one byte",
            ));
        }
        for media_type in &mut self.file_types {
            *media_type = media_type.trim().to_ascii_lowercase();
        }
        if let Some(format) = &self.deal_number_format {
            crate::deal::check_number_format(format)
                .map_err(|reason| Error::invalid("deal_number_format", reason))?;
        }
        if !HealthRules::of(self).is_sound() {
            let reason =
                "days are at least one, and nobody is recently engaged and at risk at once";
            return Err(Error::invalid("at_risk_days", reason));
        }
        self.settle_leads()?;
        self.settle_work()?;
        Ok(())
    }
}

impl Settings {
    fn settle_leads(&mut self) -> Result<()> {
        let (warm, hot) = (
            self.lead_warm_from.unwrap_or(50),
            self.lead_hot_from.unwrap_or(80),
        );
        if hot > 100 || warm > hot {
            let reason = "leads are warm below where they are hot, and scores end at 100";
            return Err(Error::invalid("lead_hot_from", reason));
        }
        let mut known: Vec<(LeadStatus, String)> = Vec::new();
        for (at, sub) in self.lead_sub_statuses.iter_mut().enumerate() {
            let refuse = |part: &str, reason| {
                Err(Error::invalid(
                    format!("lead_sub_statuses[{at}].{part}"),
                    reason,
                ))
            };
            sub.name = nfc(sub.name.trim());
            if sub.name.is_empty() || sub.name.chars().count() > 64 {
                return refuse("name", "a sub-status has 1 to 64 characters");
            }
            if !matches!(sub.status, LeadStatus::New | LeadStatus::Qualified) {
                return refuse("status", "only new and qualified leads have sub-statuses");
            }
            let key = (sub.status, fold(&sub.name));
            if known.contains(&key) {
                return refuse("name", "this sub-status is there twice");
            }
            known.push(key);
        }
        Ok(())
    }

    fn settle_work(&mut self) -> Result<()> {
        self.working_days.sort_unstable();
        self.working_days.dedup();
        if self.working_days.iter().any(|day| !(1..=7).contains(day)) {
            return Err(Error::invalid("working_days", "a weekday is from 1 to 7"));
        }
        self.holidays.sort_unstable();
        self.holidays.dedup();
        let from = self.working_from.unwrap_or(WORK_BEGINS);
        let until = self.working_until.unwrap_or(WORK_ENDS);
        if from >= until {
            return Err(Error::invalid("working_until", "work ends after it begins"));
        }
        Ok(())
    }
}

/// When work begins if the tenant does not say.
pub(crate) const WORK_BEGINS: ClockTime = ClockTime::at(9, 0);
/// When work ends if the tenant does not say.
pub(crate) const WORK_ENDS: ClockTime = ClockTime::at(17, 0);

/// Puts a tenant's own words of a vocabulary into the form in which they are compared.
fn settle_words(field: &str, words: &mut Vec<String>) -> Result<()> {
    for (at, word) in words.iter_mut().enumerate() {
        *word = fold(&nfc(word.trim()));
        if word.is_empty() || word.chars().count() > 64 {
            let reason = "a word has 1 to 64 characters";
            return Err(Error::invalid(format!("{field}[{at}]"), reason));
        }
    }
    words.sort();
    words.dedup();
    Ok(())
}

/// Puts the words for outcomes into their form; their order is the tenant's.
fn settle_outcomes(words: &mut [String]) -> Result<()> {
    let mut known: Vec<String> = Vec::with_capacity(words.len());
    for (at, word) in words.iter_mut().enumerate() {
        *word = nfc(word.trim());
        let refuse = |reason| Err(Error::invalid(format!("task_outcomes[{at}]"), reason));
        if word.is_empty() || word.chars().count() > 64 || word.contains(char::is_control) {
            return refuse("a word has 1 to 64 characters");
        }
        if known.contains(&fold(word)) {
            return refuse("this word is there twice");
        }
        known.push(fold(word));
    }
    Ok(())
}

/// Reads the tenant's settings; a tenant that set none has the defaults.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetSettings {}

impl Operation for GetSettings {
    const NAME: &'static str = "settings.get";
    const PERMISSION: Permission = Permission::SettingsView;
    const ROUTE: Route = Route::get("/settings");
    const MODE: Mode = Mode::Read;
    type Output = Settings;

    fn execute(self, cx: &mut Context<'_>) -> Result<Settings> {
        Ok(cx.settings()?.as_ref().clone())
    }
}

/// Changes the tenant's settings.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateSettings {
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: SettingsPatch,
}

impl Operation for UpdateSettings {
    const NAME: &'static str = "settings.update";
    const PERMISSION: Permission = Permission::SettingsManage;
    const ROUTE: Route = Route::patch("/settings");
    const MODE: Mode = Mode::Write;
    type Output = Settings;

    fn execute(self, cx: &mut Context<'_>) -> Result<Settings> {
        let before = cx.settings()?.as_ref().clone();
        cx.expect(&before, self.expected_version)?;
        cx.require_write::<Settings>(&self.patch)?;
        let mut after = before.clone();
        after.apply(self.patch)?;
        let after = if before.version == 0 {
            // The one settings record has the nil id, so that it is found without a search.
            cx.insert_at(Id::new(Uuid::nil()), after)?
        } else {
            cx.save(&before, after)?
        };
        require_unused_stages(cx, &before, &after)?;
        Ok(after)
    }
}

/// Refuses to drop a lifecycle stage that contacts are in: they could not be saved again.
fn require_unused_stages(cx: &mut Context<'_>, before: &Settings, after: &Settings) -> Result<()> {
    let kept = after.lifecycle();
    for stage in before.lifecycle() {
        if kept.iter().any(|other| fold(other) == fold(stage)) {
            continue;
        }
        let in_stage = Filter::equals(
            Target::Field(place!(Contact, "lifecycle_stage")),
            Value::Text(fold(stage)),
        );
        let contacts = cx.store().count(Contact::DECL, &in_stage)?;
        if contacts > 0 {
            return Err(Error::conflict(
                "contacts are in a stage that would be gone; move them first",
            )
            .at("lifecycle_stages")
            .with("stage", stage)
            .with("contacts", contacts));
        }
    }
    Ok(())
}
