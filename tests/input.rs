//! How bytes become bulletins: encodings, splitting, heads, NDJSON.

use std::io::Cursor;

use bulletin_extract::Bulletin;
use bulletin_extract::input::{Form, Input, InputError, Split};
use bulletin_extract::record::PublishedFrom;
use jiff::civil::{Date, date};

/// A reader of days in place of the extractor's.
fn read_day(text: &str) -> Option<Date> {
    let formats = ["%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d"];
    formats.iter().find_map(|format| Date::strptime(format, text).ok())
}

fn input() -> Input<'static> {
    Input::new(read_day)
}

fn read(input: &Input, bytes: impl AsRef<[u8]>) -> Vec<Result<Bulletin, InputError>> {
    input.read_from("file.txt", Cursor::new(bytes.as_ref().to_vec())).collect()
}

fn bulletins(input: &Input, bytes: impl AsRef<[u8]>) -> Vec<Bulletin> {
    let is_notice = |bulletin: &Result<Bulletin, InputError>| bulletin.as_ref().is_err_and(|error| !error.is_loss());
    let read = read(input, bytes).into_iter().filter(|bulletin| !is_notice(bulletin));
    read.map(|bulletin| bulletin.expect("it can be read")).collect()
}

fn texts(input: &Input, bytes: impl AsRef<[u8]>) -> Vec<String> {
    bulletins(input, bytes).into_iter().map(|bulletin| bulletin.text).collect()
}

const PROSE: &str = "The minister received the ambassador and spoke of trade.";

#[test]
fn a_title_over_a_date_line_opens_a_bulletin() {
    let bytes = std::fs::read("corpus/csto.txt").unwrap();
    let found = bulletins(&input(), &bytes);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].published, None);
    assert_eq!(found[1].published, Some(date(2019, 3, 1)));
    assert_eq!(found[1].published_from, Some(PublishedFrom::Dateline));
    let title = found[1].title.as_deref().unwrap();
    assert!(title.starts_with("The results of the international operation"));
    assert!(found[1].text.starts_with(title));
    for bulletin in &found {
        let source = bulletin.source.as_ref().unwrap();
        assert_eq!(bulletin.text.as_bytes(), &bytes[source.start as usize..source.end as usize]);
    }
}

#[test]
fn a_date_line_before_the_title_opens_a_bulletin_where_the_first_one_does() {
    let text = format!("3 May 2021\nA visit\n{PROSE}\n\n4 May 2021\nAnother visit\n{PROSE}\n");
    let found = bulletins(&input(), &text);
    let heads: Vec<_> = found.iter().map(|it| (it.published, it.title.as_deref())).collect();
    assert_eq!(heads, [(Some(date(2021, 5, 3)), Some("A visit")), (Some(date(2021, 5, 4)), Some("Another visit")),]);
}

#[test]
fn dates_in_a_list_open_nothing() {
    let text = format!("{PROSE}\n\nTime table\n3 May 2021\nOpening round\n5 May 2021\nFinal round\n");
    assert_eq!(texts(&input(), &text), [text]);
}

#[test]
fn an_end_mark_divides_unless_notes_or_contacts_follow() {
    let two = format!("{PROSE}\nENDS\n\nSecond\n\n{PROSE}");
    assert_eq!(texts(&input(), &two), [format!("{PROSE}\nENDS"), format!("Second\n\n{PROSE}")]);
    let notes = format!("{PROSE}\n-ENDS-\n\nNotes to editors\n{PROSE}");
    assert_eq!(texts(&input(), &notes), [notes]);
    let contact = format!("{PROSE}\n# # #\nPress desk, Room 5, Ext. 207");
    assert_eq!(texts(&input(), &contact), [contact]);
}

#[test]
fn a_form_feed_divides_before_a_headline_only() {
    let two = format!("{PROSE}\n\x0CA second release\n\n{PROSE}");
    assert_eq!(texts(&input(), &two).len(), 2);
    let page = "The minister received\n- 1 -\n\x0Cthe ambassador and spoke of trade.";
    assert_eq!(texts(&input(), page), [page]);
    assert_eq!(texts(&input().split(Split::FormFeed), page).len(), 2);
}

