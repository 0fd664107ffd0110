//! The record: what is known of one bulletin, as it leaves the program.
//!
//! These types are a contract with users' scripts. Their names, their keys and the order of the keys
//! change only together with [`SCHEMA`]. A list is empty rather than absent and an unknown value is
//! `null`; the few keys that stand only where they say something are marked so. All types read and
//! write JSON through serde and describe themselves as JSON Schema.
//!
//! A **mention** is a place in the text; an **entity** (person, organisation, place) gathers the
//! mentions that speak of the same one. Dates and quantities are items of one mention each.

mod bound;
mod number;
mod offsets;
mod timex3;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use bound::Bound;
pub(crate) use number::PlainNumber;
use number::plain_number;
pub use offsets::OffsetUnit;
pub use timex3::{Timex3, Timex3Kind};

/// The version of the record's form, the value of its key `schema`.
pub const SCHEMA: &str = "bulletin-extract/1";

/// Everything found in one bulletin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The version of this form, `bulletin-extract/1`.
    pub schema: Cow<'static, str>,
    /// The bulletin's name: the one its input gave it, else its file's with its number in it.
    pub id: String,
    /// Where the bulletin was read; null where a program handed it over.
    pub source: Option<Source>,
    /// The headline; null if the bulletin has none.
    pub title: Option<String>,
    /// The day of publication, which relative dates are counted from.
    #[schemars(schema_with = "calendar_day")]
    pub published: Option<civil::Date>,
    /// Who said when it was published; null exactly where `published` is.
    pub published_from: Option<PublishedFrom>,
    /// What every `start` and `end` of the record counts.
    pub offsets: OffsetUnit,
    /// What showed that the bulletin begins where it does; only where explanations were asked for and it is not the first
    /// of its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<Opening>,
    /// What else the file says of the bulletin (front matter, say), as it stands there; absent if it says nothing.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
    /// The bulletin's text as it was read; only where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Dates, times, periods, durations and recurrences, in text order.
    pub dates: Vec<Date>,
    /// Named individuals, by their first mention.
    pub people: Vec<Person>,
    /// Named bodies, by their first mention.
    pub organisations: Vec<Organisation>,
    /// Named places, by their first mention.
    pub places: Vec<Place>,
    /// Measured, counted and priced amounts, in text order.
    pub quantities: Vec<Quantity>,
    /// Expressions of time as TIMEX3 marks them, in text order, offsets in bytes; only where TimeML is written, and no
    /// part of the record's own form.
    #[serde(skip)]
    pub timexes: Vec<Timex3>,
    /// The text's tokens, offsets in bytes; only where a format asks for them, and no part of the record's own form.
    #[serde(skip)]
    pub tokens: Vec<TextToken>,
}

/// A word, number or sign of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextToken {
    /// The byte of its first character.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// Whether a sentence, heading or item begins with it.
    pub begins_sentence: bool,
}

/// Where a bulletin was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file as it was named on the command line or found in a folder; `-` is standard input.
    pub path: String,
    /// The bulletin's first byte in the file.
    pub start: u64,
    /// The byte after the bulletin's last.
    pub end: u64,
}

/// What divides a bulletin from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Opening {
    /// A line such as `ENDS` before it.
    EndMark,
    /// A rule of dashes or stars before it.
    Rule,
    /// A title, or what stands over titles, at the top of a page.
    NewPage,
    /// A line that is only a date, beside a title.
    DateLine,
    /// What stands over every title of the file, such as `PRESS RELEASE No. 14`.
    Masthead,
    /// The header of a message.
    MessageHeader,
    /// A blank line, as asked for.
    BlankLine,
    /// A form feed, as asked for.
    FormFeed,
    /// The user's own expression.
    Pattern,
    /// The bulletin was too long and was divided (`--max-bulletin-bytes`).
    Bound,
}

/// Who said when a bulletin was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PublishedFrom {
    /// The input itself, in a field of its own (`published` of NDJSON).
    Input,
    /// The caller (`--date`).
    Option,
    /// The file's metadata.
    Metadata,
    /// A date line or a dateline in the bulletin's text.
    Dateline,
}

