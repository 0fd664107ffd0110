"""What the tests share: an extractor, and the command that it is compared with."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulletin_extract import Extractor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def program() -> str:
    """The binary, in BULLETIN_EXTRACT or as cargo builds it."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = Path(os.environ.get("BULLETIN_EXTRACT", target / "release" / "bulletin-extract"))
    assert path.is_file(), f"{path} is not there: cargo build --release"
    return str(path)


@pytest.fixture(scope="session")
def run(program: str) -> Callable[..., list[dict[str, Any]]]:
    """The records that the binary writes for arguments and, as NDJSON, bulletins."""

    def run(*arguments: str, bulletins: Any = ()) -> list[dict[str, Any]]:
        lines = "".join(json.dumps(bulletin) + "\n" for bulletin in bulletins)
        done = subprocess.run([program, *arguments], input=lines, capture_output=True, text=True, cwd=ROOT, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


@pytest.fixture(scope="session")
def corpus(run: Callable[..., list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The records of the corpus as the binary writes them, with their texts."""
    records = run("--with-text", "corpus")
    assert len(records) > 50
    return records


def as_input(record: dict[str, Any]) -> dict[str, Any]:
    """What the input told of the bulletin of a record, its text not counted."""
    told = {"id": record["id"], "text": record["text"]}
    if record["published_from"] in ("input", "metadata"):
        told["published"] = record["published"]
        told["title"] = record["title"]
    return told
