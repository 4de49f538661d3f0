//! Instants, to the microsecond, and the zones in which they become calendar days.

use std::{cmp::Ordering, fmt, hash, str::FromStr};

use chrono::{
    DateTime, Datelike as _, MappedLocalTime, Offset as _, SecondsFormat, TimeDelta, TimeZone as _,
    Timelike as _, Utc,
};
use chrono_tz::Tz;

use super::{ClockTime, Date, Invalid, wire::text_on_the_wire};

/// An instant in UTC, exact to the microsecond, in the years 1 to 9999.
///
/// The wire form is RFC 3339 text with six decimals and `Z`, so that equal instants are equal text
/// and text order is time order. Any offset is accepted and converted; finer digits are cut off.
/// Databases hold it as microseconds since 1970.
///
/// ```
/// use crm_core::value::Timestamp;
///
/// let call: Timestamp = "2026-03-01T10:30:00+02:00".parse()?;
/// assert_eq!(call.to_string(), "2026-03-01T08:30:00.000000Z");
/// assert_eq!(Timestamp::from_micros(call.as_micros())?, call);
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// The last instant that there is.
    pub const MAX: Self = Self(
        DateTime::from_timestamp_micros(253_402_300_799_999_999).expect("a year before 10000"),
    );

    /// The instant `micros` microseconds after 1970-01-01T00:00:00Z.
    pub fn from_micros(micros: i64) -> Result<Self, Invalid> {
        DateTime::from_timestamp_micros(micros)
            .filter(|instant| (1..=9999).contains(&instant.year()))
            .map(Self)
            .ok_or_else(|| Invalid::new("not an instant of the years 1 to 9999"))
    }

    /// Microseconds since 1970-01-01T00:00:00Z, negative before.
    pub fn as_micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// The instant as the calendar library sees it.
    pub fn to_chrono(self) -> DateTime<Utc> {
        self.0
    }

    /// The instant `delta` later (earlier if negative), or nothing outside the years 1 to 9999.
    pub fn checked_add(self, delta: TimeDelta) -> Option<Self> {
        Self::try_from(self.0.checked_add_signed(delta)?).ok()
    }

    /// The time from `earlier` to this instant; negative if `earlier` is in truth later.
    pub fn since(self, earlier: Self) -> TimeDelta {
        self.0.signed_duration_since(earlier.0)
    }
}

/// Cuts to the microsecond; a leap second counts as the second after it.
/// The beginning of 1970: where a record starts before the engine stamps it.
impl Default for Timestamp {
    fn default() -> Self {
        Self(DateTime::UNIX_EPOCH)
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = Invalid;

    fn try_from(instant: DateTime<Utc>) -> Result<Self, Invalid> {
        Self::from_micros(instant.timestamp_micros())
    }
}

impl FromStr for Timestamp {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        const REASON: &str = "not an RFC 3339 instant with an offset, such as 2026-03-01T10:30:00Z";
        // The longest sensible spelling has 35 characters; the cap bounds the parser's work.
        if text.len() > 64 {
            return Err(Invalid::new(REASON));
        }
        let parsed = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| Invalid::new(REASON))?;
        Self::try_from(parsed.to_utc())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

text_on_the_wire!(Timestamp, {
    "type": "string",
    "format": "date-time",
    "description": "An instant in UTC as RFC 3339 text with microseconds, such as 2026-03-01T08:30:00.000000Z. Any offset is accepted on input.",
});

/// A time zone of the IANA database, such as `Europe/Berlin`.
///
/// ```
/// use crm_core::value::{TimeZone, Timestamp};
///
/// let zone: TimeZone = "Asia/Tokyo".parse()?;
/// let instant: Timestamp = "2026-03-01T20:00:00Z".parse()?;
/// assert_eq!(zone.date_at(instant)?.to_string(), "2026-03-02");
/// # Ok::<(), crm_core::value::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(Tz);

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone's identifier, such as `Europe/Berlin`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The calendar day in this zone at the instant.
    pub fn date_at(self, instant: Timestamp) -> Result<Date, Invalid> {
        Date::try_from(instant.0.with_timezone(&self.0).date_naive())
    }

