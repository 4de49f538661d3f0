//! What stands in a name field beside the name: quotes, brackets, pronouns, symbols, hints.

use unicode_normalization::char::is_combining_mark;

use crate::value::text;

/// The longest text that is read as a name, in characters; the rest is cut off.
const RAW_MAX: usize = 250;

/// A text with everything that is not the name taken out.
#[derive(Debug, Default)]
pub(super) struct Asides {
    pub(super) name: String,
    pub(super) nickname: Option<String>,
    pub(super) pronouns: Option<String>,
    /// What was left out, in the order it was found.
    pub(super) dropped: Vec<String>,
}

impl Asides {
    pub(super) fn remove(raw: &str) -> Self {
        let cut: String = raw.chars().take(RAW_MAX).collect();
        let plain: String = text::nfc(&cut)
            .chars()
            .filter_map(|c| match c {
                c if c.is_whitespace() || c.is_control() => Some(' '),
                // Direction marks and other invisible steering.
                '\u{ad}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}' => None,
                c => Some(c),
            })
            .collect();
        let mut asides = Self {
            name: text::collapse_spaces(&plain),
            ..Self::default()
        };
        asides.cut_addresses();
        asides.cut_tail();
        asides.cut_brackets();
        asides.cut_quotes();
        asides.cut_symbols();
        asides.cut_numbers();
        asides
    }

    fn drop(&mut self, what: &str) {
        let what = what.trim();
        if !what.is_empty() {
            self.dropped.push(what.to_owned());
        }
    }

    fn replace_name(&mut self, name: &str) {
        self.name = text::collapse_spaces(name);
    }

    /// Mail and web addresses.
    fn cut_addresses(&mut self) {
        let is_address = |word: &&str| word.len() > 1 && word.contains('@') || word.contains("://");
        self.keep_words(|word| !is_address(&word));
    }

    /// Words without any letter: numbers, stray punctuation. The signs of a couple stay.
    fn cut_numbers(&mut self) {
        self.keep_words(|word| {
            word.chars().any(char::is_alphabetic)
                || word.chars().all(|c| matches!(c, '&' | '+' | ','))
        });
    }

    fn keep_words(&mut self, keep: impl Fn(&str) -> bool) {
        let name = std::mem::take(&mut self.name);
        let (kept, left_out): (Vec<&str>, Vec<&str>) = name.split(' ').partition(|word| keep(word));
        self.name = kept.join(" ");
        self.drop(&left_out.join(" "));
    }

    /// Everything from the first sign that the name is over: `via LinkedIn`, `| Engines Ltd`.
    fn cut_tail(&mut self) {
        const SIGNS: [&str; 8] = [" via ", "|", " - ", " – ", " — ", " • ", " @ ", " // "];
        let lower = self.name.to_ascii_lowercase();
        let start = SIGNS.iter().filter_map(|sign| lower.find(sign)).min();
        if let Some(start) = start.filter(|start| *start > 0) {
            let (name, tail) = self.name.split_at(start);
            let (name, tail) = (name.to_owned(), tail.to_owned());
            self.drop(&tail);
            self.replace_name(&name);
        }
    }

