//! The words that stand around and inside names: titles, suffixes, particles, telling surnames.
//!
//! Lists are short on purpose. A word is in them only if taking it for what it says is right far
//! more often than not; words that are names as well count only with their dot.

use crate::value::text;

/// The text as an owned part of a name; nothing if it is empty.
pub(super) fn opt(part: &str) -> Option<String> {
    let part = part.trim();
    (!part.is_empty()).then(|| part.to_owned())
}

/// A word as it is looked up: folded, without dots.
pub(super) fn key(word: &str) -> String {
    text::fold(word)
        .replace('.', "")
        .trim_matches(',')
        .to_owned()
}

/// Whether the word is in the list, whose words are separated by single blanks.
pub(super) fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split(' ').any(|listed| listed == word)
}

/// What a title says about the one word that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Title {
    /// A family name, as after Mr.
    BeforeFamily,
    /// A given name, as after Sir.
    BeforeGiven,
}

/// Whether `word`, with `following` more words after it, is a title.
pub(super) fn title(word: &str, following: usize) -> Option<Title> {
    const FAMILY: &str = "\
         mr mrs ms miss mx dr prof professor rev hon capt lt sgt amb radm herr frau hr univ-prof \
         dr-ing dipl-ing dipl-kfm dipl-inf dipl-psych mme mlle mm monsieur madame mademoiselle sra \
         srta dra señor señora sig sigra signa signor signora dott dottssa avv profssa engª profª \
         dhr mevr mw drs pan pani paní mgr mudr judr rndr phdr inż fru г-н г-жа др проф doç السيد \
         السيدة الشيخ מר גב׳ ד״ר";
    /// Names, initials or suffixes as well: titles only with a dot.
    const DOTTED: &str = "\
         fr sr col gen maj adm mag maga ra stb wp me pr d ing lic arq arch rag geom cav on eng ir \
         bc doc sn av op er adv kum m د أ م";
    const GIVEN: &str = "\
         sir dame lord lady doña dª sri shri smt pandit bay bayan encik puan cik dato' dato’ datuk \
         bapak ibu bpk คุณ นาย นาง";
    let key = key(word);
    let key = key.as_str();
    if listed(FAMILY, key) {
        return Some(Title::BeforeFamily);
    }
    if listed(GIVEN, key) {
        return Some(Title::BeforeGiven);
    }
    let is_initial = key.chars().count() == 1 && key != "m";
    (word.ends_with('.') && listed(DOTTED, key) && !(is_initial && following < 2))
        .then_some(Title::BeforeFamily)
}

/// Whether the word goes on with an academic title, as `med.` after `Dr.`
pub(super) fn continues_title(word: &str) -> bool {
    const WORDS: &str = "\
         agr dent ev h hc habil hab iur jur math med mont mult nat oec paed phil pol publ rer sc \
         soc techn theol troph vet c";
    let is_small = !word.chars().any(char::is_uppercase);
    is_small && listed(WORDS, &key(word))
}

/// Titles of nobility between given name and particle: `Jürgen Freiherr von Müller`.
pub(super) fn is_nobility(word: &str) -> bool {
    const WORDS: &str = "\
         freiherr freifrau freiin graf gräfin baron baronin baroness ritter edler fürst prinz";
    listed(WORDS, &key(word))
}

/// Whether the word tells two namesakes of one family apart, such as `Jr.`
pub(super) fn is_generation(word: &str) -> bool {
    const WORDS: &str = "jr sr jnr snr junior ii iii iv fils père filho júnior neto sobrinho";
    let key = key(word);
    listed(WORDS, &key) || matches!(key.as_str(), "jun" | "sen" if word.ends_with('.'))
}

/// Whether the word is an academic or professional credential, such as `PhD`.
pub(super) fn is_credential(word: &str) -> bool {
    const WORDS: &str = "\
         phd dphil dds dvm esq mba emba msc bsc llm llb meng beng cpa cfa cfp pmp obe mbe cbe frs \
         fca acca acma cissp shrm-cp phr sphr mdb mdl osb edd psyd pharmd mph mfa mbbs frcp frcs \
         cisa cism csm chrp rn-bc";
    /// Two letters are an initial pair or a short name unless written as capitals.
    const SHORT: &str = "MD JD MA BA PE RN QC KC SJ MP DO";
    let bare: String = word.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    listed(WORDS, &key(word)) || listed(SHORT, &bare)
}

/// Turkish forms of address after the given name.
pub(super) fn is_address_after(word: &str) -> bool {
    matches!(key(word).as_str(), "bey" | "hanım")
}

/// Whether the word is a particle of family names, however it is written.
pub(super) fn is_particle(word: &str) -> bool {
    const WORDS: &str = "\
         von vom zu zum zur van vanden vander den der het ten ter te 't ’t de del della delle dello \
         degli dei di da dal das do dos du des la las los al el bin binti bint ibn bte a/l a/p af \
         av dit ferch";
    const ARABIC: &str = "بن بنت ابن آل بو";
    let key = key(word);
    listed(WORDS, &key) || listed(ARABIC, &key)
}

/// Particles that are also given names or surnames, so they count only in small letters.
pub(super) fn is_small_particle(word: &str) -> bool {
    const WORDS: &str = "ben bat le på ap st und";
    !word.chars().any(char::is_uppercase) && listed(WORDS, &key(word))
}

/// The words for "and" between two surnames of one person: Ortega y Gasset, Costa e Silva.
pub(super) fn is_surname_conjunction(word: &str) -> bool {
    matches!(word, "y" | "e" | "i")
}

/// The words for "and" between two people.
pub(super) fn is_couple_conjunction(word: &str) -> bool {
    // In capitals only where no name is written so.
    matches!(
        word,
        "&" | "+" | "and" | "und" | "et" | "en" | "och" | "og" | "ja" | "AND" | "UND"
    )
}

/// A word for a whole family, which makes a household of the name beside it.
pub(super) fn is_family_word(word: &str) -> bool {
    const WORDS: &str = "\
         family familie fam famille familia família famiglia familjen rodzina household";
    listed(WORDS, &key(word))
}

/// A word at the end of a name that makes it a department's or a role's, not a person's.
pub(super) fn is_organisation_word(word: &str) -> bool {
    const WORDS: &str = "\
         support team desk helpdesk service services office department dept newsletter noreply \
         no-reply notification notifications billing accounting reception customer customers \
         marketing hr info admin administrator kundenservice kundendienst vertrieb buchhaltung \
         empfang zentrale sekretariat accueil équipe atendimento ventas soporte ufficio segreteria \
         gmbh ltd llc inc corp corporation plc sarl";
    listed(WORDS, &key(word))
}

/// The family name from its first capital on, so that `van Beethoven` begins with B.
pub(super) fn without_particles(family: &str) -> &str {
    family
        .char_indices()
        .find(|(at, c)| {
            c.is_uppercase()
                && (*at == 0
                    || family
                        .get(..*at)
                        .is_some_and(|s| s.ends_with([' ', '-', '\'', '’'])))
        })
        .and_then(|(at, _)| family.get(at..))
        .unwrap_or(family)
}
