//! Discussions of records, in threads, for the people inside only (NOT-07, NOT-08).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Mention, OnHidden, mention};
use crate::access::{Access, Answer, Colleague, Permission};
use crate::error::{Error, RecordRef, Result};
use crate::field::{Id, Record, RecordKind, UserId, Value, label, place};
use crate::operation::{Context, Environment, Mode, Operation, Route, Stored};
use crate::page::{self, Page, PageRequest};
use crate::query::{Filter, Target};
use crate::records;

crate::record! {
    /// A remark in the discussion of a record.
    pub struct Comment: Comment, draft CommentDraft, patch CommentPatch;
    fixed {
        /// The kind of record that is discussed.
        record_kind: RecordKind = label("Record kind");
        /// The record that is discussed.
        record_id: Uuid = label("Record").refers_by("record_kind").indexed();
        /// The remark that this one answers.
        parent_id: Option<CommentId> = label("Answers").indexed();
    }
    entered {
        /// The text, as Markdown; users are mentioned as `<@user id>`.
        body: String = label("Text").personal();
    }
    derived {
        /// The author.
        owner_id: Option<UserId> = label("Author");
        /// Users whom it mentions.
        user_ids: Vec<UserId> = label("Mentioned users").from(&["body"]);
    }
}

/// The id of a comment.
pub type CommentId = Id<Comment>;

/// Answers nest at most this deep.
const DEPTH: usize = 16;

impl Stored for Comment {
    const VIEW: Permission = Permission::NoteView;

    fn settle(&mut self, _: &Environment<'_>) -> Result<()> {
        if self.body.trim().is_empty() {
            return Err(Error::invalid("body", "a comment has a text"));
        }
        Ok(())
    }
}

/// A comment and whom it mentions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct NewComment {
    /// The comment.
    pub comment: Comment,
    /// The users it mentions, and whether they see the record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}

impl Answer for NewComment {
    fn project(&mut self, access: &Access) {
        self.comment.project(access);
    }
}

/// Says something about a record, or answers what somebody said.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateComment {
    /// The comment.
    #[serde(flatten)]
    pub comment: CommentDraft,
    /// What mentioned users may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
    /// What to do if a mentioned user does not see the record.
    #[serde(default)]
    pub on_hidden_mention: OnHidden,
}

impl Operation for CreateComment {
    const NAME: &'static str = "comments.create";
    const PERMISSION: Permission = Permission::NoteCreate;
    const ROUTE: Route = Route::post("/comments");
    const MODE: Mode = Mode::Write;
    type Output = NewComment;

    fn execute(self, cx: &mut Context<'_>) -> Result<NewComment> {
        cx.require_write::<Comment>(&self.comment)?;
        let mut new = Comment::from_draft(self.comment);
        let record = discussed(cx, new.record_kind, new.record_id)?;
        new.record_id = record.id;
        require_parent(cx, &new)?;
        let mentioned = mention::check(
            cx,
            &new.body,
            &[],
            &[record],
            &self.colleagues,
            self.on_hidden_mention,
        )?;
        new.owner_id = Some(cx.access().actor().user);
        new.user_ids = mentioned.told;
        Ok(NewComment {
            comment: cx.insert(new)?,
            mentions: mentioned.all,
        })
    }
}

/// Changes what a comment says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateComment {
    /// Which comment.
    pub id: CommentId,
    /// The version the change is meant for; refused with `conflict` if it has moved on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_version: Option<u64>,
    /// What mentioned users may do, as far as the caller knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colleagues: Vec<Colleague>,
    /// What to do if a mentioned user does not see the record.
    #[serde(default)]
    pub on_hidden_mention: OnHidden,
    /// The change.
    #[serde(flatten)]
    pub patch: CommentPatch,
}

impl Operation for UpdateComment {
    const NAME: &'static str = "comments.update";
    const PERMISSION: Permission = Permission::NoteUpdate;
    const ROUTE: Route = Route::patch("/comments/{id}");
    const MODE: Mode = Mode::Write;
    type Output = NewComment;

    fn execute(self, cx: &mut Context<'_>) -> Result<NewComment> {
        let before: Comment = cx.load(self.id)?;
        let record = RecordRef {
            kind: before.record_kind,
            id: before.record_id,
        };
        let comment: Comment = cx.update(self.id, self.expected_version, self.patch)?;
        let mentioned = mention::check(
            cx,
            &comment.body,
            &before.user_ids,
            &[record],
            &self.colleagues,
            self.on_hidden_mention,
        )?;
        let mut after = comment.clone();
        after.user_ids = mentioned.told;
        Ok(NewComment {
            comment: cx.save(&comment, after)?,
            mentions: mentioned.all,
        })
    }
}

/// Takes a comment back; answers to it stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveComment {
    /// Which comment.
    pub id: CommentId,
}

impl Operation for RemoveComment {
    const NAME: &'static str = "comments.remove";
    const PERMISSION: Permission = Permission::NoteDelete;
    const ROUTE: Route = Route::delete("/comments/{id}");
    const MODE: Mode = Mode::Write;
    type Output = Comment;

    fn execute(self, cx: &mut Context<'_>) -> Result<Comment> {
        cx.archive(self.id)
    }
}

/// Lists what was said about a record, a page at a time, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListComments {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Which record.
    pub record_id: Uuid,
    /// Order and place.
    #[serde(flatten)]
    pub page: PageRequest,
}

impl Operation for ListComments {
    const NAME: &'static str = "comments.list";
    const PERMISSION: Permission = Permission::NoteView;
    const ROUTE: Route = Route::get("/comments");
    const MODE: Mode = Mode::Read;
    type Output = Page<Comment>;

    fn execute(self, cx: &mut Context<'_>) -> Result<Page<Comment>> {
        let record = discussed(cx, self.record_kind, self.record_id)?;
        let of = |place, value| Filter::equals(Target::Field(place), value);
        let kind = Value::Text(record.kind.name().to_owned());
        let filters = vec![
            of(place!(Comment, "record_id"), Value::Id(record.id)),
            of(place!(Comment, "record_kind"), kind),
        ];
        page::list(cx, &self.page, filters)
    }
}

/// The record that is discussed, if the actor sees it.
fn discussed(cx: &mut Context<'_>, kind: RecordKind, id: Uuid) -> Result<RecordRef> {
    records::require_view(cx, RecordRef { kind, id }).map_err(|error| error.at("record_id"))
}

/// Refuses an answer to a remark about something else, and one that nests too deep.
fn require_parent(cx: &mut Context<'_>, new: &Comment) -> Result<()> {
    let mut above = new.parent_id;
    for _ in 0..DEPTH {
        let Some(id) = above else { return Ok(()) };
        let parent: Comment = cx
            .peek(id)?
            .filter(|parent: &Comment| parent.record_id == new.record_id)
            .ok_or_else(|| Error::invalid("parent_id", "there is no such comment here"))?;
        above = parent.parent_id;
    }
    Err(Error::limit("comment_depth", DEPTH as u64, "answers nest too deep").at("parent_id"))
}
