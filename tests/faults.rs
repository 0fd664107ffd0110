//! What goes wrong in long runs: outputs that fill up, interrupts, files that vanish, runs that must be taken up again.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::contains;

const TEXT: &str = "The minister left for Minsk on 3 May 2021 with 12 experts.\n";

fn bulletin_extract() -> Command {
    cargo_bin_cmd!("bulletin-extract")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_ends_with_1() {
    for arguments in [&["-o", "/dev/full"][..], &["-o", "/dev/full", "--threads", "1"]] {
        let assert = bulletin_extract().args(arguments).write_stdin(TEXT).assert();
        assert.code(1).stderr(contains("the output cannot be written: No space left on device"));
    }
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut program = Process::new(cargo_bin!("bulletin-extract"));
    let program = program.arg("corpus/csto.txt").stdout(full).stderr(Stdio::piped());
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("No space left"));
}

#[test]
fn a_file_is_whole_or_what_it_was_before() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("out.jsonl"), "the result of yesterday\n").unwrap();
    // A faulty call leaves it alone.
    bulletin_extract().args(["--grammars", "nosuch", "-o"]).arg(at("out.jsonl")).write_stdin(TEXT).assert().code(2);
    assert_eq!(fs::read_to_string(at("out.jsonl")).unwrap(), "the result of yesterday\n");
    bulletin_extract().arg("-o").arg(at("out.jsonl")).write_stdin(TEXT).assert().success();
    assert!(fs::read_to_string(at("out.jsonl")).unwrap().starts_with("{\"schema\""));
    assert_eq!(names(folder.path()), ["out.jsonl"]);
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    assert!(Process::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
}

/// The exit code of a program that is to end by itself.
fn code_of(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_it_waits_for_input_ends_it_with_130_and_leaves_no_file() {
    for threads in ["1", "2"] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Process::new(cargo_bin!("bulletin-extract"))
            .args(["--threads", threads, "-o"])
            .arg(folder.path().join("out.jsonl"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.as_mut().unwrap(), "{{\"text\": \"The minister left.\"}}").unwrap();
        // It listens before it opens the file that will become its output.
        let begun = Instant::now();
        while names(folder.path()).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not begin");
            std::thread::sleep(Duration::from_millis(10));
        }
        interrupt(&child);
        assert_eq!(code_of(&mut child), Some(130), "{threads} threads");
        assert_eq!(names(folder.path()), [""; 0]);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_lets_the_records_begun_be_written_whole() {
    for threads in ["1", "2"] {
        let mut child = Process::new(cargo_bin!("bulletin-extract"))
            .args(["--threads", threads])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            let line = format!("{}\n", serde_json::json!({"text": TEXT.repeat(20)}));
            // Ends when the program has closed its standard input.
            while to.write_all(line.as_bytes()).is_ok() {}
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next().unwrap().unwrap();
        interrupt(&child);
        // Every line that comes is a whole record.
        for line in lines {
            serde_json::from_str::<serde_json::Value>(&line.unwrap()).unwrap();
        }
        assert_eq!(code_of(&mut child), Some(130), "{threads} threads");
        feeder.join().unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_named_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("b.txt"), TEXT).unwrap();
    std::os::unix::fs::symlink("nosuch", folder.path().join("a.txt")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
    let assert = bulletin_extract().arg(".").current_dir(folder.path()).assert();
    assert.code(1).stderr(contains("a.txt: ")).stdout(contains("\"id\":\"./b.txt\"").count(1));
}

/// A folder `in` with three files, and what running over it into `out` says on standard error.
fn run_into_folder(folder: &Path, arguments: &[&str]) -> String {
    let mut command = bulletin_extract();
    command.args(["--summary", "-o", "out/", "in"]).args(arguments).current_dir(folder);
    String::from_utf8(command.assert().get_output().stderr.clone()).unwrap()
}

#[test]
fn a_folder_gets_a_file_for_each_file_and_a_run_can_be_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("in/deep")).unwrap();
    for name in ["in/a.txt", "in/deep/b.txt", "in/c.jsonl"] {
        fs::write(at(name), if name.ends_with("l") { "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n" } else { TEXT })
            .unwrap();
    }
    let said = run_into_folder(folder.path(), &[]);
    assert!(said.contains("4 bulletins, date 2, person 0"), "{said}");
    assert_eq!(fs::read_to_string(at("out/in/c.jsonl.jsonl")).unwrap().lines().count(), 2);
    assert!(fs::read_to_string(at("out/in/deep/b.txt.jsonl")).unwrap().contains("\"id\":\"in/deep/b.txt\""));
    assert_eq!(names(&at("out/in")), ["a.txt.jsonl", "c.jsonl.jsonl", "deep"]);

    let said = run_into_folder(folder.path(), &["--resume"]);
    assert!(said.contains("0 bulletins") && said.contains("3 done before"), "{said}");
    // Changed content, a lost file and other options are done again.
    fs::write(at("in/a.txt"), TEXT.repeat(2)).unwrap();
    fs::remove_file(at("out/in/deep/b.txt.jsonl")).unwrap();
    let said = run_into_folder(folder.path(), &["--resume"]);
    assert!(said.contains("2 bulletins, date 3") && said.contains("1 done before"), "{said}");
    let said = run_into_folder(folder.path(), &["--resume", "--offsets", "byte"]);
    assert!(said.contains("4 bulletins"), "{said}");
    assert!(!said.contains("done before"), "{said}");
}

#[test]
fn a_file_with_a_hole_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    fs::write(folder.path().join("in/a.jsonl"), "{\"text\": \"One.\"}\n{\"text\n").unwrap();
    for _ in 0..2 {
        let said = run_into_folder(folder.path(), &["--resume"]);
        assert!(
            said.contains("in/a.jsonl:2: ") && said.contains("1 bulletins") && said.contains("not read: 1"),
            "{said}"
        );
    }
}