#[test]
fn other_ways_to_split() {
    let text = "No. 1\nfirst\n\nNo. 2\nsecond\n\n\n";
    let split = |how: &str| texts(&input().split(how.parse().unwrap()), text);
    assert_eq!(split("none"), [text]);
    assert_eq!(split("blank-lines"), ["No. 1\nfirst", "No. 2\nsecond"]);
    assert_eq!(split(r"^No\. \d"), ["No. 1\nfirst", "No. 2\nsecond"]);
    assert!("(".parse::<Split>().is_err());
}

#[test]
fn blank_input_holds_no_bulletin() {
    assert!(texts(&input(), " \n\r\n\x0C\n").is_empty());
}

#[test]
fn the_day_of_publication_is_read_where_archives_write_it() {
    for (text, day) in [
        ("A visit\n\nMINSK, 7 September 2021 — The minister left.", date(2021, 9, 7)),
        ("A visit\nPARIS (3 May 2021) -- The minister left.", date(2021, 5, 3)),
        ("A visit\nPublished: Friday, May 7, 2021\nThe minister left.", date(2021, 5, 7)),
        ("FOR IMMEDIATE RELEASE: May 7, 2021\nA visit\nThe minister left.", date(2021, 5, 7)),
        ("Council | Press release | 48/19 | 8 May 2019, 03:25\n\nThe minister left.", date(2019, 5, 8)),
        ("A visit\n\nThe minister left.\n\nPress Service of the House, 8 June 2022\n", date(2022, 6, 8)),
        ("May 7, 2021                    (202) 555-0144\n\nA visit\n\nThe minister left.", date(2021, 5, 7)),
        ("112/80\t\t\t14 August 1980\n\nA visit\n\nThe minister left.", date(1980, 8, 14)),
        ("A visit\nLondon, 3 May 2021 | 07:00 GMT\n\nThe minister left.", date(2021, 5, 3)),
        ("A visit\n\nGeneva, 3 May 2021 (WMO)\n\nThe minister left.", date(2021, 5, 3)),
        ("Flash Update No. 3 | As of 18:00, 20 December 2019 (UTC+8)\n\nThe quay fell.", date(2019, 12, 20)),
    ] {
        let found = bulletins(&input(), text);
        assert_eq!(found[0].published, Some(day), "{text}");
    }
    for text in [
        "Figures for the quarter ended 30 September 2020\n\nThe company grew.",
        "Held on Saturday, 23 June 2001\n\nThe commission declares the result.",
        "The minister said on 7 September 2021 that he would leave.",
    ] {
        assert_eq!(bulletins(&input(), text)[0].published, None, "{text}");
    }
}

#[test]
fn letterheads_and_menus_are_no_titles() {
    for head in [
        "PRESS RELEASE",
        "FOR IMMEDIATE RELEASE",
        "REPUBLIC OF KENYA",
        "Ministry of Agriculture & Farmers Welfare",
        "M I N I S T R Y   O F   W O R K S",
        "Skip to main content",
        "RO | RU | EN",
        "Press Notice      No. 417/64",
        "Home  About  News  Publications",
        "Share this page  Post  Mail",
        "[ Back to Press Releases ]   [ Print this page ]",
        "Release No. 14-207\nJuly 31, 2014",
        "T H E   H O N .   I A N   G A R R O W ,   M . P .",
        "Mary Kamau\n(303) 555-0117\nJanuary 17, 2019",
        "THE HON. I. GARROW, M.P.",
        "Senator the Hon Mary Quill",
        "IAN GARROW, M.P.",
        "For use of the information media. Not an official record",
    ] {
        let text = format!("{head}\n\nRail ferry to cost $74 million\n\n{PROSE}\n");
        let title = bulletins(&input(), &text).remove(0).title;
        assert_eq!(title.as_deref(), Some("Rail ferry to cost $74 million"), "{head}");
    }
    assert_eq!(bulletins(&input(), PROSE)[0].title, None);
    let of_a_page = format!("Rail ferry to cost $74 million   |   Press Releases   |   Newsroom\n\n{PROSE}\n");
    assert_eq!(bulletins(&input(), &of_a_page)[0].title.as_deref(), Some("Rail ferry to cost $74 million"));
    let of_a_member = format!("Ports welcome their new MP\n\n{PROSE}\n");
    assert_eq!(bulletins(&input(), &of_a_member)[0].title.as_deref(), Some("Ports welcome their new MP"));
    let signed = format!("Rail ferry to cost $74 million\n\n{PROSE}\n\nMedia Division of the Cabinet\n22.05.2023\n");
    assert_eq!(bulletins(&input(), &signed)[0].title.as_deref(), Some("Rail ferry to cost $74 million"));
}

