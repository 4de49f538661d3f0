//! Which name someone may have meant by one that there is not.

/// Longer than any name that exists. Comparing takes time and memory in the product of both
/// lengths, and the caller chooses one of them (reliability F9).
const LONGEST: usize = 100;

/// How many letters were mistyped, if `given` was for `known`; very many if it is too long to be
/// any name.
fn distance(given: &str, known: &str) -> usize {
    if given.len() > LONGEST {
        return usize::MAX;
    }
    strsim::damerau_levenshtein(given, known)
}

/// The name nearest to what was given, however both are spelt: `plain` gives the letters that
/// count. None for what is too long to be any.
pub(crate) fn nearest<'n>(
    given: &str,
    names: impl IntoIterator<Item = &'n str>,
    plain: impl Fn(&str) -> String,
) -> Option<&'n str> {
    ranked(given, names, plain).map(|(_, name)| name)
}

/// The same; none if half of the letters or more would be wrong.
pub(crate) fn likely<'n>(
    given: &str,
    names: impl IntoIterator<Item = &'n str>,
    plain: impl Fn(&str) -> String,
) -> Option<&'n str> {
    let wrong =
        |name: &str, mistakes: usize| mistakes.saturating_mul(2) >= plain(name).chars().count();
    ranked(given, names, &plain)
        .filter(|(mistakes, name)| !wrong(name, *mistakes))
        .map(|(_, name)| name)
}

fn ranked<'n>(
    given: &str,
    names: impl IntoIterator<Item = &'n str>,
    plain: impl Fn(&str) -> String,
) -> Option<(usize, &'n str)> {
    let given = plain(given);
    names
        .into_iter()
        .map(|name| (distance(&given, &plain(name)), name))
        .min()
        .filter(|(mistakes, _)| *mistakes < usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_with_the_fewest_mistakes_is_meant() {
        let names = ["job_title", "department"];
        assert_eq!(
            nearest("job_titel", names, str::to_owned),
            Some("job_title")
        );
    }

    #[test]
    fn a_name_of_which_half_is_wrong_was_not_meant() {
        let names = ["email", "phone"];
        assert_eq!(
            likely("E-Mial", names, |name| name.to_lowercase().replace('-', "")),
            Some("email")
        );
        assert_eq!(likely("xyzzy", names, str::to_owned), None);
    }

    #[test]
    fn what_is_too_long_to_be_a_name_is_compared_with_none() {
        let long = "x".repeat(100_000_000);
        assert_eq!(nearest(&long, ["job_title"], str::to_owned), None);
    }
}
