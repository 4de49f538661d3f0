//! Formatted bodies: what of a text in HTML is safe to show, and what it says (COM-04).
//!
//! A body comes from strangers, and its reader's browser would do whatever it says. So the form that
//! may be shown is not the source with the bad parts taken out: it is written anew, from the words
//! and from a short list of elements without attributes. Nothing else can be in it, however the
//! source was taken apart: words have no angle bracket left, and no listed element changes how a
//! browser reads what follows. Pictures and styles are not on the list, so nobody learns from a
//! picture that the message was read.

use std::borrow::Cow;

use url::Url;

use crate::value::text::{LONG_MAX, is_forbidden_control, nfc};

/// Deeper elements are left out; what they hold stays.
const DEPTH: usize = 32;

/// What was read of a text in HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The same in the few elements that are safe to show, well-formed.
    pub safe: String,
    /// What it says, without any element: paragraphs apart, items and quotations marked.
    pub text: String,
}

/// Reads a text in HTML. It never fails: what is no element is a word.
///
/// ```
/// use crm_core::communication::read_html;
///
/// let read = read_html("<p onclick='x()'>Dear <b>Ada</b>,<script>steal()</script><br>1 &lt; 2");
/// assert_eq!(read.safe, "<p>Dear <b>Ada</b>,<br>1 &lt; 2</p>");
/// assert_eq!(read.text, "Dear Ada,\n1 < 2");
/// ```
pub fn read_html(source: &str) -> Reading {
    let mut writer = Writer::default();
    let mut rest = source;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            writer.words(rest);
            break;
        };
        let (words, tag) = rest.split_at(at);
        writer.words(words);
        rest = if let Some((tag, after)) = read_tag(tag) {
            writer.tag(tag, after)
        } else {
            // An angle bracket that begins nothing is a word too.
            writer.words("<");
            tag.get(1..).unwrap_or_default()
        };
    }
    writer.finish()
}

/// What stands in angle brackets.
enum Tag<'s> {
    Start {
        name: String,
        href: Option<&'s str>,
        /// Whether it says that it holds nothing, which means something of foreign elements alone.
        closed: bool,
    },
    End {
        name: String,
    },
    /// A comment or a declaration.
    Nothing,
}

/// The tag that a text begins with, and what comes after it.
fn read_tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let inside = text.strip_prefix('<')?;
    if let Some(comment) = inside.strip_prefix("!--") {
        return Some((Tag::Nothing, after_comment(comment)));
    }
    if inside.starts_with(['!', '?']) {
        return Some((Tag::Nothing, after_bracket(inside)));
    }
    let (closing, named) = match inside.strip_prefix('/') {
        Some(named) => (true, named),
        None => (false, inside),
    };
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = named.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
    let (name, attributes) = named.split_at(end.unwrap_or(named.len()));
    let name = name.to_ascii_lowercase();
    let (href, closed, after) = read_attributes(attributes);
    let tag = if closing {
        Tag::End { name }
    } else {
        Tag::Start { name, href, closed }
    };
    Some((tag, after))
}

