//! The command as its users meet it: exit codes, streams, order, `eval`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use serde_json::{Value, json};

const CSTO: &str = "corpus/csto.txt";

fn bulletin_extract() -> Command {
    cargo_bin_cmd!("bulletin-extract")
}

fn records(command: &mut Command) -> Vec<Value> {
    let output = command.assert().success().get_output().stdout.clone();
    lines(&output)
}

fn lines(output: &[u8]) -> Vec<Value> {
    let output = str::from_utf8(output).unwrap();
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap()).collect()
}

#[test]
fn a_file_gives_a_record_for_each_bulletin() {
    let records = records(bulletin_extract().arg(CSTO));
    assert_eq!(ids(&records), ["corpus/csto.txt#1", "corpus/csto.txt#2"]);
    let keys: Vec<_> = records[1].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "schema",
            "id",
            "source",
            "title",
            "published",
            "published_from",
            "offsets",
            "dates",
            "people",
            "organisations",
            "places",
            "quantities"
        ]
    );
    assert_eq!(records[1]["published"], "2019-03-01");
    assert_eq!(records[1]["published_from"], "dateline");
    assert_eq!(records[0]["title"], Value::Null);
}

#[test]
fn standard_input_is_read_with_a_dash_and_without_anything() {
    let text = fs::read(CSTO).unwrap();
    let silent = records(bulletin_extract().write_stdin(text.clone()));
    let dashed = records(bulletin_extract().arg("-").write_stdin(text));
    assert_eq!(silent, dashed);
    assert_eq!(ids(&silent), ["stdin#1", "stdin#2"]);
    assert_eq!(silent[0]["source"]["path"], "-");
}

#[test]
fn a_missing_file_is_named_and_the_others_are_read() {
    bulletin_extract()
        .args(["nosuch.txt", CSTO])
        .assert()
        .code(1)
        .stderr(starts_with("bulletin-extract: nosuch.txt: No such file"))
        .stdout(contains("corpus/csto.txt#2"));
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let output = bulletin_extract()
        .args(["--from", "jsonl"])
        .write_stdin("{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \n{\"id\": \"c\", \"text\": \"Three.\"}\n")
        .assert()
        .code(1)
        .stderr(starts_with("bulletin-extract: -:2: "))
        .get_output()
        .stdout
        .clone();
    assert_eq!(ids(&lines(&output)), ["a", "c"]);
}

#[test]
fn a_folder_is_read_with_all_in_it_in_the_order_of_names() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("b/deep")).unwrap();
    for name in ["c.txt", "b/deep/one.txt", "b/two.txt", "a.txt", ".hidden"] {
        fs::write(folder.path().join(name), "The minister left.\n").unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("b/loop")).unwrap();
    let found = records(bulletin_extract().arg(".").current_dir(folder.path()));
    assert_eq!(ids(&found), ["./a.txt", "./b/deep/one.txt", "./b/two.txt", "./c.txt"]);
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &["--to", "xml"][..],
        &["--split", "("],
        &["--date", "2021-02-30"],
        &["--encoding", "klingon"],
        &["--kinds", "date,animal"],
        &["--threads", "0"],
        &["--day-first", "--month-first"],
        &["--with-text", "--to", "mentions"],
        &["--to", "csv", CSTO],
        &["--to", "parquet", CSTO],
        &["--to", "sqlite", CSTO],
        &["--to", "brat", CSTO],
        &["--to", "sqlite", "-o", "Cargo.toml", CSTO],
        &["--to", "csv", "--resume", "-o", "nosuch/", CSTO],
        &["-o", "nosuch/folder/out.jsonl", CSTO],
        &["eval", "nosuch.jsonl"],
    ] {
        bulletin_extract().args(arguments).assert().code(2).stdout(is_empty()).stderr(is_empty().not());
    }
}