/// The five kinds of things that are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A point or stretch of time.
    Date,
    /// A named individual.
    Person,
    /// A named body.
    Organisation,
    /// A named place.
    Place,
    /// An amount.
    Quantity,
}

impl Kind {
    /// All kinds, in the order of the record's lists.
    pub const ALL: [Kind; 5] = [Kind::Date, Kind::Person, Kind::Organisation, Kind::Place, Kind::Quantity];

    /// The kind's name in records and in grammar files.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Date => "date",
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
            Kind::Quantity => "quantity",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place in the text that names an entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The text between `start` and `end`, unchanged.
    pub text: String,
    /// The offset of the first character.
    pub start: usize,
    /// The offset after the last character.
    pub end: usize,
    /// The role beside this very mention; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Start and end of the organisation's name that this place's name is a part of; absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<[usize; 2]>,
}

/// Why an item stands in the record; only where explanations were asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// Grammar file and rule that proposed it, `dates.grammar:day-month-year`.
    pub rule: String,
    /// What spoke for it and against it.
    pub evidence: Vec<Evidence>,
    /// How sure the program is, 0 to 1.
    pub confidence: f64,
}

/// One reason for or against a reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The reason's name in the table of evidence.
    pub name: String,
    /// Its weight in the sum, negative if it speaks against.
    pub weight: f64,
}

/// A point or stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// The mention, unchanged.
    pub text: String,
    /// The offset of its first character.
    pub start: usize,
    /// The offset after its last character.
    pub end: usize,
    /// What sort of time it is.
    pub date_kind: DateKind,
    /// ISO 8601 or EDTF: `2023-09-20`, `199X`, `2023-09-11/2023-09-15`, `P2W`, `R/P1W`; null where the
    /// bulletin does not settle it.
    pub value: Option<String>,
    /// The first calendar day it covers; null where it is not known, for durations and recurrences.
    #[schemars(schema_with = "calendar_day")]
    pub from: Option<civil::Date>,
    /// The last calendar day it covers, equal to `from` for one day.
    #[schemars(schema_with = "calendar_day")]
    pub to: Option<civil::Date>,
    /// True where day and month could be exchanged (`03/04/2019`); absent elsewhere.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ambiguous: bool,
    /// What gave it what its words do not say; only where explanations were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// `rule`, `evidence` and `confidence`, where asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// The day from which a date was counted, or that gave it its year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// What sort of day it is.
    pub from: AnchorKind,
    /// The other date's text; absent for the bulletin's own day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The sorts of days that others are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AnchorKind {
    /// The day of publication, as the input or the caller gives it.
    Published,
    /// The date that the bulletin gives itself.
    Dateline,
    /// Another date of the bulletin.
    Mention,
}

/// The sorts of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateKind {
    /// A day, month, year, season or the like.
    Date,
    /// A time of day.
    Time,
    /// A stretch from one date to another.
    Range,
    /// A length of time.
    Duration,
    /// Something that comes again.
    Recurrence,
}