    /// The first instant of the calendar day in this zone.
    ///
    /// Usually midnight. Where clocks skip midnight it is the first moment after the gap; where
    /// midnight happens twice it is the first of the two. Half-open day ranges built from it
    /// neither overlap nor leave a gap.
    pub fn start_of(self, date: Date) -> Result<Timestamp, Invalid> {
        let midnight = date.to_chrono().and_time(chrono::NaiveTime::MIN);
        self.0
            .from_local_datetime(&midnight)
            .earliest()
            .or_else(|| chrono_tz::GapInfo::new(&midnight, &self.0)?.end)
            .ok_or_else(|| Invalid::new("the day has no start in this time zone"))
            .and_then(|start| Timestamp::try_from(start.to_utc()))
    }

    /// The instant at which clocks in this zone show the time on the day.
    ///
    /// Where clocks skip the time, it is read with the offset from before the gap, so that it falls
    /// as long after the gap's beginning as it was meant to; where it happens twice, it is the first
    /// of the two (RFC 5545, 3.3.5).
    ///
    /// ```
    /// use crm_core::value::TimeZone;
    ///
    /// let zone: TimeZone = "Europe/Berlin".parse()?;
    /// let skipped = zone.instant_of("2026-03-29".parse()?, "02:30".parse()?)?;
    /// assert_eq!(skipped.to_string(), "2026-03-29T01:30:00.000000Z"); // 03:30 in Berlin
    /// let doubled = zone.instant_of("2026-10-25".parse()?, "02:30".parse()?)?;
    /// assert_eq!(doubled.to_string(), "2026-10-25T00:30:00.000000Z"); // still summer time
    /// # Ok::<(), crm_core::value::Invalid>(())
    /// ```
    pub fn instant_of(self, date: Date, time: ClockTime) -> Result<Timestamp, Invalid> {
        self.shown(date, time, MappedLocalTime::earliest)
    }

    /// The same, but the second of the two where the time happens twice: until then something lasts.
    pub fn last_instant_of(self, date: Date, time: ClockTime) -> Result<Timestamp, Invalid> {
        self.shown(date, time, MappedLocalTime::latest)
    }

    fn shown(
        self,
        date: Date,
        time: ClockTime,
        choose: fn(MappedLocalTime<DateTime<Tz>>) -> Option<DateTime<Tz>>,
    ) -> Result<Timestamp, Invalid> {
        let local = date.to_chrono().and_time(time.to_chrono());
        let shown = choose(self.0.from_local_datetime(&local));
        let skipped = || {
            let (_, before) = chrono_tz::GapInfo::new(&local, &self.0)?.begin?;
            Some(local.checked_sub_offset(before.fix())?.and_utc())
        };
        shown
            .map(|instant| instant.to_utc())
            .or_else(skipped)
            .ok_or_else(|| Invalid::new("clocks in this time zone never show this time"))
            .and_then(Timestamp::try_from)
    }

    /// What clocks in this zone show at the instant, cut to the minute.
    pub fn time_at(self, instant: Timestamp) -> ClockTime {
        let local = instant.0.with_timezone(&self.0);
        ClockTime::at(local.hour(), local.minute())
    }

    /// The zone as the calendar library sees it.
    pub fn to_chrono(self) -> Tz {
        self.0
    }
}

impl PartialOrd for TimeZone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TimeZone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl hash::Hash for TimeZone {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl FromStr for TimeZone {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        text.trim()
            .parse()
            .map(Self)
            .map_err(|_| Invalid::new("not an IANA time zone such as Europe/Berlin"))
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

text_on_the_wire!(TimeZone, {
    "type": "string",
    "description": "A time zone of the IANA database, such as Europe/Berlin.",
});
