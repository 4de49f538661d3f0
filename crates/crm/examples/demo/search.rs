//! Finding by words, however they are written and wherever they stand.

use crm::Session;
use crm::search::{Highlight, SearchRecords};

use crate::Outcome;
use crate::terminal::{heading, require};

/// What is looked for: the last word may be the beginning of one, and accents and case do not matter.
const QUESTIONS: &[&str] = &["john do", "cafe mul", "company:contos"];

/// Asks each question; answers how many hits there were.
pub(crate) fn run(session: &Session) -> Outcome<u64> {
    heading("Search");
    let mut hits = 0;
    for question in QUESTIONS {
        let found = session.search().query(SearchRecords {
            text: (*question).into(),
            limit_per_kind: Some(2),
            ..SearchRecords::default()
        })?;
        println!("  «{question}»");
        let mut any = false;
        for group in &found.groups {
            hits += group.total;
            for hit in &group.hits {
                any = true;
                let pieces: Vec<String> = hit.highlights.iter().take(2).map(marked).collect();
                println!(
                    "    {:>3}  {:<8} {:<32} {}",
                    hit.score,
                    hit.record_kind,
                    hit.title.as_deref().unwrap_or("–"),
                    pieces.join(" · "),
                );
            }
        }
        require(any, &format!("«{question}» finds something"))?;
    }
    Ok(hits)
}

/// A piece of text with its marks in brackets. Marks count characters, not bytes.
fn marked(highlight: &Highlight) -> String {
    let mut text = format!("{}: ", highlight.field);
    for (at, character) in (0_u32..).zip(highlight.text.chars()) {
        if highlight.marks.iter().any(|mark| mark.start == at) {
            text.push('[');
        }
        text.push(if character == '\n' { ' ' } else { character });
        if highlight.marks.iter().any(|mark| mark.end == at + 1) {
            text.push(']');
        }
    }
    text
}