/// What comes after a comment, which ends as browsers have it: an angle bracket right at its
/// beginning ends it too, and so does one with an exclamation mark before it.
fn after_comment(comment: &str) -> &str {
    if let Some(after) = ["->", ">"].iter().find_map(|end| comment.strip_prefix(end)) {
        return after;
    }
    let mut rest = comment;
    while let Some(at) = rest.find("--") {
        let end = rest.get(at + 2..).unwrap_or_default();
        if let Some(after) = [">", "!>"].iter().find_map(|last| end.strip_prefix(last)) {
            return after;
        }
        // The second of these dashes may be the first of the last two.
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    ""
}

/// The first `href` among attributes, whether a slash ends them, and what comes after their tag.
fn read_attributes(mut text: &str) -> (Option<&str>, bool, &str) {
    let mut href = None;
    loop {
        let begun = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let (between, _) = text.split_at(text.len() - begun.len());
        text = begun;
        if text.is_empty() {
            return (href, false, text);
        }
        if let Some(after) = text.strip_prefix('>') {
            return (href, between.ends_with('/'), after);
        }
        // An equals sign where a name should begin belongs to the name.
        let begun = text.char_indices().skip(1);
        let mut ends = begun.filter(|(_, c)| c.is_ascii_whitespace() || "/>=".contains(*c));
        let (name, after) = text.split_at(ends.next().map_or(text.len(), |(at, _)| at));
        let after_name = after.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let Some(given) = after_name.strip_prefix('=') else {
            text = after;
            continue;
        };
        let given = given.trim_start_matches(|c: char| c.is_ascii_whitespace());
        let value;
        (value, text) = if let Some(quote @ ('"' | '\'')) = given.chars().next() {
            let quoted = given.get(1..).unwrap_or_default();
            quoted.split_once(quote).unwrap_or((quoted, ""))
        } else {
            let end = given.find(|c: char| c.is_ascii_whitespace() || c == '>');
            given.split_at(end.unwrap_or(given.len()))
        };
        if href.is_none() && name.eq_ignore_ascii_case("href") {
            href = Some(value);
        }
    }
}

fn after_bracket(text: &str) -> &str {
    text.split_once('>').map_or("", |(_, after)| after)
}

/// What an element becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It begins on a line of its own, so many breaks after what stands before.
    Block(&'static str, usize),
    /// It stands among words.
    Inline(&'static str),
    /// It holds nothing.
    Void(&'static str),
    /// It parts words, and is not shown itself.
    Cell,
    /// It and everything in it is left out.
    Dropped,
    /// It is left out; what it holds stays.
    Bare,
}

impl Role {
    fn of(name: &str) -> Self {
        match name {
            "p" => Self::Block("p", 2),
            "h1" => Self::Block("h1", 2),
            "h2" => Self::Block("h2", 2),
            "h3" => Self::Block("h3", 2),
            "h4" => Self::Block("h4", 2),
            "h5" => Self::Block("h5", 2),
            "h6" => Self::Block("h6", 2),
            "blockquote" => Self::Block("blockquote", 2),
            "pre" => Self::Block("pre", 2),
            "ul" => Self::Block("ul", 2),
            "ol" => Self::Block("ol", 2),
            "li" => Self::Block("li", 1),
            "div" | "table" | "tr" | "caption" | "center" | "section" | "article" | "header"
            | "footer" | "main" | "aside" | "address" | "dl" | "dt" | "dd" | "figure"
            | "figcaption" => Self::Block("div", 1),
            "b" | "strong" => Self::Inline("b"),
            "i" | "em" => Self::Inline("i"),
            "u" | "ins" => Self::Inline("u"),
            "s" | "del" | "strike" => Self::Inline("s"),
            "code" | "tt" | "kbd" | "samp" => Self::Inline("code"),
            "sub" => Self::Inline("sub"),
            "sup" => Self::Inline("sup"),
            "a" => Self::Inline("a"),
            "br" => Self::Void("br"),
            "hr" => Self::Void("hr"),
            "td" | "th" => Self::Cell,
            // Elements whose content a browser does not read as words, or not as ours.
            "script" | "style" | "title" | "textarea" | "template" | "noscript" | "iframe"
            | "xmp" | "noembed" | "noframes" | "plaintext" | "svg" | "math" | "object"
            | "select" | "audio" | "video" | "canvas" => Self::Dropped,
            _ => Self::Bare,
        }
    }
}

/// The two forms as they grow.
#[derive(Default)]
struct Writer {
    safe: String,
    plain: Plain,
    /// The elements that are open, outermost first.
    open: Vec<&'static str>,
}

impl Writer {
    fn words(&mut self, source: &str) {
        let decoded: Cow<'_, str> = html_escape::decode_html_entities(source);
        let words: Cow<'_, str> = if decoded.contains(is_forbidden_control) {
            let sound = decoded.chars().map(as_browsers_read);
            let sound = sound.filter(|c| !is_forbidden_control(*c));
            sound.collect::<String>().into()
        } else {
            decoded
        };
        html_escape::encode_text_to_string(&words, &mut self.safe);
        self.plain.words(&words, self.open.contains(&"pre"));
    }

    /// Deals with a tag; answers where to go on.
    fn tag<'s>(&mut self, tag: Tag<'_>, after: &'s str) -> &'s str {
        match tag {
            Tag::Nothing => {}
            Tag::Start { name, href, closed } => match Role::of(&name) {
                Role::Block(element, breaks) => self.begin_block(element, breaks),
                Role::Inline("a") => self.begin_link(href),
                Role::Inline(element) => {
                    self.begin(element, "");
                }
                Role::Void(element) => {
                    self.write(&["<", element, ">"]);
                    match element {
                        "br" => self.plain.line(),
                        _ => self.plain.apart(2),
                    }
                }
                Role::Cell => self.part(),
                Role::Dropped if !matches!(name.as_str(), "svg" | "math") => {
                    return after_end(&name, after);
                }
                Role::Dropped if !closed => return after_foreign(&name, after),
                Role::Dropped | Role::Bare => {}
            },
            Tag::End { name } => match Role::of(&name) {
                Role::Block(element, _) | Role::Inline(element) => self.end(element),
                Role::Cell => self.part(),
                Role::Void(_) | Role::Dropped | Role::Bare => {}
            },
        }
        after
    }

    fn write(&mut self, parts: &[&str]) {
        self.safe.extend(parts.iter().copied());
    }

    fn part(&mut self) {
        if !self.safe.ends_with(' ') {
            self.safe.push(' ');
        }
        self.plain.words(" ", false);
    }

    fn begin_block(&mut self, element: &'static str, breaks: usize) {
        // A paragraph ends where a block begins, and an item where the next one does.
        self.end("p");
        if element == "li" {
            let list = self
                .open
                .iter()
                .rposition(|open| matches!(*open, "ul" | "ol"));
            let item = self.open.iter().rposition(|open| *open == "li");
            if item.is_some_and(|item| list.is_none_or(|list| item > list)) {
                self.end("li");
            }
        }
        self.plain.apart(breaks);
        if self.begin(element, "") {
            match element {
                "blockquote" => self.plain.quotes += 1,
                "li" => self.plain.item = true,
                _ => {}
            }
        }
    }

    /// A link says where it leads, and that is a page, an address or a number.
    fn begin_link(&mut self, href: Option<&str>) {
        self.end("a");
        let Some(url) = href.and_then(harmless) else {
            return;
        };
        let address = html_escape::encode_double_quoted_attribute(url.as_str());
        let attributes = format!(" href=\"{address}\" rel=\"noopener noreferrer nofollow\"");
        self.begin("a", &attributes);
    }

    /// Opens an element, unless it is too deep; answers whether it did.
    fn begin(&mut self, element: &'static str, attributes: &str) -> bool {
        let fits = self.open.len() < DEPTH;
        if fits {
            self.write(&["<", element, attributes, ">"]);
            self.open.push(element);
        }
        fits
    }

    /// Ends an element with those that are open in it; an element that is not open has no end.
    fn end(&mut self, element: &str) {
        let Some(at) = self.open.iter().rposition(|open| *open == element) else {
            return;
        };
        while self.open.len() > at {
            let Some(last) = self.open.pop() else { break };
            self.write(&["</", last, ">"]);
            match last {
                "blockquote" => self.plain.quotes = self.plain.quotes.saturating_sub(1),
                "li" => self.plain.item = false,
                _ => {}
            }
            if let Role::Block(_, breaks) = Role::of(last) {
                self.plain.apart(breaks);
            }
        }
    }

    fn finish(mut self) -> Reading {
        if let Some(first) = self.open.first().copied() {
            while self.open.contains(&first) {
                self.end(first);
            }
        }
        let mut text = nfc(self.plain.text.trim());
        // The marks of quotations can make a text longer than one may be.
        if let Some((end, _)) = text.char_indices().nth(LONG_MAX) {
            text.truncate(end);
        }
        Reading {
            safe: self.safe,
            text,
        }
    }
}

/// Goes on behind the end of an element, or at the end of all if it has none.
fn after_end<'s>(name: &str, text: &'s str) -> &'s str {
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once("</") {
        if let Some(after) = after_name(name, inside) {
            return after_bracket(after);
        }
        rest = inside;
    }
    ""
}

