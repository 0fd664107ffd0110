//! The page to look at, as far as it can be judged without a browser; `tests/page/` drives it in one.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

const CSTO: &str = "corpus/csto.txt";

fn printed(arguments: &[&str]) -> String {
    let output = cargo_bin_cmd!("bulletin-extract").args(arguments).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

/// The records that stand in a page.
fn records(page: &str) -> Vec<Value> {
    let (_, rest) =
        page.split_once("<script type=\"application/json\" id=\"records\">").expect("the page holds records");
    let (records, _) = rest.split_once("</script>").expect("they have an end");
    serde_json::from_str(records).expect("they are JSON")
}

#[test]
fn a_page_holds_the_records_that_are_written_with_text_and_evidence() {
    let lines = printed(&["--with-text", "--explain", CSTO]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records(&printed(&["--to", "html", CSTO])), lines);
}

#[test]
fn a_page_is_the_same_on_any_number_of_threads() {
    let files = [CSTO, "corpus/tbilisi-drug-seizure.txt", "corpus/tokyo-loan-georgia.txt"];
    let page = |threads| printed(&[&["--to", "html", "--threads", threads], &files[..]].concat());
    assert!(page("1") == page("4"));
}

#[test]
fn nothing_that_a_bulletin_says_is_an_element_of_the_page() {
    let evil = "</script><script>alert(1)</script><!-- On 3 May 2019 <b>Osh</b> -->";
    let page = cargo_bin_cmd!("bulletin-extract").args(["--to", "html"]).write_stdin(evil).assert().success();
    let page = String::from_utf8(page.get_output().stdout.clone()).unwrap();
    assert!(!page.contains("alert(1)</script>") && !page.contains("<b>Osh"));
    assert_eq!(records(&page)[0]["text"], evil);
}

#[test]
fn no_bulletin_makes_a_whole_page_without_records() {
    let page = cargo_bin_cmd!("bulletin-extract").args(["--to", "html"]).write_stdin("").assert().success();
    let page = String::from_utf8(page.get_output().stdout.clone()).unwrap();
    assert!(records(&page).is_empty() && page.ends_with("</html>\n"));
}
