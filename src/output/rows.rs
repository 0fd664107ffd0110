//! The flat table of mentions that all tabular formats write: [`Row`], a mention with what its item says, and [`COLUMNS`].
//!
//! A column has the name of the key in the record, and one type in every format. Two names differ because a table has one
//! column of a name: the `value` of a date is `date`, and the nearest date and place of an amount are `near_date` and
//! `near_place`. `published` is the bulletin's.
//!
//! Every mention has an `id` of its own, `<bulletin>:<start>-<end>:<type>`, which a second run over the same text gives
//! again. `entity` is the same for all mentions of one person, body or place: its `key`, which is the same in every bulletin,
//! else the id of its first mention, which holds for the one bulletin. It is null for dates and quantities.

use std::borrow::Cow;

use jiff::civil;

use crate::record::{
    Anchor, AnchorKind, Date, DateKind, Explanation, Kind, Mention, Organisation, Person, Place, PlaceKind, Quantity,
    Record,
};

/// A mention as a row. What a mention of its kind does not have is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'r> {
    /// The bulletin's id.
    pub bulletin: &'r str,
    /// The day on which the bulletin was published.
    pub published: Option<civil::Date>,
    /// The mention's own id.
    pub id: String,
    /// What is mentioned.
    pub kind: Kind,
    /// The mention, unchanged.
    pub text: &'r str,
    /// The offset of its first character.
    pub start: u32,
    /// The offset after its last character.
    pub end: u32,
    /// What all mentions of one entity share.
    pub entity: Option<Cow<'r, str>>,
    /// The sort of date.
    pub date_kind: Option<&'static str>,
    /// The date in ISO 8601 or EDTF.
    pub date: Option<&'r str>,
    /// The first day that a date covers.
    pub from: Option<civil::Date>,
    /// The last day that a date covers.
    pub to: Option<civil::Date>,
    /// Whether day and month of a date could be exchanged.
    pub ambiguous: Option<bool>,
    /// The entity's fullest name in the bulletin.
    pub name: Option<&'r str>,
    /// The role beside this mention, else the person's.
    pub role: Option<&'r str>,
    /// The organisation that the role is of.
    pub organisation: Option<&'r str>,
    /// An organisation's acronym.
    pub acronym: Option<&'r str>,
    /// The sort of organisation.
    pub organisation_kind: Option<&'r str>,
    /// The sort of place.
    pub place_kind: Option<&'static str>,
    /// The country of a role, organisation or place.
    pub country: Option<&'r str>,
    /// The region that a place is or lies in.
    pub region: Option<&'r str>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// The place's number in GeoNames.
    pub geonames: Option<u32>,
    /// The gazetteer's name of a place.
    pub canonical: Option<&'r str>,
    /// Where the organisation's name that a place is a part of starts and ends.
    pub within: Option<[u32; 2]>,
    /// The number, in `unit`.
    pub value: Option<f64>,
    /// The lower end of a range.
    pub low: Option<f64>,
    /// The upper end of a range.
    pub high: Option<f64>,
    /// The unit's symbol or the currency's code.
    pub unit: Option<&'r str>,
    /// What is measured.
    pub dimension: Option<&'r str>,
    /// The value in the SI unit.
    pub si: Option<f64>,
    /// How the true amount lies to the number.
    pub bound: Option<&'static str>,
    /// What is counted or measured.
    pub of: Option<&'r str>,
    /// The nearest date of the amount's sentence.
    pub near_date: Option<&'r str>,
    /// The nearest place of the amount's sentence.
    pub near_place: Option<&'r str>,
    /// What a date was counted from.
    pub anchor: Option<&'static str>,
    /// The text of the date that it was counted from.
    pub anchor_text: Option<&'r str>,
    /// The rule that found it.
    pub rule: Option<&'r str>,
    /// The evidence, as JSON.
    pub evidence: Option<String>,
    /// How sure the program is.
    pub confidence: Option<f64>,
}

