//! A rehearsal: some hundred digitised releases as an archive keeps them, from start to end. The releases are made here, the
//! same ones each time: front matter, scans, pages, odd encodings, packed files.

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use encoding_rs::{Encoding, ISO_8859_2, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::{RngExt, SeedableRng};
use rand_xorshift::XorShiftRng;
use serde_json::Value;

const RELEASES: usize = 240;

const MONTHS: [&str; 4] = ["March", "June", "September", "December"];
const PEOPLE: [&str; 4] = ["Grace Achieng", "Peter Hansen", "José Ruiz", "Anna Zieliński"];
const PLACES: [&str; 4] = ["Nairobi", "Oslo", "Warsaw", "Zürich"];

/// A release of some day, as it was typed.
struct Release {
    day: String,
    body: String,
}

fn release(random: &mut XorShiftRng) -> Release {
    let (year, month, date) = (random.random_range(1959..2018), random.random_range(0..4), random.random_range(1..29));
    let number = [3, 6, 9, 12][month];
    let (person, place) = (PEOPLE[random.random_range(0..4)], PLACES[random.random_range(0..4)]);
    let tons = random.random_range(2..900);
    let body = format!(
        "The Minister of Trade, {person}, said in {place} on {date} {} {year} that more than {tons} tons of grain had been \
         delivered to the camps of the province, and that the work of the commission would be finished in the course of \
         next year. “We thank the people of {place},” the minister said at the opening of the talks.\n\n\
         The talks with the Government of Norway go on until 29 {} {year}.\n",
        MONTHS[month],
        MONTHS[(month + 1) % 4],
    );
    Release { day: format!("{year}-{number:02}-{date:02}"), body }
}

/// The release as a scanner gives it: other letters, words fallen apart, hyphens, page numbers.
fn scanned(text: &str, random: &mut XorShiftRng) -> String {
    let mut scan = String::new();
    let mut column = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let word = match random.random_range(0..40) {
            0 => word.replacen("rn", "m", 1),
            1 => word.replacen('m', "rn", 1),
            2 => word.replacen('0', "O", 1),
            3 => word.replacen('1', "l", 1),
            4 => word.replacen("th", "tb", 1),
            5 if word.len() > 6 && word.is_ascii() => format!("{} {}", &word[..3], &word[3..]),
            6 if word.len() > 8 && word.is_ascii() => format!("{}-\n{}", &word[..4], &word[4..]),
            7 => word.replace("fi", "\u{fb01}"),
            _ => word.to_owned(),
        };
        column += word.len();
        scan += &word;
        if column > 70 && random.random_bool(0.9) {
            scan += if random.random_bool(0.1) { "\n\n- 2 -\n\n" } else { "\n" };
            column = 0;
        }
    }
    scan
}

/// Text that front matter may hold, told to YAML as such.
fn front_matter(release: &Release, number: usize) -> String {
    format!("---\ntitle: \"Release {number}: grain\"\ndate: {}\nsource: scan\n---\n\n", release.day)
}

/// Writes the archive; the days of publication by file.
fn write_archive(folder: &Path) -> Vec<(String, String)> {
    let mut random = XorShiftRng::seed_from_u64(7);
    let mut days = Vec::new();
    for number in 0..RELEASES {
        let release = release(&mut random);
        let body = if number % 3 == 0 { release.body.clone() } else { scanned(&release.body, &mut random) };
        let text = front_matter(&release, number) + &body;
        let text = if number % 7 == 0 { text.replace('\n', "\r\n") } else { text };
        let (name, bytes) = match number % 12 {
            4 => (format!("{number:03}.txt"), encoded(&text, UTF_16LE)),
            5 => (format!("{number:03}.txt"), encoded(&text, UTF_16BE)),
            6 => (format!("{number:03}.md"), encoded(&text, WINDOWS_1252)),
            8 => (format!("{number:03}.txt"), [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            9 => (format!("{number:03}.txt.gz"), packed(&text)),
            10 => (format!("{number:03}.txt"), [text.as_bytes(), b"\xFF\xFE broken \x80\n"].concat()),
            11 => (format!("{number:03}.html"), page(&release, &body).into_bytes()),
            _ => (format!("{number:03}.txt"), text.into_bytes()),
        };
        let folder = folder.join(format!("{}", number / 100));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(&name), bytes).unwrap();
        days.push((name, release.day));
    }
    days
}

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let bytes = |unit: u16| if encoding == UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() };
        return "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect();
    }
    encoding.encode(text).0.into_owned()
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

