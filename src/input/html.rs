//! Web pages: the text without navigation, the headline, the day of publication.
//!
//! What is the page's text and what its furniture is told by `dom_smoothie`, which follows the reader view of Firefox. The
//! day is that of a `meta` element whose name `archive.toml` knows, of linked data, or of the first `time` element.

use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;
use serde_json::{Map, Value};

use super::layout::Layout;
use super::metadata::Metadata;

/// The text of a page and what it says of it.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) metadata: Metadata,
}

impl Page {
    /// Reads a page.
    pub(super) fn read(html: &str, layout: &Layout) -> Self {
        let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
        let mut page = Readability::new(html, None, Some(config)).expect("it has no address that could be wrong");
        let mut metadata = Metadata::new(told(&page), layout);
        metadata.rest = Map::new();
        let times = page.doc.select("time[datetime]");
        let time = times.iter().find_map(|time| layout.day_told(&time.attr("datetime")?));
        let whole = page.doc.select("body").formatted_text();
        let headings: Vec<String> = page.doc.select("h1").iter().map(|heading| one_line(&heading.text())).collect();
        let Ok(article) = page.parse() else {
            return Page { text: whole.trim().to_owned(), metadata };
        };
        let linked = article.published_time.as_deref().and_then(|time| layout.day_told(time));
        metadata.published = metadata.published.or(linked).or(time);
        // The page's title often has the site's name beside the headline; the heading has not.
        let title = one_line(&article.title);
        let heading = headings.into_iter().find(|heading| !heading.is_empty() && title.contains(heading.as_str()));
        metadata.title = heading.or(metadata.title).or_else(|| Some(title).filter(|title| !title.is_empty()));
        let mut text = article.text_content.trim().to_owned();
        if let Some(title) = metadata.title.as_deref().filter(|title| !text.contains(*title)) {
            // The headline is a part of the bulletin, wherever the page keeps it.
            text = format!("{title}\n\n{text}");
        }
        Page { text, metadata }
    }
}

/// A text without its line ends and runs of spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the `meta` elements of a page tell, by name.
fn told(page: &Readability) -> Map<String, Value> {
    let mut keys = Map::new();
    for element in page.doc.select("meta[content]").iter() {
        let name = ["property", "name", "itemprop"].iter().find_map(|attribute| element.attr(attribute));
        if let (Some(name), Some(content)) = (name, element.attr("content")) {
            keys.entry(name.to_string()).or_insert_with(|| Value::String(content.to_string()));
        }
    }
    keys
}

/// How many bytes of a page may name its encoding, as browsers have it.
const HEAD: usize = 1024;

/// The encoding that a page names itself in.
pub(super) fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let label = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end])
}
