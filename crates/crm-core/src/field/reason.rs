//! Why JSON was refused, without what it said.

/// A parser's message as an error may repeat it: without the position, which would point into a
/// message the caller never saw, and without the value, which may be a person's (reliability T8).
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(text, _)| text);
    without_value(text).unwrap_or_else(|| text.to_owned())
}

/// The message without the value it quotes, if it is of those that quote one.
fn without_value(text: &str) -> Option<String> {
    let (problem, expected) = text.rsplit_once(", expected ")?;
    let (problem, quoted) = ["invalid type", "invalid value", "unknown variant"]
        .into_iter()
        .find_map(|problem| Some((problem, text.strip_prefix(problem)?)))
        .map(|(name, _)| (name, problem.get(name.len()..).unwrap_or_default()))?;
    // What kind of value it was comes before it: `: string "…"`.
    let kind = quoted.split(['"', '`']).next().unwrap_or_default();
    let kind = kind.trim_end_matches([' ', ':']);
    Some(format!("{problem}{kind}, expected {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::{ContactDraft, Priority};

    fn refused<T: serde::de::DeserializeOwned>(json: &str) -> String {
        serde_json::from_str::<T>(json)
            .err()
            .map(|error| reason(&error))
            .unwrap_or_default()
    }

    #[test]
    fn a_refusal_says_what_was_expected_and_never_what_was_given() {
        for (told, expected) in [
            (
                refused::<u32>(r#""Ada, expected Lovelace at line 1""#),
                "invalid type: string, expected u32",
            ),
            (refused::<u32>("-7"), "invalid value: integer, expected u32"),
            (
                refused::<String>("1.5"),
                "invalid type: floating point, expected a string",
            ),
            (
                refused::<String>("null"),
                "invalid type: null, expected a string",
            ),
            (
                refused::<Priority>(r#""Ada""#),
                "unknown variant, expected one of `low`, `medium`, `high`, `urgent`",
            ),
        ] {
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn a_misspelt_name_is_repeated() {
        let told = refused::<ContactDraft>(r#"{"emails": [{"adress": "x"}]}"#);
        assert!(told.starts_with("unknown field `adress`"), "{told}");
    }
}
