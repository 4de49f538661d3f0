//! `TYPE`, `PREF` and `X-ABLabel` on one side, our label and preference on the other.

use super::content_line::ContentLine;
use super::value::quoted_printable;
use crate::decode::for_label;
use crate::label;

/// Types that say nothing: every address is an internet address, every number has a voice.
const NOISE: [&str; 12] = [
    "internet",
    "voice",
    "pref",
    "msg",
    "text",
    "dom",
    "intl",
    "postal",
    "parcel",
    "x400",
    "uri",
    "individual",
];

/// Types that can be written as such in every version, with the label each stands for.
const WRITTEN: [(&str, &str); 6] = [
    ("work", "work"),
    ("home", "home"),
    ("mobile", "cell"),
    ("fax", "fax"),
    ("pager", "pager"),
    ("video", "video"),
];

/// The label that the types of a property make.
pub(super) fn label(line: &ContentLine) -> Option<String> {
    let types = line.types();
    if let Some(custom) = types.iter().find_map(|word| custom_label(word, line)) {
        return label::canonical(&custom);
    }
    let words: Vec<&str> = types
        .iter()
        .map(String::as_str)
        .filter(|word| !NOISE.contains(word))
        .map(|word| label::canonical_word(word).unwrap_or(word))
        .collect();
    (!words.is_empty()).then(|| label::join(words))
}

/// `X-CUSTOM(CHARSET=…,ENCODING=QUOTED-PRINTABLE,=D0=94…)`: Android's own labels.
fn custom_label(word: &str, line: &ContentLine) -> Option<String> {
    if !word.starts_with("x-custom(") {
        return None;
    }
    // The types are in lower case; the label is taken from the parameter as written.
    let written = line
        .param_values("TYPE")
        .find(|value| value.to_lowercase().starts_with("x-custom("))?;
    let inner = written.get(9..)?.trim_end_matches(')');
    let mut codec = encoding_rs::UTF_8;
    let mut is_encoded = false;
    let mut text = "";
    for piece in inner.split(',') {
        match piece.split_once('=') {
            Some(("CHARSET", name)) => codec = for_label(name).unwrap_or(codec),
            Some(("ENCODING", name)) => is_encoded = name.eq_ignore_ascii_case("QUOTED-PRINTABLE"),
            _ => text = piece,
        }
    }
    let bytes = if is_encoded {
        quoted_printable(text.as_bytes())
    } else {
        text.as_bytes().to_vec()
    };
    Some(codec.decode_without_bom_handling(&bytes).0.into_owned())
}

/// How strongly a property is preferred: 1 most, 100 least, nothing when it does not say.
pub(super) fn preference(line: &ContentLine) -> Option<u8> {
    let number = line
        .param("PREF")
        .and_then(|value| value.trim().parse::<u8>().ok());
    let is_pref = || line.types().iter().any(|word| word == "pref");
    number
        .filter(|n| (1..=100).contains(n))
        .or_else(|| is_pref().then_some(1))
}

/// How a label is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Not at all.
    Nothing,
    /// As values of `TYPE`.
    Types(Vec<&'static str>),
    /// As a line `X-ABLabel` of the same group.
    Line(String),
}

/// How to write a label so that it reads back the same.
pub(super) fn written(label: Option<&str>) -> Written {
    let Some(text) = label.filter(|text| !text.is_empty()) else {
        return Written::Nothing;
    };
    let type_of = |word: &str| {
        WRITTEN
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, word)| *word)
    };
    let types: Option<Vec<&'static str>> = text.split('_').map(type_of).collect();
    match types {
        Some(types) => Written::Types(types),
        None => Written::Line(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::super::lines::Line;
    use super::*;

    fn parse(text: &str) -> ContentLine {
        let line = Line {
            bytes: text.as_bytes().to_vec(),
            number: 1,
            is_cut: false,
        };
        ContentLine::parse(&line, 20).unwrap()
    }

    #[test]
    fn types_make_one_label_without_noise() {
        for (line, expected) in [
            ("TEL;type=CELL;type=VOICE;type=pref:1", Some("mobile")),
            ("TEL;TYPE=IPHONE;TYPE=CELL:1", Some("mobile")),
            ("TEL;WORK;FAX:1", Some("work_fax")),
            ("TEL;FAX;WORK:1", Some("work_fax")),
            ("EMAIL;type=INTERNET:a@example.com", None),
            ("TEL;X-NEC-SECRET:1", Some("x-nec-secret")),
            (
                "TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=D0=94=D0=B0=D1=87=D0=B0):1",
                Some("Дача"),
            ),
        ] {
            assert_eq!(label(&parse(line)).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn preference_is_a_number_or_a_word() {
        assert_eq!(preference(&parse("TEL;PREF=2:1")), Some(2));
        assert_eq!(preference(&parse("TEL;PREF:1")), Some(1));
        assert_eq!(preference(&parse("TEL;TYPE=pref:1")), Some(1));
        assert_eq!(preference(&parse("TEL;PREF=0:1")), None);
        assert_eq!(preference(&parse("TEL:1")), None);
    }

    #[test]
    fn labels_of_known_words_are_types_and_others_lines() {
        assert_eq!(
            written(Some("work_fax")),
            Written::Types(vec!["work", "fax"])
        );
        assert_eq!(written(Some("mobile")), Written::Types(vec!["cell"]));
        assert_eq!(written(Some("Boat")), Written::Line("Boat".to_owned()));
        assert_eq!(written(Some("other")), Written::Line("other".to_owned()));
        assert_eq!(written(None), Written::Nothing);
    }
}
