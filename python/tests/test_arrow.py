"""`Extractor.extract_arrow`: columns as the records are, from and to the tools that speak Arrow."""

from __future__ import annotations

from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import pyarrow as pa
import pytest
from bulletins import bulletins

from bulletin_extract import Extractor

SAID = [
    {"id": "a", "text": "It begins tomorrow in Nairobi.", "published": "2021-05-04"},
    {"id": "b", "text": "Oksana Lindqvist paid €5 million on 3 May 2019.", "published": None},
]


def without_nulls(value: Any) -> Any:
    """As a row of Arrow has a null for what a record leaves out, neither has any here; dates become text."""
    match value:
        case dict():
            return {key: without_nulls(it) for key, it in value.items() if it is not None}
        case list():
            return [without_nulls(it) for it in value]
        case date():
            return value.isoformat()
        case _:
            return value


def rows(records: Any) -> list[dict[str, Any]]:
    return [without_nulls(row) for row in pa.table(records).to_pylist()]


def table(records: Any) -> pa.Table:
    return pa.Table.from_batches([pa.record_batch(records)])


@pytest.mark.parametrize("explain", [False, True])
def test_rows_are_the_records(explain, corpus):
    extractor = Extractor(explain=explain)
    texts = [{"id": record["id"], "text": record["text"]} for record in corpus[:: 1 if explain else 4]]
    batch = pa.RecordBatch.from_pylist(texts)
    found = rows(table(extractor.extract_arrow(batch)))
    expected = [without_nulls(record) for record in extractor.extract_many(texts)]
    for row, record in zip_longest(found, expected):
        assert row == record


def test_the_result_has_the_schema_that_is_told():
    for explain in (False, True):
        extractor = Extractor(explain=explain)
        batch = pa.RecordBatch.from_pylist(SAID)
        assert pa.record_batch(extractor.extract_arrow(batch)).schema == pa.schema(extractor.arrow_schema)
    names = pa.schema(Extractor().arrow_schema).names
    assert names[:2] == ["schema", "id"] and names[-2:] == ["quantities", "error"]
    dates = pa.schema(Extractor().arrow_schema).field("dates").type
    assert dates.value_type.field("from").type == pa.date32()
    assert "rule" not in [field.name for field in dates.value_type]


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_do_not_matter(extractor, threads):
    given = list(bulletins(500))
    batch = pa.RecordBatch.from_pylist(given)
    found = rows(table(extractor.extract_arrow(batch, threads=threads)))
    assert found == [without_nulls(record) for record in extractor.extract_many(given)]


@pytest.mark.parametrize("text", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()])
@pytest.mark.parametrize("day", [pa.string(), pa.date32(), pa.date64(), pa.timestamp("us"), pa.timestamp("ms", tz="UTC")])
def test_columns_of_any_text_and_any_date(extractor, text, day):
    texts = pa.array([row["text"] for row in SAID]).cast(text)
    days = pa.array([row["published"] for row in SAID], pa.string())
    days = days if day == pa.string() else days.cast(pa.date32()).cast(pa.timestamp("us")).cast(day)
    batch = pa.RecordBatch.from_arrays([texts, days, pa.array([1, 2])], ["body", "day", "id"])
    found = rows(table(extractor.extract_arrow(batch, text="body", published="day")))
    assert [row["id"] for row in found] == ["1", "2"]
    assert found[0]["dates"][0]["value"] == "2021-05-05"
    assert found[0]["published_from"] == "input"
    assert "published" not in found[1]


