//! The search call.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fields::{Searched, in_scope, searched, subtitle, title};
use super::find::{Point, PointField, point, tiers, under_point};
use super::highlight::{Highlight, highlight, whole};
use super::question::Question;
use super::rank::{BEST, Found, Rank, Words, rank};
use crate::access::{Access, Permission, plain_answer};
use crate::error::{Error, RecordRef, Result};
use crate::field::{FieldKind, RecordDecl, RecordKind, Row, Value, meta};
use crate::operation::{Context, Mode, Operation, Route, live};
use crate::port::WordQuery;
use crate::query::{Filter, Select, Target};
use crate::records;
use crate::segment::compile;

/// How many hits a kind has if the caller does not say.
const DEFAULT_LIMIT: u32 = 10;
/// How many it has at most.
const MAXIMUM_LIMIT: u32 = 100;
/// So many hits are gathered; more than anybody asks for, so that the best are among them.
const BOUND: usize = 500;
/// So many records are read at once.
const PAGE: usize = 500;
/// A hit shows at most so many highlights.
const HIGHLIGHTS: usize = 5;

/// Finds records by words: names, addresses, numbers, companies, notes. Every word has to be
/// found; the last may be the beginning of one. Words in double quotes follow each other, and
/// `name:`, `email:`, `phone:`, `company:` or another searched field before a word says where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchRecords {
    /// What is looked for.
    pub text: String,
    /// The kinds of record; every kind that the actor sees if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<RecordKind>,
    /// How many hits of each kind; 10 if absent, 100 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_per_kind: Option<u32>,
    /// Only records that this rule holds for; it has to make sense for every kind searched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchResults {
    /// One group for each kind searched, in the order asked for.
    pub groups: Vec<SearchGroup>,
}

plain_answer!(SearchResults);

/// The hits of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchGroup {
    /// The kind.
    pub record_kind: RecordKind,
    /// The best hits, best first.
    pub hits: Vec<SearchHit>,
    /// How many hits there are, or at least are if not exact.
    pub total: u64,
    /// Whether the total is exact. If not, only the newest records with these words were ranked.
    pub exact: bool,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchHit {
    /// The kind of record.
    pub record_kind: RecordKind,
    /// Its id.
    pub id: Uuid,
    /// What it is called; absent if the actor may not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What tells it from others of that name: job title and company, or industry and place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// How good the hit is, from 1 to 100: 100 if every word is a whole word of the name.
    pub score: u32,
    /// Where each word was found.
    pub matched: Vec<SearchMatch>,
    /// Pieces of text with the words in them, best field first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<Highlight>,
}

/// Where a word was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SearchMatch {
    /// The word or phrase, in the form in which words are compared.
    pub word: String,
    /// The field.
    pub field: String,
    /// Whether it is a whole word there, and not only its beginning.
    pub exact: bool,
}

impl Operation for SearchRecords {
    const NAME: &'static str = "search.query";
    const PERMISSION: Permission = Permission::SearchView;
    const ROUTE: Route = Route::post("/search");
    const MODE: Mode = Mode::Read;
    type Output = SearchResults;

    fn execute(self, cx: &mut Context<'_>) -> Result<SearchResults> {
        let limit = limit(self.limit_per_kind)?;
        let kinds = self.kinds(cx)?;
        let fields: Vec<Vec<Searched>> = kinds
            .iter()
            .map(|decl| searched(cx.access(), decl))
            .collect();
        let is_scope = |scope: &str| {
            kinds
                .iter()
                .zip(&fields)
                .any(|(decl, fields)| !in_scope(decl.kind, fields, scope).is_empty())
        };
        let question = Question::read(&self.text, &is_scope)?;
        let mut groups = Vec::with_capacity(kinds.len());
        for (decl, fields) in kinds.into_iter().zip(&fields) {
            let rule = match &self.filter {
                None => Filter::All,
                Some(rule) => compile(cx, decl.kind, rule, "filter")?.filter(),
            };
            let search = Search {
                decl,
                fields,
                question: &question,
                rule,
                limit,
            };
            groups.push(search.run(cx)?);
        }
        Ok(SearchResults { groups })
    }
}

