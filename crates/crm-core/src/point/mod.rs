//! Where a person or company is reached: addresses, numbers, links, with one rule for all.
//!
//! A record has any number of points of each kind (CON-04). What the caller typed is kept beside
//! the normal form; two points with one normal form are one point; while there is any point of a
//! kind exactly one is primary, the first unless the caller says otherwise (CON-03).

mod email;
mod external;
mod link;
mod phone;
mod postal;
mod social;

pub use email::EmailPoint;
pub(crate) use external::settle_external;
pub use external::{ExternalId, Extra};
pub use link::Link;
pub use phone::{PhoneKind, PhonePoint};
pub(crate) use postal::location;
pub(crate) use social::{handle_key, settle_social, social_key};

use crate::error::{Error, Result};
use crate::settings::Settings;

/// A record has at most this many points of a kind.
pub const POINTS: usize = 100;

/// One way to reach someone.
pub trait Point: Sized {
    /// Checks and normalises what the caller entered.
    fn normalise(&mut self, settings: &Settings) -> Result<()>;
    /// The normal form, by which two points are the same.
    fn key(&self) -> String;

    /// Whether another is this point, however it is written.
    fn same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
    /// Whether it is the one to use first.
    fn primary(&self) -> bool;
    /// Makes it so, or not.
    fn set_primary(&mut self, primary: bool);
    /// Takes over what an equal point knows and this one does not.
    fn absorb(&mut self, other: Self);
}

/// Normalises a list of points: equal ones become one, and exactly one is primary.
pub fn settle<P: Point>(field: &str, points: &mut Vec<P>, settings: &Settings) -> Result<()> {
    if points.len() > POINTS {
        return Err(Error::limit("points", POINTS as u64, "too many").at(field));
    }
    let mut settled: Vec<P> = Vec::with_capacity(points.len());
    for (at, mut point) in std::mem::take(points).into_iter().enumerate() {
        point
            .normalise(settings)
            .map_err(|error| error.inside(&format!("{field}[{at}]")))?;
        match settled.iter_mut().find(|known| known.same(&point)) {
            Some(known) => {
                let primary = known.primary() || point.primary();
                known.absorb(point);
                known.set_primary(primary);
            }
            None => settled.push(point),
        }
    }
    let primary = settled.iter().position(Point::primary).unwrap_or(0);
    for (at, point) in settled.iter_mut().enumerate() {
        point.set_primary(at == primary);
    }
    *points = settled;
    Ok(())
}

/// Drops what a list has already, wherever it stands.
pub(crate) fn once<T: PartialEq + Copy>(list: &mut Vec<T>) {
    let mut known: Vec<T> = Vec::with_capacity(list.len());
    list.retain(|item| {
        let new = !known.contains(item);
        known.push(*item);
        new
    });
}

/// The primary point of a settled list.
pub fn primary<P: Point>(points: &[P]) -> Option<&P> {
    points
        .iter()
        .find(|point| point.primary())
        .or_else(|| points.first())
}

/// Unites the points of records that are merged: the survivor's come first and stay primary.
pub fn union<P: Point>(survivor: Vec<P>, others: Vec<P>) -> Vec<P> {
    let mut united = survivor;
    for mut point in others {
        if let Some(known) = united.iter_mut().find(|known| known.same(&point)) {
            known.absorb(point);
        } else {
            if united.iter().any(Point::primary) {
                point.set_primary(false);
            }
            united.push(point);
        }
    }
    united
}
