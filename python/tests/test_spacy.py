"""The component for spaCy."""

from __future__ import annotations

from itertools import zip_longest

import pytest

spacy = pytest.importorskip("spacy")

TEXT = "On 3 May 2019 Oksana Lindqvist, Minister of Health, paid the World Food Programme $5 million in Nairobi, 5% less."


def pipeline(**config):
    nlp = spacy.blank("en")
    nlp.add_pipe("bulletin_extract", config=config)
    return nlp


def test_it_fills_spans_and_entities_with_values():
    doc = pipeline()(TEXT)
    found = {span.text: span.label_ for span in doc.ents}
    assert found["3 May 2019"] == "DATE"
    assert found["Oksana Lindqvist"] == "PERSON"
    assert found["World Food Programme"] == "ORG"
    assert found["$5 million"] == "MONEY"
    assert found["Nairobi"] == "GPE"
    assert found["5%"] == "PERCENT"
    date = next(span for span in doc.spans["bulletin_extract"] if span.label_ == "DATE")
    assert date._.bulletin["value"] == "2019-05-03"
    assert doc._.bulletin["people"][0]["name"] == "Oksana Lindqvist"


def test_every_mention_is_a_span(corpus):
    nlp = pipeline(threads=2)
    texts = [record["text"] for record in corpus[:12]]
    for doc in nlp.pipe(texts):
        record = doc._.bulletin
        mentions = list(record["dates"])
        for kind in ("people", "organisations", "places"):
            mentions += [mention for entity in record[kind] for mention in entity["mentions"]]
        mentions += record["quantities"]
        for mention, span in zip_longest(mentions, doc.spans["bulletin_extract"]):
            assert mention["text"] in span.text


def test_pipe_gives_what_calls_give():
    nlp = pipeline(threads=2)
    texts = [f"On {day} May 2019 {day} tons of rice arrived in Nairobi." for day in range(1, 29)] * 12
    ents = [[(span.text, span.label_) for span in doc.ents] for doc in nlp.pipe(texts)]
    assert ents == [[(span.text, span.label_) for span in nlp(text).ents] for text in texts]


def test_entities_that_are_there_stay():
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ELSE", "pattern": "Oksana"}])
    nlp.add_pipe("bulletin_extract")
    labels = {span.text: span.label_ for span in nlp(TEXT).ents}
    assert labels["Oksana"] == "ELSE" and "Oksana Lindqvist" not in labels


def test_the_day_of_publication_is_read_from_the_document():
    nlp = pipeline(set_ents=False)
    doc = nlp.make_doc("It begins tomorrow.")
    doc._.published = "2021-05-04"
    doc = nlp(doc)
    assert doc.spans["bulletin_extract"][0]._.bulletin["value"] == "2021-05-05"
    assert not doc.ents


def test_a_pipeline_is_kept_and_loaded(tmp_path):
    pipeline(kinds=["date"]).to_disk(tmp_path)
    doc = spacy.load(tmp_path)(TEXT)
    assert {span.label_ for span in doc.ents} == {"DATE"}