impl SearchRecords {
    /// The kinds to search. Kinds that were asked for have to be in sight.
    fn kinds(&self, cx: &Context<'_>) -> Result<Vec<&'static RecordDecl>> {
        let mut kinds = Vec::new();
        if self.kinds.is_empty() {
            let seen = records::ENTITIES
                .iter()
                .filter(|kind| cx.access().scope(records::view(**kind)).is_some());
            kinds.extend(seen.map(|kind| records::declaration(*kind)));
        }
        for (at, kind) in self.kinds.iter().enumerate() {
            if !records::carries(*kind) {
                let reason = format!("records of the kind {} are not searched", kind.noun());
                return Err(Error::invalid(format!("kinds[{at}]"), reason));
            }
            cx.access().require(records::view(*kind))?;
            let decl = records::declaration(*kind);
            if !kinds.contains(&decl) {
                kinds.push(decl);
            }
        }
        Ok(kinds)
    }
}

fn limit(limit: Option<u32>) -> Result<usize> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAXIMUM_LIMIT).contains(&limit) {
        let reason = format!("a kind has 1 to {MAXIMUM_LIMIT} hits");
        return Err(Error::invalid("limit_per_kind", reason));
    }
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// The search of one kind.
struct Search<'s> {
    decl: &'static RecordDecl,
    fields: &'s [Searched],
    question: &'s Question,
    rule: Filter,
    limit: usize,
}

/// A ranked record.
struct Hit {
    row: Row,
    rank: Rank,
    /// The address or number that was looked for as a whole.
    point: Option<Point>,
}

