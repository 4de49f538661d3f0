//! Word lists compiled into the program and searched where they lie.

/// A list of lines in ascending byte order, searched by halving without being split or copied: it
/// costs neither start-up time nor memory beyond the text itself.
#[derive(Debug, Clone, Copy)]
pub struct SortedLines(&'static str);

impl SortedLines {
    /// Takes a text whose lines ascend in byte order and all end with a line feed.
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// Whether one of the lines is exactly `word`.
    pub fn contains(self, word: &str) -> bool {
        self.find(|line| line.cmp(word)).is_some()
    }

    /// The line for which `order` says equal; `order` tells where a line lies from the sought one.
    pub fn find(self, order: impl Fn(&str) -> std::cmp::Ordering) -> Option<&'static str> {
        let mut rest = self.0;
        while !rest.is_empty() {
            // A line feed byte is never part of a longer character, so lines are whole texts.
            let (before, from_middle) = rest.as_bytes().split_at(rest.len() / 2);
            let is_feed = |byte: &u8| *byte == b'\n';
            let start = before.iter().rposition(is_feed).map_or(0, |feed| feed + 1);
            let end = from_middle
                .iter()
                .position(is_feed)
                .map_or(rest.len(), |feed| before.len() + feed + 1);
            let line = rest.get(start..end)?.trim_end_matches('\n');
            rest = match order(line) {
                std::cmp::Ordering::Equal => return Some(line),
                std::cmp::Ordering::Less => rest.get(end..)?,
                std::cmp::Ordering::Greater => rest.get(..start)?,
            };
        }
        None
    }

    /// All lines, in their order.
    pub fn lines(self) -> std::str::Lines<'static> {
        self.0.lines()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_line_and_nothing_else() {
        let list = SortedLines::new("a\nab\nb\nélan\nüber\n");
        assert!(list.lines().all(|line| list.contains(line)));
        for absent in ["", "A", "aa", "abc", "\n", "z", "é", "a\nab"] {
            assert!(!list.contains(absent), "{absent}");
        }
        assert!(!SortedLines::new("").contains("a"));
    }
}
