//! From a lead to a deal: convert, take it back, move over the board, remind, and look back.

use crm::Session;
use crm::contact::Contact;
use crm::deal::{Deal, MoveStage, ReadBoard};
use crm::error::RecordRef;
use crm::field::RecordKind;
use crm::lead::{
    ConversionRequest, Convert, Converted, CreateLead, LeadDraft, PlanConversion, Unconvert,
};
use crm::point::EmailPoint;
use crm::task::{CreateTask, NewReminder, TaskDraft, Tick};
use crm::timeline::{RecordTimeline, TimelineQuery};
use crm::value::{Currency, Money};

use crate::Outcome;
use crate::terminal::{heading, require, wire};

/// Sells something; answers how many contacts came of leads.
pub(crate) fn run(session: &Session) -> Outcome<u64> {
    heading("Convert leads");
    let (contact, deal) = convert(session)?;
    unconvert(session)?;
    heading("Move a deal over the board");
    move_on(session, &deal)?;
    heading("Remind of a task, and look back");
    remind(session, &contact)?;
    look_back(session, &contact)?;
    Ok(1)
}

/// A lead becomes an account, a contact and a deal.
fn convert(session: &Session) -> Outcome<(Contact, Deal)> {
    let converted = lead(
        session,
        "Mary Somerville",
        "mary@orrery.example",
        "Orrery Works",
    )?;
    let account = converted.account.ok_or("a lead leads to an account")?;
    let contact = converted.contact.ok_or("a lead leads to a contact")?;
    let deal = converted.deal.ok_or("a lead leads to a deal")?;
    println!(
        "  {} → {}, {}, {} ({})",
        wire(&converted.lead.display_name),
        account.name,
        crate::name(&contact),
        deal.number,
        deal.stage
    );
    Ok((contact, deal))
}

/// A lead that was converted too early becomes a lead again.
fn unconvert(session: &Session) -> Outcome<()> {
    let early = lead(
        session,
        "Charles Early",
        "charles@early.example",
        "Early Ltd",
    )?;
    let id = early.lead.id;
    let undone = session.leads().unconvert(Unconvert {
        id,
        ..Unconvert::default()
    })?;
    require(
        undone.kept.is_empty() && undone.lead.converted_at.is_none(),
        "what nobody touched since is undone as a whole",
    )?;
    println!(
        "  {} was too early: {} records archived, {} again",
        wire(&undone.lead.display_name),
        undone.archived.len(),
        wire(&undone.lead.status)
    );
    Ok(())
}

/// Creates a lead and converts it, as planned.
fn lead(session: &Session, name: &str, email: &str, company: &str) -> Outcome<Converted> {
    let created = session.leads().create(CreateLead {
        full_name: Some(name.into()),
        lead: LeadDraft {
            emails: vec![EmailPoint::new(email)],
            company_text: Some(company.into()),
            budget: Some(Money::new("12000".parse()?, Currency::EUR)),
            ..LeadDraft::default()
        },
        ..CreateLead::default()
    })?;
    let request = ConversionRequest {
        id: created.lead.id,
        ..ConversionRequest::default()
    };
    let plan = session.leads().plan_conversion(PlanConversion {
        request: request.clone(),
    })?;
    Ok(session.leads().convert(Convert {
        request,
        versions: plan.versions,
        digest: Some(plan.digest),
    })?)
}

/// The deal goes on, and with it what the board is worth.
fn move_on(session: &Session, deal: &Deal) -> Outcome<()> {
    board(session)?;
    let moved = session.deals().move_stage(MoveStage {
        id: deal.id,
        stage: "proposal".into(),
        ..MoveStage::default()
    })?;
    println!("  {} moved on to {} %", moved.number, moved.probability);
    board(session)
}

/// The columns that have deals, and what the open ones are worth.
fn board(session: &Session) -> Outcome<()> {
    let board = session.deals().board(ReadBoard::default())?;
    require(board.open.count == 1, "one deal is open")?;
    for column in board
        .columns
        .iter()
        .filter(|column| !column.cards.is_empty())
    {
        println!(
            "  {:<16} {:>2}  {:>14}  weighted {}",
            column.stage.label,
            column.totals.count,
            sum(&column.totals.total),
            sum(&column.totals.weighted)
        );
    }
    Ok(())
}

fn sum(amounts: &[Money]) -> String {
    let amounts: Vec<String> = amounts.iter().map(ToString::to_string).collect();
    amounts.join(" + ")
}

/// A task whose time has come is handed to the host, who tells its user.
fn remind(session: &Session, contact: &Contact) -> Outcome<()> {
    session.tasks().create(CreateTask {
        task: TaskDraft {
            subject: "Call about the offer".into(),
            due_on: Some("2026-01-02".parse()?),
            due_time: Some("09:00".parse()?),
            ..TaskDraft::default()
        },
        links: vec![about(contact)],
        reminders: vec![NewReminder {
            text: Some("Call Mary".into()),
            before_minutes: Some(30),
            ..NewReminder::default()
        }],
        ..CreateTask::default()
    })?;
    let told = session.tasks().tick(Tick::default())?.due;
    let again = session.tasks().tick(Tick::default())?.due;
    require(
        told.len() == 1 && again.is_empty(),
        "a reminder is handed out once",
    )?;
    for due in &told {
        println!("  Reminder: {}", wire(&due.reminder.text));
    }
    Ok(())
}

/// The first page of the contact's timeline.
fn look_back(session: &Session, contact: &Contact) -> Outcome<()> {
    let page = session.timeline().for_record(RecordTimeline {
        record_kind: RecordKind::Contact,
        id: contact.id.uuid(),
        query: TimelineQuery {
            limit: Some(5),
            ..TimelineQuery::default()
        },
    })?;
    require(
        !page.items.is_empty(),
        "something happened with the contact",
    )?;
    println!("\n  {}, newest first", crate::name(contact));
    for item in &page.items {
        println!("    {}", wire(&item.kind).replace('_', " "));
    }
    Ok(())
}

fn about(contact: &Contact) -> RecordRef {
    RecordRef {
        kind: RecordKind::Contact,
        id: contact.id.uuid(),
    }
}
