//! `explain` and what `eval` says beyond its table.

use std::fs;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::json;
use tempfile::TempDir;

fn bulletin_extract(arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("bulletin-extract");
    command.args(arguments);
    command
}

fn printed(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

#[test]
fn mentions_are_marked_under_the_text_with_value_rules_and_whom_they_beat() {
    let shown = printed(&mut bulletin_extract(&["explain", "They left on 11 to 15 September 2023."]));
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "They left on 11 to 15 September 2023.");
    assert_eq!(lines[1], "             1▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔");
    assert!(lines[3].contains("1 date  11 to 15 September 2023"), "{shown}");
    assert!(shown.contains("2023-09-11/2023-09-15"), "{shown}");
    assert!(shown.contains("rules    dates.grammar:"), "{shown}");
    let beat = lines.iter().find(|line| line.contains("beat") && line.contains("“15 September 2023”"));
    assert!(beat.is_some_and(|line| line.contains("dates.grammar:day-month-year")), "{shown}");
}

#[test]
fn what_the_record_says_is_what_is_explained() {
    let text = "Vice President Anna Kowalska left Osh yesterday with 12 kg of heroin.";
    let shown = printed(&mut bulletin_extract(&["explain", "--date", "2021-05-04", text]));
    for value in ["Anna Kowalska, Vice President", "Osh, settlement, KG", "2021-05-03", "12 kg, of heroin", "rule:"] {
        assert!(shown.contains(value), "{value} is not in {shown}");
    }
    let only = printed(&mut bulletin_extract(&["explain", "--kinds", "date", "--date", "2021-05-04", text]));
    assert!(only.contains("  1 date") && !only.contains("\n  2 "), "{only}");
}

#[test]
fn colours_go_where_they_are_wanted_and_a_text_cannot_bring_its_own() {
    let text = "It left \u{1b}[31mOsh.";
    let plain = printed(bulletin_extract(&["explain", "-"]).write_stdin(text));
    assert!(!plain.contains('\u{1b}') && plain.starts_with("It left \u{fffd}[31mOsh."), "{plain}");
    let forced = printed(bulletin_extract(&["explain", "It left Osh."]).env("CLICOLOR_FORCE", "1"));
    assert!(forced.contains("\u{1b}[36mOsh"), "{forced:?}");
    let refused = printed(bulletin_extract(&["explain", "It left Osh."]).env("NO_COLOR", "1"));
    assert!(!refused.contains('\u{1b}'), "{refused:?}");
}

#[test]
fn own_grammars_are_explained_too() {
    let arguments = ["explain", "--grammars", "examples/grammar", "Task Group Amber took the boat."];
    let shown = printed(&mut bulletin_extract(&arguments));
    assert!(shown.contains("task-groups.grammar:coloured-group"), "{shown}");
}

/// A folder with a marked text, and predictions for it: one right, one of another kind, one of nothing, one missing.
fn judged() -> TempDir {
    let mention = |kind: &str, start: usize, end: usize| json!({"type": kind, "start": start, "end": end, "text": "x"});
    let with_rule = |kind: &str, start: usize, end: usize, rule: &str| {
        let mut mention = mention(kind, start, end);
        mention["rule"] = json!(rule);
        mention
    };
    let gold = json!({"id": "a", "text": "x".repeat(60), "published": null,
        "mentions": [mention("person", 0, 5), mention("place", 10, 15), mention("date", 20, 25)]});
    let old = json!({"id": "a", "mentions": [with_rule("person", 0, 5, "good"), with_rule("person", 10, 15, "bad"),
        with_rule("place", 30, 35, "bad")]});
    let new = json!({"id": "a", "mentions": [with_rule("person", 0, 5, "good"), with_rule("place", 10, 15, "good"),
        with_rule("place", 30, 35, "bad")]});
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [("gold", gold), ("old", old), ("new", new)] {
        fs::write(folder.path().join(name), format!("{content}\n")).unwrap();
    }
    folder
}

fn eval(arguments: &[&str]) -> String {
    let folder = judged();
    printed(bulletin_extract(&["eval"]).args(arguments).current_dir(folder.path()))
}

/// The cells of the line that begins so.
fn row(table: &str, name: &str) -> Vec<String> {
    let line = table.lines().rfind(|line| line.trim_start().starts_with(name)).expect("the table has the row");
    line.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn confusion_says_what_marks_were_taken_for() {
    let table = eval(&["gold", "old", "--confusion"]);
    assert_eq!(
        row(&table, "gold \\")[2..],
        ["taken", "date", "person", "organisation", "place", "quantity", "nothing"][..]
    );
    assert_eq!(row(&table, "person")[1..], ["0", "1", "0", "0", "0", "0"]);
    assert_eq!(row(&table, "place")[1..], ["0", "1", "0", "0", "0", "0"]);
    assert_eq!(row(&table, "date")[1..], ["0", "0", "0", "0", "0", "1"]);
    assert_eq!(row(&table, "nothing")[1..], ["0", "0", "0", "1", "0", "0"]);
}

#[test]
fn rules_stand_with_what_they_found_the_worst_first() {
    let table = eval(&["gold", "old", "--by", "rule"]);
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        lines,
        [vec!["right", "wrong", "P", "rule"], vec!["0", "2", "0.000", "bad"], vec!["1", "0", "1.000", "good"]]
    );
}

#[test]
fn errors_without_a_number_are_all_errors() {
    let with_number = eval(&["gold", "old", "--errors", "9"]);
    assert_eq!(with_number.matches("missed ").count(), 2, "{with_number}");
    assert_eq!(eval(&["gold", "old", "--errors"]), with_number);
}

#[test]
fn two_outputs_differ_by_what_was_gained_and_lost() {
    let alone = eval(&["--against", "old", "new"]);
    assert!(alone.contains("lost    person       a 10-15 \"x\""), "{alone}");
    assert!(alone.contains("gained  place        a 10-15 \"x\""), "{alone}");
    assert_eq!(alone.lines().count(), 4, "{alone}");
    let judged = eval(&["gold", "--against", "old", "new"]);
    assert_eq!(
        row(&judged, "person")[1..],
        ["gained", "0", "(0", "marked),", "lost", "1", "(0", "marked),", "changed", "0"]
    );
    assert_eq!(
        row(&judged, "place")[1..],
        ["gained", "1", "(1", "marked),", "lost", "0", "(0", "marked),", "changed", "0"]
    );
    assert_eq!(eval(&["--against", "new", "new"]), "no mention is different\n");
}

#[test]
fn values_that_changed_are_shown_with_what_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let record = |value: &str| json!({"id": "a", "dates": [{"text": "May", "start": 0, "end": 3, "value": value}]});
    fs::write(folder.path().join("old"), record("2019-05").to_string()).unwrap();
    fs::write(folder.path().join("new"), record("2020-05").to_string()).unwrap();
    let mut command = bulletin_extract(&["eval", "--against", "old", "new"]);
    command.current_dir(folder.path()).assert().success().stdout(contains("\"May\": 2020-05 was 2019-05"));
}

#[test]
fn eval_needs_something_to_judge() {
    bulletin_extract(&["eval"]).assert().code(2).stderr(contains("<GOLD>"));
    bulletin_extract(&["eval", "--against", "a"]).assert().code(2).stderr(predicate::str::is_empty().not());
}
