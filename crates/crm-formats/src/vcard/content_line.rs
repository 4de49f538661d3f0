//! One property: group, name, parameters, and its value still as bytes.
//!
//! Parameters keep their order. A parameter without a name, as version 2.1 writes them, is an
//! encoding where it is the word for one, else a type.

use super::lines::Line;

/// One parameter with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Param {
    /// Name in capitals.
    pub(super) name: String,
    /// Values without quotes.
    pub(super) values: Vec<String>,
    /// It was written without a name.
    pub(super) is_bare: bool,
}

/// One property as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentLine {
    /// Line of the file.
    pub(super) line: u64,
    /// The group in lower case: `item1` of `item1.EMAIL`.
    pub(super) group: Option<String>,
    /// Name in capitals.
    pub(super) name: String,
    pub(super) params: Vec<Param>,
    /// The value, still encoded.
    pub(super) value: Vec<u8>,
    /// Everything before the value, without the colon.
    pub(super) head: Vec<u8>,
}

/// Why a line is no property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineFault {
    /// It has no name, or no colon after it.
    NoProperty,
    /// It has more parameters than allowed.
    TooManyParams,
}

impl ContentLine {
    pub(super) fn parse(line: &Line, most_params: usize) -> Result<Self, LineFault> {
        let bytes = &line.bytes;
        let colon = colon_outside_quotes(bytes)
            .or_else(|| bytes.iter().position(|byte| *byte == b':'))
            .ok_or(LineFault::NoProperty)?;
        let (head, value) = bytes.split_at(colon);
        let text = String::from_utf8_lossy(head);
        let mut pieces = split_outside_quotes(&text, ';');
        let name = pieces.next().unwrap_or_default().trim();
        let (group, name) = match name.rsplit_once('.') {
            Some((group, name)) => (Some(group.to_lowercase()), name),
            None => (None, name),
        };
        if name.is_empty() {
            return Err(LineFault::NoProperty);
        }
        let mut params = Vec::new();
        for piece in pieces {
            if params.len() >= most_params {
                return Err(LineFault::TooManyParams);
            }
            if !piece.trim().is_empty() {
                params.push(Param::parse(piece.trim()));
            }
        }
        Ok(Self {
            line: line.number,
            group,
            name: name.to_uppercase(),
            params,
            value: value.get(1..).unwrap_or_default().to_vec(),
            head: head.to_vec(),
        })
    }

    /// All values of a parameter.
    pub(super) fn param_values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.params.iter().filter(move |param| param.name == name);
        named.flat_map(|param| param.values.iter().map(String::as_str))
    }

    /// The first value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|p| p.name == name)?
            .values
            .first()
            .map(String::as_str)
    }

    /// Whether a parameter has that value, in any case.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.param_values(name)
            .any(|known| known.eq_ignore_ascii_case(value))
    }

    /// The types, in lower case. `TYPE=HOME,TYPE=VOICE` and `TYPE="home,voice"` are lists too.
    pub(super) fn types(&self) -> Vec<String> {
        self.param_values("TYPE")
            .flat_map(|value| value.split(','))
            .map(|value| {
                let value = value.trim();
                let has_name = value
                    .get(..5)
                    .is_some_and(|v| v.eq_ignore_ascii_case("type="));
                value
                    .get(if has_name { 5 } else { 0 }..)
                    .unwrap_or_default()
                    .to_lowercase()
            })
            .filter(|value| !value.is_empty())
            .collect()
    }
}

impl Param {
    fn parse(piece: &str) -> Self {
        // `X-CUSTOM(CHARSET=UTF-8,ENCODING=…,label)` is one bare word with an equals sign inside.
        let is_call = piece
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("X-CUSTOM("));
        if let Some((name, values)) = piece.split_once('=').filter(|_| !is_call) {
            return Self {
                name: name.trim().to_uppercase(),
                values: split_outside_quotes(values, ',').map(unquoted).collect(),
                is_bare: false,
            };
        }
        let upper = piece.to_uppercase();
        let is_encoding = matches!(
            upper.as_str(),
            "QUOTED-PRINTABLE" | "BASE64" | "B" | "8BIT" | "7BIT"
        );
        let name = if is_encoding { "ENCODING" } else { "TYPE" };
        Self {
            name: name.to_owned(),
            values: vec![piece.to_owned()],
            is_bare: true,
        }
    }
}