/// Goes on behind the end of a drawing or a formula, or where an element begins that neither can
/// hold: there browsers end it.
fn after_foreign<'s>(name: &str, text: &'s str) -> &'s str {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (_, tag) = rest.split_at(at);
        let inside = tag.get(1..).unwrap_or_default();
        if let Some(comment) = inside.strip_prefix("!--") {
            rest = after_comment(comment);
            continue;
        }
        let ends = inside.strip_prefix('/');
        if let Some(after) = ends.and_then(|inside| after_name(name, inside)) {
            return after_bracket(after);
        }
        let mut break_out = BREAK_OUT.iter();
        if break_out.any(|name| after_name(name, inside).is_some()) {
            return tag;
        }
        rest = inside;
    }
    ""
}

/// Elements that end a drawing or a formula where they begin (HTML, 13.2.6.5).
const BREAK_OUT: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// What comes after the name of an element, if a text begins with it.
fn after_name<'s>(name: &str, text: &'s str) -> Option<&'s str> {
    let (named, after) = text.split_at_checked(name.len())?;
    let ends = |c: char| c.is_ascii_whitespace() || "/>".contains(c);
    let whole = after.is_empty() || after.starts_with(ends);
    (whole && named.eq_ignore_ascii_case(name)).then_some(after)
}

