//! The examples of the README: each prints today what stands below it.
//!
//! An example is a fenced block of the language `console`: lines that open with `$ ` are commands, what
//! follows is their output on standard output. A line `…` stands for any number of lines.

use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;

/// A command of the README and what it is said to print.
struct Example {
    line: usize,
    command: String,
    output: String,
}

#[test]
fn examples_print_what_the_readme_shows() {
    let readme = fs::read_to_string("README.md").expect("the README is there");
    let folder = cargo_bin!("bulletin-extract").parent().unwrap().to_owned();
    let with_output: Vec<Example> = examples(&readme).into_iter().filter(|it| !it.output.is_empty()).collect();
    assert!(!with_output.is_empty(), "the README shows no example with its output");
    for example in with_output {
        let command = example.command.replace("cargo run --release -- ", "bulletin-extract ");
        let printed = run(&command, &folder);
        assert!(
            agree(&example.output, &printed),
            "README.md:{}: {command}\nshows:\n{}prints:\n{printed}",
            example.line,
            example.output
        );
    }
}

fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for (number, line) in readme.lines().enumerate() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => inside = line == "```console",
            Some(command) if inside => {
                examples.push(Example { line: number + 1, command: command.to_owned(), output: String::new() })
            }
            None if inside => {
                let example = examples.last_mut().expect("a console block opens with a command");
                example.output += line;
                example.output.push('\n');
            }
            _ => {}
        }
    }
    examples
}

/// What `command` prints when the program stands in the path.
fn run(command: &str, folder: &Path) -> String {
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("bash").args(["-c", command]).env("PATH", path).output();
    String::from_utf8(output.expect("bash runs").stdout).expect("the output is UTF-8")
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
