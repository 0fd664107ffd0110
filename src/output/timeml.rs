//! TimeML: the text with its expressions of time in TIMEX3 tags, a document a bulletin.
//!
//! The day of publication is `t0`, the document creation time. The text between the tags is the bulletin's own, escaped
//! as XML demands; characters that XML cannot hold become spaces.

use std::io::Write;

use super::Format;
use crate::record::{Record, Timex3, Timex3Kind};

/// One TimeML document after the other. Records must carry their text, and
/// [`crate::ExtractorBuilder::timeml`] must have been asked for.
#[derive(Clone, Copy, Debug)]
pub struct Timeml;

impl Format for Timeml {
    fn render(&self, record: &Record, to: &mut Vec<u8>) {
        to.extend_from_slice(HEAD.as_bytes());
        element("DOCID", &record.id, to);
        if let Some(day) = record.published {
            write!(
                to,
                "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{day}\" temporalFunction=\"false\" \
                 functionInDocument=\"CREATION_TIME\">{day}</TIMEX3></DCT>\n\n"
            )
            .expect("memory takes it");
        }
        let text = record.text.as_deref().unwrap_or_default();
        to.extend_from_slice(b"<TEXT>");
        let mut at = 0;
        for (timex, number) in record.timexes.iter().zip(1..) {
            escape(&text[at..timex.start], to);
            tag(timex, number, &text[timex.start..timex.end], to);
            at = timex.end;
        }
        escape(&text[at..], to);
        to.extend_from_slice(b"</TEXT>\n\n</TimeML>\n");
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <TimeML xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
    xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\">\n\n";

fn element(name: &str, text: &str, to: &mut Vec<u8>) {
    to.extend_from_slice(format!("<{name}>").as_bytes());
    escape(text, to);
    to.extend_from_slice(format!("</{name}>\n\n").as_bytes());
}

fn tag(timex: &Timex3, number: usize, text: &str, to: &mut Vec<u8>) {
    let kind = match timex.kind {
        Timex3Kind::Date => "DATE",
        Timex3Kind::Time => "TIME",
        Timex3Kind::Duration => "DURATION",
        Timex3Kind::Set => "SET",
    };
    to.extend_from_slice(b"<TIMEX3");
    let mut attribute = |name: &str, value: &str| {
        to.extend_from_slice(format!(" {name}=\"").as_bytes());
        escape(value, to);
        to.push(b'"');
    };
    attribute("tid", &format!("t{number}"));
    attribute("type", kind);
    attribute("value", &timex.value);
    let named = [("mod", &timex.modifier), ("quant", &timex.quantifier), ("freq", &timex.frequency)];
    for (name, value) in named {
        if let Some(value) = value {
            attribute(name, value);
        }
    }
    if let Some((begin, end)) = timex.ends {
        attribute("beginPoint", &format!("t{begin}"));
        attribute("endPoint", &format!("t{end}"));
    }
    attribute("temporalFunction", if timex.is_function { "true" } else { "false" });
    attribute("functionInDocument", "NONE");
    if let Some(anchor) = timex.anchor {
        attribute("anchorTimeID", &format!("t{anchor}"));
    }
    if text.is_empty() {
        to.extend_from_slice(b"/>");
    } else {
        to.push(b'>');
        escape(text, to);
        to.extend_from_slice(b"</TIMEX3>");
    }
}

/// Appends text as XML holds it.
fn escape(text: &str, to: &mut Vec<u8>) {
    for c in text.chars() {
        match c {
            '&' => to.extend_from_slice(b"&amp;"),
            '<' => to.extend_from_slice(b"&lt;"),
            '>' => to.extend_from_slice(b"&gt;"),
            '"' => to.extend_from_slice(b"&quot;"),
            // A parser would make a plain line end of it.
            '\r' => to.extend_from_slice(b"&#13;"),
            '\n' | '\t' => to.push(c as u8),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => to.push(b' '),
            c => to.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bulletin, Extractor};

    fn tagged(text: &str) -> String {
        let extractor = Extractor::builder().timeml(true).build().expect("the built-in grammars");
        let bulletin = Bulletin::new("a", text).published_on(jiff::civil::date(2013, 3, 22));
        let mut record = extractor.extract(&bulletin);
        record.text = Some(bulletin.text);
        let mut document = Vec::new();
        Timeml.render(&record, &mut document);
        let document = String::from_utf8(document).expect("UTF-8");
        let (_, text) = document.split_once("<TEXT>").expect("a text");
        text.split_once("</TEXT>").expect("its end").0.replace(" functionInDocument=\"NONE\"", "")
    }

    #[test]
    fn tags_stand_inline_and_the_text_is_escaped() {
        assert_eq!(
            tagged("Q & A <now>: held last week.\r"),
            "Q &amp; A &lt;<TIMEX3 tid=\"t1\" type=\"DATE\" value=\"PRESENT_REF\" temporalFunction=\"true\" \
             anchorTimeID=\"t0\">now</TIMEX3>&gt;: held <TIMEX3 tid=\"t2\" type=\"DATE\" value=\"2013-W11\" \
             temporalFunction=\"true\" anchorTimeID=\"t0\">last week</TIMEX3>.&#13;"
        );
    }

    #[test]
    fn a_range_is_marked_by_its_ends() {
        assert_eq!(
            tagged("from 1993 to 1996"),
            "from <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"1993\" temporalFunction=\"false\">1993</TIMEX3> to \
             <TIMEX3 tid=\"t2\" type=\"DATE\" value=\"1996\" temporalFunction=\"false\">1996</TIMEX3>\
             <TIMEX3 tid=\"t3\" type=\"DURATION\" value=\"P3Y\" beginPoint=\"t1\" endPoint=\"t2\" \
             temporalFunction=\"true\"/>"
        );
    }

    #[test]
    fn what_recurs_is_a_set() {
        assert_eq!(
            tagged("met twice a week, each Friday"),
            "met <TIMEX3 tid=\"t1\" type=\"SET\" value=\"P1W\" freq=\"2X\" temporalFunction=\"false\">twice a week\
             </TIMEX3>, <TIMEX3 tid=\"t2\" type=\"SET\" value=\"XXXX-WXX-5\" quant=\"EACH\" \
             temporalFunction=\"false\">each Friday</TIMEX3>"
        );
    }
}
