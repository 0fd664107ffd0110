"""What Python and Spark keep of the binary's rate, on the same text and as many threads; `-m slow`, figures by `-s`.

The three are run in turns, and the best turn of each counts, so that what else the machine does meanwhile weighs little. On a
machine that is not idle the processor's seconds, which are told for the first two, say more than the clock's.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT

pytest.importorskip("pyspark")

from clusters import A_FILE_A_TASK, spark  # noqa: E402

from bulletin_extract import Extractor  # noqa: E402
from bulletin_extract.spark import extract  # noqa: E402

NUMBER, THREADS, TURNS = int(os.environ.get("BULLETINS", "2000")), 2, 3


@pytest.mark.slow
def test_what_python_and_spark_keep_of_the_rate(tmp_path: Path, program: str) -> None:
    # Releases of the usual length: of very short ones Python's own work on each takes a larger share.
    texts = [path.read_text() for path in sorted((ROOT / "corpus").glob("*.txt"))]
    given = [{"id": str(number), "text": texts[number % len(texts)]} for number in range(NUMBER)]
    size = sum(len(bulletin["text"].encode()) for bulletin in given)
    lines, folder = tmp_path / "archive.jsonl", tmp_path / "archive"
    lines.write_text("".join(json.dumps(bulletin) + "\n" for bulletin in given))
    folder.mkdir()
    for part in range(8):
        pq.write_table(pa.Table.from_pylist(given[part::8]), folder / f"{part}.parquet")
    extractor = Extractor()

    def binary() -> None:
        arguments = [program, "--threads", str(THREADS), str(lines)]
        with (tmp_path / "binary.jsonl").open("w") as out:
            subprocess.run(arguments, stdout=out, check=True)

    def many() -> None:
        with lines.open() as read:
            assert sum(1 for _ in extractor.extract_many(map(json.loads, read), threads=THREADS)) == NUMBER

    with spark(f"local[{THREADS}]", **A_FILE_A_TASK) as session:
        archive = session.read.parquet(str(folder))

        def on_spark() -> None:
            extract(archive).write.mode("overwrite").parquet(str(tmp_path / "out"))

        # The first job starts the workers and compiles what Spark makes of the plan.
        extract(archive.limit(100)).collect()
        runs = {"binary": binary, "extract_many": many, "Spark": on_spark}
        best, work = dict.fromkeys(runs, float("inf")), dict.fromkeys(runs, float("inf"))
        for _ in range(TURNS):
            for name, run in runs.items():
                seconds, worked = timed(run)
                best[name], work[name] = min(best[name], seconds), min(work[name], worked)
    print()
    for name, seconds in best.items():
        kept = best["binary"] / seconds
        print(f"{name}: {size / seconds / 1e6:.3f} MB/s, {NUMBER / seconds:.0f} bulletins/s, {kept:.2f} of the binary's rate")
    print(f"extract_many, by the processor's seconds: {work['binary'] / work['extract_many']:.2f} of the binary's rate")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB in this process")
    assert best["binary"] / best["extract_many"] >= 0.85
    assert best["binary"] / best["Spark"] >= 0.6


def timed(run: Callable[[], None]) -> tuple[float, float]:
    """The seconds that it takes, and those of the processor in this process and the ones that it has ended."""
    before, worked = time.perf_counter(), sum(os.times()[:4])
    run()
    return time.perf_counter() - before, sum(os.times()[:4]) - worked
