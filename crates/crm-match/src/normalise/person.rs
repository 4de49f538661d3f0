//! Names of persons.

use super::{Normalised, roots};
use crate::attribute::Slot;
use crate::text;

/// A person's name on its way into a profile.
#[derive(Debug, Default)]
pub(super) struct Name {
    given: Vec<String>,
    middle: Vec<String>,
    family: Vec<String>,
    generation: Option<&'static str>,
}

impl Name {
    pub(super) fn given(&mut self, value: &str) {
        if self.family.is_empty() && value.contains(',') && !self.is_known() {
            return self.whole(value);
        }
        let words = self.telling(value);
        self.given.extend(words);
    }

    pub(super) fn middle(&mut self, value: &str) {
        let words = self.telling(value);
        self.middle.extend(words);
    }

    pub(super) fn family(&mut self, value: &str) {
        if let Some((family, given)) = value.split_once(',')
            && self.given.is_empty()
            && generation(&text::words(given)).is_none()
        {
            self.family = self.telling(family);
            self.given = self.telling(given);
            return;
        }
        let words = self.telling(value);
        self.family.extend(words);
    }

    pub(super) fn generation(&mut self, value: &str) {
        self.generation = self.generation.or(generation(&text::words(value)));
    }

    /// `Ada Lovelace` or `Lovelace, Ada`.
    pub(super) fn whole(&mut self, value: &str) {
        if let Some((family, given)) = value.split_once(',')
            && generation(&text::words(given)).is_none()
        {
            self.family = self.telling(family);
            self.given = self.telling(given);
        } else {
            self.given = self.telling(value);
            self.family.clear();
        }
    }

    fn is_known(&self) -> bool {
        !self.given.is_empty() || !self.family.is_empty()
    }

    /// The words of a name without remarks, courtesy titles and degrees; a generation is kept apart.
    fn telling(&mut self, value: &str) -> Vec<String> {
        let bare = value
            .split('(')
            .next()
            .filter(|bare| !bare.trim().is_empty());
        let bare = bare.or_else(|| value.rsplit(')').next()).unwrap_or(value);
        let key = text::words(bare);
        let mut words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        while words.len() > 1 && words.first().is_some_and(|word| is_title(word)) {
            words.remove(0);
        }
        while words.len() > 1 {
            let last = words.last().copied().unwrap_or_default();
            if let Some(found) = generation(last) {
                self.generation = self.generation.or(Some(found));
            } else if !is_degree(last) {
                break;
            }
            words.pop();
        }
        words.into_iter().map(str::to_owned).collect()
    }

    /// Puts whole names that were written into one part where they belong, and everything into the
    /// profile.
    pub(super) fn settle(mut self, values: &mut Normalised) {
        if self.given.is_empty() && self.family.len() > 1 && !is_particle(&self.family) {
            self.given.push(self.family.remove(0));
        } else if self.family.is_empty() && self.given.len() > 1 {
            let particles = self
                .given
                .iter()
                .skip(1)
                .position(|word| PARTICLES.contains(&word.as_str()));
            let from = particles.map_or(self.given.len() - 1, |at| {
                (at + 1).min(self.given.len() - 1)
            });
            self.family = self.given.split_off(from);
        }
        if self.family.len() > 1
            && self
                .family
                .last()
                .is_some_and(|word| word.chars().count() == 1)
        {
            self.middle.extend(self.family.pop());
        }
        // The initials behind a given name are middle names.
        while self.given.len() > 1
            && self
                .given
                .last()
                .is_some_and(|word| word.chars().count() == 1)
        {
            self.middle.extend(self.given.pop());
        }
        let given = self.given.join(" ");
        let family: String = self.family.join(" ");
        if let Some(first) = self.given.first() {
            values.push(Slot::ROOTS, roots(first));
            if !family.is_empty() {
                values.push(Slot::FULL_NAME, format!("{first} {family}"));
            }
        }
        values.push(Slot::GIVEN, given);
        values.push(Slot::FAMILY, family);
        if let Some(middle) = self.middle.first() {
            values.push(Slot::MIDDLE, middle.as_str());
        }
        if let Some(generation) = self.generation {
            values.push(Slot::GENERATION, generation);
        }
    }
}

/// Words before a family name that belong to it.
pub(crate) const PARTICLES: [&str; 24] = [
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "mac", "ten", "ter", "van", "von", "vom", "zu", "zur",
];

fn is_particle(words: &[String]) -> bool {
    words
        .first()
        .is_some_and(|word| PARTICLES.contains(&word.as_str()))
}

/// The one spelling of what follows a name within a family.
fn generation(word: &str) -> Option<&'static str> {
    Some(match word {
        "jr" | "jnr" | "junior" => "jr",
        "sr" | "snr" | "senior" => "sr",
        "ii" | "2nd" => "ii",
        "iii" | "3rd" => "iii",
        "iv" | "4th" => "iv",
        _ => return None,
    })
}

fn is_title(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "mx"
            | "dr"
            | "prof"
            | "professor"
            | "rev"
            | "hon"
            | "sir"
            | "dame"
            | "capt"
            | "col"
            | "sgt"
            | "lt"
            | "maj"
            | "herr"
            | "frau"
            | "mme"
            | "mlle"
            | "monsieur"
            | "madame"
            | "sra"
            | "srta"
            | "sig"
            | "dott"
            | "ing"
            | "dipl"
            | "mag"
            | "dhr"
            | "mevr"
            | "pan"
            | "pani"
            | "mgr"
    )
}

fn is_degree(word: &str) -> bool {
    matches!(
        word,
        "phd"
            | "mba"
            | "md"
            | "esq"
            | "cpa"
            | "dds"
            | "jd"
            | "msc"
            | "bsc"
            | "pe"
            | "rn"
            | "mph"
            | "llm"
            | "cfa"
            | "obe"
            | "deceased"
    )
}