/// How a cell of a column is read off a row: what the column holds.
#[derive(Clone, Copy, Debug)]
pub enum Cell {
    /// Text of the bulletin, or what was made of it.
    Text(for<'a, 'r> fn(&'a Row<'r>) -> Option<&'a str>),
    /// A word or sign out of a fixed list.
    Code(for<'a, 'r> fn(&'a Row<'r>) -> Option<&'a str>),
    /// An offset or a number that names something.
    Count(fn(&Row<'_>) -> Option<u32>),
    /// A measured number.
    Number(fn(&Row<'_>) -> Option<f64>),
    /// A day.
    Day(fn(&Row<'_>) -> Option<civil::Date>),
    /// Yes or no.
    Flag(fn(&Row<'_>) -> Option<bool>),
}

/// A column of the table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// The kinds that can have something in it.
    pub kinds: &'static [Kind],
    /// Whether it is there only where explanations are asked for.
    pub explains: bool,
    /// What it holds.
    pub cell: Cell,
}

const ALL: &[Kind] = &Kind::ALL;
const DATE: &[Kind] = &[Kind::Date];
const PERSON: &[Kind] = &[Kind::Person];
const ORGANISATION: &[Kind] = &[Kind::Organisation];
const PLACE: &[Kind] = &[Kind::Place];
const QUANTITY: &[Kind] = &[Kind::Quantity];
const ENTITY: &[Kind] = &[Kind::Person, Kind::Organisation, Kind::Place];

const fn column(name: &'static str, kinds: &'static [Kind], cell: Cell) -> Column {
    Column { name, kinds, explains: false, cell }
}

const fn explains(name: &'static str, kinds: &'static [Kind], cell: Cell) -> Column {
    Column { name, kinds, explains: true, cell }
}

/// All columns, in their order.
pub const COLUMNS: &[Column] = &[
    column("bulletin", ALL, Cell::Text(|row| Some(row.bulletin))),
    column("published", ALL, Cell::Day(|row| row.published)),
    column("id", ALL, Cell::Text(|row| Some(&row.id))),
    column("type", ALL, Cell::Code(|row| Some(row.kind.name()))),
    column("text", ALL, Cell::Text(|row| Some(row.text))),
    column("start", ALL, Cell::Count(|row| Some(row.start))),
    column("end", ALL, Cell::Count(|row| Some(row.end))),
    column("entity", ENTITY, Cell::Text(|row| row.entity.as_deref())),
    column("date_kind", DATE, Cell::Code(|row| row.date_kind)),
    column("date", DATE, Cell::Text(|row| row.date)),
    column("from", DATE, Cell::Day(|row| row.from)),
    column("to", DATE, Cell::Day(|row| row.to)),
    column("ambiguous", DATE, Cell::Flag(|row| row.ambiguous)),
    column("name", ENTITY, Cell::Text(|row| row.name)),
    column("role", PERSON, Cell::Text(|row| row.role)),
    column("organisation", PERSON, Cell::Text(|row| row.organisation)),
    column("acronym", ORGANISATION, Cell::Text(|row| row.acronym)),
    column("organisation_kind", ORGANISATION, Cell::Code(|row| row.organisation_kind)),
    column("place_kind", PLACE, Cell::Code(|row| row.place_kind)),
    column("country", ENTITY, Cell::Code(|row| row.country)),
    column("region", PLACE, Cell::Code(|row| row.region)),
    column("latitude", PLACE, Cell::Number(|row| row.latitude)),
    column("longitude", PLACE, Cell::Number(|row| row.longitude)),
    column("geonames", PLACE, Cell::Count(|row| row.geonames)),
    column("canonical", PLACE, Cell::Text(|row| row.canonical)),
    column("within_start", PLACE, Cell::Count(|row| row.within.map(|within| within[0]))),
    column("within_end", PLACE, Cell::Count(|row| row.within.map(|within| within[1]))),
    column("value", QUANTITY, Cell::Number(|row| row.value)),
    column("low", QUANTITY, Cell::Number(|row| row.low)),
    column("high", QUANTITY, Cell::Number(|row| row.high)),
    column("unit", QUANTITY, Cell::Text(|row| row.unit)),
    column("dimension", QUANTITY, Cell::Code(|row| row.dimension)),
    column("si", QUANTITY, Cell::Number(|row| row.si)),
    column("bound", QUANTITY, Cell::Code(|row| row.bound)),
    column("of", QUANTITY, Cell::Text(|row| row.of)),
    column("near_date", QUANTITY, Cell::Text(|row| row.near_date)),
    column("near_place", QUANTITY, Cell::Text(|row| row.near_place)),
    explains("anchor", DATE, Cell::Code(|row| row.anchor)),
    explains("anchor_text", DATE, Cell::Text(|row| row.anchor_text)),
    explains("rule", ALL, Cell::Text(|row| row.rule)),
    explains("evidence", ALL, Cell::Text(|row| row.evidence.as_deref())),
    explains("confidence", ALL, Cell::Number(|row| row.confidence)),
];

/// The columns that a table of these kinds has.
pub fn columns(kinds: &[Kind], explain: bool) -> Vec<&'static Column> {
    let is_wanted =
        |column: &&Column| (explain || !column.explains) && kinds.iter().any(|kind| column.kinds.contains(kind));
    COLUMNS.iter().filter(is_wanted).collect()
}

/// A row for each mention of `record`, in text order.
pub fn rows(record: &Record) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Kind::ALL.into_iter().flat_map(|kind| rows_of(record, kind)).collect();
    rows.sort_by_key(|row| (row.start, row.end));
    rows
}

/// A row for each mention of this kind, in text order.
pub fn rows_of(record: &Record, kind: Kind) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = match kind {
        Kind::Date => record.dates.iter().map(|date| of_date(record, date)).collect(),
        Kind::Person => {
            let of = |person| mentions(person, |it: &Person| &it.mentions);
            record.people.iter().flat_map(of).map(|(person, mention)| of_person(record, person, mention)).collect()
        }
        Kind::Organisation => {
            let of = |body| mentions(body, |it: &Organisation| &it.mentions);
            record.organisations.iter().flat_map(of).map(|(body, it)| of_organisation(record, body, it)).collect()
        }
        Kind::Place => {
            let of = |place| mentions(place, |it: &Place| &it.mentions);
            record.places.iter().flat_map(of).map(|(place, mention)| of_place(record, place, mention)).collect()
        }
        Kind::Quantity => record.quantities.iter().map(|quantity| of_quantity(record, quantity)).collect(),
    };
    rows.sort_by_key(|row| (row.start, row.end));
    rows
}

/// Each mention of an entity, with the entity.
fn mentions<'r, E>(
    entity: &'r E,
    of: impl Fn(&'r E) -> &'r Vec<Mention>,
) -> impl Iterator<Item = (&'r E, &'r Mention)> {
    of(entity).iter().map(move |mention| (entity, mention))
}

/// The id of a mention.
pub fn id(record: &Record, kind: Kind, start: usize, end: usize) -> String {
    format!("{}:{start}-{end}:{kind}", record.id)
}

/// What all mentions of an entity share: its key, else the id of the first of them.
pub fn entity<'r>(record: &'r Record, kind: Kind, key: Option<&'r str>, mentions: &'r [Mention]) -> Cow<'r, str> {
    match (key, mentions) {
        (Some(key), _) => Cow::Borrowed(key),
        (None, [first, ..]) => Cow::Owned(id(record, kind, first.start, first.end)),
        (None, []) => unreachable!("an entity has a mention"),
    }
}

fn of_date<'r>(record: &'r Record, date: &'r Date) -> Row<'r> {
    Row {
        date_kind: Some(match date.date_kind {
            DateKind::Date => "date",
            DateKind::Time => "time",
            DateKind::Range => "range",
            DateKind::Duration => "duration",
            DateKind::Recurrence => "recurrence",
        }),
        date: date.value.as_deref(),
        from: date.from,
        to: date.to,
        ambiguous: Some(date.ambiguous),
        anchor: date.anchor.as_ref().map(|anchor| match anchor.from {
            AnchorKind::Published => "published",
            AnchorKind::Dateline => "dateline",
            AnchorKind::Mention => "mention",
        }),
        anchor_text: date.anchor.as_ref().and_then(|Anchor { text, .. }| text.as_deref()),
        ..plain(record, Kind::Date, &date.text, [date.start, date.end], &date.explanation)
    }
}

fn of_person<'r>(record: &'r Record, person: &'r Person, mention: &'r Mention) -> Row<'r> {
    Row {
        entity: Some(entity(record, Kind::Person, person.key.as_deref(), &person.mentions)),
        name: Some(&person.name),
        role: mention.role.as_deref().or(person.role.as_deref()),
        organisation: person.organisation.as_deref(),
        country: person.country.as_deref(),
        ..of_mention(record, Kind::Person, mention, &person.explanation)
    }
}

fn of_organisation<'r>(record: &'r Record, body: &'r Organisation, mention: &'r Mention) -> Row<'r> {
    Row {
        entity: Some(entity(record, Kind::Organisation, body.key.as_deref(), &body.mentions)),
        name: Some(&body.name),
        acronym: body.acronym.as_deref(),
        organisation_kind: body.organisation_kind.as_deref(),
        country: body.country.as_deref(),
        ..of_mention(record, Kind::Organisation, mention, &body.explanation)
    }
}

