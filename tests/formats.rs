//! Files as archives have them: front matter, compression, zip, web pages, mails, web archives.

use std::fs;
use std::io::{Cursor, Write};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use flate2::Compression;
use flate2::write::GzEncoder;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::{Value, json};

fn bulletin_extract() -> Command {
    cargo_bin_cmd!("bulletin-extract")
}

/// The records of one file of this name and content, read from a folder of its own.
fn read(name: &str, content: impl AsRef<[u8]>) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let output = bulletin_extract().args(["--with-text", name]).current_dir(folder.path()).assert().success();
    lines(&output.get_output().stdout)
}

fn lines(output: &[u8]) -> Vec<Value> {
    str::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap()).collect()
}

const PROSE: &str = "The minister left for Minsk yesterday with 12 experts.\n";

const FRONT_MATTER: &str = "---\ntitle: \"The minister: a visit\"\ndate: 1959-03-02\nurl: https://example.org/7\ntags: [visit, 1959]\n---\n\nThe minister left for Minsk yesterday with 12 experts.\n";

#[test]
fn front_matter_tells_title_and_day_and_the_rest_is_kept() {
    for text in [FRONT_MATTER.to_owned(), FRONT_MATTER.replace('\n', "\r\n"), format!("\u{FEFF}{FRONT_MATTER}")] {
        let records = read("a.md", &text);
        assert_eq!(ids(&records), ["a.md"]);
        let record = &records[0];
        assert_eq!(record["title"], "The minister: a visit");
        assert_eq!((&record["published"], &record["published_from"]), (&json!("1959-03-02"), &json!("metadata")));
        assert_eq!(record["metadata"], json!({"url": "https://example.org/7", "tags": ["visit", 1959]}));
        assert_eq!(record["dates"].as_array().unwrap().len(), 1);
        assert_eq!(record["dates"][0]["value"], "1959-03-01");
        let (start, end) = (record["source"]["start"].as_u64().unwrap(), record["source"]["end"].as_u64().unwrap());
        assert_eq!(record["text"], text[start as usize..end as usize]);
    }
}

#[test]
fn days_of_front_matter_are_read_in_words_and_with_a_time() {
    for (date, published) in [
        ("2017-11-09T10:30:00+01:00", json!("2017-11-09")),
        ("\"November 9, 2017\"", json!("2017-11-09")),
        ("9 November 2017", json!("2017-11-09")),
        ("1967", Value::Null),
    ] {
        let record = &read("a.txt", format!("---\nDate: {date}\n---\n{PROSE}"))[0];
        assert_eq!(record["published"], published, "{date}");
    }
}

#[test]
fn a_text_that_opens_with_a_rule_has_no_front_matter() {
    let text = format!("---\n{PROSE}---\n{PROSE}");
    let record = &read("a.txt", &text)[0];
    assert_eq!(record["text"], text);
    assert_eq!(record.get("metadata"), None);
}

/// The text packed in every way, with the name of each.
fn packed(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    bzip2.write_all(text.as_bytes()).unwrap();
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::default()).unwrap();
    xz.write_all(text.as_bytes()).unwrap();
    let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    vec![
        ("a.txt.gz", gzip.finish().unwrap()),
        ("a.txt.bz2", bzip2.finish().unwrap()),
        ("a.txt.xz", xz.finish().unwrap()),
        ("a.txt.zst", zstd),
    ]
}

#[test]
fn packed_files_are_read_as_if_they_were_not() {
    let plain = &read("a.txt", PROSE)[0];
    for (name, bytes) in packed(PROSE) {
        for (name, bytes) in [(name, bytes.clone()), ("without-ending", bytes.clone())] {
            let record = &read(name, bytes)[0];
            assert_eq!(record["id"], name);
            assert_eq!((&record["text"], &record["dates"]), (&plain["text"], &plain["dates"]), "{name}");
        }
        // One behind the other, as logs are rotated and as web archives are written.
        let twice = [bytes.clone(), bytes.clone()].concat();
        assert_eq!(read(name, twice)[0]["text"], PROSE.repeat(2), "{name}");
        let piped = bulletin_extract().args(["--with-text"]).write_stdin(bytes).assert().success();
        assert_eq!(lines(&piped.get_output().stdout)[0]["text"], PROSE);
    }
}

#[test]
fn packed_ndjson_is_read_line_by_line() {
    let text = "{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"b\", \"text\": \"Two.\"}\n";
    for (_, bytes) in packed(text) {
        assert_eq!(ids(&read("archive.jsonl.gz", bytes)), ["a", "b"]);
    }
}

#[test]
fn a_truncated_file_is_named_and_the_others_are_read() {
    for (name, bytes) in packed(&PROSE.repeat(500)) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &bytes[..bytes.len() / 2]).unwrap();
        fs::write(folder.path().join("b.txt"), PROSE).unwrap();
        let assert = bulletin_extract().args([name, "b.txt"]).current_dir(folder.path()).assert();
        let assert = assert.code(1).stderr(contains(name)).stdout(contains("\"id\":\"b.txt\""));
        assert.stderr(contains("panicked").not());
    }
}

