//! Shares of the input: together they hold every part once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;

/// What the program prints for `arguments`.
fn printed(arguments: &[&str]) -> String {
    let output = cargo_bin_cmd!("bulletin-extract").args(arguments).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

/// Asserts that `shares` shares print what one run prints, line for line once both are sorted, and that each prints something.
fn assert_divided(arguments: &[&str], shares: usize) {
    let whole = printed(arguments);
    let parts: Vec<_> =
        (1..=shares).map(|i| printed(&[arguments, &["--shard", &format!("{i}/{shares}")]].concat())).collect();
    assert!(parts.iter().all(|part| !part.is_empty()), "a share of {arguments:?} is empty");
    let mut expected: Vec<&str> = whole.lines().collect();
    let mut merged: Vec<&str> = parts.iter().flat_map(|part| part.lines()).collect();
    expected.sort_unstable();
    merged.sort_unstable();
    assert_eq!(merged, expected, "{arguments:?}");
}

fn sample(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Lines of NDJSON with and without names, two of them alike.
fn releases() -> String {
    let line = |i: usize| match i % 3 {
        0 => format!("{{\"text\": \"On {} May 2019 the ferry sailed.\"}}\n", i % 31 + 1),
        _ => format!(
            "{{\"id\": {i}, \"text\": \"The fund paid ${i} million.\", \"published\": \"2020-02-0{}\"}}\n",
            i % 9 + 1
        ),
    };
    (0..60).map(line).collect()
}

#[test]
fn files_of_a_folder_fall_to_shares_whole() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..24 {
        sample(
            folder.path(),
            &format!("{i}.txt"),
            &format!("Wells dug: {i} km of pipe.\n\nENDS\n\nA second bulletin of {i} May.\n"),
        );
    }
    let folder = folder.path().to_str().unwrap();
    assert_divided(&[folder], 3);
    assert_divided(&["--pre", "cat {}", folder], 3);
}

#[test]
fn lines_of_one_file_fall_to_shares_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_divided(&[&sample(folder.path(), "releases.jsonl", &releases())], 4);
}

#[test]
fn a_mixed_folder_is_divided_once() {
    let folder = tempfile::tempdir().unwrap();
    sample(folder.path(), "a.jsonl", &releases());
    sample(folder.path(), "b.txt", "On 3 May 2019 the ferry sailed.");
    assert_divided(&[folder.path().to_str().unwrap()], 2);
}

/// What a program prints is divided by its file, were it lines or not.
#[test]
fn prepared_lines_are_not_divided_again() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..12 {
        sample(folder.path(), &format!("{i}.jsonl"), &releases());
    }
    assert_divided(&["--pre", "cat {}", folder.path().to_str().unwrap()], 2);
}

#[test]
fn standard_input_is_divided_too() {
    let lines = releases();
    let run = |shard: &str| {
        let mut command = cargo_bin_cmd!("bulletin-extract");
        let output =
            command.args(["--shard", shard]).write_stdin(lines.clone()).assert().success().get_output().stdout.clone();
        String::from_utf8(output).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let whole: BTreeSet<_> = run("1/1").into_iter().collect();
    let merged: BTreeSet<_> = [run("1/2"), run("2/2")].concat().into_iter().collect();
    assert_eq!(merged, whole);
    assert_eq!(run("1/2").len() + run("2/2").len(), 60);
}

#[test]
fn a_folder_of_records_gets_the_files_of_its_share() {
    let folder = tempfile::tempdir().unwrap();
    let from = folder.path().join("in");
    fs::create_dir(&from).unwrap();
    for i in 0..12 {
        sample(&from, &format!("{i}.txt"), &format!("It rained on {} May 2019.", i + 1));
    }
    sample(&from, "z.jsonl", &releases());
    let records = |shard: &str, to: &str| {
        let to = folder.path().join(to);
        let to_folder = format!("{}/", to.display());
        printed(&["--shard", shard, "-o", &to_folder, from.to_str().unwrap()]);
        let files =
            walkdir::WalkDir::new(&to).into_iter().map(Result::unwrap).filter(|it| it.path().extension().is_some());
        let name = |path: &Path| path.strip_prefix(&to).unwrap().to_owned();
        let is_record = |path: &Path| !path.to_string_lossy().contains(".finished");
        files
            .filter(|it| it.file_type().is_file() && is_record(it.path()))
            .map(|it| (name(it.path()), fs::read_to_string(it.path()).unwrap()))
            .collect::<BTreeSet<_>>()
    };
    let (first, second, whole) = (records("1/2", "first"), records("2/2", "second"), records("1/1", "whole"));
    assert!(first.len() < whole.len() && second.len() < whole.len());
    assert_eq!(first.union(&second).cloned().collect::<BTreeSet<_>>(), whole);
    assert_eq!(first.len() + second.len(), whole.len());
}

#[test]
fn a_wrong_share_is_refused() {
    for wrong in ["0/4", "5/4", "half"] {
        cargo_bin_cmd!("bulletin-extract").args(["--shard", wrong, "corpus/csto.txt"]).assert().code(2);
    }
}
