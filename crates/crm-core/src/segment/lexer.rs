//! Text into words, values and signs, each with its place.

use super::ast::{Place, limits};
use super::problem::{Refusal, RuleProblem};

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name: ASCII letters, digits and `_`, not beginning with a digit.
    Word(String),
    /// Text in quotes, or a bare day such as `2026-03-01`.
    Text(String),
    /// Digits with an optional sign and fraction.
    Number(String),
    /// One of `( ) , . = != < <= > >= ~ !~`.
    Sign(&'static str),
    End,
}

/// Signs, longer ones before those they begin with; `==` and `<>` are other spellings.
const SIGNS: &[(&str, &str)] = &[
    ("==", "="),
    ("!=", "!="),
    ("<>", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("!~", "!~"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    (".", "."),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("~", "~"),
];

/// The pieces of a rule, the last of them the end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Refusal> {
    if text.len() > limits::BYTES {
        return Err(Refusal::limit("dsl_bytes", limits::BYTES));
    }
    let mut scanner = Scanner {
        rest: text,
        line: 1,
        column: 1,
    };
    let mut tokens = Vec::new();
    loop {
        let token = scanner.next()?;
        let last = token.kind == Kind::End;
        tokens.push(token);
        if last {
            return Ok(tokens);
        }
    }
}

struct Scanner<'t> {
    rest: &'t str,
    line: u32,
    column: u32,
}

impl<'t> Scanner<'t> {
    fn next(&mut self) -> Result<Token, Refusal> {
        self.take_while(char::is_whitespace);
        let place = Place::Text {
            line: self.line,
            column: self.column,
        };
        let kind = match self.rest.chars().next() {
            None => Kind::End,
            Some(quote @ ('"' | '\'')) => Kind::Text(self.quoted(quote, &place)?),
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                let word = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
                Kind::Word(word.to_owned())
            }
            Some(c) if c.is_ascii_digit() || c == '-' => self.number(&place)?,
            Some(_) => {
                let sign = SIGNS.iter().find(|(sign, _)| self.rest.starts_with(sign));
                // Nothing else: letters of other scripts and invisible marks could make one name
                // look like another.
                let (spelling, sign) = sign.ok_or_else(|| {
                    let message = "this character cannot stand here; put text in quotes";
                    RuleProblem::new(&place, message)
                })?;
                self.take(spelling.len());
                Kind::Sign(sign)
            }
        };
        Ok(Token { kind, place })
    }

    /// Text in quotes. A quote inside is doubled; nothing else is special, a backslash neither.
    fn quoted(&mut self, quote: char, place: &Place) -> Result<String, Refusal> {
        self.take(1);
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|c| c != quote));
            if self.rest.is_empty() {
                return Err(RuleProblem::new(place, "this quote is never closed").into());
            }
            self.take(1);
            if !self.rest.starts_with(quote) {
                break;
            }
            text.push(quote);
            self.take(1);
        }
        if text.chars().any(crate::value::text::is_forbidden_control) {
            let message = "this text has a control character, which no record has";
            return Err(RuleProblem::new(place, message).into());
        }
        Ok(text)
    }

    fn number(&mut self, place: &Place) -> Result<Kind, Refusal> {
        if let Some(day) = self.rest.get(..10).filter(|text| is_day(text)) {
            self.take(10);
            return Ok(Kind::Text(day.to_owned()));
        }
        let start = self.rest;
        if start.starts_with('-') {
            self.take(1);
        }
        if self.take_while(|c| c.is_ascii_digit()).is_empty() {
            let message = "a number was expected after the minus sign";
            return Err(RuleProblem::new(place, message).into());
        }
        let fraction = self.rest.strip_prefix('.');
        if fraction.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            self.take(1);
            self.take_while(|c| c.is_ascii_digit());
        }
        let length = start.len().saturating_sub(self.rest.len());
        Ok(Kind::Number(
            start.get(..length).unwrap_or_default().to_owned(),
        ))
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// Moves on by so many bytes, which end between two characters.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        for c in taken.chars() {
            if c == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        taken
    }
}

/// Whether a text looks like `2026-03-01`.
fn is_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}