#[test]
fn a_file_that_swells_beyond_measure_is_refused() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let blank = vec![b' '; 1 << 20];
    (0..100).for_each(|_| gzip.write_all(&blank).unwrap());
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bomb.gz"), gzip.finish().unwrap()).unwrap();
    let assert = bulletin_extract().arg("bomb.gz").current_dir(folder.path()).assert();
    assert.code(1).stderr(contains("bomb.gz: it unpacks to more than 500 times its size"));
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn every_file_of_a_zip_archive_is_read() {
    let bytes = zip(&[
        ("b/two.txt", PROSE.as_bytes()),
        ("__MACOSX/b/._two.txt", b"\0\0"),
        ("one.txt", PROSE.as_bytes()),
        ("lines.jsonl", b"{\"id\": \"x\", \"text\": \"One.\"}\n"),
    ]);
    assert_eq!(ids(&read("a.zip", &bytes)), ["a.zip!b/two.txt", "a.zip!one.txt", "x"]);
    let piped = bulletin_extract().write_stdin(bytes).assert().success();
    assert_eq!(ids(&lines(&piped.get_output().stdout)).len(), 3);
}

#[test]
fn what_is_no_text_is_named_with_what_helps() {
    for (name, bytes, help) in [
        ("a.docx", zip(&[("[Content_Types].xml", b"<x/>")]), "an office document, not text"),
        ("a.pdf", b"%PDF-1.7\n\xE2\xE3".to_vec(), "a PDF file, not text (--pre"),
        ("a.bin", b"\x01\0\x02".to_vec(), "a binary file, not text"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let assert = bulletin_extract().arg(name).current_dir(folder.path()).assert();
        assert.code(1).stdout("").stderr(contains(name).and(contains(help)));
    }
}

const PAGE: &str = r#"<!DOCTYPE html>
<html><head><title>Minister leaves for Minsk | The Ministry</title>
<meta property="article:published_time" content="2021-05-04T10:00:00Z"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News of 7 June 1999</a></li></ul></nav>
<article><h1>Minister leaves for Minsk</h1><time datetime="2021-05-04">4 May</time>
<p>The minister left for Minsk yesterday with 12 experts, the ministry said. He will meet his colleague &amp; the press there.</p>
<p>The delegation is to return on 7 May. In the capital, the minister is expected to sign an agreement on trade, which both
sides have prepared over the past two years, and to open an exhibition.</p></article>
<footer>Copyright 2015. <a href="/contact">Contact us</a></footer></body></html>"#;

#[test]
fn a_page_gives_its_text_its_title_and_its_day() {
    let records = read("a.html", PAGE);
    assert_eq!(ids(&records), ["a.html"]);
    let record = &records[0];
    assert_eq!((&record["published"], &record["published_from"]), (&json!("2021-05-04"), &json!("metadata")));
    let text = record["text"].as_str().unwrap();
    assert!(text.starts_with("Minister leaves for Minsk"), "{text}");
    assert!(text.contains("his colleague & the press"), "{text}");
    assert!(!text.contains("Home") && !text.contains("1999"), "{text}");
    assert_eq!(
        record["dates"].as_array().unwrap().iter().find(|it| it["text"] == "yesterday").unwrap()["value"],
        "2021-05-03"
    );
    assert_eq!(record["source"], json!({"path": "a.html", "start": 0, "end": PAGE.len()}));
}

#[test]
fn a_page_is_known_by_its_content_and_read_in_the_encoding_that_it_names() {
    let page = "<html><head><meta charset=\"windows-1251\"><title>x</title></head><body><p>Встреча в Минске прошла 3 May 2021 at the ministry of the republic.</p></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    let record = &read("saved", &bytes)[0];
    assert!(record["text"].as_str().unwrap().contains("Встреча в Минске"), "{record}");
}

#[test]
fn the_day_of_a_page_may_stand_in_a_time_element_or_be_unknown() {
    let page = PAGE.replace("<meta property=\"article:published_time\" content=\"2021-05-04T10:00:00Z\">", "");
    assert_eq!(read("a.html", &page)[0]["published"], "2021-05-04");
    let page = page.replace("<time datetime=\"2021-05-04\">4 May</time>", "");
    assert_eq!(read("a.html", page)[0]["published"], Value::Null);
}

const MAIL: &str = "Received: from a by b; Tue, 4 May 2021 10:00:00 +0300\r\nFrom: Press <press@example.org>\r\nDate: Tue, 4 May 2021 09:30:00 +0300\r\nSubject: =?utf-8?q?Minister_leaves_for_Minsk?=\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe minister left for Minsk yesterday=\r\n with 12 experts.\r\n";

#[test]
fn a_mail_gives_its_subject_its_day_and_its_text() {
    for name in ["a.eml", "without-ending"] {
        let record = &read(name, MAIL)[0];
        assert_eq!(record["title"], "Minister leaves for Minsk");
        assert_eq!((&record["published"], &record["published_from"]), (&json!("2021-05-04"), &json!("metadata")));
        let text = record["text"].as_str().unwrap();
        assert!(text.contains("left for Minsk yesterday with 12 experts."), "{text}");
        assert!(!text.contains("Received"), "{text}");
    }
}

#[test]
fn a_typed_header_does_not_make_a_mail_of_a_release() {
    let text = format!("From: Press office\nDate: 4 May 2021\n\n{PROSE}");
    let record = &read("a.txt", &text)[0];
    assert_eq!(record["text"], text);
    assert_eq!(record["published_from"], "dateline");
}

#[test]
fn a_mailbox_gives_a_record_for_each_mail() {
    let mail =
        MAIL.replace("\r\n", "\n").replace("with 12 experts.\n", "with 12 experts.\n>From there he goes on.\n\n");
    let mailbox = format!("From a@example.org Tue May  4 10:00:00 2021\n{mail}").repeat(3);
    let records = read("box", &mailbox);
    assert_eq!(ids(&records), ["box#1", "box#2", "box#3"]);
    for record in &records {
        assert_eq!(record["published"], "2021-05-04");
        assert!(record["text"].as_str().unwrap().contains("\nFrom there he goes on."), "{record}");
    }
    let starts: Vec<u64> = records.iter().map(|record| record["source"]["start"].as_u64().unwrap()).collect();
    assert_eq!(starts, [0, 1, 2].map(|nth| nth * mailbox.len() as u64 / 3));
}

fn warc_record(kind: &str, address: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

#[test]
fn a_web_archive_gives_a_record_for_each_page_and_text() {
    let answer = |kind: &str, body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}");
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{PROSE}\r\n0\r\n\r\n",
        PROSE.len()
    );
    let archive = [
        warc_record("warcinfo", "", "software: x"),
        warc_record("request", "https://a/", "GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", "https://a/page", &answer("text/html; charset=utf-8", PAGE)),
        warc_record("response", "https://a/picture", &answer("image/png", "\0")),
        warc_record("response", "https://a/missing", &answer("text/html", PAGE).replace("200 OK", "404 Not Found")),
        warc_record("response", "https://a/text", &chunked),
    ]
    .concat();
    let records = read("a.warc", &archive);
    assert_eq!(ids(&records), ["https://a/page", "https://a/text"]);
    assert_eq!((&records[0]["published"], &records[1]["text"]), (&json!("2021-05-04"), &json!(PROSE)));
    assert_eq!(records[0]["source"]["path"], "a.warc");
    let (_, gzip) = packed(&archive).remove(0);
    assert_eq!(ids(&read("a.warc.gz", gzip)), ["https://a/page", "https://a/text"]);
}

