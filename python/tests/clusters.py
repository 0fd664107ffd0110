"""Spark on this machine, and the Parquet files that its tests read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

# What a cluster's archive has too: no text, no day, bytes that are no text.
BROKEN = [
    {"id": "null", "text": None, "published": None},
    {"id": "day", "text": b"It began on 3 May 2019.", "published": "the third"},
    {"id": "bytes", "text": b"In May 2019.\xff\xfe", "published": None},
]

# Spark puts small files together; not here, so that all cores have tasks to the end, and there are some to lose.
A_FILE_A_TASK = {
    "spark_sql_files_maxPartitionBytes": "1048576",
    "spark_sql_files_minPartitionNum": "40",
    "spark_sql_files_openCostInBytes": "1048576",
}


@contextmanager
def spark(master: str, **options: str) -> Iterator[SparkSession]:
    """A session of its own; `master` may be `local-cluster[workers,cores,megabytes]`, whose executors are processes."""
    import pyspark

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    for name, value in options.items():
        builder = builder.config(name.replace("_", "."), value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def write_archive(folder: Path, bulletins: Iterable[dict[str, Any]], files: int) -> list[dict[str, Any]]:
    """Parquet files with these bulletins and the broken rows, whose texts are bytes; what was written."""
    rows = [{**bulletin, "text": bulletin["text"].encode()} for bulletin in bulletins]
    rows[len(rows) // 2 : len(rows) // 2] = BROKEN
    schema = pa.schema([("id", pa.string()), ("text", pa.binary()), ("published", pa.string())])
    folder.mkdir()
    for file in range(files):
        pq.write_table(pa.Table.from_pylist(rows[file::files], schema), folder / f"{file}.parquet")
    return rows


def sorted_rows(folder: Path) -> pa.Table:
    """All rows of a folder of Parquet files, by their name."""
    return pq.read_table(folder).sort_by("id")