def test_a_row_that_cannot_be_read_says_why(extractor):
    """A column of strings with bytes that are no UTF-8 among them: Parquet files have such."""
    offsets = pa.py_buffer(b"".join(at.to_bytes(4, "little") for at in [0, 12, 16, 16, 28]))
    texts = pa.Array.from_buffers(
        pa.string(), 4, [pa.py_buffer(b"\x0b"), offsets, pa.py_buffer(b"In May 2019.abc\xffIn May 2019.")]
    )
    days = pa.array([None, None, None, "4 May"])
    batch = pa.RecordBatch.from_arrays([texts, days, pa.array(list("abcd"))], ["text", "published", "id"])
    found = rows(table(extractor.extract_arrow(batch)))
    assert [row.get("error") for row in found] == [
        None,
        "the text is not UTF-8 at byte 3",
        "the text is null",
        "'published' is not a day as YYYY-MM-DD: \"4 May\"",
    ]
    assert found[1] == {"id": "b", "error": "the text is not UTF-8 at byte 3"}


def test_columns_are_kept(extractor):
    batch = pa.RecordBatch.from_pylist([{**row, "url": f"x/{row['id']}", "n": 7} for row in SAID])
    found = pa.record_batch(extractor.extract_arrow(batch, keep=["n", "url"]))
    assert found.schema.names[:3] == ["n", "url", "schema"]
    assert found.column("url").to_pylist() == ["x/a", "x/b"]


def test_what_is_wrong_with_the_columns_is_said(extractor):
    batch = pa.RecordBatch.from_pylist([{**row, "n": 1.5} for row in SAID])
    with pytest.raises(KeyError, match="no column"):
        extractor.extract_arrow(batch, text="body")
    with pytest.raises(TypeError, match='column "n" holds Float64, not text'):
        extractor.extract_arrow(batch, text="n")
    with pytest.raises(ValueError, match="a column \"id\" of its own"):
        extractor.extract_arrow(batch, keep=["id"])
    with pytest.raises(TypeError, match="no Arrow data"):
        extractor.extract_arrow(SAID)


def test_a_stream_is_read_as_its_result_is(extractor):
    read = 0

    def batches():
        nonlocal read
        for read in range(1, 10):
            yield pa.RecordBatch.from_pylist(SAID)

    reader = pa.RecordBatchReader.from_batches(pa.RecordBatch.from_pylist(SAID).schema, batches())
    stream = pa.RecordBatchReader.from_stream(extractor.extract_arrow(reader))
    assert read == 0
    stream.read_next_batch()
    assert read == 1
    assert stream.read_all().num_rows == 16


def test_empty_data_gives_empty_data(extractor):
    batch = pa.RecordBatch.from_pylist([], schema=pa.schema([("text", pa.string())]))
    assert pa.record_batch(extractor.extract_arrow(batch)).num_rows == 0


def test_days_out_of_all_calendars_are_rows_with_an_error(extractor):
    days = pa.array([2**31 - 1], pa.int32()).cast(pa.date32())
    batch = pa.RecordBatch.from_arrays([pa.array(["Tomorrow."]), days], ["text", "published"])
    assert "not a day" in rows(table(extractor.extract_arrow(batch)))[0]["error"]
    stamp = pa.array([datetime(1999, 12, 31, 23, 59)], pa.timestamp("ns"))
    batch = pa.RecordBatch.from_arrays([pa.array(["Tomorrow."]), stamp], ["text", "published"])
    assert rows(table(extractor.extract_arrow(batch)))[0]["dates"][0]["value"] == "2000-01-01"


def test_polars(extractor):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(SAID)
    found = polars.DataFrame(extractor.extract_arrow(frame))
    dates = found.explode("dates").select("id", polars.col("dates").struct.field("value", "from"))
    assert dates.rows() == [("a", "2021-05-05", date(2021, 5, 5)), ("b", "2019-05-03", date(2019, 5, 3))]


def test_duckdb(extractor):
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as db:
        db.sql("create table said as values ('a', 'It begins tomorrow.', '2021-05-04'), ('b', '€5 million on 3 May 2019.', null)")
        said = db.cursor().sql('select col0 as id, col1 as "text", col2 as published from said')
        stream = pa.RecordBatchReader.from_stream(extractor.extract_arrow(said.to_arrow_reader()))
        found = db.sql("select id, unnest(quantities) as q from stream").select("id, q.value, q.unit").fetchall()
    assert found == [("b", 5000000.0, "EUR")]
