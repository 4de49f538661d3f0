//! What people write around a telephone number: labels, extensions, several numbers in a cell.
//!
//! Everything here works on text alone and leaves a plain number, `+` and ASCII digits, for the
//! numbering plans to judge.

use unicode_normalization::UnicodeNormalization as _;

use crm_match::romanise::{self, digit_value};

use super::{Invalid, text};

/// E.164 allows 15 digits; an international prefix and a carrier code may stand before them.
pub(super) const DIGITS_MAX: usize = 22;
/// The longest extension, in digits.
pub(super) const EXTENSION_MAX: usize = 20;
/// Fewer digits than this are no full number, so a separator beside them is not one between numbers.
const FULL_NUMBER: usize = 6;

/// Words before an extension, longest first where one begins another.
const EXTENSION_LABELS: [&str; 23] = [
    "extension",
    "extensión",
    "durchwahl",
    "anexo",
    "interno",
    "poste",
    "ramal",
    ";ext=",
    "wewn",
    "ext",
    "доб",
    "вн",
    "wew",
    "内線",
    "内线",
    "分机",
    "分機",
    "내선",
    "int",
    "dw",
    "转",
    "轉",
    "x",
];

/// A text taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The number itself, `+` and digits or digits alone; nothing if the text is no dialable number.
    pub(super) dialled: Option<String>,
    pub(super) extension: Option<String>,
}

impl Reading {
    pub(super) fn of(raw: &str) -> Result<Self, Invalid> {
        if split_cell(raw).len() > 1 {
            return Err(Invalid::new("holds more than one telephone number"));
        }
        let plain = plain_text(raw);
        if is_power_of_ten(&plain) {
            return Err(Invalid::new(
                "a spreadsheet has turned this number into a power of ten; its digits are lost",
            ));
        }
        if !plain.contains(|c: char| c.is_ascii_digit()) {
            return Err(Invalid::new("contains no digit"));
        }
        let (plain, context) = split_uri(&plain);
        let (number, extension) = split_extension(plain);
        let dialled = dialled(strip_decimal(number));
        if dialled
            .as_ref()
            .is_some_and(|dialled| digit_count(dialled) > DIGITS_MAX)
        {
            return Err(Invalid::new("more digits than a telephone number can have"));
        }
        let dialled = dialled.map(|number| match context {
            Some(context) if !number.starts_with('+') => format!("{context}{number}"),
            _ => number,
        });
        Ok(Self {
            dialled,
            extension: extension.map(str::to_owned),
        })
    }
}

/// The single numbers in a cell; see the number type's own method.
pub(super) fn split_cell(cell: &str) -> Vec<&str> {
    if cell.len() > text::LINE_MAX {
        return vec![cell.trim()];
    }
    let mut parts = Vec::new();
    for block in cell
        .split(['\n', '\r', '|'])
        .flat_map(|line| line.split(":::"))
    {
        let mut rest = block;
        while let Some(end) = next_separator(rest) {
            let (part, after) = rest.split_at(end);
            parts.push(part);
            rest = after.trim_start_matches([';', ',', '/', ' ', '\u{a0}']);
        }
        parts.push(rest);
    }
    parts
        .into_iter()
        .map(|part| part.trim_matches([';', ',', '/', ' ', '\t', '\u{a0}']))
        .filter(|part| !part.is_empty())
        .collect()
}

/// Where the first number of the text ends and another full one follows.
fn next_separator(text: &str) -> Option<usize> {
    text.char_indices().find_map(|(at, c)| {
        let before = text.get(..at)?;
        let after = text.get(at + c.len_utf8()..)?;
        let splits = match c {
            // `;ext=` and `;phone-context=` belong to the number before them.
            ';' => !after.starts_with(|c: char| c.is_ascii_alphabetic()),
            ',' => !before.ends_with(',') && !after.starts_with(',') && !starts_extension(after),
            '/' => before.ends_with(' ') && after.starts_with(' '),
            _ => false,
        };
        (splits && digit_count(before) >= FULL_NUMBER && digit_count(after) >= FULL_NUMBER)
            .then_some(at)
    })
}

fn starts_extension(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    EXTENSION_LABELS
        .into_iter()
        .any(|label| text.starts_with(label))
}

fn digit_count(text: &str) -> usize {
    text.chars().filter(|c| digit_value(*c).is_some()).count()
}

/// Compatibility forms unified, digits of every script in ASCII, lower case, no steering characters.
fn plain_text(raw: &str) -> String {
    raw.nfkc()
        .filter(|c| !romanise::is_dropped(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{a0}' => ' ',
            '‐'..='―' | '−' => '-',
            c => digit_value(c).map_or(c, |digit| char::from(b'0' + digit)),
        })
        .collect()
}