#[test]
fn a_title_cut_short_is_taken_from_the_next_line() {
    let text = format!("President pays respects to…\n\nPresident pays respects to a king\n\n{PROSE}");
    let title = bulletins(&input(), &text).remove(0).title;
    assert_eq!(title.as_deref(), Some("President pays respects to a king"));
}

#[test]
fn the_caller_knows_the_day_best() {
    let day = date(2000, 1, 2);
    let found = bulletins(&input().published(Some(day)), "A visit\n3 May 2021\nThe minister left.");
    assert_eq!(found[0].published, Some(day));
    assert_eq!(found[0].published_from, Some(PublishedFrom::Option));
}

#[test]
fn every_encoding_gives_the_text_and_its_bytes() {
    let text = format!("Visite\n\nL’élève a reçu 5 €.\n\x0CDeuxième visite à Genève\n\n{PROSE}\n");
    let utf16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let windows = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let files = [
        (text.clone().into_bytes(), None),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), None),
        ([b"\xFF\xFE".to_vec(), utf16(u16::to_le_bytes)].concat(), None),
        ([b"\xFE\xFF".to_vec(), utf16(u16::to_be_bytes)].concat(), None),
        (utf16(u16::to_le_bytes), Some(encoding_rs::UTF_16LE)),
        (windows.clone(), None),
        (windows, Some(encoding_rs::WINDOWS_1252)),
    ];
    for (bytes, encoding) in files {
        let found = bulletins(&input().split(Split::FormFeed).encoding(encoding), &bytes);
        assert_eq!(found.len(), 2);
        assert!(found[0].text.starts_with("Visite\n\nL’élève"), "{:?}", found[0].text);
        let source = found[1].source.as_ref().unwrap();
        let (start, end) = (source.start as usize, source.end as usize);
        let decoder = encoding
            .or(encoding_rs::Encoding::for_bom(&bytes).map(|(encoding, _)| encoding))
            .unwrap_or(if bytes.starts_with(text.as_bytes()) { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 });
        let again = decoder.decode_without_bom_handling(&bytes[start..end]).0;
        assert_eq!(again, found[1].text);
    }
}

#[test]
fn damaged_utf8_stays_utf8_and_keeps_its_places() {
    let bytes = [b"Caf\xC3\xA9 \xE2\x80\x94 \xFF na\xC3\xAFve.\n\x0C".as_slice(), PROSE.as_bytes()].concat();
    let found = bulletins(&input().split(Split::FormFeed), &bytes);
    assert_eq!(found[0].text, "Café — \u{FFFD} naïve.");
    let start = found[1].source.as_ref().unwrap().start as usize;
    assert_eq!(&bytes[start..], PROSE.as_bytes());
}

#[test]
fn binary_files_are_refused() {
    let found = read(&input(), b"\x7FELF\x01\x00\x00");
    assert!(matches!(&found[..], [Err(InputError::Binary { .. })]));
}

#[test]
fn lines_of_ndjson_are_bulletins() {
    let lines = "{\"id\": \"a\", \"text\": \"One\", \"published\": \"2021-05-03\", \"more\": []}\n\
                 {\"id\": 7, \"text\": \"Two\", \"published\": null}\r\n\n\
                 {\"text\": \"Three\", \"published\": \"2021-05-03T10:00:00Z\"}";
    let found = bulletins(&input(), lines);
    let ids: Vec<_> = found.iter().map(|bulletin| bulletin.id.as_str()).collect();
    assert_eq!(ids, ["a", "7", "file.txt#4"]);
    assert_eq!(found[0].published_from, Some(PublishedFrom::Input));
    assert_eq!(found[1].published, None);
    assert_eq!(found[2].published, Some(date(2021, 5, 3)));
    let source = found[1].source.as_ref().unwrap();
    let line = &lines[source.start as usize..source.end as usize];
    assert_eq!(line, "{\"id\": 7, \"text\": \"Two\", \"published\": null}");
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let lines = "{\"text\": \"One\"}\n{\"text\": }\n{\"id\": 3}\n{\"text\": \"x\", \"published\": \"May\"}\n{\"text\": \"Five\"}\n";
    let found = read(&input(), lines);
    let errors: Vec<String> = found.iter().filter_map(|it| it.as_ref().err()).map(ToString::to_string).collect();
    assert_eq!(found.len(), 5);
    assert_eq!(
        errors,
        [
            "file.txt:2: expected value (column 10)",
            "file.txt:3: missing field `text` (column 9)",
            "file.txt:4: `published` is not a day as YYYY-MM-DD: \"May\"",
        ]
    );
}