#[test]
fn the_order_is_that_of_the_input_on_any_number_of_threads() {
    let input: String = (0..500)
        .map(|n| {
            let text = "The minister left on 3 May 2021. ".repeat(n * 7 % 50 + 1);
            json!({"id": n, "text": text}).to_string() + "\n"
        })
        .collect();
    let run = |threads: &str| {
        let assert = bulletin_extract().args(["--threads", threads]).write_stdin(input.clone()).assert();
        assert.success().get_output().stdout.clone()
    };
    let alone = run("1");
    let order: Vec<String> = (0..500).map(|n| n.to_string()).collect();
    assert_eq!(ids(&lines(&alone)), order);
    for threads in ["2", "3", "8"] {
        assert_eq!(run(threads), alone, "{threads} threads");
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for threads in ["1", "4"] {
        let mut child = Process::new(cargo_bin!("bulletin-extract"))
            .args(["--threads", threads])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            // Ends when the program has closed its standard input.
            while to.write_all(b"{\"text\": \"The minister left.\"}\n").is_ok() {}
        });
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with('{'));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}

#[test]
fn a_record_leaves_before_the_next_bulletin_comes() {
    for threads in ["1", "4"] {
        let mut child = Process::new(cargo_bin!("bulletin-extract"))
            .args(["--threads", threads])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        let mut from = BufReader::new(child.stdout.take().unwrap());
        for id in 0..3 {
            writeln!(to, "{{\"id\": {id}, \"text\": \"The minister left.\"}}").unwrap();
            let mut line = String::new();
            from.read_line(&mut line).unwrap();
            assert!(line.contains(&format!("\"id\":\"{id}\"")));
        }
        drop(to);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn an_array_is_json_however_many_bulletins_there_are() {
    for (text, count) in [("", 0), ("The minister left.", 1), ("One.\n\nTwo.\n\nThree.", 3)] {
        let output = bulletin_extract()
            .args(["--to", "json", "--split", "blank-lines", "--with-text"])
            .write_stdin(text)
            .assert()
            .success()
            .get_output()
            .stdout
            .clone();
        let array: Vec<Value> = serde_json::from_slice(&output).unwrap();
        assert_eq!(array.len(), count);
        assert!(array.iter().all(|record| text.contains(record["text"].as_str().unwrap())));
    }
}

#[test]
fn the_output_can_go_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    bulletin_extract().arg(CSTO).arg("-o").arg(&path).assert().success().stdout(is_empty());
    assert_eq!(lines(&fs::read(path).unwrap()).len(), 2);
}

#[test]
fn options_reach_the_bulletins() {
    let records = records(bulletin_extract().args([
        CSTO,
        "--date",
        "2020-01-02",
        "--split",
        "none",
        "--offsets",
        "utf16",
        "--from",
        "text",
    ]));
    assert_eq!(ids(&records), [CSTO]);
    assert_eq!(records[0]["published"], "2020-01-02");
    assert_eq!(records[0]["published_from"], "option");
    assert_eq!(records[0]["offsets"], "utf16");
}

#[test]
fn other_kinds_alone_do_not_change_what_the_bulletins_are() {
    let records = records(bulletin_extract().args([CSTO, "--kinds", "person"]));
    assert_eq!(ids(&records), ["corpus/csto.txt#1", "corpus/csto.txt#2"]);
    assert_eq!((&records[1]["published"], &records[1]["dates"]), (&json!("2019-03-01"), &json!([])));
}

/// A folder with the example's grammar, changed.
fn grammar_folder(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let example = fs::read_to_string("examples/grammar/task-groups.grammar").unwrap();
    fs::write(folder.path().join("task-groups.grammar"), change(&example)).unwrap();
    folder
}

#[test]
fn a_grammar_of_the_users_adds_bodies_without_compiling() {
    let folder = grammar_folder(str::to_owned);
    bulletin_extract().arg("check").arg(folder.path()).assert().success().stdout(contains("are right"));
    let text = "The boats were found by Task Group Cobalt on Monday.";
    let records = records(bulletin_extract().arg("--grammars").arg(folder.path()).write_stdin(text));
    let names: Vec<_> = records[0]["organisations"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, [&json!("Task Group Cobalt")]);
}

#[test]
fn a_faulty_grammar_is_refused_where_the_fault_stands() {
    for (fault, by, code) in
        [("code-colour group-word", "code-color group-word", 2), ("Scarlet coats", "Scarlet Cell coats", 1)]
    {
        let folder = grammar_folder(|example| example.replace(fault, by));
        let assert = bulletin_extract().arg("check").arg(folder.path()).assert().code(1);
        let place = if code == 2 { "task-groups.grammar:12:" } else { "task-groups.grammar:15:" };
        assert.stderr(contains(place).and(contains("help")));
        let used = bulletin_extract().arg("--grammars").arg(folder.path()).write_stdin("One.").assert();
        // An example that fails is a matter for `check`; what cannot be compiled cannot be used.
        used.code(if code == 2 { 2 } else { 0 });
    }
    bulletin_extract().args(["check", "nosuch"]).assert().code(1).stderr(contains("nosuch cannot be read"));
}

#[test]
fn the_schema_is_one_and_speaks_of_every_key() {
    let output = bulletin_extract().arg("--schema").assert().success().get_output().stdout.clone();
    let schema: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let record = records(bulletin_extract().arg(CSTO)).remove(0);
    for key in record.as_object().unwrap().keys() {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
}

#[test]
fn help_shows_the_ways_to_call_it() {
    bulletin_extract()
        .arg("--help")
        .assert()
        .success()
        .stdout(contains("--with-text").and(contains("Exit status")).and(contains("eval")));
}

const GOLD: &str = r#"{"id": "a", "text": "Ann Lee met 5 men in Rome.", "kinds": ["person", "place", "quantity"], "mentions": [{"type": "person", "start": 0, "end": 7, "text": "Ann Lee", "name": "Ann Lee", "role": "the Mayor"}, {"type": "quantity", "start": 12, "end": 13, "text": "5", "value": 5, "unit": null, "bound": "=", "of": "men"}, {"type": "place", "start": 21, "end": 25, "text": "Rome", "country": "IT"}]}
{"id": "b", "text": "In 2020 it began.", "mentions": [{"type": "date", "start": 3, "end": 7, "text": "2020", "date_kind": "date", "value": "2020", "from": "2020-01-01", "to": "2020-12-31"}]}
"#;

const PREDICTED: &str = r#"{"id": "a", "dates": [{"text": "5", "start": 12, "end": 13}], "people": [{"name": "Ann Lee", "role": "Mayor", "mentions": [{"text": "Ann Lee", "start": 0, "end": 7}]}], "organisations": [], "places": [{"name": "Rome", "country": "US", "mentions": [{"text": "Rome", "start": 21, "end": 25}, {"text": "met", "start": 8, "end": 11}]}], "quantities": [{"text": "5 men", "start": 12, "end": 17, "value": 5.0, "bound": "~", "of": "men"}]}
{"id": "b", "mentions": [{"type": "date", "start": 3, "end": 7, "text": "2020", "date_kind": "date", "from": "2020-01-01", "to": "2020-12-31"}]}
"#;

#[test]
fn eval_counts_as_the_guidelines_say() {
    let folder = tempfile::tempdir().unwrap();
    let (gold, predicted) = (folder.path().join("gold.jsonl"), folder.path().join("predicted.jsonl"));
    fs::write(&gold, GOLD).unwrap();
    fs::write(&predicted, PREDICTED).unwrap();
    let output = eval(&gold, Some(&predicted), &["--json"]);
    let table: Value = serde_json::from_slice(&output).unwrap();
    assert_eq!(table["person"]["attribute"], 1.0);
    assert_eq!(table["place"]["precision"], 0.5);
    assert_eq!((&table["place"]["value"], &table["place"]["value_of"]), (&json!(0.0), &json!(1)));
    assert_eq!(table["quantity"]["f1"], 0.0);
    assert_eq!(table["quantity"]["relaxed_f1"], 1.0);
    assert_eq!((&table["date"]["predicted"], &table["date"]["value"]), (&json!(1), &json!(1.0)));
    let shown = String::from_utf8(eval(&gold, Some(&predicted), &["--errors", "5"])).unwrap();
    for error in ["missed    quantity", "spurious  place", "value     place"] {
        assert!(shown.contains(error), "{error}");
    }
}

#[test]
fn eval_holds_to_a_floor() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name| folder.path().join(name);
    fs::write(at("gold.jsonl"), GOLD).unwrap();
    fs::write(at("predicted.jsonl"), PREDICTED).unwrap();
    for (least, code) in [(0.3, 0), (0.7, 1)] {
        fs::write(at("floor.json"), json!({"gold.jsonl": {"place": {"f1": least}}}).to_string()).unwrap();
        bulletin_extract()
            .arg("eval")
            .args([at("gold.jsonl"), at("predicted.jsonl")])
            .arg("--floor")
            .arg(at("floor.json"))
            .assert()
            .code(code)
            .stderr(contains("f1 of place is 0.6667, under 0.7").count(usize::from(code == 1)));
    }
}

/// The project's own scorer must see the same figures, on its gold and on what is made up here.
#[test]
fn eval_agrees_with_the_projects_scorer() {
    let scorer = Path::new("../shared/score.py");
    if !scorer.exists() || Process::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: no {} or no python3", scorer.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name| folder.path().join(name);
    fs::write(at("gold.jsonl"), GOLD).unwrap();
    fs::write(at("predicted.jsonl"), PREDICTED).unwrap();
    let mut pairs = vec![(at("gold.jsonl"), at("predicted.jsonl"))];
    for name in ["seed.jsonl", "dev.jsonl"] {
        let gold = Path::new("../shared/gold").join(name);
        let made = bulletin_extract().args(["--split", "none"]).arg(&gold).assert().success();
        fs::write(at(name), &made.get_output().stdout).unwrap();
        assert_eq!(eval(&gold, None, &[]), eval(&gold, Some(&at(name)), &[]), "{name}");
        fs::write(at("shaken.jsonl"), shaken(&gold)).unwrap();
        pairs.push((gold.clone(), at(name)));
        pairs.push((gold, at("shaken.jsonl")));
        for (gold, predicted) in pairs.drain(..) {
            let theirs = Process::new("python3").arg(scorer).args([&gold, &predicted]).output().unwrap();
            assert!(theirs.status.success());
            let ours = String::from_utf8(eval(&gold, Some(&predicted), &[])).unwrap();
            assert_eq!(ours, String::from_utf8(theirs.stdout).unwrap());
        }
    }
}

/// The gold itself as predictions, some of them spoilt in every way that is judged.
fn shaken(gold: &Path) -> String {
    let mut shaken = String::new();
    let mut count = 0;
    for mut text in lines(&fs::read(gold).unwrap()) {
        for mention in text["mentions"].as_array_mut().unwrap() {
            count += 1;
            let spoil: &[(&str, Value)] = match count % 9 {
                0 => &[("type", json!("place"))],
                1 => &[("start", json!(mention["start"].as_u64().unwrap() + 1))],
                2 => &[("name", json!("Nobody")), ("value", json!(12)), ("from", Value::Null)],
                3 => &[("role", json!("The  MINISTER")), ("of", json!("the men")), ("country", json!("FR"))],
                4 => &[("bound", json!("<=")), ("low", json!(1.0)), ("unit", json!("kg"))],
                _ => &[],
            };
            for (key, value) in spoil {
                mention[key] = value.clone();
            }
        }
        shaken.push_str(&format!("{text}\n"));
    }
    shaken
}

fn eval(gold: &Path, predicted: Option<&Path>, options: &[&str]) -> Vec<u8> {
    let mut command = bulletin_extract();
    command.arg("eval").arg(gold).args(predicted).args(options);
    command.assert().success().get_output().stdout.clone()
}