/// A named individual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// The fullest form of the name in this bulletin, without titles.
    pub name: String,
    /// The fullest office or rank that stands beside one of the mentions; null if none does.
    pub role: Option<String>,
    /// The organisation that the role is of, by its name in this bulletin; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The country that the role is of, ISO 3166-1 alpha-2; absent if unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The name folded for comparison between bulletins; absent if the program makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where the person is named, in text order.
    pub mentions: Vec<Mention>,
    /// `rule`, `evidence` and `confidence` of the first mention, where asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// A named body: ministry, company, party, armed group, alliance, club.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Organisation {
    /// The fullest form of the name in this bulletin.
    pub name: String,
    /// Its acronym, where the bulletin shows both forms.
    pub acronym: Option<String>,
    /// What sort of body it is; null if unclear.
    pub organisation_kind: Option<String>,
    /// The country that it belongs to, ISO 3166-1 alpha-2; null if none or unclear.
    pub country: Option<String>,
    /// The same in every bulletin that names this body; absent where the name could be that of many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where the body is named, in text order.
    pub mentions: Vec<Mention>,
    /// `rule`, `evidence` and `confidence` of the first mention, where asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// A named place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The fullest form of the name in this bulletin.
    pub name: String,
    /// What sort of place it is.
    pub place_kind: PlaceKind,
    /// The country that it lies in or is, ISO 3166-1 alpha-2; null if none or unclear.
    pub country: Option<String>,
    /// The first-level region that it lies in or is, ISO 3166-2; absent if not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Degrees north of the equator, WGS 84; null if not in the gazetteer.
    pub latitude: Option<f64>,
    /// Degrees east of Greenwich, WGS 84; null if not in the gazetteer.
    pub longitude: Option<f64>,
    /// The place's number in GeoNames; absent if not known there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
    /// The gazetteer's name of it (`Almaty` where the text has `Alma-Ata`); absent if not in the gazetteer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// The same in every bulletin that names this place; absent where the name does not tell which is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where the place is named, in text order.
    pub mentions: Vec<Mention>,
    /// `rule`, `evidence` and `confidence` of the first mention, where asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// The sorts of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A state.
    Country,
    /// A part of a state or of the world.
    Region,
    /// A city, town, village or a part of one.
    Settlement,
    /// A river, sea, mountain, island.
    Feature,
    /// A base, airport, building, camp, street.
    Facility,
}

/// A measured, counted or priced amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quantity {
    /// The mention, unchanged: number, magnitude word, unit and currency sign.
    pub text: String,
    /// The offset of its first character.
    pub start: usize,
    /// The offset after its last character.
    pub end: usize,
    /// The number in `unit`, magnitude word included; null for a range.
    #[serde(serialize_with = "plain_number")]
    pub value: Option<f64>,
    /// The lower end of a range, in `unit`.
    #[serde(serialize_with = "plain_number")]
    pub low: Option<f64>,
    /// The upper end of a range, in `unit`.
    #[serde(serialize_with = "plain_number")]
    pub high: Option<f64>,
    /// The unit's standard symbol, for money the ISO 4217 code, `year` for an age; null for a count.
    pub unit: Option<String>,
    /// What is measured: `mass`, `length`, `money`, …; null for a count.
    pub dimension: Option<String>,
    /// The value in the dimension's SI unit; null for counts, money and ranges.
    #[serde(serialize_with = "plain_number")]
    pub si: Option<f64>,
    /// How the true amount lies to the number.
    pub bound: Bound,
    /// What is counted or measured, for money what it pays for; null if the text does not say.
    pub of: Option<String>,
    /// The nearest date and place of its sentence; absent where the sentence names neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Near>,
    /// `rule`, `evidence` and `confidence`, where asked for.
    #[serde(flatten)]
    pub explanation: Option<Explanation>,
}

/// When and where, by the sentence that an amount stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Near {
    /// The `value` of the nearest date; null if the sentence has none.
    pub date: Option<String>,
    /// The `name` of the nearest place; null if the sentence has none.
    pub place: Option<String>,
}

impl Record {
    /// Empties the lists of all kinds but these; `None` keeps all.
    pub(crate) fn retain_kinds(&mut self, kinds: Option<&[Kind]>) {
        let Some(kinds) = kinds else { return };
        for kind in Kind::ALL.into_iter().filter(|kind| !kinds.contains(kind)) {
            match kind {
                Kind::Date => self.dates.clear(),
                Kind::Person => self.people.clear(),
                Kind::Organisation => self.organisations.clear(),
                Kind::Place => self.places.clear(),
                Kind::Quantity => self.quantities.clear(),
            }
        }
    }
}

impl Source {
    /// The bytes of the file that the bulletin takes.
    pub fn bytes(&self) -> Range<u64> {
        self.start..self.end
    }
}

/// The JSON Schema of [`Record`].
pub fn schema() -> Schema {
    schemars::schema_for!(Record)
}

fn calendar_day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": ["string", "null"], "format": "date"})
}

fn is_false(flag: &bool) -> bool {
    !flag
}
