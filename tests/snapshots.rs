//! The record of every sample bulletin, as the program prints it, against `snapshots/`.
//!
//! A snapshot says that its record is right: it is accepted only after it has been read against its text. Bulletins
//! that are not read rightly yet are named in [`NOT_YET`]; they have no snapshot, which would claim otherwise.

use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

/// Bulletins whose records still have a fault.
const NOT_YET: [&str; 0] = [];

#[test]
fn records_are_as_they_were_read() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in bulletins() {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            if !NOT_YET.contains(&name.as_str()) {
                insta::assert_snapshot!(name, shown(&path));
            }
        }
    });
}

#[test]
fn what_is_not_right_yet_is_a_bulletin_without_a_snapshot() {
    let names: Vec<String> =
        bulletins().iter().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    for name in NOT_YET {
        assert!(names.iter().any(|it| it == name), "{name} is no bulletin of corpus/");
        assert!(!Path::new("snapshots").join(format!("{name}.snap")).exists(), "{name} has a snapshot after all");
    }
}

/// The sample bulletins, by name.
fn bulletins() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("corpus").expect("corpus/ is there").map(|entry| entry.expect("it is read").path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "txt" || it == "jsonl")).collect();
    paths.sort();
    paths
}

/// The records of a file, an item a line, so that they can be read beside their text.
fn shown(path: &Path) -> String {
    let output = Command::new(cargo_bin!("bulletin-extract")).arg(path).output().expect("the program runs");
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("records are UTF-8");
    lines.lines().map(|line| record(&serde_json::from_str(line).expect("a record is JSON"))).collect()
}

fn record(record: &Value) -> String {
    let mut shown = String::new();
    for (key, value) in record.as_object().expect("a record is an object") {
        match value.as_array() {
            Some(items) => {
                shown += &format!("{key}\n");
                items.iter().for_each(|item| shown += &format!("  {item}\n"));
            }
            None => shown += &format!("{key} {value}\n"),
        }
    }
    shown
}
