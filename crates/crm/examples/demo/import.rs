//! Reading what other programs wrote.

use std::ops::ControlFlow;
use std::path::Path;

use crm::Session;
use crm::contact::DuplicatePolicy;
use crm::field::Patch;
use crm::import::{Import, ImportOptions};
use crm::settings::{EmailPolicy, SettingsPatch, UpdateSettings};

use crate::Outcome;
use crate::terminal::{heading, passing, require};

/// Exports of the programs that people move their contacts with.
const SAMPLES: &[&str] = &[
    "google-contacts-csv/google_new_2024.csv",
    "google-contacts-csv/google_old_utf16le_bom.csv",
    "outlook-csv/outlook_classic_en_cp1252.csv",
    "outlook-csv/outlook_classic_de_cp1252_semicolon.csv",
    "linkedin/Connections.csv",
    "hubspot/companies.csv",
    "hubspot/contacts_all_columns.csv",
    "salesforce/Contact_data_export.csv",
    "pipedrive/people.csv",
    "vcard21/John_Doe_MS_OUTLOOK.vcf",
    "vcard30/John_Doe_EVOLUTION.vcf",
    "vcard30/John_Doe_GMAIL.vcf",
    "vcard30/John_Doe_IPHONE.vcf",
    "vcard40/rfc6350-example.vcf",
];

/// What the imports brought.
#[derive(Default)]
pub(crate) struct Imported {
    pub(crate) files: usize,
    pub(crate) rows: u64,
    pub(crate) created: u64,
    pub(crate) refused: u64,
}

/// Imports every sample, each row as it is, so that the stages after this have something to find.
pub(crate) fn run(session: &Session) -> Outcome<Imported> {
    heading("Import the exports of other programs");
    println!(
        "  {:<51} {:<21} {:<13} {:>4} {:>8}",
        "file", "recognised as", "encoding", "rows", "contacts"
    );
    // Whoever brings several address books along has one person under one address more than once.
    session.settings().update(UpdateSettings {
        patch: SettingsPatch {
            email_policy: Patch::Set(EmailPolicy::Shared),
            ..SettingsPatch::default()
        },
        ..UpdateSettings::default()
    })?;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crm-formats/tests/samples");
    let mut imported = Imported::default();
    for sample in SAMPLES {
        let done = import(session, &samples.join(sample), sample)?;
        let counts = done.counts.unwrap_or_default();
        imported.files += 1;
        imported.rows += u64::from(done.total_rows);
        imported.refused += u64::from(counts.failed);
    }
    // Companies come from files of their own and with people; the walk counts people.
    imported.created = crate::count(session)?;
    require(imported.created > 0, "something was imported")?;
    Ok(imported)
}

/// Imports one file and says what became of its rows.
fn import(session: &Session, path: &Path, name: &str) -> Outcome<Import> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let before = crate::count(session)?;
    let options = ImportOptions {
        on_duplicate: DuplicatePolicy::CreateAnyway,
        link_accounts: true,
        ..ImportOptions::default()
    };
    let done = session.import(bytes, Some(name), options, |import| {
        passing(&format!(
            "  {name:<51} {} of {} rows",
            import.processed_rows, import.total_rows
        ));
        ControlFlow::Continue(())
    })?;
    let inspection = done.inspection.clone().unwrap_or_default();
    println!(
        "  {name:<51} {:<21} {:<13} {:>4} {:>8}",
        inspection.exporter.unwrap_or(inspection.format),
        inspection.encoding,
        done.total_rows,
        crate::count(session)? - before,
    );
    Ok(done)
}