/// What is meant by a number between 128 and 159: browsers read it as Windows-1252 does.
fn as_browsers_read(c: char) -> char {
    const MEANT: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let place = u32::from(c).checked_sub(0x80);
    let meant = place.and_then(|place| MEANT.get(usize::try_from(place).ok()?));
    meant.copied().unwrap_or(c)
}

/// The target of a link, if following it runs nothing.
fn harmless(href: &str) -> Option<Url> {
    let url = Url::parse(&html_escape::decode_html_entities(href)).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then_some(url)
}

/// The words alone.
#[derive(Default)]
struct Plain {
    text: String,
    /// How many line breaks come before the next word.
    breaks: usize,
    /// Whether a blank does.
    blank: bool,
    /// In how many quotations the next word is.
    quotes: usize,
    /// In how many the last one was.
    quoted: usize,
    /// Whether it is the first of an item.
    item: bool,
}

impl Plain {
    /// Has the next word stand so many line breaks below.
    fn apart(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        self.blank = false;
    }

    /// Ends the line.
    fn line(&mut self) {
        self.breaks = (self.breaks + 1).min(2);
        self.blank = false;
    }

    fn words(&mut self, words: &str, as_it_is: bool) {
        for c in words.chars() {
            match c {
                '\n' if as_it_is => self.breaks += 1,
                '\r' if as_it_is => {}
                c if c.is_whitespace() && !as_it_is => self.blank = true,
                c => {
                    self.place();
                    self.text.push(c);
                }
            }
        }
    }

