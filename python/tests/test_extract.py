"""`Extractor.extract` against the binary."""

from __future__ import annotations

import json
import pickle
import threading
from datetime import date, datetime

import pytest
from conftest import as_input

import bulletin_extract
from bulletin_extract import Extractor


def test_every_bulletin_of_the_corpus_gives_what_the_binary_writes(extractor, corpus):
    for written in corpus:
        told = as_input(written)
        record = extractor.extract(told["text"], told.get("published"), told["id"], title=told.get("title"))
        expected = {key: it for key, it in written.items() if key not in ("text", "metadata")}
        expected["source"] = None
        if expected["published_from"] == "metadata":
            expected["published_from"] = "input"
        assert record == expected
        assert list(record) == list(expected), "the keys keep their order"


@pytest.mark.parametrize(
    ("settings", "arguments"),
    [
        ({"explain": True}, ["--explain"]),
        ({"kinds": ["date", "place"]}, ["--kinds", "date,place"]),
        ({"offsets": "utf16"}, ["--offsets", "utf16"]),
        ({"day_first": True}, ["--day-first"]),
        ({"day_first": False}, ["--month-first"]),
        ({"ocr": True}, ["--ocr", "on"]),
        ({"ocr": False}, ["--ocr", "off"]),
        ({"grammars": ["examples/grammar"]}, ["--grammars", "examples/grammar"]),
    ],
)
def test_settings_are_the_options_of_the_command(settings, arguments, corpus, run, monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath.parent)
    bulletins = [as_input(record) for record in corpus[::5]]
    bulletins.append({"id": "x", "text": "Naïve 😀 officers of Task Group Amber left Nairobi on 03/04/2019."})
    bulletins.append({"id": "y", "text": "They met on Septernber l5, 2O19."})
    expected = run("--from", "jsonl", *arguments, bulletins=bulletins)
    for record in expected:
        record["source"] = None
    extractor = Extractor(**settings)
    assert list(extractor.extract_many(bulletins)) == expected
    # Another process gets the same extractor.
    copy = pickle.loads(pickle.dumps(extractor))
    assert list(copy.extract_many(bulletins[-5:])) == expected[-5:]
    assert repr(copy) == repr(extractor)


def test_offsets_cut_python_strings(extractor):
    text = "Ünal 😀 paid €5 million on 3 May 2019."
    quantity = extractor.extract(text)["quantities"][0]
    assert text[quantity["start"] : quantity["end"]] == quantity["text"] == "€5 million"


@pytest.mark.parametrize("published", ["2021-05-04", "2021-05-04T10:00:00Z", date(2021, 5, 4), datetime(2021, 5, 4, 9)])
def test_days_of_publication(extractor, published):
    record = extractor.extract("It begins tomorrow.", published)
    assert (record["published"], record["published_from"]) == ("2021-05-04", "input")
    assert record["dates"][0]["value"] == "2021-05-05"


def test_no_day_is_ever_today(extractor):
    assert extractor.extract("It begins tomorrow.", "")["dates"][0]["value"] is None


def test_what_is_wrong_is_said(extractor):
    with pytest.raises(ValueError, match="not a day as YYYY-MM-DD"):
        extractor.extract("It begins tomorrow.", "4 May")
    with pytest.raises(TypeError, match="'text' is a str, not bytes"):
        extractor.extract(b"It begins tomorrow.")
    with pytest.raises(ValueError, match="no kind"):
        Extractor(kinds=["colour"])


def test_a_faulty_grammar_is_shown_where_it_is_faulty(tmp_path):
    (tmp_path / "own.grammar").write_text('rule amber : organisation\n    code-colour\n    yes "Amber"\n')
    with pytest.raises(ValueError, match=r"own\.grammar:2:5"):
        Extractor(grammars=[tmp_path])


def test_the_lock_is_not_held_while_extracting(extractor):
    """Another thread of Python goes on meanwhile."""
    text = "On 3 May 2019 the Ministry of Health bought 5.1 tons of rice in Nairobi. " * 4000
    done = threading.Thread(target=extractor.extract, args=(text,))
    done.start()
    turns = 0
    while done.is_alive():
        turns += 1
    assert turns > 10_000


def test_the_schema_describes_the_records(run):
    assert bulletin_extract.schema()["title"] == "Record"
    assert json.loads(json.dumps(bulletin_extract.schema())) == bulletin_extract.schema()