#[cfg(unix)]
#[test]
fn a_program_may_turn_files_into_text_first() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "THE MINISTER LEFT ON 3 MAY 2021.\n").unwrap();
    for command in ["tr A-Z a-z", "head -n 1 {}", "cat"] {
        let assert = bulletin_extract().args(["--pre", command, "a.txt"]).current_dir(folder.path()).assert();
        // `tr` takes the path for a third set of characters and fails, which is told.
        match command {
            "tr A-Z a-z" => assert.code(1).stderr(contains("a.txt: --pre 'tr A-Z a-z': exit status: 1; ")),
            _ => assert.success().stdout(contains("\"value\":\"2021-05-03\"")),
        };
    }
    let assert = bulletin_extract().args(["--pre", "nosuchprogram", "a.txt"]).current_dir(folder.path()).assert();
    assert.code(1).stderr(contains("a.txt: --pre 'nosuchprogram': nosuchprogram cannot be run: No such file"));
}

#[test]
fn malformed_bytes_are_counted_and_reported_once_and_offsets_stay_right() {
    let mut bytes = "Zoë Müller and Jürgen Größmann left on 3 May 2021. ".as_bytes().to_vec();
    let first = bytes.len();
    bytes.extend(b"\xFF\xFE then \xC3 12 men left for ");
    bytes.extend("Genève on 4 May 2021.".as_bytes());
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), &bytes).unwrap();
    let assert = bulletin_extract().args(["--with-text", "a.txt"]).current_dir(folder.path()).assert().success();
    let stderr = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert_eq!(
        stderr,
        format!("bulletin-extract: a.txt: 3 malformed sequences of UTF-8 replaced, the first at byte {first}\n")
    );
    let record = &lines(&assert.get_output().stdout)[0];
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    for date in record["dates"].as_array().unwrap() {
        let (start, end) = (date["start"].as_u64().unwrap() as usize, date["end"].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), date["text"].as_str().unwrap());
    }
    assert_eq!(record["source"]["end"], bytes.len());
}
