//! The README and the manual say what is true: every command in them is run, and prints what stands below it.
//!
//! A fenced block of the language `console` holds commands, each behind `$ ` and gone on with behind `> `; what follows one is
//! its output on standard output. A line `…` stands for any number of lines. A block of the language `sh` holds commands
//! only, and those are passed over whose program is not there (`sqlite3`, `hadoop`). Every command must succeed. The
//! commands of a page are run one after the other in a folder of their own, in which `corpus` and `examples` lie and the
//! files that the README speaks of (`releases/`, `release.txt`, …).
//!
//! `console needs=PROGRAM` marks what another program must be there for; `needs=python:MODULE` asks for a module. Without it
//! the block is passed over, except in CI, which installs them all. Blocks of any other language are not run.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// Building, installing and testing are what the caller is doing.
const NOT_HERE: [&str; 5] = ["cargo test", "cargo install", "git clone", "maturin", "pip install"];

/// A command of a page and what it is said to print.
struct Example {
    line: usize,
    command: String,
    /// `None` in blocks that show no output.
    output: Option<String>,
    needs: Option<String>,
}

#[test]
fn the_readme_is_true() {
    check(Path::new("README.md"));
}

#[test]
fn the_manual_is_true() {
    let summary = fs::read_to_string("docs/SUMMARY.md").expect("the manual has a table of contents");
    let mut pages: Vec<PathBuf> = fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md") && !page.ends_with("SUMMARY.md"));
    pages.sort();
    for page in &pages {
        let name = page.file_name().unwrap().to_string_lossy();
        assert!(summary.contains(&*name), "{name} does not stand in SUMMARY.md");
        check(page);
    }
}

/// Runs the commands of a page.
fn check(page: &Path) {
    let text = fs::read_to_string(page).expect("the page is there");
    let folder = workplace();
    let mut run_any = false;
    for example in examples(&text) {
        if NOT_HERE.iter().any(|program| example.command.starts_with(program)) {
            continue;
        }
        if example.needs.as_ref().is_some_and(|needed| !is_there(needed)) {
            assert!(std::env::var_os("CI").is_none(), "CI lacks {}", example.needs.unwrap_or_default());
            continue;
        }
        let program = example.command.split(' ').next().unwrap_or_default();
        if example.output.is_none() && !program.starts_with('#') && !has_program(program, folder.path()) {
            continue;
        }
        run_any = true;
        let command = example.command.replace("cargo run --release -- ", "bulletin-extract ");
        let done = run(&command, folder.path());
        let (printed, complaint) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        let place = format!("{}:{}: {command}", page.display(), example.line);
        match &example.output {
            Some(shown) if !shown.is_empty() => {
                assert!(agree(shown, &printed), "{place}\nshows:\n{shown}prints:\n{printed}{complaint}");
            }
            _ => {}
        }
        assert!(done.status.success(), "{place} fails:\n{printed}{complaint}");
    }
    assert!(run_any || !text.contains("```console"), "nothing of {} was run", page.display());
}

/// A folder with what the pages speak of.
fn workplace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let here = std::env::current_dir().unwrap();
    for name in ["corpus", "examples"] {
        symlink(here.join(name), folder.path().join(name)).unwrap();
    }
    let at = |name: &str| folder.path().join(name);
    for name in ["releases", "archive", "scans", ".local/share/bash-completion/completions", ".local/share/man/man1"] {
        fs::create_dir_all(at(name)).unwrap();
    }
    let text = "Customs find cocaine\n\nFrench Customs found 340 g of cocaine in Lyon on 10 February 2021.\n";
    for name in ["release.txt", "a.txt", "releases/a.txt", "archive/a.txt", "scans/a.txt"] {
        fs::write(at(name), text).unwrap();
    }
    fs::write(at("archive.jsonl"), "{\"id\": \"a\", \"text\": \"It left Osh on 3 May 2019.\"}\n").unwrap();
    let mark = "{\"type\": \"place\", \"start\": 8, \"end\": 11, \"text\": \"Osh\", \"country\": \"KG\"}";
    let gold = format!(
        "{{\"id\": \"a\", \"text\": \"It left Osh on 3 May 2019.\", \"published\": null, \"mentions\": [{mark}]}}\n"
    );
    fs::write(at("gold.jsonl"), gold).unwrap();
    folder
}

fn has_program(program: &str, folder: &Path) -> bool {
    run(&format!("command -v {program}"), folder).status.success()
}

fn is_there(needed: &str) -> bool {
    let (program, argument) = match needed.split_once(':') {
        Some(("python", module)) => ("python3", format!("import {module}")),
        _ => (needed, String::new()),
    };
    let arguments = if argument.is_empty() { vec!["--version".to_owned()] } else { vec!["-c".to_owned(), argument] };
    Command::new(program).args(arguments).output().is_ok_and(|done| done.status.success())
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut language, mut needs) = (String::new(), None);
    for (number, line) in (1..).zip(page.lines()) {
        if let Some(info) = line.strip_prefix("```") {
            let mut words = info.split(' ');
            language = words.next().unwrap_or_default().to_owned();
            needs = words.find_map(|word| word.strip_prefix("needs=")).map(str::to_owned);
            continue;
        }
        let mut add = |command: &str, output| {
            examples.push(Example { line: number, command: command.to_owned(), output, needs: needs.clone() });
        };
        match (language.as_str(), line.strip_prefix("$ ")) {
            // The rest of a long line.
            ("sh", _) if line.starts_with(' ') => {
                let example = examples.last_mut().expect("a line goes on from another");
                example.command.push('\n');
                example.command.push_str(line);
            }
            ("sh", _) if !line.trim().is_empty() => add(line, None),
            ("console", Some(command)) => add(command, Some(String::new())),
            ("console", None) => {
                let example = examples.last_mut().expect("a console block opens with a command");
                let output = example.output.as_mut().expect("it has an output");
                match line.strip_prefix('>') {
                    Some(more) if output.is_empty() => {
                        example.command.push('\n');
                        example.command.push_str(more.strip_prefix(' ').unwrap_or(more));
                    }
                    _ => {
                        output.push_str(line);
                        output.push('\n');
                    }
                }
            }
            _ => {}
        }
    }
    examples
}

/// Runs a command where the program stands in the path.
fn run(command: &str, folder: &Path) -> Output {
    let programs = cargo_bin!("bulletin-extract").parent().unwrap().to_owned();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let command = format!("set -o pipefail\n{command}");
    let bash = Command::new("bash")
        .args(["-c", &command])
        .env("PATH", path)
        .env("HOME", folder)
        .env("SLURM_ARRAY_TASK_ID", "1")
        .current_dir(folder)
        .output();
    bash.expect("bash runs")
}

/// Whether `printed` is what `shown` shows, `…` standing for any lines.
fn agree(shown: &str, printed: &str) -> bool {
    let mut rest = printed;
    for (index, part) in shown.split("…\n").enumerate() {
        let found = if index == 0 { rest.starts_with(part).then_some(0) } else { rest.find(part) };
        let Some(at) = found else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || shown.ends_with("…\n")
}
