//! How far a conversion takes a contact in its life cycle (semantics 4.1.9).

/// The stage that a contact rises to; none if it stays where it is. It never falls, and a tenant
/// without the stage is left alone.
pub(super) fn risen<'s>(
    current: Option<&str>,
    with_deal: bool,
    stages: &[&'s str],
) -> Option<&'s str> {
    let wanted = if with_deal { "opportunity" } else { "sql" };
    let place = |stage: &str| stages.iter().position(|known| *known == stage);
    let to = place(wanted)?;
    let from = current.and_then(place);
    let rises = match (current, from) {
        (None, _) => true,
        (Some(_), Some(from)) => from < to,
        // A stage that the tenant does not have any more has no place to rise from.
        (Some(_), None) => false,
    };
    stages.get(to).copied().filter(|_| rises)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::settings::LIFECYCLE;

    proptest! {
        #[test]
        fn the_lifecycle_never_falls_4_1_9(
            current in proptest::option::of(0..LIFECYCLE.len()),
            with_deal in any::<bool>(),
        ) {
            let place = |stage: &str| LIFECYCLE.iter().position(|known| *known == stage);
            let now = current.map(|at| LIFECYCLE[at]);
            let then = risen(now, with_deal, LIFECYCLE).or(now);
            prop_assert!(then.and_then(place) >= current);
            let least = place(if with_deal { "opportunity" } else { "sql" });
            prop_assert!(then.and_then(place) >= least);
        }
    }

    #[test]
    fn a_tenant_without_the_stage_is_left_alone() {
        assert_eq!(risen(None, true, &["lead", "customer"]), None);
        assert_eq!(risen(Some("gone"), false, LIFECYCLE), None);
    }
}
