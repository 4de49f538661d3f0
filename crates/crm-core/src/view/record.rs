//! The view record.

use crate::access::{Access, Permission, Scope};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, UserId, label};
use crate::operation::{Context, Environment, Stored};
use crate::team::TeamId;
use crate::value::text::{LONG_MAX, SHORT_MAX, check_text, clean_line};

crate::record! {
    /// A saved view of records of one kind.
    pub struct View: View, draft ViewDraft, patch ViewPatch;
    fixed {
        /// The kind of record it shows.
        record_kind: RecordKind = label("Record kind").indexed();
    }
    entered {
        /// What it is called.
        name: String = label("Name").indexed();
        /// What it is for.
        description: Option<String> = label("Description");
        /// Who may open it.
        visibility: ViewVisibility = label("Visibility");
        /// The team that may open it, if it is for a team.
        team_id: Option<TeamId> = label("Team");
        /// In which shape it is shown first.
        shape: ViewShape = label("Shape");
        /// The fields it shows, in order, custom ones as `custom.<name>`; all if there are none.
        columns: Vec<String> = label("Columns").speaks();
        /// The indexed field it is sorted by; a leading `-` sorts downwards.
        sort: Option<String> = label("Order").speaks();
        /// The rule that selects its records, in canonical text; all if there is none. Absent if it
        /// speaks of a field that the reader may not read.
        filter: Option<String> = label("Filter").speaks();
        /// The field whose values are the lanes of the board.
        group_by: Option<String> = label("Lanes by").speaks();
    }
    derived {
        /// Who saved it.
        owner_id: Option<UserId> = label("Owner").indexed();
        /// The fields that filter, order and lanes use, such as `contact.job_title`: who may not
        /// read them may not open it.
        filter_fields: Vec<String> = label("Fields of the filter").speaks().from(&["filter"]);
        /// Every field that it names.
        fields: Vec<String> = label("Fields").speaks().from(&["filter"]);
    }
}

/// The id of a view.
pub type ViewId = Id<View>;

crate::choice! {
    /// Who may open a view (VIE-03).
    pub enum ViewVisibility {
        /// Who saved it.
        #[default]
        Private = "private",
        /// The members of its team.
        Team = "team",
        /// Everyone of the tenant.
        All = "all",
    }
}

crate::choice! {
    /// A shape of a view (VIE-04).
    pub enum ViewShape {
        /// Rows and columns.
        #[default]
        Table = "table",
        /// A card for each record.
        Card = "card",
        /// Lanes by a field.
        Board = "board",
        /// A tree of who reports to whom.
        OrgChart = "org_chart",
    }
}

impl Stored for View {
    const VIEW: Permission = Permission::ViewUse;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        self.name = clean_line(Some(std::mem::take(&mut self.name)), SHORT_MAX)
            .map_err(|invalid| Error::invalid("name", invalid.reason))?
            .ok_or_else(|| Error::invalid("name", "a view needs a name"))?;
        if let Some(description) = &self.description {
            check_text(description, LONG_MAX)
                .map_err(|invalid| Error::invalid("description", invalid.reason))?;
        }
        match (self.visibility, self.team_id) {
            (ViewVisibility::Team, None) => Err(Error::invalid("team_id", "a team is needed")),
            (ViewVisibility::Team, Some(_)) => Ok(()),
            // A team on a view that is not for it would open it to the team all the same.
            _ => {
                self.team_id = None;
                Ok(())
            }
        }?;
        if self.shape == ViewShape::Board && self.group_by.is_none() {
            return Err(Error::invalid("group_by", "a board needs lanes"));
        }
        Ok(())
    }
}

impl View {
    /// The view, if the actor may open it.
    pub(super) fn open(cx: &mut Context<'_>, id: ViewId) -> Result<Self> {
        let found: Option<Self> = cx.peek(id)?;
        let found = found.filter(|view| {
            let shared = view.visibility == ViewVisibility::All && view.archived_at.is_none();
            shared || cx.access().owns(Self::VIEW, Self::DECL, &view.to_row())
        });
        found.ok_or_else(|| Error::not_found(RecordKind::View, id.uuid()))
    }

    /// The view, if it is the actor's, or the actor looks after everyone's.
    pub(super) fn own(cx: &mut Context<'_>, id: ViewId) -> Result<Self> {
        let view = Self::open(cx, id)?;
        let access = cx.access();
        let own = view.owner_id == Some(access.actor().user);
        if own || access.scope(Self::VIEW) == Some(Scope::All) {
            return Ok(view);
        }
        Err(Error::forbidden("this view is someone else's").of(view.reference()))
    }

    pub(super) fn reference(&self) -> RecordRef {
        RecordRef {
            kind: RecordKind::View,
            id: self.id.uuid(),
        }
    }

    /// Refuses a reader who may not read what decides which records it shows.
    pub(super) fn require_open(&self, access: &Access) -> Result<()> {
        if crate::segment::is_open(self.filter.as_deref(), &self.filter_fields, access) {
            return Ok(());
        }
        let reason = "this view uses fields that your roles do not let you read";
        Err(Error::forbidden(reason).of(self.reference()))
    }

    /// Takes out what the actor may not know.
    pub(super) fn withhold(&mut self, access: &Access) {
        if !crate::segment::is_open(self.filter.as_deref(), &self.filter_fields, access) {
            self.filter = None;
            self.sort = None;
            self.group_by = None;
            self.filter_fields = Vec::new();
        }
        let decl = crate::records::declaration(self.record_kind);
        let shown = |name: &str| crate::access::Veil::over(access, decl, name).shows();
        self.columns.retain(|column| shown(column));
        let kind = self.record_kind.name();
        self.fields.retain(|field| {
            let own = field
                .strip_prefix(kind)
                .and_then(|rest| rest.strip_prefix('.'));
            own.is_some_and(shown)
        });
    }
}
