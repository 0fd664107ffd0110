"""Standoff files as brat's manual describes them: each line by its grammar, each mention the text that stands there."""

import pathlib
import re
import tempfile

from archive import mentions, run

TYPES = {"Date", "Person", "Organisation", "Place", "Quantity"}
MENTION = re.compile(r"T(\d+)\t([A-Za-z]+) (\d+ \d+(?:;\d+ \d+)*)\t([^\t\n]+)")
NOTE = re.compile(r"#(\d+)\tAnnotatorNotes T(\d+)\t([^\t\n]+)")
TIE = re.compile(r"\*\tAlias T\d+(?: T\d+)+")


def check(text, annotations):
    found = {}
    for line in annotations.splitlines():
        if mention := MENTION.fullmatch(line):
            number, kind, places, shown = mention.groups()
            assert kind in TYPES and number not in found, line
            fragments = [tuple(map(int, place.split())) for place in places.split(";")]
            assert all(start < end for start, end in fragments), line
            assert all(a[1] < b[0] for a, b in zip(fragments, fragments[1:])), line
            pieces = [text[start:end] for start, end in fragments]
            assert not any("\n" in piece or "\r" in piece for piece in pieces), line
            assert " ".join(pieces) == shown, (line, pieces)
            found[number] = kind
        elif note := NOTE.fullmatch(line):
            assert note.group(2) in found, line
        else:
            assert TIE.fullmatch(line), repr(line)
            kinds = {found[number] for number in re.findall(r"T(\d+)", line)}
            assert len(kinds) == 1 and kinds <= {"Person", "Organisation", "Place"}, line
    return len(found)


expected = mentions()
with tempfile.TemporaryDirectory() as folder:
    run("--to", "brat", "-o", f"{folder}/collection")
    root = pathlib.Path(folder)
    assert [path.name for path in root.iterdir()] == ["collection"], "nothing is written beside the folder"
    sections = re.findall(r"^\[(\w+)\]$", (root / "collection/annotation.conf").read_text(), re.MULTILINE)
    assert sections == ["entities", "relations", "events", "attributes"]
    counted = 0
    for path in sorted(root.rglob("*.ann")):
        assert not path.name.startswith(".")
        with open(path.with_suffix(".txt"), encoding="utf-8", newline="") as file:
            counted += check(file.read(), path.read_text(encoding="utf-8"))
    assert len(list(root.rglob("*.txt"))) == len(list(root.rglob("*.ann")))
    assert counted == len(expected) > 0, (counted, len(expected))