    /// Writes what comes before a word.
    fn place(&mut self) {
        let first = self.text.is_empty();
        if first || self.breaks > 0 {
            // A blank line is quoted if what stands on both sides of it is.
            let between = self.quotes.min(self.quoted);
            for at in 1..=self.breaks {
                if !first {
                    self.text.push('\n');
                    let marks = if at < self.breaks { between } else { 0 };
                    self.text.extend(std::iter::repeat_n('>', marks));
                }
            }
            if self.quotes > 0 {
                self.text.extend(std::iter::repeat_n('>', self.quotes));
                self.text.push(' ');
            }
            self.quoted = self.quotes;
        } else if self.blank {
            self.text.push(' ');
        }
        if std::mem::take(&mut self.item) {
            self.text.push_str("- ");
        }
        (self.breaks, self.blank) = (0, false);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test fails by panicking

    use proptest::prelude::*;

    use super::*;

    fn safe(source: &str) -> String {
        read_html(source).safe
    }

    fn text(source: &str) -> String {
        read_html(source).text
    }

    #[test]
    fn what_a_message_looks_like_stays_com_04() {
        let source = "<html><head><title>T</title><style>p{}</style></head><body>\
            <h1>News</h1><p>Dear&nbsp;<strong>Ada</strong>,</p>\
            <ul><li>one<li>two</ul><a href=\"https://example.com/?a=1&amp;b=2\">more</a></body></html>";
        assert_eq!(
            safe(source),
            "<h1>News</h1><p>Dear\u{a0}<b>Ada</b>,</p><ul><li>one</li><li>two</li></ul>\
             <a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">more</a>"
        );
        assert_eq!(text(source), "News\n\nDear Ada,\n\n- one\n- two\n\nmore");
    }

    #[test]
    fn what_would_run_or_report_is_gone_com_04() {
        for source in [
            "<script>alert(1)</script>",
            "<SCRIPT SRC=//x></ScRiPt >",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
            "<a href=' data:text/html,<script>'>x</a>",
            "<p style=\"background:url(//x)\">x</p>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img src onerror=alert(1)>",
            "<noscript><p title=\"</noscript><img src onerror=alert(1)>\"></noscript>",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
            "<iframe srcdoc='<script>'></iframe>",
            "<form action=//x><input name=a></form>",
            "<base href=//x><meta http-equiv=refresh content=0>",
            "<b/onmouseover=alert(1)>x</b>",
            "<a href=\"https://x/\"onclick=alert(1)>x</a>",
        ] {
            require_safe(&safe(source));
        }
        assert_eq!(safe("<a href=\"javascript:alert(1)\">x</a>"), "x");
        assert_eq!(
            safe("<p title='>'>x"),
            "<p>x</p>",
            "a bracket in quotes ends no tag"
        );
        assert_eq!(safe("<img src=x alt=a>x"), "x");
    }

    #[test]
    fn entities_are_read_and_written_again_com_04() {
        assert_eq!(
            safe("1 &lt; 2 & 3 &copy; &#60;b&#62;"),
            "1 &lt; 2 &amp; 3 © &lt;b&gt;"
        );
        assert_eq!(
            text("&lt;script&gt; &eacute;t&eacute; &#x20AC;"),
            "<script> été €"
        );
        assert_eq!(safe("a < b <3 <"), "a &lt; b &lt;3 &lt;");
        let controls = safe("a&#0;b&#x1b;c&#127;d");
        assert!(!controls.contains(is_forbidden_control), "{controls:?}");
    }

    #[test]
    fn what_a_browser_shows_is_there_com_04() {
        for source in [
            "<svg width=1 height=1/><p>Please cancel</p>",
            "<math /><p>Please cancel</p>",
            "<svg><style/><p>Please cancel</p>",
            "<svg><!--<p>no--><text>no</text></svg><p>Please cancel</p>",
            "<!--><p>Please cancel</p>",
            "<!---><p>Please cancel</p>",
            "<!--x--!><p>Please cancel</p>",
            "<!--x----><p>Please cancel</p>",
            "<!--x-- -><p>no</p>--><p>Please cancel</p>",
        ] {
            assert_eq!(safe(source), "<p>Please cancel</p>", "{source}");
        }
        // A slash that belongs to a value closes nothing, and words end no script.
        assert_eq!(safe("<svg a=b/>x</svg>y"), "y");
        assert_eq!(safe("<svg a=b />x"), "x");
        assert_eq!(safe("<script/>x</script>y"), "y");
        assert_eq!(text("It&#146;s 5 &#x80;&#129;."), "It’s 5 €.");
    }

    #[test]
    fn elements_are_closed_in_order_com_04() {
        assert_eq!(safe("<b><i>x</b>y</i>"), "<b><i>x</i></b>y");
        assert_eq!(safe("<p>a<div>b"), "<p>a</p><div>b</div>");
        assert_eq!(safe("</p></div>x"), "x");
        let deep = "<div>".repeat(10_000) + "x";
        assert_eq!(safe(&deep).matches("<div>").count(), DEPTH);
    }

    #[test]
    fn words_keep_lines_items_and_quotations_com_04() {
        assert_eq!(text("a<br>b<br><br><br>c"), "a\nb\n\nc");
        assert_eq!(text("<div>a</div><div><br></div><div>b</div>"), "a\n\nb");
        assert_eq!(
            text("Yes.<blockquote><p>One?</p><p>Two?</p></blockquote>Bye"),
            "Yes.\n\n> One?\n>\n> Two?\n\nBye"
        );
        assert_eq!(text("<pre>a\n  b\n</pre>c"), "a\n  b\n\nc");
        assert_eq!(
            text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>"),
            "a b\nc"
        );
        assert_eq!(text("<img src=x>"), "");
    }

    /// What may be in a safe form: words without angle brackets and listed elements, nested well.
    fn require_safe(safe: &str) {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = safe;
        while let Some((words, tag)) = rest.split_once('<') {
            assert!(!words.contains('>'), "{safe}");
            let (tag, after) = tag.split_once('>').unwrap();
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{safe}");
            } else {
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                assert!(
                    matches!(Role::of(name), Role::Block(listed, _) | Role::Inline(listed)
                        | Role::Void(listed) if listed == name),
                    "{safe}"
                );
                if name == "a" {
                    let href = attributes.strip_prefix("href=\"").unwrap();
                    let (href, others) = href.split_once('"').unwrap();
                    assert_eq!(others, " rel=\"noopener noreferrer nofollow\"", "{safe}");
                    assert!(harmless(href).is_some(), "{safe}");
                } else {
                    assert_eq!(attributes, "", "{safe}");
                }
                if !matches!(Role::of(name), Role::Void(_)) {
                    open.push(name);
                }
            }
            rest = after;
        }
        assert!(!rest.contains('>') && open.is_empty(), "{safe}");
    }