    /// Brackets: pronouns, a nickname before the last name, or a remark.
    fn cut_brackets(&mut self) {
        const OPENING: [char; 4] = ['(', '[', '（', '【'];
        const CLOSING: [char; 4] = [')', ']', '）', '】'];
        while let Some(start) = self.name.find(OPENING) {
            let (before, bracket) = self.name.split_at(start);
            let end = bracket.find(CLOSING).map_or(bracket.len(), |end| {
                end + bracket
                    .get(end..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(0, char::len_utf8)
            });
            let (bracket, after) = bracket.split_at(end);
            let inside = bracket
                .trim_matches([OPENING, CLOSING].as_flattened())
                .trim();
            let between = before.chars().any(char::is_alphabetic)
                && after.chars().next().is_some_and(|c| c == ' ')
                && after.chars().any(char::is_alphabetic)
                && !before.contains(',');
            let name = format!("{before} {after}");
            let (inside, bracket) = (inside.to_owned(), bracket.to_owned());
            if self.pronouns.is_none() && is_pronouns(&inside) {
                self.pronouns = Some(inside);
            } else if between && self.nickname.is_none() && !inside.is_empty() {
                self.nickname = Some(inside);
            } else {
                self.drop(&bracket);
            }
            self.replace_name(&name);
        }
        // A closing bracket alone is only noise.
        let name = self.name.replace(CLOSING, " ");
        self.replace_name(&name);
    }

    /// Quotes around everything fall away; quotes around a word after the first hold a nickname.
    fn cut_quotes(&mut self) {
        const PAIRS: [(char, char); 9] = [
            ('"', '"'),
            ('“', '”'),
            ('„', '“'),
            ('„', '”'),
            ('«', '»'),
            ('‘', '’'),
            ('\'', '\''),
            ('「', '」'),
            ('”', '”'),
        ];
        for (open, close) in PAIRS {
            if let Some(inside) = self
                .name
                .strip_prefix(open)
                .and_then(|rest| rest.strip_suffix(close))
                && !inside.contains(open)
            {
                let inside = inside.to_owned();
                self.replace_name(&inside);
            }
        }
        for (open, close) in PAIRS {
            if let Some((before, nickname, after)) = quoted(&self.name, open, close) {
                let name = format!("{before} {after}");
                let nickname = nickname.trim().to_owned();
                match self.nickname {
                    Some(_) => self.drop(&nickname),
                    None => self.nickname = Some(nickname),
                }
                self.replace_name(&name);
            }
        }
        let name = self.name.replace(['"', '“', '”', '„', '«', '»'], " ");
        self.replace_name(&name);
    }

    /// Emoji and other signs that no name is written with.
    fn cut_symbols(&mut self) {
        let mut kept = String::with_capacity(self.name.len());
        let mut signs = String::new();
        let mut after_letter = false;
        for c in self.name.chars() {
            let joins = is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}');
            let keeps = c.is_alphanumeric()
                || (joins && after_letter && !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{20e3}'))
                || matches!(
                    c,
                    ' ' | '.'
                        | ','
                        | '，'
                        | '،'
                        | '\''
                        | '’'
                        | '‘'
                        | 'ʼ'
                        | '`'
                        | '´'
                        | '-'
                        | '‐'
                        | '‑'
                        | '–'
                        | '·'
                        | '・'
                        | '&'
                        | '+'
                        | '/'
                        | '״'
                        | '׳'
                        | 'ª'
                        | 'º'
                );
            after_letter = keeps && (c.is_alphanumeric() || joins);
            if keeps {
                kept.push(c);
            } else {
                kept.push(' ');
                signs.push(c);
            }
        }
        self.drop(&signs);
        self.replace_name(&kept);
    }
}

/// The text cut at a quoted part that starts after a blank and ends before one or at the end.
fn quoted(name: &str, open: char, close: char) -> Option<(&str, &str, &str)> {
    let (before, rest) = name.split_once(open)?;
    let (inside, after) = rest.split_once(close)?;
    let is_word = before.ends_with(' ')
        && !inside.trim().is_empty()
        && (after.is_empty() || after.starts_with([' ', ',']));
    is_word.then_some((before, inside, after))
}

/// `they/them`, `she / her`: words of the known set and slashes only.
fn is_pronouns(inside: &str) -> bool {
    const WORDS: [&str; 26] = [
        "any", "dey", "ella", "elle", "elles", "er", "es", "he", "her", "hers", "hij", "him",
        "his", "hun", "ihm", "ihr", "il", "iel", "sie", "she", "their", "them", "they", "xier",
        "ze", "zij",
    ];
    let lower = inside.to_lowercase();
    let mut words = lower
        .split(['/', ' ', ','])
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some()
        && (lower.contains('/') || matches!(lower.trim(), "he him" | "she her" | "they them"))
        && words.all(|word| WORDS.contains(&word))
}
