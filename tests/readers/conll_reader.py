"""CoNLL: every line a token and a BIO tag that may stand there, and the tokens make up the text."""

import re

from archive import mentions, records, run

NAMES = {"date": "DATE", "person": "PER", "organisation": "ORG", "place": "LOC", "quantity": "QUANTITY"}

bulletins = []
for line in run("--to", "conll").split("\n"):
    if line == "-DOCSTART-\tO":
        bulletins.append([])
        before = "O"
    elif line:
        token, tag = line.split("\t")
        assert token and not re.search(r"\s", token, re.ASCII), repr(line)
        assert tag == "O" or re.fullmatch(r"[BI]-(DATE|PER|ORG|LOC|QUANTITY)", tag), line
        if tag.startswith("I-"):
            assert before[2:] == tag[2:], (line, "goes on with what has not begun")
        bulletins[-1].append((token, tag))
        before = tag
    else:
        before = "O"

kept = records("--with-text")
assert len(bulletins) == len(kept)
for bulletin, record in zip(bulletins, kept):
    # Soft hyphens and their like are no part of a token; white space stands between them.
    letters = [c for c in record["text"] if c.isalnum()]
    assert [c for token, _ in bulletin for c in token if c.isalnum()] == letters, record["id"]

# Every mention that lies in no other has its tag, word by word.
everything = mentions()
outermost = [
    it for it in everything
    if not any(
        other is not it and other["bulletin"] == it["bulletin"] and other["start"] <= it["start"] and it["end"] <= other["end"]
        for other in everything
    )
]
begun = sum(tag.startswith("B-") for bulletin in bulletins for _, tag in bulletin)
assert begun == len(outermost), (begun, len(outermost))
for kind, name in NAMES.items():
    tagged = sum(tag == f"B-{name}" for bulletin in bulletins for _, tag in bulletin)
    assert tagged == sum(it["type"] == kind for it in outermost) > 0, name
