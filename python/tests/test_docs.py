"""The Python of the README and of the pages runs as it stands there."""

from __future__ import annotations

import json
import os
import re
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from bulletins import bulletins
from conftest import ROOT

# Not everybody's machine has these.
OPTIONAL = {"duckdb", "polars", "pyspark", "ray", "spacy"}


def blocks(page: str) -> list[str]:
    """The pieces of Python on a page, as one reads them: each may use what those before it have made."""
    return re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> Path:
    """The folder that the pages speak of, and the command in the path."""
    given = list(bulletins(60))
    (tmp_path / "archive.jsonl").write_text("".join(json.dumps(bulletin) + "\n" for bulletin in given))
    pq.write_table(pa.Table.from_pylist(given), tmp_path / "archive.parquet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", "docs/python.md", "docs/spark.md", "docs/cluster.md"])
def test_examples_run(page: str, archive: Path) -> None:
    pieces = [piece for piece in blocks(page) if all(map(find_spec, needed(piece)))]
    assert pieces, f"{page} shows no Python that can be run here"
    names: dict = {"__name__": page}
    try:
        for piece in pieces:
            exec(compile(piece, page, "exec"), names)
    finally:
        if "spark" in names:
            names["spark"].stop()


def needed(piece: str) -> set[str]:
    return OPTIONAL & set(re.findall(r"^(?:import|from) (\w+)", piece, flags=re.MULTILINE))