fn of_place<'r>(record: &'r Record, place: &'r Place, mention: &'r Mention) -> Row<'r> {
    Row {
        entity: Some(entity(record, Kind::Place, place.key.as_deref(), &place.mentions)),
        name: Some(&place.name),
        place_kind: Some(match place.place_kind {
            PlaceKind::Country => "country",
            PlaceKind::Region => "region",
            PlaceKind::Settlement => "settlement",
            PlaceKind::Feature => "feature",
            PlaceKind::Facility => "facility",
        }),
        country: place.country.as_deref(),
        region: place.region.as_deref(),
        latitude: place.latitude,
        longitude: place.longitude,
        geonames: place.geonames,
        canonical: place.canonical.as_deref(),
        within: mention.within.map(|within| within.map(offset)),
        ..of_mention(record, Kind::Place, mention, &place.explanation)
    }
}

fn of_quantity<'r>(record: &'r Record, quantity: &'r Quantity) -> Row<'r> {
    Row {
        value: quantity.value,
        low: quantity.low,
        high: quantity.high,
        unit: quantity.unit.as_deref(),
        dimension: quantity.dimension.as_deref(),
        si: quantity.si,
        bound: Some(quantity.bound.sign()),
        of: quantity.of.as_deref(),
        near_date: quantity.near.as_ref().and_then(|near| near.date.as_deref()),
        near_place: quantity.near.as_ref().and_then(|near| near.place.as_deref()),
        ..plain(record, Kind::Quantity, &quantity.text, [quantity.start, quantity.end], &quantity.explanation)
    }
}

