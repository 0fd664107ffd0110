//! The marks in an example: brackets around its mention, braces around the other mentions that it needs.

use std::ops::Range;

/// The text of an example without its marks, and what they enclose.
pub(super) struct Marked {
    pub(super) text: String,
    pub(super) mention: Option<Range<usize>>,
    pub(super) others: Vec<(String, Range<usize>)>,
}

/// Takes the brackets and the braces (`{place Kyoto}`) out of an example.
pub(super) fn unmark(marked: &str) -> Marked {
    let bracket = marked.find('[').zip(marked.rfind(']')).filter(|(open, close)| open < close);
    let mut this = Marked { text: String::with_capacity(marked.len()), mention: None, others: Vec::new() };
    let (mut mention, mut other) = (0, None);
    let mut at = 0;
    while let Some(c) = marked[at..].chars().next() {
        let brace = if c == '{' { brace_kind(&marked[at + 1..]) } else { None };
        match (bracket, brace) {
            (Some((open, _)), _) if at == open => mention = this.text.len(),
            (Some((_, close)), _) if at == close => this.mention = Some(mention..this.text.len()),
            (_, Some(kind)) => {
                other = Some((kind.to_owned(), this.text.len()));
                at += kind.len() + 1;
            }
            _ => match other.take() {
                Some((kind, start)) if c == '}' => this.others.push((kind, start..this.text.len())),
                open => {
                    other = open;
                    this.text.push(c);
                }
            },
        }
        at += c.len_utf8();
    }
    this
}

/// The kind that opens a brace, if one does: `{place Kyoto}`.
fn brace_kind(text: &str) -> Option<&str> {
    let (kind, rest) = text.split_once(' ')?;
    (!kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase()) && rest.contains('}')).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::unmark;

    #[test]
    fn the_marks_of_an_example_are_read() {
        let marked = unmark("the head of {place West Kyoto}, [Ann [A.] Lee] and {person Bo Li} {as is");
        assert_eq!(marked.text, "the head of West Kyoto, Ann [A.] Lee and Bo Li {as is");
        assert_eq!(marked.mention.map(|m| marked.text[m].to_owned()).as_deref(), Some("Ann [A.] Lee"));
        let others: Vec<_> = marked.others.iter().map(|(kind, m)| (kind.as_str(), &marked.text[m.clone()])).collect();
        assert_eq!(others, [("place", "West Kyoto"), ("person", "Bo Li")]);
    }
}
