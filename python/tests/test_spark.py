"""`bulletin_extract.spark.extract`: Parquet to Parquet, broken rows, workers that die."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest
from bulletins import bulletins

pytest.importorskip("pyspark")

from clusters import A_FILE_A_TASK, BROKEN, sorted_rows, spark, write_archive  # noqa: E402

from bulletin_extract import Extractor  # noqa: E402
from bulletin_extract.spark import extract, record_schema  # noqa: E402


def alone(rows: list[dict]) -> pa.Table:
    """What one process makes of the rows."""
    schema = pa.schema([("id", pa.string()), ("text", pa.binary()), ("published", pa.string())])
    batch = pa.RecordBatch.from_pylist(rows, schema=schema)
    return pa.Table.from_batches([pa.record_batch(Extractor().extract_arrow(batch))]).sort_by("id")


def assert_same(found: pa.Table, expected: pa.Table) -> None:
    assert found.num_rows == expected.num_rows
    assert found.column_names == expected.column_names
    for name in found.column_names:
        # Spark calls the items of lists otherwise than Arrow.
        assert found.column(name).to_pylist() == expected.column(name).to_pylist(), name
    errors = dict(zip(found.column("id").to_pylist(), found.column("error").to_pylist(), strict=True))
    assert {id for id, error in errors.items() if error} == {row["id"] for row in BROKEN}


def test_parquet_to_parquet_with_broken_rows(tmp_path):
    rows = write_archive(tmp_path / "in", bulletins(300), files=3)
    with spark("local[2]") as session:
        archive = session.read.parquet(str(tmp_path / "in"))
        records = extract(archive)
        assert records.schema == record_schema()
        assert records.schema["dates"].dataType.elementType["from"].dataType.simpleString() == "date"
        records.write.parquet(str(tmp_path / "out"))
        # Columns of other names, columns that are kept, settings.
        other = archive.selectExpr("text as body", "id as number", "length(text) as length")
        dates = extract(other, "body", id="number", keep=["length"], kinds=["date"])
        assert dates.columns[:2] == ["length", "schema"]
        assert dates.where("size(places) > 0").count() == 0 and dates.where("size(dates) > 0").count() > 100
        with pytest.raises(ValueError, match="no kind"):
            extract(archive, kinds=["colour"])
    assert_same(sorted_rows(tmp_path / "out"), alone(rows))


@pytest.mark.slow
def test_two_hundred_thousand_bulletins_and_a_worker_that_is_killed(tmp_path):
    rows = write_archive(tmp_path / "in", bulletins(200_000), files=40)
    killed: list[int] = []
    with spark("local-cluster[2,1,1024]", spark_executor_memory="768m", **A_FILE_A_TASK) as session:
        records = extract(session.read.parquet(str(tmp_path / "in")))
        tracker = session.sparkContext.statusTracker()

        def kill() -> None:
            """Kills an executor when a few tasks are done."""
            while not killed:
                stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
                if any(stage and 3 <= stage.numCompletedTasks < stage.numTasks // 2 for stage in stages):
                    killed.append(executors()[0])
                    os.kill(killed[0], signal.SIGKILL)
                time.sleep(0.05)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        before = time.monotonic()
        records.write.parquet(str(tmp_path / "out"))
        print(f"\nSpark, an executor killed: {time.monotonic() - before:.1f} s")
        assert killed, "the job ended before an executor was killed"
        assert killed[0] not in executors()
    before = time.monotonic()
    expected = alone(rows)
    print(f"one process: {time.monotonic() - before:.1f} s")
    assert_same(sorted_rows(tmp_path / "out"), expected)


def executors() -> list[int]:
    """The processes of executors that this process's Spark has started."""
    parents, found = {}, []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            if b"CoarseGrainedExecutorBackend" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue  # It has ended.

    def is_ours(process: int) -> bool:
        return process == os.getpid() or process in parents and is_ours(parents[process])

    return sorted(process for process in found if is_ours(process))
