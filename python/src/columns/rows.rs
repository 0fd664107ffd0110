//! Rows: bulletins out of columns, records into them.

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, FieldRef, Schema};
use bulletin_extract::input::published_day;
use bulletin_extract::record::{Date, OffsetUnit, Organisation, Person, Place, PublishedFrom, Quantity};
use bulletin_extract::{Bulletin, Record};
use jiff::{Span, civil};
use serde::Serialize;

use crate::bulletins::{no_day, published_in};
use crate::engine::Engine;

/// Where the columns stand.
pub(super) struct Places {
    pub(super) text: usize,
    pub(super) published: Option<usize>,
    pub(super) id: Option<usize>,
    pub(super) title: Option<usize>,
    pub(super) keep: Vec<usize>,
}

/// Whether all columns are of a type that can be read.
pub(super) fn check_types(schema: &Schema, places: &Places) -> Result<(), String> {
    let is_date = |it: &DataType| matches!(it, DataType::Date32 | DataType::Date64 | DataType::Timestamp(..));
    let check = |place: usize, expected: &str, is_right: &dyn Fn(&DataType) -> bool| {
        let field = schema.field(place);
        let refused = || format!("column {:?} holds {}, not {expected}", field.name(), field.data_type());
        if is_right(field.data_type()) { Ok(()) } else { Err(refused()) }
    };
    check(places.text, "text", &is_text)?;
    places.title.map_or(Ok(()), |place| check(place, "text", &is_text))?;
    places.id.map_or(Ok(()), |place| check(place, "names or numbers", &|it| is_text(it) || it.is_integer()))?;
    places.published.map_or(Ok(()), |place| check(place, "days", &|it| is_text(it) || is_date(it)))
}

fn is_text(it: &DataType) -> bool {
    use DataType::{Binary, BinaryView, LargeBinary, LargeUtf8, Null, Utf8, Utf8View};
    matches!(it, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView | Null)
}

/// The rows of a batch, as bulletins.
pub(super) struct Rows {
    text: Strings,
    published: Option<Days>,
    id: Option<Strings>,
    title: Option<Strings>,
}

impl Rows {
    pub(super) fn new(batch: &RecordBatch, places: &Places) -> Result<Self, ArrowError> {
        let strings = |place: usize| Strings::new(batch.column(place));
        Ok(Rows {
            text: strings(places.text)?,
            published: places.published.map(|place| Days::new(batch.column(place))).transpose()?,
            id: places.id.map(strings).transpose()?,
            title: places.title.map(strings).transpose()?,
        })
    }

    /// The record of a row with what the row calls itself, or why there is none.
    pub(super) fn record(&self, row: usize, engine: &Engine) -> Outcome {
        let id = self.id.as_ref().map_or(Ok(None), |ids| ids.get(row));
        let record = id.clone().and_then(|id| engine.record(self.bulletin(row, id)?));
        Outcome { id: id.ok().flatten().map(str::to_owned), record }
    }

    fn bulletin(&self, row: usize, id: Option<&str>) -> Result<Bulletin, String> {
        let text = self.text.get(row).map_err(|fault| format!("the text is {fault}"))?.ok_or("the text is null")?;
        let title = self.title.as_ref().map_or(Ok(None), |titles| titles.get(row));
        let title = title.map_err(|fault| format!("the title is {fault}"))?.map(str::to_owned);
        let published = self.published.as_ref().map_or(Ok(None), |days| days.get(row))?;
        Ok(published_in(Bulletin { title, ..Bulletin::new(id.unwrap_or_default(), text) }, published))
    }
}

/// Text as it may stand in a column.
///
/// It is read as bytes, since not every program that fills a column of strings sees to it that they are UTF-8.
enum Strings {
    Short(BinaryArray),
    Long(LargeBinaryArray),
    Views(BinaryViewArray),
}

