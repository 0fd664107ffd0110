//! SQLite: bulletins with their text, mentions, entities, a view for each kind and full-text search, in one database.
//!
//! A bulletin is known by its id and the hash of its content ([`Content`]). One that stands there already as it is now is let
//! be; one that has changed is replaced; so adding a month to an archive touches that month. Bulletins come in by batches,
//! each a transaction: a run that is cut short leaves what its whole batches brought, and the next run goes on from there.

mod schema;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Statement, params};
use xxhash_rust::xxh3::xxh3_64;

use super::rows::{Cell, Column, Row, rows};
use super::{Content, Store};
use crate::record::{OffsetUnit, PublishedFrom, Record};

/// How long bulletins are taken in before they are made lasting.
const BATCH: Duration = Duration::from_secs(1);

/// How long it is waited for another program that writes.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the database is written: readers are not disturbed, and a power cut costs the last batches at the most.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000;";

/// A database that takes in records. They must carry their text.
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    insert_mention: String,
    /// The columns of a mention.
    columns: Vec<&'static Column>,
    /// Since when a transaction has been open.
    begun: Option<Instant>,
    /// The numbers of the entities of this batch, by key.
    entities: HashMap<String, i64>,
    /// Entities that lost a mention in this batch and may have none any more.
    bereft: HashSet<i64>,
}

impl Sqlite {
    /// Opens the database at `path`, or makes it.
    ///
    /// # Errors
    ///
    /// If the file is no database, or one with other tables of the same names.
    pub fn open(path: &Path) -> io::Result<Self> {
        let connection = Connection::open(path).map_err(io::Error::other)?;
        prepare(&connection)?;
        Ok(Sqlite {
            connection,
            path: path.to_owned(),
            insert_mention: schema::insert_mention(),
            columns: schema::of_mention().collect(),
            begun: None,
            entities: HashMap::new(),
            bereft: HashSet::new(),
        })
    }

    /// What the database holds of the runs before; `None` if it is empty.
    pub fn known(&self) -> io::Result<Option<Known>> {
        let is_empty = "SELECT NOT EXISTS (SELECT * FROM bulletin)";
        if self.connection.query_row(is_empty, [], |row| row.get(0)).map_err(io::Error::other)? {
            return Ok(None);
        }
        // Mentions are replaced by these indexes; a run that was cut short may not have come to make them.
        self.connection.execute_batch(include_str!("indexes.sql")).map_err(io::Error::other)?;
        let connection = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        Ok(Some(Known { connection: connection.map_err(io::Error::other)?, asked: HashSet::new() }))
    }

    fn take_in(&mut self, record: &Record, content: &Content) -> rusqlite::Result<()> {
        if self.begun.is_none() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.begun = Some(Instant::now());
        }
        let content = content.to_string();
        let number = match known(&self.connection, &record.id)? {
            Some((_, known)) if known == content => return Ok(()),
            Some((number, _)) => {
                self.remove_mentions(number)?;
                write_bulletin(&self.connection, UPDATE_BULLETIN, record, &content)?;
                number
            }
            None => {
                write_bulletin(&self.connection, INSERT_BULLETIN, record, &content)?;
                self.connection.last_insert_rowid()
            }
        };
        self.add_mentions(number, record)
    }

    fn remove_mentions(&mut self, bulletin: i64) -> rusqlite::Result<()> {
        let mut entities = self.connection.prepare_cached(
            "SELECT entity FROM entity_mention JOIN mention ON mention.number = mention WHERE bulletin = ?",
        )?;
        for entity in entities.query_map([bulletin], |row| row.get(0))? {
            self.bereft.insert(entity?);
        }
        self.connection.prepare_cached("DELETE FROM mention WHERE bulletin = ?")?.execute([bulletin])?;
        Ok(())
    }

    fn add_mentions(&mut self, bulletin: i64, record: &Record) -> rusqlite::Result<()> {
        let mut add = self.connection.prepare_cached(&self.insert_mention)?;
        let mut tie = self.connection.prepare_cached("INSERT INTO entity_mention (entity, mention) VALUES (?, ?)")?;
        for row in rows(record) {
            add.raw_bind_parameter(1, bulletin)?;
            for (column, parameter) in self.columns.iter().zip(2..) {
                bind(&mut add, parameter, column, &row)?;
            }
            add.raw_execute()?;
            let mention = self.connection.last_insert_rowid();
            let Some(key) = row.entity.as_deref() else { continue };
            let entity = match self.entities.get(key) {
                Some(number) => *number,
                None => {
                    let number = entity(&self.connection, key, &row)?;
                    self.entities.insert(key.to_owned(), number);
                    number
                }
            };
            tie.execute([entity, mention])?;
        }
        Ok(())
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        if self.begun.take().is_none() {
            return Ok(());
        }
        self.entities.clear();
        let mut remove = self.connection.prepare_cached(
            "DELETE FROM entity WHERE number = ?1 AND NOT EXISTS (SELECT * FROM entity_mention WHERE entity = ?1)",
        )?;
        for entity in self.bereft.drain() {
            remove.execute([entity])?;
        }
        self.connection.execute_batch("COMMIT")
    }
}

impl Store for Sqlite {
    fn add(&mut self, record: &Record, content: &Content) -> io::Result<()> {
        self.take_in(record, content).map_err(io::Error::other)?;
        if self.begun.is_some_and(|begun| begun.elapsed() >= BATCH) { self.settle() } else { Ok(()) }
    }

