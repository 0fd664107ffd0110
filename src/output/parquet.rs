//! Parquet: the table of mentions ([`super::rows`]) in columns with types, packed with Snappy.
//!
//! Days are `DATE`, offsets and GeoNames numbers unsigned integers of 32 bits, numbers doubles, everything else UTF-8. Written
//! by the column writers themselves, for Arrow's arrays would only stand between the rows and them.

use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

use jiff::civil;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::rows::{Cell, Column, Row, columns, rows};
use crate::record::{Kind, Record};

/// How many rows are written together; as many are held in memory.
const GROUP: usize = 1 << 16;

/// One file. Nothing of it can be read before it is finished.
pub struct Parquet<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: Vec<(&'static Column, Cells)>,
    /// How many rows are held back.
    rows: usize,
}

impl<W: Write + Send> Parquet<W> {
    /// A file with the columns of these kinds.
    pub fn create(to: W, kinds: &[Kind], explain: bool) -> io::Result<Self> {
        let columns = columns(kinds, explain);
        let fields: Result<Vec<_>, _> = columns.iter().map(|column| field(column).map(Arc::new)).collect();
        let table = Type::group_type_builder("mention").with_fields(fields.map_err(io_error)?).build();
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(to, Arc::new(table.map_err(io_error)?), Arc::new(properties));
        let columns = columns.into_iter().map(|column| (column, Cells::new(column.cell))).collect();
        Ok(Parquet { file: file.map_err(io_error)?, columns, rows: 0 })
    }

    /// Takes in the mentions of a record.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        for row in rows(record) {
            for (column, cells) in &mut self.columns {
                cells.push(column.cell, &row);
            }
            self.rows += 1;
        }
        if self.rows >= GROUP { self.write_group() } else { Ok(()) }
    }

    /// Writes what is held back and the file's end.
    pub fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.into_inner().map_err(io_error)
    }

    fn write_group(&mut self) -> io::Result<()> {
        self.rows = 0;
        let mut group = self.file.next_row_group().map_err(io_error)?;
        for (_, cells) in &mut self.columns {
            let writer = group.next_column().map_err(io_error)?.expect("a writer for each column");
            cells.write(writer).map_err(io_error)?;
        }
        group.close().map_err(io_error)?;
        Ok(())
    }
}

/// What the file says of a column.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.cell {
        Cell::Text(_) | Cell::Code(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Cell::Count(_) => (Physical::INT32, Some(LogicalType::integer(32, false))),
        Cell::Number(_) => (Physical::DOUBLE, None),
        Cell::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        Cell::Flag(_) => (Physical::BOOLEAN, None),
    };
    let field = Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build()
}

/// The cells of a column that are held back, and for each row whether there is one.
struct Cells {
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Bytes(Vec<ByteArray>),
    Integers(Vec<i32>),
    Numbers(Vec<f64>),
    Flags(Vec<bool>),
}

impl Cells {
    fn new(cell: Cell) -> Self {
        let values = match cell {
            Cell::Text(_) | Cell::Code(_) => Values::Bytes(Vec::new()),
            Cell::Count(_) | Cell::Day(_) => Values::Integers(Vec::new()),
            Cell::Number(_) => Values::Numbers(Vec::new()),
            Cell::Flag(_) => Values::Flags(Vec::new()),
        };
        Cells { levels: Vec::new(), values }
    }

    fn push(&mut self, cell: Cell, row: &Row<'_>) {
        fn filled<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
            let before = values.len();
            values.extend(value);
            values.len() > before
        }
        let is_filled = match (cell, &mut self.values) {
            (Cell::Text(read) | Cell::Code(read), Values::Bytes(values)) => {
                filled(values, read(row).map(ByteArray::from))
            }
            // The format keeps unsigned integers in the bits of signed ones.
            (Cell::Count(read), Values::Integers(values)) => filled(values, read(row).map(u32::cast_signed)),
            (Cell::Day(read), Values::Integers(values)) => filled(values, read(row).map(days)),
            (Cell::Number(read), Values::Numbers(values)) => filled(values, read(row)),
            (Cell::Flag(read), Values::Flags(values)) => filled(values, read(row)),
            _ => unreachable!("the values were made for the cell"),
        };
        self.levels.push(i16::from(is_filled));
    }

    /// Writes all cells, and has none afterwards.
    fn write(&mut self, mut to: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        fn batch<T: DataType>(
            to: &mut SerializedColumnWriter<'_>,
            values: &mut Vec<T::T>,
            levels: &[i16],
        ) -> Result<(), ParquetError> {
            to.typed::<T>().write_batch(&mem::take(values), Some(levels), None)?;
            Ok(())
        }
        let levels = mem::take(&mut self.levels);
        match &mut self.values {
            Values::Bytes(values) => batch::<ByteArrayType>(&mut to, values, &levels)?,
            Values::Integers(values) => batch::<Int32Type>(&mut to, values, &levels)?,
            Values::Numbers(values) => batch::<DoubleType>(&mut to, values, &levels)?,
            Values::Flags(values) => batch::<BoolType>(&mut to, values, &levels)?,
        }
        to.close()
    }
}

/// Days since 1970.
fn days(day: civil::Date) -> i32 {
    let since = day - civil::date(1970, 1, 1);
    since.get_days()
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(source) => io::Error::other(source),
        },
        error => io::Error::other(error),
    }
}
