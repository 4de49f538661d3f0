//! Who is in the base more than once, and why the engine thinks so.

use std::collections::BTreeMap;

use crm::contact::GetContact;
use crm::dedupe::{Band, DuplicatePair, ScanDuplicates};
use crm::{Session, contact::Contact};
use uuid::Uuid;

use crate::Outcome;
use crate::terminal::{heading, passing, require};

/// Scans the whole base in steps, and explains the best pair.
pub(crate) fn run(session: &Session) -> Outcome<Vec<DuplicatePair>> {
    heading("Find duplicates");
    let mut pairs = Vec::new();
    let (mut scanned, mut cursor) = (0_u64, None);
    loop {
        let part = session.duplicates().scan(ScanDuplicates {
            cursor,
            ..ScanDuplicates::default()
        })?;
        pairs.extend(part.pairs);
        scanned += u64::from(part.scanned);
        passing(&format!("  {scanned} contacts compared"));
        cursor = part.next;
        if cursor.is_none() {
            break;
        }
    }
    // Each step answers its best first; the whole scan is in order only now.
    pairs.sort_by_key(|pair| std::cmp::Reverse((pair.duplicate.band, pair.duplicate.score)));

    let mut bands: BTreeMap<Band, usize> = BTreeMap::new();
    for pair in &pairs {
        *bands.entry(pair.duplicate.band).or_default() += 1;
    }
    println!(
        "  {scanned} contacts compared, pairs that look alike: {}",
        pairs.len()
    );
    for (band, count) in bands.iter().rev() {
        println!("  {count:>4} {}", band.name());
    }
    let best = pairs
        .first()
        .ok_or("the samples have duplicates, and none was found")?;
    explain(session, best)?;
    Ok(pairs)
}

/// The evidence of a pair as a waterfall: the weights, in bits, and what they have come to so far.
fn explain(session: &Session, pair: &DuplicatePair) -> Outcome<()> {
    let found = &pair.duplicate;
    let [one, other] = [contact(session, pair.id)?, contact(session, found.id)?];
    println!("\n  Why are these two the same?");
    for contact in [&one, &other] {
        println!(
            "    {:<32} {:<24} {}",
            crate::name(contact),
            contact.primary_email.as_deref().unwrap_or("–"),
            contact.primary_phone.as_deref().unwrap_or("–"),
        );
    }
    println!(
        "\n    {:<12} {:<10} {:>7} {:>7}",
        "compared", "agrees", "weight", "so far"
    );
    let mut sum = 0;
    for evidence in &found.because {
        sum += evidence.weight;
        println!(
            "    {:<12} {:<10} {:>7} {:>7}  {}",
            evidence.comparison.name(),
            evidence.level.name(),
            bits(evidence.weight),
            bits(sum),
            bar(sum - evidence.weight, sum),
        );
    }
    require(
        sum == found.score,
        "the weights of a match add up to its score",
    )?;
    println!(
        "    {:<12} {:<10} {:>7} {:>7}  {}, {}.{} % by weight, decided by {}",
        "score",
        "",
        "",
        bits(found.score),
        found.band.name(),
        found.probability / 10,
        found.probability % 10,
        found.rule.name(),
    );
    Ok(())
}

pub(crate) fn contact(session: &Session, id: Uuid) -> Outcome<Contact> {
    Ok(session.contacts().get(GetContact { id: id.into() })?)
}

/// Hundredths of a bit, as bits with a sign.
fn bits(hundredths: i32) -> String {
    let sign = if hundredths < 0 { '−' } else { '+' };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// The stretch from one sum to the next, a character a bit.
fn bar(from: i32, to: i32) -> String {
    let place = |sum: i32| usize::try_from(sum.max(0) / 100).unwrap_or(0);
    let (low, high) = (place(from.min(to)), place(from.max(to)));
    let fill = if to < from { "░" } else { "█" };
    format!("{}{}", " ".repeat(low), fill.repeat((high - low).max(1)))
}