    fn settle(&mut self) -> io::Result<()> {
        self.commit().map_err(io::Error::other)
    }

    fn close(&mut self) -> io::Result<()> {
        self.settle()?;
        self.connection.execute_batch(include_str!("indexes.sql")).map_err(io::Error::other)?;
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(io::Error::other)
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What a database holds of the runs before, so that it need not be found once more.
#[derive(Debug)]
pub struct Known {
    connection: Connection,
    /// Hashes of the ids that have been asked for.
    asked: HashSet<u64>,
}

impl Known {
    /// Whether the database holds what is found in the bulletin of this id and content.
    pub fn holds(&mut self, id: &str, content: &Content) -> io::Result<bool> {
        // What comes under an id that has come before may be what stands there by now or not: whoever writes sees.
        if !self.asked.insert(xxh3_64(id.as_bytes())) {
            return Ok(false);
        }
        let known = known(&self.connection, id).map_err(io::Error::other)?;
        Ok(known.is_some_and(|(_, known)| known == content.to_string()))
    }
}

/// The number and the content of the bulletin of this id.
fn known(connection: &Connection, id: &str) -> rusqlite::Result<Option<(i64, String)>> {
    let mut known = connection.prepare_cached("SELECT number, content FROM bulletin WHERE id = ?")?;
    known.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

/// Sets a connection up, and makes the tables if there are none.
fn prepare(connection: &Connection) -> io::Result<()> {
    connection.busy_timeout(PATIENCE).map_err(io::Error::other)?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(io::Error::other)?;
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name IN ('bulletin', 'mention', 'entity', 'entity_mention')";
    let tables: i64 = connection.query_row(tables, [], |row| row.get(0)).map_err(io::Error::other)?;
    let is_new = match (version, tables) {
        (schema::VERSION, 4) => false,
        (0, 0) => true,
        _ => return Err(io::Error::other("the database has tables that this version did not make")),
    };
    connection.execute_batch(SETTINGS).map_err(io::Error::other)?;
    if is_new {
        let made = connection.execute_batch(&format!("BEGIN IMMEDIATE;\n{}COMMIT;", schema::schema()));
        made.map_err(io::Error::other)?;
    }
    Ok(())
}

const INSERT_BULLETIN: &str = "INSERT INTO bulletin
    (id, title, published, published_from, path, source_start, source_end, offsets, metadata, text, content)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const UPDATE_BULLETIN: &str = "UPDATE bulletin SET
    title = ?2, published = ?3, published_from = ?4, path = ?5, source_start = ?6, source_end = ?7, offsets = ?8,
    metadata = ?9, text = ?10, content = ?11 WHERE id = ?1";

fn write_bulletin(connection: &Connection, statement: &str, record: &Record, content: &str) -> rusqlite::Result<()> {
    let published_from = record.published_from.map(|from| match from {
        PublishedFrom::Input => "input",
        PublishedFrom::Option => "option",
        PublishedFrom::Metadata => "metadata",
        PublishedFrom::Dateline => "dateline",
    });
    let offsets = match record.offsets {
        OffsetUnit::Char => "char",
        OffsetUnit::Byte => "byte",
        OffsetUnit::Utf16 => "utf16",
    };
    let source = record.source.as_ref();
    let metadata = (!record.metadata.is_empty()).then(|| serde_json::to_string(&record.metadata).expect("it is JSON"));
    connection.prepare_cached(statement)?.execute(params![
        record.id,
        record.title,
        record.published.map(|day| day.to_string()),
        published_from,
        source.map(|source| &source.path),
        source.map(|source| source.start.cast_signed()),
        source.map(|source| source.end.cast_signed()),
        offsets,
        metadata,
        record.text.as_deref().unwrap_or_default(),
        content,
    ])?;
    Ok(())
}

/// The number of the entity that `row` mentions; one that has not been met is added.
fn entity(connection: &Connection, key: &str, row: &Row<'_>) -> rusqlite::Result<i64> {
    let mut known = connection.prepare_cached("SELECT number FROM entity WHERE key = ?")?;
    if let Some(number) = known.query_row([key], |row| row.get(0)).optional()? {
        return Ok(number);
    }
    let mut add = connection.prepare_cached(
        "INSERT INTO entity (key, type, name, kind, acronym, country, latitude, longitude, geonames)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    add.insert(params![
        key,
        row.kind.name(),
        row.canonical.or(row.name),
        row.organisation_kind.or(row.place_kind),
        row.acronym,
        row.country,
        row.latitude,
        row.longitude,
        row.geonames,
    ])
}

fn bind(statement: &mut Statement<'_>, parameter: usize, column: &Column, row: &Row<'_>) -> rusqlite::Result<()> {
    let value = match column.cell {
        Cell::Text(read) | Cell::Code(read) => {
            return statement.raw_bind_parameter(parameter, read(row));
        }
        Cell::Count(read) => read(row).map(|count| Value::Integer(count.into())),
        Cell::Number(read) => read(row).map(Value::Real),
        Cell::Day(read) => read(row).map(|day| Value::Text(day.to_string())),
        Cell::Flag(read) => read(row).map(|flag| Value::Integer(flag.into())),
    };
    statement.raw_bind_parameter(parameter, value)
}