    fn piece() -> impl Strategy<Value = String> {
        let of = |pattern: &str| {
            let names = "(p|div|b|em|a|li|ul|td|tr|table|script|style|svg|pre|blockquote|br|x-y)";
            proptest::string::string_regex(&pattern.replace("NAME", names)).unwrap()
        };
        prop_oneof![
            "[a-z <>&;\"'/=!-]{0,12}",
            of("<NAME>"),
            of("</NAME>"),
            of("<NAME (href|onclick|style)=[\"']?[a-z:/&;#]{0,12}[\"']?>"),
            "<a href=(https://a.b/|mailto:|javascript:)[a-z\"&<>']{0,6}>",
            "&(lt|gt|amp|quot|nbsp|#60|#x3e|eacute|nothing);?",
            "(<!--|-->|--!>|-|<!|<\\?)",
            "<(svg|math)( [a-z]=[a-z]*)?/>",
            "\\PC{0,6}",
        ]
    }

    proptest! {
        #[test]
        fn a_safe_form_holds_words_and_listed_elements_and_stays_as_it_is_com_04(
            pieces in prop::collection::vec(piece(), 0..24),
        ) {
            let read = read_html(&pieces.concat());
            require_safe(&read.safe);
            prop_assert_eq!(&read_html(&read.safe).safe, &read.safe);
        }
    }
}
