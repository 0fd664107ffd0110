"""CSV is what Python's csv module reads, and no cell of text is a formula."""

import csv
import pathlib
import tempfile

from archive import mentions, run

FILES = {
    "dates": "date", "people": "person", "organisations": "organisation", "places": "place", "quantities": "quantity",
}


def plain(value):
    """A value of JSON as a cell of CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") and value != "=" else value
    return value


expected = mentions()
with tempfile.TemporaryDirectory() as folder:
    run("--to", "csv", "-o", folder)
    assert {path.name for path in pathlib.Path(folder).iterdir()} == {f"{name}.csv" for name in FILES}
    total = 0
    for name, kind in FILES.items():
        with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        of_kind = [mention for mention in expected if mention["type"] == kind]
        assert len(rows) == len(of_kind) > 0, name
        for row, mention in zip(rows, of_kind):
            for column, cell in row.items():
                value = plain(mention[column])
                same = float(cell) == value if isinstance(value, (int, float)) else cell == value
                assert same, (name, column, cell, mention[column])
                is_number = isinstance(value, (int, float))
                assert is_number or cell[:1] not in ("=", "+", "-", "@", "\t", "\r") or cell == "=", cell
        total += len(rows)
    assert total == len(expected)
assert run("--to", "csv", "--kinds", "date").splitlines()[0].startswith("bulletin,published,id,type,text,start,end,")