impl Strings {
    fn new(column: &ArrayRef) -> Result<Self, ArrowError> {
        Ok(match column.data_type() {
            DataType::Utf8 => Strings::Short(column.as_string::<i32>().clone().into()),
            DataType::LargeUtf8 => Strings::Long(column.as_string::<i64>().clone().into()),
            DataType::Utf8View => Strings::Views(column.as_string_view().clone().to_binary_view()),
            DataType::Binary => Strings::Short(column.as_binary::<i32>().clone()),
            DataType::LargeBinary => Strings::Long(column.as_binary::<i64>().clone()),
            DataType::BinaryView => Strings::Views(column.as_binary_view().clone()),
            _ => Strings::Short(cast(column, &DataType::Utf8)?.as_string::<i32>().clone().into()),
        })
    }

    /// The text of a row, if it has one.
    fn get(&self, row: usize) -> Result<Option<&str>, String> {
        let bytes = match self {
            Strings::Short(it) => it.is_valid(row).then(|| it.value(row)),
            Strings::Long(it) => it.is_valid(row).then(|| it.value(row)),
            Strings::Views(it) => it.is_valid(row).then(|| it.value(row)),
        };
        let not_utf8 = |error: std::str::Utf8Error| format!("not UTF-8 at byte {}", error.valid_up_to());
        bytes.map(|bytes| std::str::from_utf8(bytes).map_err(not_utf8)).transpose()
    }
}

/// Days of publication as they may stand in a column.
enum Days {
    Written(Strings),
    /// Days since 1970.
    Counted(ArrayRef),
}

impl Days {
    fn new(column: &ArrayRef) -> Result<Self, ArrowError> {
        if is_text(column.data_type()) {
            return Strings::new(column).map(Days::Written);
        }
        cast(column, &DataType::Date32).map(Days::Counted)
    }

    fn get(&self, row: usize) -> Result<Option<civil::Date>, String> {
        match self {
            Days::Written(texts) => match texts.get(row).map_err(|fault| format!("'published' is {fault}"))? {
                None | Some("") => Ok(None),
                Some(text) => published_day(text).map(Some).ok_or_else(|| no_day(text)),
            },
            Days::Counted(days) => {
                let days = days.as_primitive::<Date32Type>();
                let day = days.is_valid(row).then(|| days.value(row));
                let date = |day: i32| civil::date(1970, 1, 1).checked_add(Span::new().try_days(day)?);
                day.map(|day| date(day).map_err(|_| no_day(&format!("day {day} from 1970-01-01")))).transpose()
            }
        }
    }
}

/// What became of a row.
pub(super) struct Outcome {
    id: Option<String>,
    record: Result<Record, String>,
}

/// A row of the result.
#[derive(Serialize)]
struct Row<'r> {
    schema: Option<&'r str>,
    id: Option<&'r str>,
    title: Option<&'r str>,
    published: Option<civil::Date>,
    published_from: Option<PublishedFrom>,
    offsets: Option<OffsetUnit>,
    dates: Option<&'r [Date]>,
    people: Option<&'r [Person]>,
    organisations: Option<&'r [Organisation]>,
    places: Option<&'r [Place]>,
    quantities: Option<&'r [Quantity]>,
    error: Option<&'r str>,
}

impl<'r> From<&'r Outcome> for Row<'r> {
    fn from(outcome: &'r Outcome) -> Self {
        let record = outcome.record.as_ref().ok();
        Row {
            schema: record.map(|it| &*it.schema),
            id: outcome.id.as_deref(),
            title: record.and_then(|it| it.title.as_deref()),
            published: record.and_then(|it| it.published),
            published_from: record.and_then(|it| it.published_from),
            offsets: record.map(|it| it.offsets),
            dates: record.map(|it| &*it.dates),
            people: record.map(|it| &*it.people),
            organisations: record.map(|it| &*it.organisations),
            places: record.map(|it| &*it.places),
            quantities: record.map(|it| &*it.quantities),
            error: outcome.record.as_ref().err().map(String::as_str),
        }
    }
}

/// The columns of these rows.
pub(super) fn batch(fields: &[FieldRef], rows: &[Outcome]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Row> = rows.iter().map(Row::from).collect();
    serde_arrow::to_record_batch(fields, &rows).map_err(|error| ArrowError::ExternalError(Box::new(error)))
}
