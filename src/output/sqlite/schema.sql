-- What the database holds, beside the table of mentions and the views, which are made from the columns of the flat table.

CREATE TABLE bulletin (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    published TEXT,
    published_from TEXT,
    path TEXT,
    source_start INTEGER,
    source_end INTEGER,
    offsets TEXT NOT NULL,
    metadata TEXT,
    text TEXT NOT NULL,
    -- SHA-256 of the bulletin and of how it was read: while it is the same, so is everything that was found.
    content TEXT NOT NULL
);

-- Somebody or something that is named, in one bulletin or in many.
CREATE TABLE entity (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT,
    acronym TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    geonames INTEGER
);

CREATE TABLE entity_mention (
    entity INTEGER NOT NULL REFERENCES entity (number),
    mention INTEGER NOT NULL REFERENCES mention (number) ON DELETE CASCADE,
    PRIMARY KEY (entity, mention)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE bulletin_fts USING fts5 (
    title, text, content="bulletin", content_rowid="number", tokenize="unicode61 remove_diacritics 2"
);

CREATE TRIGGER bulletin_added AFTER INSERT ON bulletin BEGIN
    INSERT INTO bulletin_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
END;

CREATE TRIGGER bulletin_removed AFTER DELETE ON bulletin BEGIN
    INSERT INTO bulletin_fts (bulletin_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;

CREATE TRIGGER bulletin_changed AFTER UPDATE OF title, text ON bulletin BEGIN
    INSERT INTO bulletin_fts (bulletin_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO bulletin_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
