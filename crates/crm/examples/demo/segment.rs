//! A rule with a name: who is in it, and why someone is not.

use crm::contact::ListContacts;
use crm::segment::{
    ClauseExplanation, ClauseKind, CountMembers, CreateSegment, ExplainMembership, ListMembers,
    Selection,
};
use crm::{PageRequest, Session};

use crate::Outcome;
use crate::terminal::{heading, require, wire};

/// Who of a company can be written to.
const RULE: &str = r#"any accounts (name is set) and email is set
  and (title ~ "manager" or title ~ "research" or phone is set) and not email ends with "@ibm.cm""#;

/// Saves the rule, lists members, explains one who is none; answers how many members there are.
pub(crate) fn run(session: &Session) -> Outcome<u64> {
    heading("Save a segment");
    let saved = session.segments().create(CreateSegment {
        name: "People of companies, by mail".into(),
        rule: Some(RULE.into()),
        ..CreateSegment::default()
    })?;
    let selection = || Selection {
        id: Some(saved.segment.id),
        ..Selection::default()
    };
    let count = session
        .segments()
        .count(CountMembers {
            selection: selection(),
        })?
        .count;
    println!("  {RULE}\n\n  {count} members, among them");
    let page = PageRequest {
        sort: Some("sort_name".into()),
        limit: Some(2),
        ..PageRequest::default()
    };
    let members = session.segments().members(ListMembers {
        selection: selection(),
        page: page.clone(),
    })?;
    require(members.contacts.len() == 2, "the segment has members")?;
    for contact in &members.contacts {
        println!("    {}", crate::name(contact));
    }

    let others = session.contacts().list(ListContacts {
        filter: Some(format!("title is set and not ({RULE})")),
        page,
        ..ListContacts::default()
    })?;
    let other = others
        .items
        .first()
        .ok_or("the samples have people outside the segment")?;
    let explained = session.segments().explain(ExplainMembership {
        selection: selection(),
        record_id: other.id.uuid(),
    })?;
    require(!explained.member, "the explanation agrees with the list")?;
    println!("\n  Why is {} no member?", crate::name(other));
    show(&explained.rule, 2);
    Ok(count)
}

/// A clause and its parts, as a tree: what holds, what does not, and the values that decided.
fn show(clause: &ClauseExplanation, depth: usize) {
    let mark = if clause.holds { '✓' } else { '✗' };
    let text = match (&clause.text, clause.kind) {
        (Some(text), _) => text.clone(),
        (None, kind) => kind.name().to_owned(),
    };
    let because = match clause.kind {
        ClauseKind::Comparison => clause.facts.first().map_or_else(
            || "nothing is set".to_owned(),
            |fact| fact.values.iter().map(wire).collect::<Vec<_>>().join(", "),
        ),
        ClauseKind::Relation => format!("{} related", clause.count.unwrap_or_default()),
        _ => String::new(),
    };
    let indent = "  ".repeat(depth);
    let width = 44_usize.saturating_sub(indent.len());
    println!(
        "{}",
        format!("{indent}{mark} {text:<width$} {because}").trim_end()
    );
    for part in &clause.parts {
        show(part, depth + 1);
    }
}