#[test]
fn the_form_can_be_given() {
    let text = "{\"text\": \"One\"}\n";
    assert_eq!(texts(&input().form(Form::Text), text), [text]);
    assert!(read(&input().form(Form::Jsonl), "One\n")[0].is_err());
}

/// A long archive: every sample, each with an end mark behind it.
fn archive() -> String {
    let mut paths: Vec<_> = std::fs::read_dir("corpus").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "txt"));
    paths.sort();
    let texts = paths.iter().map(|path| String::from_utf8(std::fs::read(path).unwrap()).unwrap());
    texts.map(|text| text.trim_start_matches('\u{FEFF}').to_owned() + "\n\nENDS\n\n").collect()
}

#[test]
fn a_long_text_falls_into_the_same_bulletins_block_by_block() {
    let text = archive();
    let whole = bulletins(&input(), &text);
    let blocks = bulletins(&input().longest(8_000), &text);
    let summary = |found: &[Bulletin]| -> Vec<_> {
        found.iter().map(|it| (it.source.clone(), it.title.clone(), it.published, it.text.clone())).collect()
    };
    assert!(whole.len() > 30);
    assert_eq!(summary(&whole), summary(&blocks));
    let ids: Vec<_> = blocks.iter().map(|it| it.id.clone()).collect();
    assert_eq!(ids, (1..=whole.len()).map(|number| format!("file.txt#{number}")).collect::<Vec<_>>());
}

#[test]
fn a_long_text_is_found_in_the_file_in_any_encoding() {
    let text = archive();
    for encoding in [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE, encoding_rs::WINDOWS_1252] {
        let bytes: Vec<u8> = match encoding.name() {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding.encode(&text).0.into_owned(),
        };
        let found = bulletins(&input().encoding(Some(encoding)).longest(8_000), &bytes);
        assert!(found.len() > 30);
        for bulletin in found {
            let source = bulletin.source.unwrap();
            let (back, _) = encoding.decode_without_bom_handling(&bytes[source.start as usize..source.end as usize]);
            assert_eq!(back, bulletin.text, "{}", encoding.name());
        }
    }
}

#[test]
fn a_bulletin_over_the_bound_is_divided_between_words_and_named() {
    let line = "The minister left for Zürich on Monday, and nobody knows why. ".repeat(400);
    let is_named = |error: &InputError| matches!(error, InputError::Long { bound: 5000, .. }) && !error.is_loss();
    let json = format!("{}\n", serde_json::json!({"id": "a", "text": line}));
    for (form, bytes) in [(Form::Text, line.as_bytes()), (Form::Jsonl, json.as_bytes())] {
        let read = read(&input().form(form).longest(5000), bytes);
        let (bulletins, errors): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
        assert!(errors.iter().all(|error| is_named(error.as_ref().unwrap_err())));
        // It is named once, over however many blocks it goes.
        assert_eq!(errors.len(), 1, "{form:?}");
        let texts: Vec<String> = bulletins.into_iter().map(|it| it.unwrap().text).collect();
        assert!(texts.len() > 4);
        assert!(texts.iter().all(|text| text.len() <= 5000));
        assert_eq!(texts.concat(), line);
    }
}

#[test]
fn a_long_text_without_spaces_is_read_to_its_end() {
    let text = "名".repeat(10_000);
    let found: String = read(&input().longest(5000), &text).into_iter().flatten().map(|it| it.text).collect();
    assert_eq!(found, text);
}
