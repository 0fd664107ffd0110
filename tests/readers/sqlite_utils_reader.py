"""`sqlite-utils insert archive.db mention - --nl --pk id` takes `--to mentions` as it is."""

import math
import subprocess
import sys
import tempfile

import sqlite_utils

from archive import mentions, run


def same(cell, value):
    if isinstance(cell, str) and isinstance(value, float | int):
        # A column without a value in the first hundred lines becomes one of text.
        return math.isclose(float(cell), value)
    return cell == value


with tempfile.TemporaryDirectory() as folder:
    path = f"{folder}/archive.db"
    command = [sys.executable, "-m", "sqlite_utils", "insert", path, "mention", "-", "--nl", "--pk", "id"]
    subprocess.run(command, input=run("--to", "mentions").encode(), check=True)
    table = sqlite_utils.Database(path)["mention"]
    expected = mentions()
    assert table.count == len(expected) > 0 and table.pks == ["id"]
    assert [column.name for column in table.columns] == list(expected[0])
    for mention in expected:
        row = table.get(mention["id"])
        assert all(same(cell, mention[name]) for name, cell in row.items()), (row, mention)
