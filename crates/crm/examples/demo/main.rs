//! A walk through the engine on real exports: import, find duplicates, merge, select, search, guard, sell, audit.
//!
//! `cargo xtask demo [FILE]` runs it and leaves the CRM in FILE. Without a name it takes `crm-demo.db`, or the
//! next free number after it: a walk never touches a file that is there already. Every stage checks what it
//! shows, so a walk that succeeds has shown the truth.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // a walk that says nothing would be no walk

mod access;
mod audit;
mod duplicates;
mod import;
mod merge;
mod opening;
mod sales;
mod search;
mod segment;
mod terminal;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crm::contact::{Contact, ListContacts};
use crm::{Actor, Engine, PageRequest, Session};
use terminal::heading;

/// What a stage answers; an error ends the walk.
type Outcome<T> = Result<T, Box<dyn Error>>;

/// The tenant and the user of the walk.
const TENANT: &str = "018f4e1c-0000-7000-8000-000000000001";
const USER: &str = "018f4e1c-0000-7000-8000-000000000002";

fn main() -> ExitCode {
    match file().and_then(|file| walk(&file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe walk ended here: {error}");
            ExitCode::FAILURE
        }
    }
}

fn walk(file: &Path) -> Outcome<()> {
    let engine = crm::open(file)?;
    let session = session(&engine, "admin")?;

    let imported = import::run(&session)?;
    address_book(&session)?;
    let pairs = duplicates::run(&session)?;
    let merged = merge::run(&session, &pairs)?;
    let members = segment::run(&session)?;
    let hits = search::run(&session)?;
    access::run(&engine, &session)?;
    let sold = sales::run(&session)?;
    let entries = audit::run(&session)?;

    heading("In all");
    let live = count(&session)?;
    terminal::require(
        imported.created + sold == live + merged.gone,
        "every contact that came is there or was merged",
    )?;
    println!(
        "  {:>4} files read, {} rows in them",
        imported.files, imported.rows
    );
    println!(
        "  {:>4} contacts imported, {} rows refused",
        imported.created, imported.refused
    );
    println!("  {:>4} pairs that look alike", pairs.len());
    println!(
        "  {:>4} contacts merged away, in {} merges",
        merged.gone, merged.merges
    );
    println!("  {sold:>4} contact came of a lead");
    println!("  {live:>4} contacts now");
    println!("  {members:>4} members of the segment");
    println!("  {hits:>4} search hits");
    println!("  {entries:>4} audit entries, every one in place");

    drop((session, engine)); // the last handle folds the log into the file
    opening::show(file)
}

/// The file to make: the one that was named, or the first free name.
fn file() -> Outcome<PathBuf> {
    if let Some(named) = std::env::args_os().nth(1) {
        let named = PathBuf::from(named);
        if named.exists() {
            let shown = named.display();
            return Err(format!("{shown} is there already; name another file or remove it").into());
        }
        return Ok(named);
    }
    let first = PathBuf::from("crm-demo.db");
    if !first.exists() {
        return Ok(first);
    }
    let next = (2..10_000_u32)
        .map(|number| PathBuf::from(format!("crm-demo-{number}.db")))
        .find(|file| !file.exists())
        .ok_or("every name is taken")?;
    let shown = next.display();
    println!(
        "crm-demo.db is there from an earlier walk and stays as it is; this one makes {shown}."
    );
    Ok(next)
}

/// A session of the walk's user in this role.
fn session(engine: &Engine, role: &str) -> Outcome<Session> {
    Ok(engine.session(actor(role)?)?)
}

fn actor(role: &str) -> Outcome<Actor> {
    Ok(Actor {
        tenant: TENANT.parse()?,
        user: USER.parse()?,
        roles: vec![role.to_owned()],
        teams: Vec::new(),
    })
}

fn address_book(session: &Session) -> Outcome<()> {
    heading("The address book, by name");
    let page = session.contacts().list(ListContacts {
        page: PageRequest {
            sort: Some("sort_name".into()),
            limit: Some(8),
            count: true,
            ..PageRequest::default()
        },
        ..ListContacts::default()
    })?;
    for contact in &page.items {
        println!(
            "  {:<30} {:<30} {}",
            name(contact),
            contact.primary_email.as_deref().unwrap_or("–"),
            contact.company_text.as_deref().unwrap_or("–"),
        );
    }
    println!("  … {} contacts in all", page.total.unwrap_or_default());
    Ok(())
}

fn count(session: &Session) -> Outcome<u64> {
    let page = session.contacts().list(ListContacts {
        page: PageRequest {
            limit: Some(1),
            count: true,
            ..PageRequest::default()
        },
        ..ListContacts::default()
    })?;
    Ok(page.total.unwrap_or_default())
}

fn name(contact: &Contact) -> &str {
    contact.display_name.as_deref().unwrap_or("(no name)")
}
