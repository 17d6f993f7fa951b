"""Files in: one module per format, found here. A new format is one module and a sample in ``tests/data``.

The way of a row: `uploads` (is the file safe) → `tables` (cells) → a format (`Draft`) → `placing` (region) →
`domain.rules` (what a record must keep) → `merging` (same source and id) → the store, all rows of a file at once.
`intake` walks it.

A format module has NAME, LABEL, ``recognises(header) -> bool`` and ``read(table) -> Iterator[Draft]``; one whose files
come without a header line also has ``named(table) -> Table``.
"""

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from poa_geo.errors import UnknownFormat
from poa_geo.importers.tables import Table


@lru_cache(maxsize=1)
def formats() -> dict[str, ModuleType]:
    """Return every format module by its name, feeds before our own sheets."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module for module in modules if hasattr(module, "recognises")]
    return {module.NAME: module for module in sorted(found, key=_feeds_first)}


def _feeds_first(module: ModuleType) -> tuple[bool, str]:
    return module.NAME.endswith("_sheet"), module.NAME


def find_format(table: Table, file: str, name: str | None = None) -> tuple[ModuleType, Table]:
    """Return the format of a table (the named one, or the one that recognises its header) and the table with header.

    Raises
    ------
    UnknownFormat
        If there is no such format, or none recognises the header.
    ImportRejected
        If the format recognises the file and cannot take it.

    """
    known = formats()
    candidates = [known[name]] if name in known else [] if name else list(known.values())
    chosen = next((form for form in candidates if form.recognises(table.header)), None)
    if chosen is None:
        raise UnknownFormat(file=file, formats=", ".join(form.LABEL for form in known.values()))
    return chosen, chosen.named(table) if hasattr(chosen, "named") else table
