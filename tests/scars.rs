//! What print, scanners and scrapers leave in texts, as the program reads over it: mentions stand where the text has them.

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

const LISTS: [&str; 5] = ["dates", "people", "organisations", "places", "quantities"];

/// The record that the program makes of a text, every mention checked against its place.
fn record(arguments: &[&str], text: &str) -> Value {
    let mut program: Command = cargo_bin_cmd!("bulletin-extract");
    let arguments = ["--split", "none", "--encoding", "utf-8"].iter().chain(arguments);
    let output = program.args(arguments).write_stdin(text).assert().success();
    let record: Value = serde_json::from_slice(&output.get_output().stdout).expect("one record");
    let chars: Vec<char> = text.chars().collect();
    for mention in mentions(&record) {
        let at = |key: &str| mention[key].as_u64().expect("an offset") as usize;
        let stands: String = chars[at("start")..at("end")].iter().collect();
        assert_eq!(mention["text"], stands);
    }
    record
}

fn mentions(record: &Value) -> Vec<&Value> {
    let items = LISTS.iter().flat_map(|list| record[list].as_array().expect("a list"));
    items.flat_map(|item| item["mentions"].as_array().map_or(vec![item], |of| of.iter().collect())).collect()
}

/// The texts of all mentions.
fn texts(arguments: &[&str], text: &str) -> Vec<String> {
    let record = record(arguments, text);
    mentions(&record).iter().map(|it| it["text"].as_str().expect("a text").to_owned()).collect()
}

fn names(record: &Value, list: &str) -> Vec<String> {
    let items = record[list].as_array().expect("a list");
    items.iter().map(|item| item["name"].as_str().expect("a name").to_owned()).collect()
}

/// A page as a scanner gives it: `rn` and `m`, `b` and `h`, letters among figures, words fallen apart.
const SCAN: &str = "\
Tbe Govemment of Norway said on l5 September 2O19 that tbe Minister of Cornmerce,
Mr Peter Hansen, would visit M0SCOW and W arsaw. Some 2OO refugees, most of whorn had
corne from Kenya, were moved to N airobi. Th e vis it fol lows talks in Decernber 1978.
";

#[test]
fn a_scan_is_known_by_its_scars_and_read_as_it_was_printed() {
    let read = record(&[], SCAN);
    assert_eq!(names(&read, "places"), ["Norway", "Moscow", "Warsaw", "Kenya", "Nairobi"]);
    let texts = texts(&[], SCAN);
    for scarred in ["l5 September 2O19", "Decernber 1978", "M0SCOW", "W arsaw", "N airobi", "2OO"] {
        assert!(texts.iter().any(|text| text == scarred), "{scarred} is not among {texts:?}");
    }
    assert_eq!(read["dates"][0]["value"], "2019-09-15");
    assert_eq!(read["quantities"][0]["value"], 200.0);
    assert_eq!(read["people"][0]["role"], "Minister of Commerce");
    assert_eq!(read, record(&["--ocr", "on"], SCAN));
}

#[test]
fn letters_are_not_mended_where_that_is_turned_off() {
    let off = record(&["--ocr", "off"], SCAN);
    let places = names(&off, "places");
    assert!(!places.iter().any(|name| ["Moscow", "Warsaw", "Nairobi"].contains(&name.as_str())), "{places:?}");
    let texts = texts(&["--ocr", "off"], SCAN);
    assert!(!texts.iter().any(|text| text == "W arsaw" || text == "N airobi"), "{texts:?}");
}

#[test]
fn a_clean_text_is_read_alike_with_and_without() {
    let clean = "The Bernat Foundation of Burnt Oak sent 12 modern ferries from Arnhem to Cornwall on 3 May 2019. \
        Route I95 and the B1 are closed, the G7 meets in room 10l, and Mr Marn Comber left.";
    let of = |ocr| record(&["--ocr", ocr], clean);
    assert_eq!(of("off"), of("auto"));
    assert_eq!(of("off"), of("on"));
    // One odd word does not make a scan.
    let odd = "The Govemment of Norway sent 12 ferries to M0SCOW.";
    assert_eq!(record(&["--ocr", "off"], odd), record(&[], odd));
    assert_eq!(names(&record(&["--ocr", "on"], odd), "places"), ["Norway", "Moscow"]);
}

#[test]
fn a_wrong_word_for_ocr_is_wrong_usage() {
    let mut program: Command = cargo_bin_cmd!("bulletin-extract");
    program.args(["--ocr", "maybe"]).write_stdin("").assert().code(2);
}

#[test]
fn a_sentence_goes_on_over_page_numbers_and_running_heads() {
    let text = "The delegation was received by the Minister of Foreign Affairs of the\n\n- 2 -\n\n\
        Republic of Kenya, Grace Achieng, on 3 May 2019.\n";
    assert_eq!(names(&record(&[], text), "people"), ["Grace Achieng"]);
    assert!(record(&[], text)["quantities"].as_array().unwrap().is_empty(), "a page's number is no amount");
    let heads = "HARBOUR BOARD OF KISUMU 1/74\n\nThe ferry left Mombasa on Tuesday, 12\n\nHARBOUR BOARD OF KISUMU 2/74\n\n\
        of September 1974. It carried 40 tons of\x0Ctea.\n";
    let record = record(&[], heads);
    let tea = record["quantities"].as_array().unwrap().iter().find(|it| it["unit"] == "t").expect("tons");
    assert_eq!(tea["of"], "tea");
}

#[test]
fn words_are_whole_over_line_ends_of_every_sort() {
    let text =
        "Talks were held in Kaza\u{ad}\n\nkhstan and in Uzbeki-\nstan with of\u{fb01}cials of the Congre\u{17f}s.";
    assert_eq!(names(&record(&[], text), "places"), ["Kazakhstan", "Uzbekistan"]);
}

#[test]
fn letters_that_stand_apart_are_words() {
    let text = "The Hon. M . J . R .  M a c D o n a l d left M O S C O W for Thai l a n d on Monday.";
    let record = record(&[], text);
    assert_eq!(names(&record, "people"), ["M.J.R. MacDonald"]);
    assert_eq!(names(&record, "places"), ["Moscow", "Thailand"]);
}

#[test]
fn quotation_marks_that_lost_their_bytes_part_words() {
    let text = "âTodayâs vote is Norwayâs best,â said Anna Berg. âKenyaâs is next.â";
    let found = texts(&[], text);
    for word in ["Today", "Norway", "Kenya", "Anna Berg"] {
        assert!(found.iter().any(|text| text == word), "{word} is not among {found:?}");
    }
    let text = "Norwayâ€™s minister met JosÃ© Ruiz â€“ on 3 May 2019.";
    let record = record(&[], text);
    assert_eq!(names(&record, "people"), ["José Ruiz"]);
    assert_eq!(names(&record, "places"), ["Norway"]);
}

#[test]
fn sentences_glued_together_are_two() {
    let found =
        texts(&[], "The fire reached the town of Arnhem.The Ministry of Health of Kenya sent 12 trucks.Oslo sent 3.");
    assert!(
        ["Arnhem", "Ministry of Health of Kenya", "Oslo"].iter().all(|name| found.iter().any(|it| it == name)),
        "{found:?}"
    );
}

#[test]
fn a_title_that_comes_twice_is_the_whole_one() {
    let text = "Minister opens new bridge across the…\n\nMinister opens new bridge across the Tana\n\n3 May 2019\n\n\
        The Minister opened a bridge across the Tana on Friday, and the traffic of the road went over it at once.\n";
    assert_eq!(record(&[], text)["title"], "Minister opens new bridge across the Tana");
}
