from typing import Any

from ._native import Batch as Batch
from ._native import BatchReader as BatchReader
from ._native import BatchSchema as BatchSchema
from ._native import Extractor as Extractor
from ._native import Records as Records
from ._native import __version__ as __version__

__all__ = ["Batch", "BatchReader", "BatchSchema", "Extractor", "Records", "__version__", "schema"]

def schema() -> dict[str, Any]:
    """The JSON Schema of the records."""