fn page(release: &Release, body: &str) -> String {
    let paragraphs = body.split("\n\n").map(|paragraph| format!("<p>{paragraph}</p>")).collect::<String>();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Grain</title>\
         <meta name=\"date\" content=\"{}\"></head><body><nav>Home Menu</nav><article><h1>Grain for the camps</h1>\
         {paragraphs}</article></body></html>",
        release.day
    )
}

/// Every mention of a record with what stands between its offsets.
fn check(record: &Value) -> usize {
    let text = record["text"].as_str().unwrap();
    let (chars, units) = (text.chars().collect::<Vec<_>>(), text.encode_utf16().collect::<Vec<_>>());
    let mut checked = 0;
    for list in ["dates", "people", "organisations", "places", "quantities"] {
        for item in record[list].as_array().unwrap() {
            for mention in item["mentions"].as_array().unwrap_or(&vec![item.clone()]) {
                let [start, end] = ["start", "end"].map(|key| mention[key].as_u64().unwrap() as usize);
                let stands = match record["offsets"].as_str().unwrap() {
                    "char" => chars[start..end].iter().collect(),
                    "byte" => text[start..end].to_owned(),
                    _ => String::from_utf16(&units[start..end]).unwrap(),
                };
                assert_eq!(mention["text"], stands, "{}", record["id"]);
                checked += 1;
            }
        }
    }
    checked
}

#[test]
fn an_archive_is_read_from_start_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let days = write_archive(folder.path());
    for unit in ["char", "byte", "utf16"] {
        let mut program: Command = cargo_bin_cmd!("bulletin-extract");
        let arguments = ["--with-text", "--explain", "--offsets", unit];
        let assert = program.args(arguments).arg(folder.path()).assert().success();
        let records: Vec<Value> =
            assert.get_output().stdout.split(|&b| b == b'\n').filter(|it| !it.is_empty()).map(json).collect();
        assert_eq!(records.len(), RELEASES);
        let mut checked = 0;
        for record in &records {
            let path = record["source"]["path"].as_str().unwrap();
            let (name, day) = days.iter().find(|(name, _)| path.ends_with(name)).expect("it was written");
            assert_eq!(record["published"], *day, "{name}");
            assert_eq!(record["published_from"], "metadata", "{name}");
            checked += check(record);
        }
        assert!(checked > 6 * RELEASES, "only {checked} mentions");
        let sure = |record: &&Value| record["quantities"].as_array().unwrap().iter().any(|it| it["unit"] == "t");
        assert!(records.iter().filter(sure).count() * 10 > RELEASES * 9, "tons are missing");
    }
}

#[test]
fn encodings_of_other_alphabets_keep_their_places() {
    let text = "Польша: the Minister met Wałęsa in Gdańsk on 3 May 1989. Встреча прошла в Москве.\n";
    for (encoding, of) in [
        (KOI8_R, "Встреча в Moscow on 3 May 1989.\n"),
        (ISO_8859_2, "Wałęsa in Gdańsk on 3 May 1989.\n"),
        (UTF_8, text),
    ] {
        let mut program: Command = cargo_bin_cmd!("bulletin-extract");
        let arguments = ["--with-text", "--encoding", encoding.name()];
        let assert = program.args(arguments).write_stdin(encoded(of, encoding)).assert().success();
        let record = json(&assert.get_output().stdout);
        assert_eq!(record["text"], of);
        assert!(check(&record) > 0);
    }
}

fn json(line: &[u8]) -> Value {
    serde_json::from_slice(line).unwrap()
}
