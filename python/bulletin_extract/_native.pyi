import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, Protocol, overload

__version__: str

Kind = Literal["date", "person", "organisation", "place", "quantity"]

class ArrowArray(Protocol):
    """A record batch of pyarrow, nanoarrow, arro3, …"""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class ArrowStream(Protocol):
    """A table or a reader of pyarrow, a data frame of Polars or pandas, a relation of DuckDB, …"""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class Extractor:
    """Finds everything in bulletins.

    Building one takes milliseconds; threads may share it, and other processes get it by pickling.

    grammars: folders with grammars of your own, read after the built-in ones.
    kinds: only these kinds; all without.
    day_first: whether 03/04/2019 is 3 April; without, the bulletin's other dates decide.
    ocr: whether texts are read as a scanner's; without, those that show it are.
    explain: whether items carry `rule`, `evidence` and `confidence`.
    offsets: what `start` and `end` count; "char" suits Python.

    Raises ValueError if a grammar is faulty, with the place and the mend.
    """

    def __init__(
        self,
        *,
        grammars: Sequence[str | os.PathLike[str]] = (),
        kinds: Sequence[Kind] | None = None,
        day_first: bool | None = None,
        ocr: bool | None = None,
        explain: bool = False,
        offsets: Literal["char", "byte", "utf16"] = "char",
    ) -> None: ...
    def extract(
        self,
        text: str,
        published: str | date | None = None,
        id: str | int | None = None,
        *,
        title: str | None = None,
    ) -> dict[str, Any]:
        """The record of one bulletin: what the command writes for a line of NDJSON with these keys.

        published: the day that relative dates are counted from; without, what the bulletin itself says.
        id: the bulletin's name, "1" without.
        title: the headline, if it is known apart; without, it is looked for in the text.

        Raises ValueError if `published` is no day, TypeError if an argument is of a wrong type.
        """

    def extract_many(
        self,
        bulletins: Iterable[str | Mapping[str, Any]],
        *,
        threads: int | None = None,
        on_error: Literal["raise", "record"] = "raise",
    ) -> Records:
        """The records of bulletins, in their order.

        bulletins: texts, or mappings with the key `text` and any of `id`, `title`, `published`; other keys are passed over.
            It is read as records are asked for, a few dozen bulletins a thread ahead, with one thread none ahead.
        threads: how many work; one a core without.
        on_error: "raise" raises the error of a bulletin that cannot be read in its place, after which the iterator goes on;
            "record" gives `{"id": …, "error": …}` for it.
        """

    @overload
    def extract_arrow(
        self,
        data: ArrowArray,
        *,
        text: str = "text",
        published: str | None = None,
        id: str | None = None,
        title: str | None = None,
        keep: Sequence[str] = (),
        threads: int | None = None,
    ) -> Batch: ...
    @overload
    def extract_arrow(
        self,
        data: ArrowStream,
        *,
        text: str = "text",
        published: str | None = None,
        id: str | None = None,
        title: str | None = None,
        keep: Sequence[str] = (),
        threads: int | None = None,
    ) -> BatchReader:
        """The records of rows, a row each, in their order: a batch for a batch, a stream for a stream.

        text, published, id, title: the columns that hold these; but for `text`, a column that is not named here is taken if it
            has the usual name. `published` holds days as text or as dates.
        keep: columns that go into the result as they are, before the record's.
        threads: how many work on a batch; one a core without.

        The columns are the record's keys and `error`, which says why a row has no record; nothing in a row raises.
        A stream is read batch by batch, as its result is.
        """

    @property
    def arrow_schema(self) -> BatchSchema:
        """The schema of what `extract_arrow` gives, kept columns left out; `pyarrow.schema` takes it."""

    def __reduce__(self) -> tuple[Any, ...]: ...

class Records(Iterator[dict[str, Any]]):
    """The iterator that `extract_many` gives."""

    def __iter__(self) -> Records: ...
    def __next__(self) -> dict[str, Any]: ...

class Batch:
    """A batch of records: `pyarrow.record_batch`, `polars.DataFrame` and others take it."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

class BatchReader:
    """A stream of batches of records, which can be read once: `pyarrow.table`, `polars.DataFrame`, DuckDB and others take it."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

class BatchSchema:
    """The schema of batches of records."""

    def __arrow_c_schema__(self) -> object: ...

def schema() -> str:
    """The JSON Schema of the records, as JSON."""

def run_command(arguments: Sequence[str]) -> int:
    """Runs the command with these arguments, the program's name first, and gives its exit status."""
