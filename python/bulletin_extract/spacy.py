"""A component for spaCy: `nlp.add_pipe("bulletin_extract")`.

It fills `doc.spans["bulletin_extract"]` with every mention and `doc.ents` with those that do not overlap. The record stands in
`doc._.bulletin`, the item that a mention belongs to in `span._.bulletin`. `doc._.published` is read before: the day that
relative dates are counted from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from . import Extractor

__all__ = ["BulletinExtract", "create"]

KEY = "bulletin_extract"

# The labels of OntoNotes, which spaCy's English models use.
PLACES = {"country": "GPE", "region": "GPE", "settlement": "GPE", "feature": "LOC", "facility": "FAC"}


@Language.factory(
    "bulletin_extract",
    assigns=["doc.spans", "doc.ents"],
    default_config={
        "set_ents": True,
        "grammars": [],
        "kinds": None,
        "day_first": None,
        "ocr": None,
        "explain": False,
        "threads": None,
    },
)
def create(
    nlp: Language,
    name: str,
    set_ents: bool,
    grammars: list[str],
    kinds: list[str] | None,
    day_first: bool | None,
    ocr: bool | None,
    explain: bool,
    threads: int | None,
) -> BulletinExtract:
    extractor = Extractor(grammars=grammars, kinds=kinds, day_first=day_first, ocr=ocr, explain=explain)
    return BulletinExtract(extractor, set_ents=set_ents, threads=threads)


class BulletinExtract:
    """Adds to documents what bulletins name.

    set_ents: whether `doc.ents` is filled; what is there already stays.
    threads: how many work in `nlp.pipe`; one a core without.
    """

    def __init__(self, extractor: Extractor, *, set_ents: bool = True, threads: int | None = None) -> None:
        self.extractor = extractor
        self.set_ents = set_ents
        self.threads = threads
        for owner, extension in [(Doc, "bulletin"), (Doc, "published"), (Span, "bulletin")]:
            if not owner.has_extension(extension):
                owner.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        return self._filled(doc, self.extractor.extract(doc.text, doc._.published))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            bulletins = ({"text": doc.text, "published": doc._.published} for doc in docs)
            records = self.extractor.extract_many(bulletins, threads=self.threads)
            yield from map(self._filled, docs, records)

    def _filled(self, doc: Doc, record: dict[str, Any]) -> Doc:
        mentions = [self._span(doc, mention, label, item) for label, item, mention in _mentions(record)]
        doc._.bulletin = record
        doc.spans[KEY] = mentions
        if self.set_ents:
            # Those that came first have the right of way.
            doc.ents = filter_spans([*doc.ents, *(span for span in filter_spans(mentions) if _is_free(span))])
        return doc

    def _span(self, doc: Doc, mention: dict[str, Any], label: str, item: dict[str, Any]) -> Span:
        span = doc.char_span(mention["start"], mention["end"], label=label, alignment_mode="expand")
        span._.bulletin = item
        return span

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> BulletinExtract:
        return self

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Nothing to keep: the component is what its settings say."""

    def from_disk(self, *_: Any, **__: Any) -> BulletinExtract:
        return self


def _is_free(span: Span) -> bool:
    return not any(token.ent_type_ for token in span)


def _mentions(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The label, the item and the place of each mention of a record."""
    for date in record["dates"]:
        yield "TIME" if date["date_kind"] == "time" else "DATE", date, date
    for kind, label in [("people", "PERSON"), ("organisations", "ORG")]:
        for item in record[kind]:
            yield from ((label, item, mention) for mention in item["mentions"])
    for place in record["places"]:
        yield from ((PLACES[place["place_kind"]], place, mention) for mention in place["mentions"])
    for quantity in record["quantities"]:
        yield _label_of_quantity(quantity), quantity, quantity


def _label_of_quantity(quantity: dict[str, Any]) -> str:
    if quantity["dimension"] == "money":
        return "MONEY"
    if quantity["unit"] == "%":
        return "PERCENT"
    return "CARDINAL" if quantity["unit"] is None else "QUANTITY"
