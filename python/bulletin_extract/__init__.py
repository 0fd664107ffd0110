"""Dates, people, organisations, places and quantities out of press releases, with their values.

>>> from bulletin_extract import Extractor
>>> record = Extractor().extract("More than 5.1 tons of opium were seized on 3 May 2019.")
>>> record["dates"][0]["value"], record["quantities"][0]["of"]
('2019-05-03', 'opium')
"""

from ._native import Batch, BatchReader, BatchSchema, Extractor, Records, __version__
from ._native import schema as _schema

__all__ = ["Batch", "BatchReader", "BatchSchema", "Extractor", "Records", "__version__", "schema"]


def schema():
    """The JSON Schema of the records."""
    import json

    return json.loads(_schema())


def _rebuild(settings):
    """An extractor that another process has sent."""
    return Extractor(**settings)