/// A parameter value without its quotes; the caret stands for what quotes cannot hold (RFC 6868).
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let inner = value
        .strip_prefix('"')
        .and_then(|v| v.strip_suffix('"'))
        // Quotes escaped with backslashes, as some writers do.
        .or_else(|| {
            value
                .strip_prefix("\\\"")
                .and_then(|v| v.strip_suffix("\\\""))
        })
        .unwrap_or(value);
    if !inner.contains('^') {
        return inner.to_owned();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        let replaced = match (character, characters.peek()) {
            ('^', Some('n')) => Some('\n'),
            ('^', Some('^')) => Some('^'),
            ('^', Some('\'')) => Some('"'),
            _ => None,
        };
        if replaced.is_some() {
            characters.next();
        }
        text.push(replaced.unwrap_or(character));
    }
    text
}

fn colon_outside_quotes(bytes: &[u8]) -> Option<usize> {
    let mut quoted = false;
    bytes.iter().position(|byte| {
        quoted ^= *byte == b'"';
        *byte == b':' && !quoted
    })
}

fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        quoted ^= character == '"';
        character == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;

    fn parse(text: &str) -> ContentLine {
        let line = Line {
            bytes: text.as_bytes().to_vec(),
            number: 1,
            is_cut: false,
        };
        ContentLine::parse(&line, 10).unwrap()
    }

    #[test]
    fn group_name_and_parameters_are_told_apart() {
        let line = parse("item1.Email;type=INTERNET;type=pref:ada@example.com");
        assert_eq!(
            (line.group.as_deref(), line.name.as_str()),
            (Some("item1"), "EMAIL")
        );
        assert_eq!(line.types(), ["internet", "pref"]);
        assert_eq!(line.value, b"ada@example.com");
    }

    #[test]
    fn quotes_protect_separators() {
        let line = parse("TEL;TYPE=\"COMMA,SEPARATED:INSIDE.DQUOTE\",PREF:1");
        assert_eq!(line.value, b"1");
        assert_eq!(
            line.param_values("TYPE").collect::<Vec<_>>(),
            ["COMMA,SEPARATED:INSIDE.DQUOTE", "PREF"]
        );
    }

    #[test]
    fn an_unbalanced_quote_does_not_hide_the_value() {
        assert_eq!(parse("TEL;TYPE=\"work:1").value, b"1");
    }

    #[test]
    fn bare_words_are_types_or_encodings() {
        let line = parse("LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE;BASE64:x");
        assert_eq!(line.types(), ["work", "pref"]);
        assert!(line.has("ENCODING", "quoted-printable") && line.has("ENCODING", "BASE64"));
        let custom = parse("TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=94):1");
        assert_eq!(custom.params.len(), 1);
        assert!(custom.params[0].is_bare);
    }

    #[test]
    fn mixed_lists_of_types_are_read() {
        assert_eq!(
            parse("TEL;TYPE=HOME,TYPE=VOICE:1").types(),
            ["home", "voice"]
        );
        assert_eq!(
            parse("TEL;TYPE=\"HOME,VOICE\":1").types(),
            ["home", "voice"]
        );
    }

    #[test]
    fn carets_stand_for_line_ends_and_quotes() {
        let line = parse("ADR;LABEL=\"1 Main St^nSuite ^'A^'^^\":;;x");
        assert_eq!(line.param("LABEL"), Some("1 Main St\nSuite \"A\"^"));
    }

    #[test]
    fn what_is_no_property_is_told() {
        let fault = |text: &str| {
            let line = Line {
                bytes: text.as_bytes().to_vec(),
                number: 1,
                is_cut: false,
            };
            ContentLine::parse(&line, 2).unwrap_err()
        };
        assert_eq!(fault("no colon"), LineFault::NoProperty);
        assert_eq!(fault(":value"), LineFault::NoProperty);
        assert_eq!(fault("A;x=1;y=2;z=3:v"), LineFault::TooManyParams);
    }
}
