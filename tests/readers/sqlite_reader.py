"""The database is what Python's sqlite3 reads; runs are repeated, cut short and resumed without a trace in its content."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from archive import PATHS, PROGRAM, mentions, records, run

VIEWS = {
    "dates": "date", "people": "person", "organisations": "organisation", "places": "place", "quantities": "quantity",
}


def content(path):
    """All that the tables hold, and what full-text search finds."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = ("bulletin", "mention", "entity", "entity_mention")
        held = {table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}
        for word in ("minister", "opium", "2019"):
            found = database.execute("SELECT rowid FROM bulletin_fts WHERE bulletin_fts MATCH ? ORDER BY 1", [word])
            held[word] = found.fetchall()
        names = database.execute("SELECT type, name FROM sqlite_schema ORDER BY 1, 2").fetchall()
        held["schema"] = [name for name in names if not name[1].startswith("bulletin_fts_")]
    return held


def rows_of(path, view):
    with sqlite3.connect(path) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f'SELECT * FROM {view} ORDER BY bulletin, start, "end"')]


def reads_back(folder):
    path = f"{folder}/a.db"
    run("--to", "sqlite", "-o", path)
    assert not os.path.exists(path + "-wal")
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        kept = database.execute("SELECT id, title, published, text FROM bulletin ORDER BY number").fetchall()
    expected = [(it["id"], it["title"], it["published"], it["text"]) for it in records("--with-text")]
    assert kept == expected
    everything = mentions()
    for view, kind in VIEWS.items():
        of_kind = [it for it in everything if it["type"] == kind]
        of_kind.sort(key=lambda it: (it["bulletin"], it["start"], it["end"]))
        rows = rows_of(path, view)
        assert len(rows) == len(of_kind) > 0
        for row, mention in zip(rows, of_kind):
            assert row == {name: mention[name] for name in row}, (row, mention)
    with sqlite3.connect(path) as database:
        found = database.execute(
            "SELECT bulletin.id FROM bulletin_fts JOIN bulletin ON number = bulletin_fts.rowid WHERE bulletin_fts MATCH 'opium'"
        ).fetchall()
        assert ("corpus/csto.txt#2",) in found, found
        links = {row[2:5] for row in database.execute("PRAGMA foreign_key_list(entity_mention)")}
        assert links == {("entity", "entity", "number"), ("mention", "mention", "number")}, links
        plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM mention WHERE bulletin = 1").fetchall()
        assert "mention_bulletin" in plan[0][3], plan
    return path


def repeated(path):
    before = content(path)
    bytes_before = open(path, "rb").read()
    said = subprocess.run([PROGRAM, "--to", "sqlite", "-o", path, "--summary", *PATHS], capture_output=True, check=True)
    assert content(path) == before
    assert open(path, "rb").read() == bytes_before, "not a byte is written when nothing has changed"
    assert b" 0 bulletins" in said.stderr and b"done before" in said.stderr, said.stderr


def changed(folder):
    """A bulletin that changes is replaced with all that hangs on it; the others are let be."""
    archive, path = f"{folder}/changing.jsonl", f"{folder}/changing.db"
    first = [{"id": n, "text": f"Helena Marsh went to Lyon with {n} kg of opium on 3 May 2019."} for n in range(1, 4)]
    later = [first[0], {"id": 2, "text": "Snow fell in Oslo."}, first[2], {"id": 4, "text": "It rained in Bern on 4 May 2019."}]
    for bulletins in (first, later):
        with open(archive, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(bulletin) + "\n" for bulletin in bulletins)
        run("--to", "sqlite", "-o", path, paths=[archive])
    held = content(path)
    assert [row[1] for row in held["bulletin"]] == ["1", "2", "3", "4"]
    texts = {row[0]: sorted(mention[3] for mention in held["mention"] if mention[1] == row[0]) for row in held["bulletin"]}
    assert texts[2] == ["Oslo"], texts
    assert texts[1] == ["1 kg", "3 May 2019", "Helena Marsh", "Lyon"], texts
    assert held["opium"] == [(1,), (3,)]
    with open(archive, "w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": n, "text": "Snow fell in Oslo."}) + "\n" for n in range(1, 5))
    run("--to", "sqlite", "-o", path, paths=[archive])
    names = [row[3] for row in content(path)["entity"]]
    assert names == ["Oslo"], names


def cut_short(folder, bulletins=1500):
    """Killed at any moment and run again, the database is the one that an unbroken run makes."""
    lines = [record for record in records("--with-text")]
    archive = f"{folder}/archive.jsonl"
    with open(archive, "w", encoding="utf-8") as file:
        for number in range(bulletins):
            record = lines[number % len(lines)]
            text = f"Number {number}. " + record["text"]
            file.write(json.dumps({"id": f"{number:06}", "text": text, "published": record["published"]}) + "\n")
    whole, broken = f"{folder}/whole.db", f"{folder}/broken.db"
    start = time.monotonic()
    run("--to", "sqlite", "-o", whole, paths=[archive])
    took = time.monotonic() - start
    expected = content(whole)
    kept = []
    for moment in sorted(random.Random(1).uniform(0.1, 0.9) for _ in range(3)):
        process = subprocess.Popen([PROGRAM, "--to", "sqlite", "-o", broken, archive])
        time.sleep(took * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with sqlite3.connect(broken) as database:
            try:
                kept.append(database.execute("SELECT count(*) FROM bulletin").fetchone()[0])
            except sqlite3.OperationalError:
                kept.append(0)
    run("--to", "sqlite", "-o", broken, paths=[archive])
    assert content(broken) == expected, kept
    assert len(expected["bulletin"]) == bulletins
    print(f"killed with {kept} of {bulletins} bulletins; an unbroken run takes {took:.1f} s", file=sys.stderr)


def refused(folder):
    path = f"{folder}/other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE bulletin (a)")
    done = subprocess.run([PROGRAM, "--to", "sqlite", "-o", path, *PATHS], capture_output=True, check=False)
    assert done.returncode == 2 and b"did not make" in done.stderr, done.stderr


with tempfile.TemporaryDirectory() as directory:
    repeated(reads_back(directory))
    changed(directory)
    cut_short(directory)
    refused(directory)
