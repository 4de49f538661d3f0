//! Saving, reading, changing and archiving segments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::compile::{compile, entity};
use super::problem::RuleWarning;
use super::record::{Segment, SegmentDraft, SegmentId, SegmentKind, SegmentPatch};
use crate::access::{Access, Answer, Permission};
use crate::error::{Error, ErrorCode, Result};
use crate::field::{Patch, Record, RecordKind, Value, place};
use crate::operation::{Context, Mode, Operation, Route, lifecycle, live};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Select, Target};

lifecycle!(@archive Segment, "segments", "/segments", SegmentManage => ArchiveSegment);
lifecycle!(@restore Segment, "segments", "/segments", SegmentManage => RestoreSegment);

/// Saves a rule as a segment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateSegment {
    /// What it is called; unique among segments of the same kind of record.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The kind of record it selects; contacts if absent.
    #[serde(default)]
    pub record_kind: RecordKind,
    /// How its members are found: by the rule, if one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SegmentKind>,
    /// The rule, as text or, if it begins with a curly bracket, in its JSON form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A segment as it was saved, and what its author may not expect of its rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SavedSegment {
    /// The segment.
    pub segment: Segment,
    /// What the rule does that its author may not expect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RuleWarning>,
}

impl Answer for SavedSegment {
    fn project(&mut self, access: &Access) {
        self.segment.project(access);
        if self.segment.rule.is_none() {
            self.warnings.clear();
        }
    }
}

impl Operation for CreateSegment {
    const NAME: &'static str = "segments.create";
    const PERMISSION: Permission = Permission::SegmentManage;
    const ROUTE: Route = Route::post("/segments");
    const MODE: Mode = Mode::Write;
    type Output = SavedSegment;

    fn execute(self, cx: &mut Context<'_>) -> Result<SavedSegment> {
        let default = match &self.rule {
            Some(_) => SegmentKind::Dynamic,
            None => SegmentKind::Static,
        };
        let kind = self.kind.unwrap_or(default);
        if kind != SegmentKind::Dynamic {
            let reason = "only dynamic segments, which have a rule, are offered yet";
            return Err(Error::new(ErrorCode::Unsupported, reason).at("kind"));
        }
        entity(self.record_kind)?;
        let draft = SegmentDraft {
            record_kind: self.record_kind,
            kind,
            name: self.name,
            description: self.description,
            rule: self.rule,
            ..SegmentDraft::default()
        };
        cx.require_write::<Segment>(&draft)?;
        let mut segment = Segment::from_draft(draft);
        let warnings = settle_rule(cx, &mut segment)?;
        let segment = cx.insert(segment)?;
        Ok(SavedSegment { segment, warnings })
    }
}

/// Changes a segment. A changed rule has a new version; membership follows at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateSegment {
    /// Which segment.
    pub id: SegmentId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// The change.
    #[serde(flatten)]
    pub patch: SegmentPatch,
}

impl Operation for UpdateSegment {
    const NAME: &'static str = "segments.update";
    const PERMISSION: Permission = Permission::SegmentManage;
    const ROUTE: Route = Route::patch("/segments/{id}");
    const MODE: Mode = Mode::Write;
    type Output = SavedSegment;

    fn execute(self, cx: &mut Context<'_>) -> Result<SavedSegment> {
        let before: Segment = cx.load(self.id)?;
        cx.expect(&before, self.expected_version)?;
        Context::require_live(&before)?;
        cx.require_write::<Segment>(&self.patch)?;
        let ruled = matches!(self.patch.rule, Patch::Set(_));
        let mut after = before.clone();
        after.apply(self.patch)?;
        let warnings = if ruled {
            settle_rule(cx, &mut after)?
        } else {
            Vec::new()
        };
        let segment = cx.save(&before, after)?;
        Ok(SavedSegment { segment, warnings })
    }
}

/// Puts the rule into its canonical spelling, notes the fields it speaks of, and counts its
/// version on if it now says something else.
fn settle_rule(cx: &mut Context<'_>, segment: &mut Segment) -> Result<Vec<RuleWarning>> {
    let Some(source) = segment.rule.take() else {
        return Err(Error::invalid("rule", "a dynamic segment needs a rule"));
    };
    let checked = compile(cx, segment.record_kind, &source, "rule")?;
    let text = checked.text();
    let former = match segment.version {
        0 => None,
        _ => cx.peek::<Segment>(segment.id)?,
    };
    if former.is_none_or(|former| former.rule.as_ref() != Some(&text)) {
        segment.rule_version = segment.rule_version.saturating_add(1);
    }
    segment.rule = Some(text);
    segment.rule_fields = checked.uses;
    Ok(checked.warnings)
}

/// Reads a segment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetSegment {
    /// Which segment.
    pub id: SegmentId,
}

impl Operation for GetSegment {
    const NAME: &'static str = "segments.get";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::get("/segments/{id}");
    const MODE: Mode = Mode::Read;
    type Output = Segment;

    fn execute(self, cx: &mut Context<'_>) -> Result<Segment> {
        cx.load(self.id)
    }
}

/// Lists segments, a page at a time.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListSegments {
    /// Only those of this kind of record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_kind: Option<RecordKind>,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListSegments {
    const NAME: &'static str = "segments.list";
    const PERMISSION: Permission = Permission::SegmentView;
    const ROUTE: Route = Route::get("/segments");
    const MODE: Mode = Mode::Read;
    type Output = Page<Segment>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Segment>> {
        let filters = self.record_kind.map(|kind| {
            let field = Target::Field(place!(Segment, "record_kind"));
            Filter::equals(field, Value::Text(kind.name().to_owned()))
        });
        page::list(cx, &self.page, filters.into_iter().collect())
    }
}

/// The live segments whose rule speaks of a field, named as `contact.custom.tier`.
pub(crate) fn naming(cx: &mut Context<'_>, field: &str) -> Result<Vec<SegmentId>> {
    let fields = Target::Items(place!(Segment, "rule_fields"));
    let names = Filter::equals(fields, Value::Text(field.to_owned()));
    let select = Select::all(Segment::DECL).filter(live()).filter(names);
    let segments: Vec<Segment> = cx.peek_all(select)?;
    Ok(segments.iter().map(|segment| segment.id).collect())
}
