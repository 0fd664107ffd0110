//! The formats that are for other programs, read back by such programs: scripts in `tests/readers/`, in Python.
//!
//! They need the packages of `tests/requirements.txt`, so they run only where they are asked for:
//! `READERS_PYTHON=venv/bin/python cargo test --test readers -- --ignored`. `.ci/run` does so.

use std::process::Command;

use assert_cmd::cargo::cargo_bin;

/// Runs a reader, which fails if what it reads is not what it should be.
fn read_by(script: &str) {
    let python = std::env::var("READERS_PYTHON")
        .expect("READERS_PYTHON names a Python with the packages of tests/requirements.txt, as CONTRIBUTING.md says");
    let output = Command::new(python)
        .arg(format!("tests/readers/{script}.py"))
        .env("BULLETIN_EXTRACT", cargo_bin!("bulletin-extract"))
        .output()
        .expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

macro_rules! readers {
    ($($name:ident: $script:literal,)*) => {
        $(
            #[test]
            #[ignore = "needs the packages of tests/requirements.txt"]
            fn $name() {
                read_by($script);
            }
        )*
    };
}

readers! {
    csv_by_python: "csv_reader",
    offsets_by_their_checker: "offsets_checker",
    mentions_by_sqlite_utils: "sqlite_utils_reader",
    parquet_by_pyarrow_and_duckdb: "parquet_reader",
    sqlite_by_python: "sqlite_reader",
    brat_by_its_grammar: "brat_checker",
    conll_by_a_reader_of_bio: "conll_reader",
    ftm_by_followthemoney: "ftm_reader",
    timeml_by_an_xml_parser: "timeml_reader",
}
