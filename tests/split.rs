//! How the program divides a file into bulletins, and what it says of the reason.

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

/// Two sentences that are prose beyond doubt.
const PROSE: &str = "The harbour board said on Monday that the new quay would be opened to all ships before the winter.\n\
    The work has taken two years and some 40 engineers of the town have had a part in it from the beginning.\n";

/// What opens each bulletin of a text, `None` for the first, with its first line.
fn openings(arguments: &[&str], text: &str) -> Vec<(Option<String>, String)> {
    let mut program: Command = cargo_bin_cmd!("bulletin-extract");
    let assert = program.args(["--explain", "--with-text"]).args(arguments).write_stdin(text).assert().success();
    let lines = assert.get_output().stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let opening = |line: &[u8]| {
        let record: Value = serde_json::from_slice(line).expect("a record");
        let first =
            record["text"].as_str().expect("the text").trim_start().lines().next().unwrap_or_default().to_owned();
        (record["opened_by"].as_str().map(str::to_owned), first)
    };
    lines.map(opening).collect()
}

/// Checks that a text falls into two bulletins, the second opening with this line for this reason.
fn opens(text: &str, line: &str, reason: &str) {
    let found = openings(&[], text);
    assert_eq!(found.len(), 2, "{text}\n{found:?}");
    assert_eq!(found[0].0, None);
    assert_eq!(found[1], (Some(reason.to_owned()), line.to_owned()), "{text}");
}

#[test]
fn what_opens_a_bulletin_is_told_where_explanations_are_asked_for() {
    let body = format!("Quay opened\n\n{PROSE}");
    opens(&format!("{body}\nENDS\n\n{body}"), "Quay opened", "end-mark");
    opens(&format!("{body}\n-30-\n\n{body}"), "Quay opened", "end-mark");
    opens(&format!("{body}\n###\n\n{body}"), "Quay opened", "end-mark");
    opens(&format!("{body}\x0CSecond quay opened\n\n{PROSE}"), "Second quay opened", "new-page");
    opens(&format!("{body}\nSecond quay opened\n3 May 2019\n\n{PROSE}"), "Second quay opened", "date-line");
    opens(&format!("{body}\n* * * * *\n\nSecond quay opened\n\n{PROSE}"), "Second quay opened", "rule");
    opens(&format!("{body}\n==========\n\nSecond quay opened\n\n{PROSE}"), "Second quay opened", "rule");
    for (first, second) in [
        ("FOR IMMEDIATE RELEASE", "FOR IMMEDIATE RELEASE"),
        ("PRESS RELEASE No. 14", "PRESS RELEASE No. 15"),
        ("COMMUNIQUÉ", "COMMUNIQUÉ"),
    ] {
        opens(&format!("{first}\n\n{body}\n{second}\n\n{body}"), second, "masthead");
    }
    let message = |subject: &str| format!("From: Harbour Board\nDate: in spring\nSubject: {subject}\n\n{PROSE}");
    opens(&format!("{}\n{}", message("Quay"), message("Second quay")), "From: Harbour Board", "message-header");
    let asked = openings(&["--split", "^Part [0-9]"], "Part 1 is short.\nPart 2 is not.\n");
    assert_eq!(asked[1], (Some("pattern".to_owned()), "Part 2 is not.".to_owned()));
    assert_eq!(openings(&["--split", "none"], &format!("{body}\nENDS\n\n{body}")).len(), 1);
}

#[test]
fn running_heads_tables_and_contacts_open_nothing() {
    let body = format!("Quay opened\n\n{PROSE}");
    for text in [
        // The same number again is the head of the next page.
        format!("PRESS RELEASE No. 14\n\n{body}\nPRESS RELEASE No. 14\n\n{PROSE}"),
        // Behind a rule there is no more than a table or a contact.
        format!("{body}\n----------\n\nTel: 555 0100\nQuay Office\n"),
        format!("{body}\n----------\n\nNotes to editors\n\n{PROSE}"),
        format!("{body}\n* * *\nand the ships will come from the south as they always did in the years before.\n"),
        format!("{body}\nTo: all who asked for it\n\n{PROSE}"),
    ] {
        assert_eq!(openings(&[], &text).len(), 1, "{text}");
    }
}

#[test]
fn a_bulletin_that_was_too_long_says_so() {
    let long = "The harbour board met again in the town hall. ".repeat(60);
    let mut program: Command = cargo_bin_cmd!("bulletin-extract");
    let assert = program.args(["--explain", "--max-bulletin-bytes", "1024"]).write_stdin(long).assert().success();
    let output = String::from_utf8(assert.get_output().stdout.clone()).expect("UTF-8");
    assert_eq!(output.matches("\"opened_by\":\"bound\"").count(), output.lines().count() - 1, "{output}");
}

#[test]
fn contacts_headings_and_boilerplate_give_nobody_a_role() {
    let text = format!(
        "Quay opened\n\n{PROSE}\nChief Executive\n\nMary Wanjiku said the quay was safe.\n\nENDS\n\nNotes to editors\n\
         1. The Secretary of State\n2. Anna Berg, Director of Works, was there.\n\nAbout the Harbour Board\nPress Officer\n\n\
         John Smith\nTel: 020 7946 0001\n\nMINISTER OF TRANSPORT\n\nAlice Kamau, tel. 555 1234\n"
    );
    let mut program: Command = cargo_bin_cmd!("bulletin-extract");
    let assert = program.args(["--split", "none"]).write_stdin(text).assert().success();
    let record: Value = serde_json::from_slice(&assert.get_output().stdout).expect("one record");
    let people = record["people"].as_array().expect("a list").iter();
    let roles: Vec<_> = people.map(|it| (it["name"].as_str().expect("a name"), it["role"].as_str())).collect();
    assert!(roles.contains(&("Anna Berg", Some("Director of Works"))), "{roles:?}");
    for name in ["Mary Wanjiku", "John Smith", "Alice Kamau"] {
        assert!(roles.contains(&(name, None)), "{name} has no role: {roles:?}");
    }
}
