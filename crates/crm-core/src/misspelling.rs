//! Which name someone may have meant by one that there is not.

/// Longer than any name that exists. Comparing takes time and memory in the product of both
/// lengths, and the caller chooses one of them (reliability F9).
const LONGEST: usize = 100;

/// How many letters were mistyped, if `given` was for `known`; very many if it is too long to be
/// any name.
pub(crate) fn distance(given: &str, known: &str) -> usize {
    if given.len() > LONGEST {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(given, known)
}

/// The name nearest to what was given; none for what is too long to be any.
pub(crate) fn nearest<'n>(
    given: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    names
        .into_iter()
        .map(|name| (distance(given, name), name))
        .min()
        .filter(|(distance, _)| *distance < usize::MAX)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_with_the_fewest_mistakes_is_meant() {
        let names = ["job_title", "department"];
        assert_eq!(nearest("job_titel", names), Some("job_title"));
    }

    #[test]
    fn what_is_too_long_to_be_a_name_is_compared_with_none() {
        let long = "x".repeat(100_000_000);
        assert_eq!(nearest(&long, ["job_title"]), None);
    }
}
