//! What amounts of records come to together, written with every record.
//!
//! One row a tenant, group and currency. The sums have more bits than an INTEGER, so they are
//! decimal text, which is added here and not by SQLite. A group without records has no row.

use std::collections::BTreeMap;

use crm_core::field::Row;
use crm_core::port::{Sum, Tallied, Tally};
use crm_core::value::Currency;
use crm_core::{Error, Result};
use rusqlite::Connection;
use uuid::Uuid;

use super::failure::Describe;
use super::statement::{Cell, Name, Sql};
use super::table::{ROW, Table};
use super::value::{id, read, wanted};

/// Where the sums of a kind are.
#[derive(Debug)]
pub(super) struct TallyTable {
    pub(super) name: Name,
    /// The column of the group.
    pub(super) group: Name,
    tallied: Tallied,
}

/// One sum: of a tenant, a group and, unless there is no amount, a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    tenant: i64,
    group: Uuid,
    currency: Option<Currency>,
}

impl TallyTable {
    /// The table of a kind whose declaration names an amount to keep added up.
    pub(super) fn of(table: &Table) -> Option<Self> {
        let tallied = Tallied::of(table.decl)?;
        let group = table.decl.fields.get(tallied.group)?;
        Some(Self {
            name: table.name.then("_tally"),
            group: Name::declared(group.name),
            tallied,
        })
    }

    /// Brings the sums from a record as it was to the record as it is.
    pub(super) fn follow(
        &self,
        connection: &Connection,
        tenant: i64,
        before: Option<&Row>,
        after: Option<&Row>,
    ) -> Result<()> {
        let share = |row: Option<&Row>| row.and_then(|row| self.tallied.share(row));
        let (was, is) = (share(before), share(after));
        if was == is {
            return Ok(());
        }
        let mut changes: BTreeMap<Place, Sum> = BTreeMap::new();
        let out = was.map(|was| (was, was.sum.negated()));
        for (share, sum) in out.into_iter().chain(is.map(|is| (is, is.sum))) {
            let place = Place {
                tenant,
                group: share.group,
                currency: share.currency,
            };
            let change = changes.entry(place).or_default();
            *change = change.plus(sum);
        }
        for (place, change) in changes {
            self.add(connection, place, change)?;
        }
        Ok(())
    }

    fn add(&self, connection: &Connection, place: Place, change: Sum) -> Result<()> {
        let sum = self.held(connection, place)?.plus(change);
        let mut sql = Sql::default();
        if sum.count == 0 {
            sql.push("DELETE FROM ").name(&self.name);
            self.at(&mut sql, place);
        } else {
            sql.push("INSERT INTO ").name(&self.name).push(" (tenant, ");
            sql.name(&self.group)
                .push(", currency, count, amount, weighted) VALUES (");
            let cells = [
                Cell::Integer(place.tenant),
                Cell::id(place.group),
                code(place.currency),
                Cell::Integer(sum.count),
                Cell::text(sum.amount.to_string()),
                Cell::text(sum.weighted.to_string()),
            ];
            sql.join(cells, ", ", |sql, cell| {
                sql.bind(cell);
            });
            sql.push(
                ") ON CONFLICT DO UPDATE SET count = excluded.count, \
                 amount = excluded.amount, weighted = excluded.weighted",
            );
        }
        sql.execute(connection).map(drop)
    }

    fn held(&self, connection: &Connection, place: Place) -> Result<Sum> {
        let mut sql = Sql::new("SELECT count, amount, weighted FROM ");
        sql.name(&self.name);
        self.at(&mut sql, place);
        let mut statement = sql.prepare(connection)?;
        let mut found = statement.raw_query();
        match found.next().describe()? {
            Some(row) => sum(row, 0),
            None => Ok(Sum::default()),
        }
    }

    fn at(&self, sql: &mut Sql<'_>, place: Place) {
        sql.push(" WHERE tenant = ")
            .bind(Cell::Integer(place.tenant))
            .push(" AND ")
            .name(&self.group)
            .push(" = ")
            .bind(Cell::id(place.group))
            .push(" AND currency = ")
            .bind(code(place.currency));
    }

    /// What the store keeps for a tenant, by group.
    pub(super) fn read(
        &self,
        connection: &Connection,
        tenant: i64,
    ) -> Result<BTreeMap<Uuid, Tally>> {
        let mut sql = Sql::new("SELECT ");
        sql.name(&self.group)
            .push(", currency, count, amount, weighted FROM ")
            .name(&self.name)
            .push(" WHERE tenant = ")
            .bind(Cell::Integer(tenant));
        let mut statement = sql.prepare(connection)?;
        let mut found = statement.raw_query();
        let mut tallies: BTreeMap<Uuid, Tally> = BTreeMap::new();
        while let Some(row) = found.next().describe()? {
            let group = id(row.get_ref(0).describe()?)?;
            let currency: String = row.get(1).describe()?;
            let currency = match currency.as_str() {
                "" => None,
                code => Some(code.parse().map_err(|_| damaged())?),
            };
            tallies
                .entry(group)
                .or_default()
                .add(currency, sum(row, 2)?);
        }
        Ok(tallies)
    }

    /// Counts every record of a table that was there before its sums were kept.
    pub(super) fn count(&self, connection: &Connection, table: &Table) -> Result<()> {
        let fields = self.tallied.fields();
        let places = wanted(table, Some(&fields)).map(|(_, place)| place);
        let mut sql = Sql::new("SELECT ");
        let reading = table.reading(places).into_fixed();
        sql.fixed(&reading).push(", ").alias(ROW);
        sql.push(".tenant FROM ").name(&table.name).push(" AS ");
        sql.alias(ROW);
        let mut sums: BTreeMap<Place, Sum> = BTreeMap::new();
        let mut statement = sql.prepare(connection)?;
        let last = statement.column_count().saturating_sub(1);
        let mut found = statement.raw_query();
        while let Some(row) = found.next().describe()? {
            let tenant: i64 = row.get(last).describe()?;
            let record = read(table, Some(&fields), row)?;
            if let Some(share) = self.tallied.share(&record) {
                let place = Place {
                    tenant,
                    group: share.group,
                    currency: share.currency,
                };
                let sum = sums.entry(place).or_default();
                *sum = sum.plus(share.sum);
            }
        }
        for (place, sum) in sums {
            self.add(connection, place, sum)?;
        }
        Ok(())
    }
}

/// A currency as its column holds it; none is empty, since a key column is never unset.
fn code(currency: Option<Currency>) -> Cell<'static> {
    Cell::text(currency.map_or_else(String::new, |currency| currency.to_string()))
}

/// Count, amount and weighted amount in the columns from `at` on.
fn sum(row: &rusqlite::Row<'_>, at: usize) -> Result<Sum> {
    let whole = |at: usize| -> Result<i128> {
        let text: String = row.get(at).describe()?;
        text.parse().map_err(|_| damaged())
    };
    Ok(Sum {
        count: row.get(at).describe()?,
        amount: whole(at + 1)?,
        weighted: whole(at + 2)?,
    })
}

fn damaged() -> Error {
    Error::corrupt("the store holds a sum that is none")
}
