//! A page to look at: one HTML file that holds the bulletins, what was found in them, and all it takes to browse them.
//!
//! The page is put together here from what lies in `html/`: markup, looks, script and the outline of the world; nothing is
//! fetched when it is open. The records stand in it as JSON and are shown by the script, which only ever sets text, so that what a bulletin
//! says is never run. A page of many bulletins would weigh more than a browser bears: once [`Html::FULL`] bytes of records are
//! written, bulletins come without their text and evidence.

use super::Format;
use crate::record::Record;

/// One page for all records. They should carry their text and explanations.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Html {
    /// How many bytes of records are written in full: 24 MB, some thousand bulletins of a page each.
    pub const FULL: u64 = 24_000_000;
}

/// The page up to the first record. The script element of the records is the last thing in it.
const OPENING: &str = concat!(
    include_str!("html/head.html"),
    "<style>\n",
    include_str!("html/page.css"),
    "</style>\n</head>\n",
    include_str!("html/body.html"),
    "<template id=\"world\">\n",
    include_str!("html/world.svg"),
    "</template>\n<script type=\"application/json\" id=\"records\">[\n"
);

/// What stands behind the last record.
const CLOSING: &str = concat!(
    "]</script>\n<script type=\"module\">\n",
    include_str!("html/data.js"),
    include_str!("html/charts.js"),
    include_str!("html/reader.js"),
    include_str!("html/page.js"),
    "</script>\n</body>\n</html>\n"
);

impl Format for Html {
    fn opening(&self) -> &'static str {
        OPENING
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn closing(&self) -> &'static str {
        CLOSING
    }

    /// Two lines: the record, and the record without text and evidence. [`Format::fit`] takes one of them.
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        write(record, to);
        let mut short = record.clone();
        short.text = None;
        short.metadata.clear();
        short.dates.iter_mut().for_each(|it| (it.explanation, it.anchor) = (None, None));
        short.people.iter_mut().for_each(|it| it.explanation = None);
        short.organisations.iter_mut().for_each(|it| it.explanation = None);
        short.places.iter_mut().for_each(|it| it.explanation = None);
        short.quantities.iter_mut().for_each(|it| it.explanation = None);
        write(&short, to);
    }

    fn fit<'r>(&self, rendered: &'r [u8], written: u64) -> &'r [u8] {
        let middle = rendered.iter().position(|&byte| byte == b'\n').map_or(rendered.len(), |end| end + 1);
        let (full, short) = rendered.split_at(middle);
        if written < Self::FULL { full } else { short }
    }
}

/// Appends a record as JSON that may stand inside a script element: nothing in it can end the element or open a comment.
fn write(record: &Record, to: &mut Vec<u8>) {
    let json = serde_json::to_string(record).expect("a record is JSON");
    // In JSON a `<` stands inside strings only, where it may be written as an escape.
    to.extend_from_slice(json.replace('<', "\\u003c").as_bytes());
    to.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bulletin, Extractor};

    fn rendered(text: &str) -> String {
        let extractor = Extractor::builder().explain(true).build().expect("the built-in grammars");
        let bulletin = Bulletin::new("a", text);
        let mut record = extractor.extract(&bulletin);
        record.text = Some(bulletin.text);
        let mut to = Vec::new();
        Html.render(&record, &mut to);
        String::from_utf8(to).expect("UTF-8")
    }

    #[test]
    fn what_a_bulletin_says_can_neither_end_its_element_nor_open_another() {
        let evil = "</script><script>alert(1)</script><!-- <b>Osh</b> ]]> \u{2028} \0 \"'&";
        let rendered = rendered(evil);
        assert!(!rendered.contains('<'), "{rendered}");
        let full: Record = serde_json::from_slice(Html.fit(rendered.as_bytes(), 0)).unwrap();
        assert_eq!(full.text.as_deref(), Some(evil));
    }

    #[test]
    fn a_page_that_grows_large_goes_on_without_texts_and_evidence() {
        let rendered = rendered("The minister left Osh on 3 May 2019 with 12 experts.");
        let full: Record = serde_json::from_slice(Html.fit(rendered.as_bytes(), Html::FULL - 1)).unwrap();
        let short: Record = serde_json::from_slice(Html.fit(rendered.as_bytes(), Html::FULL)).unwrap();
        assert!(full.text.is_some() && full.dates[0].explanation.is_some());
        assert!(short.text.is_none() && short.dates[0].explanation.is_none());
        assert_eq!(short.dates[0].value, full.dates[0].value);
        assert_eq!(short.places.len(), 1);
    }

    #[test]
    fn the_page_fetches_nothing() {
        let page = format!("{OPENING}{CLOSING}");
        for sign in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "<link", "innerHTML", "document.write"] {
            assert!(!page.contains(sign), "{sign} stands in the page");
        }
        assert!(page.contains("default-src 'none'"));
        // One document: whatever is opened is closed.
        for element in ["html", "body", "script", "style", "template", "main"] {
            let count = |sign: String| page.matches(&sign).count();
            assert_eq!(count(format!("<{element}>")) + count(format!("<{element} ")), count(format!("</{element}>")));
        }
    }
}