impl Search<'_> {
    fn run(&self, cx: &mut Context<'_>) -> Result<SearchGroup> {
        let mut group = SearchGroup {
            record_kind: self.decl.kind,
            exact: true,
            ..SearchGroup::default()
        };
        let means_nothing_here = self
            .question
            .scopes()
            .flatten()
            .any(|scope| in_scope(self.decl.kind, self.fields, scope).is_empty());
        if self.question.is_empty() || means_nothing_here {
            return Ok(group);
        }
        let (mut hits, exact) = self.hits(cx)?;
        group.exact = exact;
        // Ties go to what changed last, and then to the newer record.
        hits.sort_by_cached_key(|hit| {
            let updated = hit.row.value(meta::UPDATED_AT);
            let updated = match updated {
                Value::Instant(at) => at.as_micros(),
                _ => 0,
            };
            Reverse((hit.rank.points, updated, hit.row.id))
        });
        group.total = u64::try_from(hits.len()).unwrap_or(u64::MAX);
        hits.truncate(self.limit);
        group.hits = hits.iter().map(|hit| self.show(cx, hit)).collect();
        Ok(group)
    }

    /// The newest hits of the best tiers, at most [`BOUND`], and whether these are all.
    fn hits(&self, cx: &mut Context<'_>) -> Result<(Vec<Hit>, bool)> {
        let filter = self.filter(cx.access());
        let mut hits = self.hits_of_point(cx, &filter)?;
        if hits.len() > BOUND {
            hits.truncate(BOUND);
            return Ok((hits, false));
        }
        let mut known: BTreeSet<Uuid> = hits.iter().map(|hit| hit.row.id).collect();
        // Hits that a later tier takes.
        let mut waiting: BTreeMap<Uuid, Hit> = BTreeMap::new();
        for tier in tiers(self.question) {
            let words = self.question.stored(tier.prefix);
            let columns = tier.columns(self.fields);
            let mut before = None;
            loop {
                let page = cx.store().with_words(&WordQuery {
                    decl: self.decl,
                    words: &words,
                    columns: &columns,
                    filter: &filter,
                    before,
                    limit: u32::try_from(PAGE).unwrap_or(u32::MAX),
                })?;
                let new = page.iter().copied().filter(|id| known.insert(*id));
                let rows = self.rows(cx, new.collect(), Filter::All)?;
                let ranked = rows.into_iter().filter_map(|row| self.hit(row));
                waiting.extend(ranked.map(|hit| (hit.row.id, hit)));
                for id in &page {
                    let here = |hit: &Hit| tier.holds(self.fields, &hit.rank);
                    if !waiting.get(id).is_some_and(here) {
                        continue;
                    }
                    if hits.len() >= BOUND {
                        return Ok((hits, false));
                    }
                    hits.extend(waiting.remove(id));
                }
                before = page.last().copied();
                if page.len() < PAGE {
                    break;
                }
            }
        }
        Ok((hits, true))
    }

    /// The records with the address or number that was typed in full; one more than the bound if
    /// there are more.
    fn hits_of_point(&self, cx: &mut Context<'_>, filter: &Filter) -> Result<Vec<Hit>> {
        let region = cx.settings()?.region();
        let mut hits = Vec::new();
        let point = point(self.question, region).filter(|point| self.looks_in(point.field));
        let Some(point) = point else {
            return Ok(hits);
        };
        for ids in under_point(cx.store(), self.decl.kind, &point)?.chunks(PAGE) {
            for row in self.rows(cx, ids.to_vec(), filter.clone())? {
                hits.push(Hit {
                    row,
                    rank: self.rank_of_point(point.field),
                    point: Some(point.clone()),
                });
                if hits.len() > BOUND {
                    return Ok(hits);
                }
            }
        }
        Ok(hits)
    }

    /// The record as a hit, if all words are found in fields that the actor reads.
    fn hit(&self, row: Row) -> Option<Hit> {
        let words = Words::of(self.fields, &row);
        let rank = rank(self.decl.kind, self.fields, &words, self.question)?;
        Some(Hit {
            row,
            rank,
            point: None,
        })
    }

    /// Records that are live, in sight, and that the rule holds for.
    fn filter(&self, access: &Access) -> Filter {
        let sight = access.condition(records::view(self.decl.kind), self.decl);
        let scope = access.reach(Permission::SearchView, self.decl);
        live().and(sight).and(scope).and(self.rule.clone())
    }

    fn rows(&self, cx: &mut Context<'_>, ids: Vec<Uuid>, filter: Filter) -> Result<Vec<Row>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let among = Filter::In {
            target: Target::Id,
            operands: ids.into_iter().map(Value::Id).collect(),
        };
        let select = Select::all(self.decl).filter(among.and(filter));
        cx.store().select(&select)
    }

    /// Whether the actor reads the addresses or numbers, and no scope says to look elsewhere.
    fn looks_in(&self, point: PointField) -> bool {
        match &self.question.scope {
            Some(scope) => in_scope(self.decl.kind, self.fields, scope).contains(&point.name()),
            None => self
                .fields
                .iter()
                .any(|field| field.decl.name == point.name()),
        }
    }

    /// A whole address or number counts as if each of its words had been found in a name.
    fn rank_of_point(&self, point: PointField) -> Rank {
        let field = self
            .fields
            .iter()
            .position(|field| field.decl.name == point.name());
        let words = self.question.words.iter().map(|word| &word.text);
        let phrased = self
            .question
            .phrases
            .iter()
            .map(|phrase| phrase.words.join(" "));
        let found: Vec<Found> = words
            .cloned()
            .chain(phrased)
            .map(|text| Found {
                text,
                field: field.unwrap_or_default(),
                exact: true,
            })
            .collect();
        let words = u32::try_from(found.len()).unwrap_or(u32::MAX);
        Rank {
            points: words.saturating_mul(BEST),
            found,
        }
    }

    fn show(&self, cx: &Context<'_>, hit: &Hit) -> SearchHit {
        let access = cx.access();
        let words = u32::try_from(hit.rank.found.len()).unwrap_or(u32::MAX);
        let most = words.saturating_mul(BEST).max(1);
        let matched = hit.rank.found.iter().filter_map(|found| {
            Some(SearchMatch {
                word: found.text.clone(),
                field: self.fields.get(found.field)?.name(),
                exact: found.exact,
            })
        });
        let highlights = self.highlights(hit);
        let record = RecordRef {
            kind: self.decl.kind,
            id: hit.row.id,
        };
        for highlight in &highlights {
            access.tells(record, &highlight.field);
        }
        SearchHit {
            record_kind: self.decl.kind,
            id: hit.row.id,
            title: title(access, self.decl, &hit.row),
            subtitle: subtitle(access, self.decl, &hit.row),
            score: hit.rank.points.saturating_mul(100) / most,
            matched: matched.collect(),
            highlights,
        }
    }

    /// Highlights of the fields in which words were found, in the order of the words.
    fn highlights(&self, hit: &Hit) -> Vec<Highlight> {
        let mut places: Vec<usize> = Vec::new();
        for found in &hit.rank.found {
            if !places.contains(&found.field) {
                places.push(found.field);
            }
        }
        places
            .into_iter()
            .filter_map(|place| self.fields.get(place))
            .filter_map(|field| {
                let name = field.name();
                match meant(field, hit) {
                    // It need not have the words that were typed.
                    Some(text) => highlight(&name, std::slice::from_ref(&text), self.question)
                        .or_else(|| Some(whole(&name, &text))),
                    None => highlight(&name, &field.texts(&hit.row), self.question),
                }
            })
            .take(HIGHLIGHTS)
            .collect()
    }
}

/// The address or number that was looked for as a whole, as it was entered in this field.
fn meant(field: &Searched, hit: &Hit) -> Option<String> {
    let point = hit.point.as_ref()?;
    let (Value::Json(json), FieldKind::Elements([first, ..])) =
        (hit.row.value(field.place), field.decl.kind)
    else {
        return None;
    };
    if point.field.name() != field.decl.name {
        return None;
    }
    let items: Vec<serde_json::Value> = serde_json::from_str(json).ok()?;
    let item = items.iter().find(|item| point.is(item))?;
    item.get(first.name)?.as_str().map(str::to_owned)
}
