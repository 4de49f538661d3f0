//! Postal addresses as points; the value itself stands in `value`.

use super::Point;
use crate::error::{Error, Result};
use crate::field::{Element, FieldKind, Part, ScalarKind};
use crate::settings::Settings;
use crate::value::{Address, AddressKind};

impl Element for Address {
    const LIST: FieldKind = FieldKind::Elements(&[
        Part {
            name: "line1",
            kind: ScalarKind::Text,
        },
        Part {
            name: "line2",
            kind: ScalarKind::Text,
        },
        Part {
            name: "city",
            kind: ScalarKind::Text,
        },
        Part {
            name: "state",
            kind: ScalarKind::Text,
        },
        Part {
            name: "postal_code",
            kind: ScalarKind::Text,
        },
        Part {
            name: "country",
            kind: ScalarKind::Text,
        },
        Part {
            name: "kind",
            kind: ScalarKind::Text,
        },
        Part {
            name: "label",
            kind: ScalarKind::Text,
        },
        Part {
            name: "primary",
            kind: ScalarKind::Boolean,
        },
    ]);

    fn unite(survivor: Vec<Self>, other: Vec<Self>) -> Vec<Self> {
        super::union(survivor, other)
    }
}

impl Point for Address {
    fn normalise(&mut self, _: &Settings) -> Result<()> {
        let cleaned = std::mem::take(self)
            .cleaned()
            .map_err(|invalid| Error::invalid("line1", invalid.reason))?;
        *self = cleaned;
        Ok(())
    }

    fn key(&self) -> String {
        let key = self.key();
        format!(
            "{}|{}|{}|{}|{}",
            key.street, key.number, key.city, key.postal_code, key.country
        )
    }

    /// One place may be the seat and get the invoices too: those are two addresses (ACC-19,
    /// ACC-20). An address that is for nothing in particular is the same as any other of the place.
    fn same(&self, other: &Self) -> bool {
        let any = [self.kind, other.kind].contains(&AddressKind::Other);
        (any || self.kind == other.kind) && Point::key(self) == Point::key(other)
    }

    fn primary(&self) -> bool {
        self.primary
    }

    fn set_primary(&mut self, primary: bool) {
        self.primary = primary;
    }

    fn absorb(&mut self, other: Self) {
        if self.kind == AddressKind::Other {
            self.kind = other.kind;
        }
        self.label = self.label.take().or(other.label);
    }
}

/// City and country of an address, as far as it has them.
pub(crate) fn location(address: &Address) -> Option<String> {
    Some(address.location()).filter(|location| !location.is_empty())
}
