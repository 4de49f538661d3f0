//! The operators: each once, with the word it has in text, in JSON, and everywhere else.

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Operator {
    Equals,
    NotEquals,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    NotContains,
    /// A list has this element; on a single text the same as `Contains`.
    Includes,
    StartsWith,
    EndsWith,
    In,
    NotIn,
    Between,
    IsSet,
    IsUnset,
    /// In the period that ends now.
    Within,
    /// In the period that begins now.
    WithinNext,
    /// Before the period that ends now.
    OlderThan,
    /// A tag, or one below it.
    Under,
}

/// What stands after an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Nothing,
    One,
    Two,
    List,
    Period,
}

impl Operator {
    pub(crate) const ALL: &[Self] = &[
        Self::Equals,
        Self::NotEquals,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Contains,
        Self::NotContains,
        Self::Includes,
        Self::StartsWith,
        Self::EndsWith,
        Self::In,
        Self::NotIn,
        Self::Between,
        Self::IsSet,
        Self::IsUnset,
        Self::Within,
        Self::WithinNext,
        Self::OlderThan,
        Self::Under,
    ];

    /// How text spells it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Equals => "=",
            Self::NotEquals => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Contains => "~",
            Self::NotContains => "!~",
            Self::Includes => "includes",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::In => "in",
            Self::NotIn => "not in",
            Self::Between => "between",
            Self::IsSet => "is set",
            Self::IsUnset => "is unset",
            Self::Within => "within",
            Self::WithinNext => "within next",
            Self::OlderThan => "older than",
            Self::Under => "under",
        }
    }

    /// How the JSON form spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotEquals => "not_equals",
            Self::Less => "less_than",
            Self::LessOrEqual => "less_than_or_equal",
            Self::Greater => "greater_than",
            Self::GreaterOrEqual => "greater_than_or_equal",
            Self::Contains => "contains",
            Self::NotContains => "not_contains",
            Self::Includes => "includes",
            Self::StartsWith => "starts_with",
            Self::EndsWith => "ends_with",
            Self::In => "in",
            Self::NotIn => "not_in",
            Self::Between => "between",
            Self::IsSet => "is_set",
            Self::IsUnset => "is_unset",
            Self::Within => "within",
            Self::WithinNext => "within_next",
            Self::OlderThan => "older_than",
            Self::Under => "under",
        }
    }

    /// The same in other vocabularies, lower-case and without `_`, `-` or blanks.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Equals => &["=", "==", "eq", "equal", "is", "equalto"],
            Self::NotEquals => &["!=", "<>", "ne", "neq", "notequal", "isnot", "notequalto"],
            Self::Less => &["<", "lt", "less", "before"],
            Self::LessOrEqual => &["<=", "lte", "le", "lessorequal", "lessthanorequalto"],
            Self::Greater => &[">", "gt", "greater", "after"],
            Self::GreaterOrEqual => &[">=", "gte", "ge", "greaterorequal", "greaterthanorequalto"],
            Self::Contains => &["~"],
            Self::NotContains => &["!~", "doesnotcontain"],
            Self::Includes => &["has"],
            Self::StartsWith => &["beginswith", "prefix"],
            Self::EndsWith => &["suffix"],
            Self::In => &["oneof", "isoneof", "anyof", "isanyof"],
            Self::NotIn => &["notoneof", "isnotoneof", "noneof", "isnoneof"],
            Self::Between => &["isbetween"],
            Self::IsSet => &["isnotempty", "notempty", "exists", "isnotnull", "hasvalue"],
            Self::IsUnset => &["isempty", "empty", "notexists", "isnull", "isnotset"],
            Self::Within => &["withinlast", "inlast", "last"],
            Self::WithinNext => &["innext", "next"],
            Self::OlderThan => &["morethanago"],
            Self::Under => &["below"],
        }
    }

    /// The operator of a name or alias, whatever its letter case and separators.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let plain = plain(name);
        Self::ALL.iter().copied().find(|operator| {
            plain_name(operator.name()) == plain || operator.aliases().contains(&plain.as_str())
        })
    }

    /// The name nearest to a misspelt one.
    pub(crate) fn nearest(name: &str) -> &'static str {
        let names = Self::ALL.iter().map(|operator| operator.name());
        crate::misspelling::nearest(name, names, plain).unwrap_or_default()
    }

    /// What stands after it.
    pub(crate) const fn takes(self) -> Takes {
        match self {
            Self::IsSet | Self::IsUnset => Takes::Nothing,
            Self::In | Self::NotIn => Takes::List,
            Self::Between => Takes::Two,
            Self::Within | Self::WithinNext | Self::OlderThan => Takes::Period,
            _ => Takes::One,
        }
    }

    /// The operator that holds for all records that this one does not hold for, if it is spelt
    /// as a negation itself.
    pub(crate) const fn negates(self) -> Option<Self> {
        match self {
            Self::NotEquals => Some(Self::Equals),
            Self::NotIn => Some(Self::In),
            Self::NotContains => Some(Self::Contains),
            Self::IsUnset => Some(Self::IsSet),
            _ => None,
        }
    }
}

/// A name without letter case and separators: `greaterThan`, `greater_than` and `greater than`
/// are one.
pub(crate) fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

fn plain_name(name: &str) -> String {
    name.replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_operators_share_a_name_r_21() {
        for operator in Operator::ALL {
            let own = [operator.name(), operator.text()];
            for name in own.iter().chain(operator.aliases()) {
                assert_eq!(Operator::named(name), Some(*operator), "{name}");
            }
        }
    }

    #[test]
    fn the_operators_of_the_requirements_are_known_seg_11() {
        for (name, operator) in [
            ("equals", Operator::Equals),
            ("notEquals", Operator::NotEquals),
            ("greaterThan", Operator::Greater),
            ("greater_than", Operator::Greater),
            ("greaterThanOrEqual", Operator::GreaterOrEqual),
            ("gte", Operator::GreaterOrEqual),
            ("lessThan", Operator::Less),
            ("lte", Operator::LessOrEqual),
            ("between", Operator::Between),
            ("in", Operator::In),
            ("contains", Operator::Contains),
            ("includes", Operator::Includes),
            ("isEmpty", Operator::IsUnset),
        ] {
            assert_eq!(Operator::named(name), Some(operator), "{name}");
        }
    }

    #[test]
    fn a_misspelt_operator_has_a_nearest_one() {
        assert_eq!(Operator::nearest("equls"), "equals");
        assert_eq!(Operator::nearest("startWith"), "starts_with");
    }
}
