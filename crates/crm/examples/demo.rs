//! A walk through the engine on real exports: import, find duplicates, merge, ask, search, export.
//!
//! `cargo xtask demo [FILE]` runs it and leaves the CRM in FILE (`crm-demo.db` if none is named).
#![allow(clippy::print_stdout)] // a walk that says nothing would be no walk

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crm::contact::{Contact, DuplicatePolicy, ListContacts};
use crm::import::{Import, ImportOptions};
use crm::{Actor, PageRequest, Session};

/// Exports of nine programs that people move their contacts with.
const SAMPLES: &[&str] = &[
    "google-contacts-csv/google_new_2024.csv",
    "google-contacts-csv/google_old_utf16le_bom.csv",
    "outlook-csv/outlook_classic_en_cp1252.csv",
    "outlook-csv/outlook_classic_de_cp1252_semicolon.csv",
    "linkedin/Connections.csv",
    "hubspot/contacts_all_columns.csv",
    "hubspot/companies.csv",
    "salesforce/Contact_data_export.csv",
    "pipedrive/people.csv",
    "vcard21/John_Doe_MS_OUTLOOK.vcf",
    "vcard30/John_Doe_EVOLUTION.vcf",
    "vcard40/rfc6350-example.vcf",
];

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("crm-demo.db"), PathBuf::from);
    if file.exists() {
        return Err(format!(
            "{} exists already; name another file or remove it",
            file.display()
        )
        .into());
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crm-formats/tests/samples");

    heading(&format!("Open {}", file.display()));
    let engine = crm::open(&file)?;
    let session = engine.session(Actor {
        tenant: "018f4e1c-0000-7000-8000-000000000001".parse()?,
        user: "018f4e1c-0000-7000-8000-000000000002".parse()?,
        roles: vec!["admin".to_owned()],
        teams: Vec::new(),
    })?;

    heading("Import the exports of other programs");
    for sample in SAMPLES {
        import(&session, &samples.join(sample), sample)?;
    }

    heading("The address book, by name");
    let page = session.contacts().list(ListContacts {
        page: PageRequest {
            sort: Some("sort_name".into()),
            limit: Some(12),
            count: true,
            ..PageRequest::default()
        },
        ..ListContacts::default()
    })?;
    for contact in &page.items {
        println!("  {}", line(contact));
    }
    println!("  … {} contacts in all", page.total.unwrap_or_default());
    Ok(())
}

/// Imports one file and says what became of its rows.
fn import(session: &Session, path: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let options = ImportOptions {
        on_duplicate: DuplicatePolicy::FillMissing,
        link_accounts: true,
        ..ImportOptions::default()
    };
    let done = session.import(bytes, Some(name), options, |import| {
        progress(name, import);
        ControlFlow::Continue(())
    })?;
    let inspection = done.inspection.unwrap_or_default();
    let counts = done.counts.unwrap_or_default();
    println!(
        "  {name:<52} {:<18} {:<13} {:>3} new {:>3} completed {:>3} there already {:>3} refused",
        inspection.exporter.unwrap_or(inspection.format),
        inspection.encoding,
        counts.created,
        counts.updated,
        counts.unchanged + counts.duplicates,
        counts.failed,
    );
    Ok(())
}

/// A line that is written over, for people who watch.
fn progress(name: &str, import: &Import) {
    if std::io::stdout().is_terminal() {
        print!(
            "  {name:<52} {:>7} of {:>7} rows\r",
            import.processed_rows, import.total_rows
        );
        let _ = std::io::stdout().flush();
    }
}

fn heading(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.chars().count()));
}

fn line(contact: &Contact) -> String {
    let shown = |text: &Option<String>| text.clone().unwrap_or_default();
    format!(
        "{:<28} {:<36} {:<18} {}",
        shown(&contact.display_name),
        shown(&contact.primary_email),
        shown(&contact.primary_phone),
        shown(&contact.company_text),
    )
}
