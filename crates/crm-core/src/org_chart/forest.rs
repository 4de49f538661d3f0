//! The forest: from people and lines to a tree that can be drawn, whatever the lines are.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// One solid line: who reports to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) id: Uuid,
    pub(super) from: Uuid,
    pub(super) to: Uuid,
}

/// People and the one line of each that counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Forest {
    /// The line of each person that has a manager.
    pub(super) manager: BTreeMap<Uuid, Line>,
    /// Who reports to each, by id.
    pub(super) reports: BTreeMap<Uuid, Vec<Uuid>>,
    /// Those without a manager, by id; of a loop the smallest id.
    pub(super) roots: Vec<Uuid>,
    /// Lines beside the one that counts; the oldest counts.
    pub(super) doubled: Vec<Line>,
    /// People whose lines lead in a circle, each circle from its smallest id on.
    pub(super) loops: Vec<Vec<Uuid>>,
}

/// One place in a forest, read from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) person: Uuid,
    pub(super) depth: u32,
    /// How many stand below, at any depth.
    pub(super) below: u32,
}

impl Forest {
    /// The forest of these people. Lines that lead to anyone else do not count.
    pub(super) fn of(people: &BTreeSet<Uuid>, mut lines: Vec<Line>) -> Self {
        let mut forest = Self::default();
        lines.sort_unstable();
        for line in lines {
            if !people.contains(&line.from) || !people.contains(&line.to) {
                continue;
            }
            match forest.manager.entry(line.from) {
                Entry::Vacant(place) => {
                    place.insert(line);
                }
                Entry::Occupied(_) => forest.doubled.push(line),
            }
        }
        forest.loops = forest.circles();
        // A circle is cut above its smallest id, so that nobody is lost.
        for first in forest.loops.iter().filter_map(|circle| circle.first()) {
            forest.manager.remove(first);
        }
        for (&person, line) in &forest.manager {
            forest.reports.entry(line.to).or_default().push(person);
        }
        let top = people.iter().filter(|id| !forest.manager.contains_key(id));
        forest.roots = top.copied().collect();
        forest
    }

    fn circles(&self) -> Vec<Vec<Uuid>> {
        let mut circles = Vec::new();
        let mut done: BTreeSet<Uuid> = BTreeSet::new();
        for &start in self.manager.keys() {
            let mut way: Vec<Uuid> = Vec::new();
            let mut at = Some(start);
            while let Some(person) = at.filter(|person| !done.contains(person)) {
                if let Some(first) = way.iter().position(|known| *known == person) {
                    let mut circle = way.split_off(first);
                    let smallest = circle.iter().enumerate().min_by_key(|(_, id)| **id);
                    let turn = smallest.map_or(0, |(place, _)| place);
                    circle.rotate_left(turn);
                    done.extend(&circle);
                    circles.push(circle);
                    break;
                }
                way.push(person);
                at = self.manager.get(&person).map(|line| line.to);
            }
            done.extend(way);
        }
        circles
    }

    /// Everyone from the top down, those below a person right after it.
    pub(super) fn walk(&self, from: Option<Uuid>) -> Vec<Place> {
        let mut next: Vec<(Uuid, u32)> = match from {
            Some(person) => vec![(person, 0)],
            None => self.roots.iter().rev().map(|root| (*root, 0)).collect(),
        };
        let mut places: Vec<Place> = Vec::new();
        while let Some((person, depth)) = next.pop() {
            places.push(Place {
                person,
                depth,
                below: 0,
            });
            let reports = self.reports.get(&person).map(Vec::as_slice);
            let below = reports.unwrap_or_default().iter().rev();
            next.extend(below.map(|report| (*report, depth.saturating_add(1))));
        }
        count_below(&mut places);
        places
    }
}

/// In the order of a walk, those below a person are those that follow it and stand deeper.
fn count_below(places: &mut [Place]) {
    let mut open: Vec<(usize, u32)> = Vec::new();
    let depths: Vec<u32> = places.iter().map(|place| place.depth).collect();
    for (at, depth) in depths.into_iter().enumerate() {
        open.retain(|(_, above)| *above < depth);
        for (above, _) in &open {
            if let Some(place) = places.get_mut(*above) {
                place.below = place.below.saturating_add(1);
            }
        }
        open.push((at, depth));
    }
}