#[test]
fn a_slow_reader_holds_the_program_back() {
    let mut child = Process::new(cargo_bin!("bulletin-extract"))
        .args(["--threads", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let line = format!("{}\n", serde_json::json!({"text": TEXT.repeat(200)}));
    let taken = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = std::sync::Arc::clone(&taken);
    let feeder = std::thread::spawn(move || {
        while to.write_all(line.as_bytes()).is_ok() {
            counter.fetch_add(line.len(), std::sync::atomic::Ordering::SeqCst);
        }
    });
    // Nobody reads. What the program takes in settles at what may be in flight.
    let mut before = 0;
    let begun = Instant::now();
    loop {
        std::thread::sleep(Duration::from_millis(1500));
        let now = taken.load(std::sync::atomic::Ordering::SeqCst);
        if now == before && now > 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "it goes on reading");
        before = now;
    }
    assert!(before < 4 << 20, "{before} bytes are in flight");
    drop(child.stdout.take());
    child.wait().unwrap();
    feeder.join().unwrap();
}

/// A file that the program waits at until `before` has been done.
#[cfg(target_os = "linux")]
fn while_it_waits(folder: &Path, paths: &[&str], before: impl FnOnce()) -> std::process::Output {
    let pipe = folder.join("0-pipe");
    assert!(Process::new("mkfifo").arg(&pipe).status().unwrap().success());
    let child = Process::new(cargo_bin!("bulletin-extract"))
        .arg(&pipe)
        .args(paths.iter().map(|path| folder.join(path)))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // This opens when the program has opened its end.
    let mut to = fs::File::options().write(true).open(&pipe).unwrap();
    before();
    to.write_all(TEXT.as_bytes()).unwrap();
    drop(to);
    child.wait_with_output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_vanishes_is_named_and_one_that_shrinks_is_read_as_it_is_then() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(at(name), TEXT.repeat(3)).unwrap();
    }
    let output = while_it_waits(folder.path(), &["a.txt", "b.txt", "c.txt"], || {
        fs::remove_file(at("a.txt")).unwrap();
        fs::write(at("b.txt"), TEXT).unwrap();
    });
    assert_eq!(output.status.code(), Some(1));
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("a.txt: No such file"), "{complaint}");
    let records = String::from_utf8(output.stdout).unwrap();
    let ends: Vec<u64> = records
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["source"]["end"].as_u64().unwrap())
        .collect();
    let once = TEXT.len() as u64;
    assert_eq!(ends, [once, once, 3 * once]);
}

#[test]
fn a_page_that_is_too_long_to_be_held_is_named_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("<!DOCTYPE html><html><body><p>{}</p></body></html>", "quay ".repeat(14 << 20));
    fs::write(folder.path().join("a.html"), page).unwrap();
    let line = format!("{{\"text\": \"{}\"}}\n", "quay ".repeat(14 << 20));
    fs::write(folder.path().join("b.jsonl"), line + "{\"text\": \"in Minsk\"}\n").unwrap();
    fs::write(folder.path().join("c.txt"), TEXT).unwrap();
    let assert = bulletin_extract().arg(folder.path()).assert().code(1);
    let complaint = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert!(complaint.contains("a.html: it is longer than 67108864 bytes"), "{complaint}");
    assert!(complaint.contains("b.jsonl:1: it is longer than 67108864 bytes"), "{complaint}");
    assert_eq!(assert.get_output().stdout.split(|&byte| byte == b'\n').filter(|it| !it.is_empty()).count(), 2);
}

#[test]
fn the_summary_is_asked_for_or_not_there() {
    bulletin_extract().arg("corpus/csto.txt").assert().success().stderr("");
    let assert = bulletin_extract().args(["--summary", "corpus/csto.txt"]).assert().success();
    assert.stderr(contains("2 bulletins, date ").and(contains("MB/s")).and(contains("not read").not()));
}
