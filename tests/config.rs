//! Defaults from `bulletin-extract.toml`, the manual page and the completions.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};
use serde_json::Value;
use tempfile::TempDir;

const FILE: &str = "bulletin-extract.toml";

fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), config).unwrap();
    folder
}

/// The command in this folder, given a sentence with a day that can be read either way.
fn in_folder(folder: &Path) -> Command {
    let mut command = cargo_bin_cmd!("bulletin-extract");
    command.current_dir(folder).write_stdin("Task Group Amber left Osh on 03/04/2019.");
    command
}

fn printed(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

fn days(output: &str) -> Vec<String> {
    let lines = output.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter_map(|line| Some(line["from"].as_str()?.to_owned())).collect()
}

#[test]
fn a_file_in_the_working_folder_gives_defaults() {
    let folder = folder("to = 'mentions'\nkinds = ['date', 'place']\nday-first = true\nthreads = 1\n");
    let output = printed(&mut in_folder(folder.path()));
    assert_eq!(days(&output), ["2019-04-03"]);
    assert_eq!(output.lines().count(), 2, "{output}");
}

#[test]
fn the_command_line_has_the_last_word() {
    let folder = folder("to = 'json'\nkinds = ['place']\nday-first = true\n");
    let line = ["--to", "mentions", "--kinds", "date", "--month-first"];
    assert_eq!(days(&printed(in_folder(folder.path()).args(line))), ["2019-03-04"]);
}

#[test]
fn help_shows_the_default_that_holds() {
    let folder = folder("to = 'mentions'\n");
    let help = printed(in_folder(folder.path()).arg("--help"));
    assert!(help.contains("[default: mentions]"), "{help}");
}

#[test]
fn paths_are_counted_from_the_folder_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("archive/rules");
    fs::create_dir_all(&rules).unwrap();
    fs::copy("examples/grammar/task-groups.grammar", rules.join("task-groups.grammar")).unwrap();
    fs::write(folder.path().join("archive/own.toml"), "grammars = ['rules']\n").unwrap();
    let named = ["--config", "archive/own.toml", "--kinds", "organisation"];
    assert!(printed(in_folder(folder.path()).args(named)).contains("Task Group Amber"));
    // `check` goes through the user's grammars too: here one of them is wrong.
    in_folder(folder.path()).args(["check", "--config=archive/own.toml"]).assert().success();
    fs::write(rules.join("task-groups.grammar"), "rule r : organisation\n    [ \"Amber\" ]\n    yes \"Indigo\"\n")
        .unwrap();
    in_folder(folder.path()).args(["check", "--config=archive/own.toml"]).assert().code(1);
}

#[test]
fn what_the_file_says_wrongly_is_named() {
    let wrong = [
        ("to = 'xml'", "invalid value 'xml' for '--to"),
        ("offset = 'byte'", "unexpected argument '--offset'"),
        ("day-first = 'yes'", "'day-first' takes true or false"),
        ("day-first = true\nmonth-first = true", "cannot be used with"),
        ("schema = true", "'schema' cannot be set here"),
        ("to = ", "TOML parse error at line 1"),
    ];
    for (config, message) in wrong {
        let folder = folder(config);
        let message = starts_with("error: bulletin-extract.toml: ").and(contains(message));
        in_folder(folder.path()).assert().code(2).stderr(message);
    }
    let folder = tempfile::tempdir().unwrap();
    in_folder(folder.path()).args(["--config", "none.toml"]).assert().code(2).stderr(contains("none.toml: No such"));
}

#[test]
fn a_file_that_was_not_named_runs_no_program_and_writes_no_file() {
    for line in ["pre = 'touch trace'", "output = 'trace'"] {
        let folder = folder(line);
        in_folder(folder.path()).assert().code(2).stderr(contains("--config bulletin-extract.toml"));
        assert!(!folder.path().join("trace").exists());
        in_folder(folder.path()).args(["--config", FILE, FILE]).assert().code(predicate::in_iter([0, 1]));
        assert!(folder.path().join("trace").exists(), "{line}");
    }
}

#[test]
fn each_shell_gets_completions_and_man_a_page() {
    let marks = [
        ("man", "bulletin\\-extract check"),
        ("bash", "complete -F _bulletin__extract"),
        ("zsh", "#compdef bulletin-extract"),
        ("fish", "complete -c bulletin-extract"),
        ("powershell", "Register-ArgumentCompleter"),
    ];
    for (what, mark) in marks {
        let made = printed(cargo_bin_cmd!("bulletin-extract").args(["--generate", what]));
        assert!(made.to_lowercase().contains(&mark.to_lowercase()), "{what}: {made}");
        assert!(made.contains("max-bulletin-bytes") || made.contains("max\\-bulletin\\-bytes"), "{what}");
    }
}
