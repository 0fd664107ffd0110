"""Bulletins of a Spark data frame to records: the extractor runs in the workers, a partition at a time, without a shuffle.

The package must be installed where the workers run; so must the folders of `grammars`, under the same paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow

from . import Extractor

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["extract", "record_schema"]


def extract(
    df: DataFrame,
    text: str = "text",
    published: str | None = None,
    id: str | None = None,
    title: str | None = None,
    *,
    keep: Sequence[str] = (),
    **settings: Any,
) -> DataFrame:
    """The records of the rows of `df`, a row each: columns as the record's keys, dates as dates, lists as arrays of structs.

    text, published, id, title: the columns that hold these; but for `text`, a column that is not named here is taken if it has
        the usual name.
    keep: columns of `df` that go into the result as they are, before the record's.
    settings: what `Extractor` takes.

    A row that cannot be read becomes a row whose column `error` says why; it never fails the job.
    """
    # A fault in a grammar or a setting is to be raised here, not in a worker.
    extractor = Extractor(**settings)
    wanted = {name: name for name in ("published", "id", "title") if name in df.columns}
    wanted |= {usual: name for usual, name in dict(published=published, id=id, title=title).items() if name}
    schema = _spark_schema(extractor)
    for name in reversed(keep):
        schema.fields.insert(0, df.schema[name])
        schema.names.insert(0, name)
    columns = dict(text=text, **wanted, keep=tuple(keep))
    needed = dict.fromkeys([text, *wanted.values(), *keep])
    return df.select(*needed).mapInArrow(_Records(settings, columns), schema)


def record_schema(**settings: Any) -> StructType:
    """The schema of the result of `extract` with these settings, kept columns left out."""
    return _spark_schema(Extractor(**settings))


class _Records:
    """What a worker does with the batches of a partition."""

    def __init__(self, settings: dict[str, Any], columns: dict[str, Any]) -> None:
        self.settings = tuple((name, tuple(it) if isinstance(it, list) else it) for name, it in settings.items())
        self.columns = columns

    def __call__(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        extractor = _extractor(self.settings)
        for batch in batches:
            # Spark has given this worker one core; its other cores have workers of their own.
            yield pyarrow.record_batch(extractor.extract_arrow(batch, threads=1, **self.columns))


@lru_cache(maxsize=4)
def _extractor(settings: tuple[tuple[str, Any], ...]) -> Extractor:
    """The one extractor of a worker process, which does one task after another."""
    return Extractor(**dict(settings))


def _spark_schema(extractor: Extractor) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pyarrow.schema(extractor.arrow_schema))

