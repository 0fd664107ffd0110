"""Parquet is what DuckDB and PyArrow (and with it pandas) read, with the types that it should have."""

import datetime
import tempfile

import duckdb
import pyarrow
import pyarrow.parquet

from archive import mentions, run

expected = mentions()
with tempfile.TemporaryDirectory() as folder:
    path = f"{folder}/mentions.parquet"
    run("--to", "parquet", "-o", path)
    table = pyarrow.parquet.read_table(path)
    schema = {field.name: field.type for field in table.schema}
    assert list(schema) == list(expected[0])
    for name in ("start", "end", "geonames", "within_start"):
        assert schema[name] == pyarrow.uint32(), (name, schema[name])
    for name in ("published", "from", "to"):
        assert schema[name] == pyarrow.date32(), (name, schema[name])
    assert schema["value"] == pyarrow.float64() and schema["ambiguous"] == pyarrow.bool_()
    assert schema["text"] == pyarrow.string()
    rows = table.to_pylist()
    assert len(rows) == len(expected) > 0
    for row, mention in zip(rows, expected):
        shown = {key: str(value) if isinstance(value, datetime.date) else value for key, value in row.items()}
        assert shown == mention, (shown, mention)

    counted = duckdb.sql(f"SELECT type, count(*) FROM '{path}' GROUP BY type").fetchall()
    assert dict(counted) == {kind: sum(it["type"] == kind for it in expected) for kind in {it["type"] for it in expected}}
    types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')").fetchall())
    assert (types["from"], types["start"], types["value"]) == ("DATE", "UINTEGER", "DOUBLE"), types
    drugs = duckdb.sql(f"""SELECT sum(si) FROM '{path}' WHERE unit = 't' AND bound = '>' AND "of" = 'opium'""").fetchall()
    assert drugs == [(14000.0,)], drugs

    run("--to", "parquet", "-o", path, paths=["/dev/null"])
    assert pyarrow.parquet.read_table(path).num_rows == 0