/// `4.915e+11`, `4,9e11`: a mantissa and an exponent and nothing else.
fn is_power_of_ten(plain: &str) -> bool {
    let plain = plain
        .trim_start_matches(['\'', '=', '"', ' '])
        .trim_end_matches(['"', ' ']);
    plain.split_once('e').is_some_and(|(mantissa, exponent)| {
        let exponent = exponent.trim_start_matches(['+', '-']);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(exponent)
            && exponent.len() <= 3
            && digits(&mantissa.trim_start_matches('+').replacen(['.', ','], "", 1))
    })
}

/// Takes `tel:` and its kin off the front and reads the context of RFC 3966 off the end.
fn split_uri(plain: &str) -> (&str, Option<&str>) {
    let plain = plain.trim();
    let number = ["tel:", "callto:", "sms:", "fax:"]
        .into_iter()
        .find_map(|scheme| plain.strip_prefix(scheme))
        .unwrap_or(plain);
    match number.split_once(";phone-context=") {
        Some((number, context)) => {
            let context = context.split(';').next().filter(|context| {
                context.strip_prefix('+').is_some_and(|code| {
                    (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit())
                })
            });
            (number, context)
        }
        None => (number, None),
    }
}

/// Cuts the extension off: a label, `#` or `,,` after some digits, then digits to the end.
fn split_extension(plain: &str) -> (&str, Option<&str>) {
    for (at, _) in plain.char_indices() {
        let (number, rest) = plain.split_at(at);
        if digit_count(number) < 3 {
            continue;
        }
        // A label inside a word is none: the x of ext.
        if number.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic) {
            continue;
        }
        let labels = EXTENSION_LABELS.into_iter().chain(["#", ",,", ",", "~"]);
        for after in labels.filter_map(|label| rest.strip_prefix(label)) {
            let digits = after
                .trim_start_matches(['.', ':', '=', ' ', '-', ',', '#', '('])
                .trim_end_matches([')', ']', '#', ' ', '.']);
            if (1..=EXTENSION_MAX).contains(&digits.len())
                && digits.bytes().all(|b| b.is_ascii_digit())
            {
                return (number, Some(digits));
            }
        }
    }
    (plain, None)
}

/// `4930123456.0`: a number that went through a spreadsheet's number column unharmed.
fn strip_decimal(number: &str) -> &str {
    match number.strip_suffix(".0") {
        Some(digits) if digits.len() >= 7 && digits.bytes().all(|b| b.is_ascii_digit()) => digits,
        _ => number,
    }
}

/// The plus sign and digits of a number, with labels around it left out.
///
/// Nothing if words or code signs stand between the digits, unless they spell out a number on the
/// letter keys, as in 1-800-FLOWERS.
fn dialled(number: &str) -> Option<String> {
    let is_dialled = |c: char| c.is_ascii_digit() || c == '+';
    let start = number.find(is_dialled)?;
    let end = number.rfind(|c: char| c.is_ascii_digit())? + 1;
    let core = number.get(start..end)?;
    let (plus, core) = match core.strip_prefix('+') {
        Some(core) => ("+", core),
        None => ("", core),
    };
    if digit_count(core) < FULL_NUMBER
        && let Some(spelled) = spelled_out(number.get(start + plus.len()..)?)
    {
        return Some(format!("{plus}{spelled}"));
    }
    let only_separators = core.chars().all(|c| {
        c.is_ascii_digit()
            || matches!(
                c,
                ' ' | '-' | '.' | '/' | '(' | ')' | '[' | ']' | '\'' | '·'
            )
    });
    // Service codes, such as *21#, steer the network and reach nobody.
    let is_code =
        number.get(..start)?.ends_with(['*', '#']) || number.get(end..)?.starts_with(['*', '#']);
    (only_separators && !is_code)
        .then(|| format!("{plus}{}", core.replace(|c: char| !c.is_ascii_digit(), "")))
}

/// Digits for letters as on a telephone's keys; nothing if the text is not letters and digits.
fn spelled_out(core: &str) -> Option<String> {
    let core = core.trim();
    let letters = core.chars().filter(char::is_ascii_lowercase).count();
    let digits = digit_count(core);
    if letters < 3 || digits < 3 || letters + digits > 15 {
        return None;
    }
    core.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
        .map(|c| {
            Some(match c {
                '0'..='9' => c,
                'a'..='c' => '2',
                'd'..='f' => '3',
                'g'..='i' => '4',
                'j'..='l' => '5',
                'm'..='o' => '6',
                'p'..='s' => '7',
                't'..='v' => '8',
                'w'..='z' => '9',
                _ => return None,
            })
        })
        .collect()
}
