//! Words and lines that several emitters need: cases of names, wrapped comments, indentation.

/// `contact_name` or `contact-name` as `ContactName`.
pub(crate) fn pascal(name: &str) -> String {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_ascii_uppercase().to_string() + letters.as_str()
            })
        })
        .collect()
}

/// `contact_name` as `contactName`.
pub(crate) fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_lowercase().to_string() + letters.as_str()
    })
}

/// Breaks a doc text into lines of at most `width` characters; an empty line parts paragraphs.
pub(crate) fn wrap(doc: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in doc.split("\n\n") {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// A text that neither closes the block comment around it nor opens one: Kotlin's comments nest, so that
/// `image/*` would leave one unclosed.
pub(crate) fn uncommented(doc: &str) -> String {
    doc.replace("*/", "*\\/").replace("/*", "/\\*")
}

/// A block comment in the manner of Javadoc, `KDoc` and `TSDoc`.
pub(crate) fn block_comment(doc: &str, indent: &str, width: usize) -> String {
    let lines = wrap(&uncommented(doc), width.saturating_sub(indent.len() + 7));
    match lines.as_slice() {
        [] => String::new(),
        [only] if only.is_empty() => String::new(),
        [only] => format!("{indent}/** {only} */\n"),
        _ => {
            let mut text = format!("{indent}/**\n");
            for line in lines {
                text.push_str(format!("{indent} * {line}").trim_end());
                text.push('\n');
            }
            text + indent + " */\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_case_at_every_separator() {
        assert_eq!(pascal("do_not_contact"), "DoNotContact");
        assert_eq!(pascal("E164"), "E164");
        assert_eq!(camel("do_not_contact"), "doNotContact");
    }

    #[test]
    fn a_long_doc_is_broken_between_words_and_keeps_its_paragraphs() {
        assert_eq!(
            wrap("one two three\n\nfour", 8),
            ["one two", "three", "", "four"]
        );
    }

    #[test]
    fn a_comment_is_neither_closed_nor_opened_anew_by_its_own_text() {
        assert_eq!(block_comment("a */ b", "", 80), "/** a *\\/ b */\n");
        assert_eq!(block_comment("image/* c", "", 80), "/** image/\\* c */\n");
    }
}