fn of_mention<'r>(
    record: &'r Record,
    kind: Kind,
    mention: &'r Mention,
    explanation: &'r Option<Explanation>,
) -> Row<'r> {
    plain(record, kind, &mention.text, [mention.start, mention.end], explanation)
}

/// A row in which only what all kinds have is filled in.
fn plain<'r>(
    record: &'r Record,
    kind: Kind,
    text: &'r str,
    [start, end]: [usize; 2],
    explanation: &'r Option<Explanation>,
) -> Row<'r> {
    let explanation = explanation.as_ref();
    Row {
        bulletin: &record.id,
        published: record.published,
        id: id(record, kind, start, end),
        kind,
        text,
        start: offset(start),
        end: offset(end),
        rule: explanation.map(|it| it.rule.as_str()),
        evidence: explanation.map(|it| serde_json::to_string(&it.evidence).expect("evidence is JSON")),
        confidence: explanation.map(|it| it.confidence),
        entity: None,
        date_kind: None,
        date: None,
        from: None,
        to: None,
        ambiguous: None,
        name: None,
        role: None,
        organisation: None,
        acronym: None,
        organisation_kind: None,
        place_kind: None,
        country: None,
        region: None,
        latitude: None,
        longitude: None,
        geonames: None,
        canonical: None,
        within: None,
        value: None,
        low: None,
        high: None,
        unit: None,
        dimension: None,
        si: None,
        bound: None,
        of: None,
        near_date: None,
        near_place: None,
        anchor: None,
        anchor_text: None,
    }
}

/// An offset as tables hold it. No bulletin is longer than what a file is divided at, far below this limit.
fn offset(offset: usize) -> u32 {
    offset.try_into().unwrap_or(u32::MAX)
}
