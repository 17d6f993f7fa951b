"""The tables that people edit: CSV files beside this module, one header line, dated rows.

A row is retired by its `valid_to`, never deleted: old records keep pointing at it.
"""

import csv
import gzip
import io
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib import resources

Row = Mapping[str, str]


@lru_cache(maxsize=64)
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of ``reference/<name>.csv`` (or ``.csv.gz``) as text, in file order."""
    with io.TextIOWrapper(io.BytesIO(raw(name)), encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def raw(name: str) -> bytes:
    """Return the bytes of a table, unpacked; their hash tells one version of a method from another."""
    folder = resources.files(__name__)
    plain = folder / f"{name}.csv"
    return plain.read_bytes() if plain.is_file() else gzip.decompress((folder / f"{name}.csv.gz").read_bytes())


@lru_cache(maxsize=64)
def by_code(name: str) -> Mapping[str, Row]:
    """Return a table keyed by its column `code`, retired rows included."""
    return {row["code"]: row for row in table(name)}


def in_force(name: str, day: date) -> tuple[Row, ...]:
    """Return the rows of a table that are valid on a day: what a form may offer."""
    return tuple(row for row in table(name) if _is_in_force(row, day.isoformat()))


def _is_in_force(row: Row, day: str) -> bool:
    return (row.get("valid_from") or "") <= day <= (row.get("valid_to") or "9999")


def label(name: str, code: str | None, language: str = "id") -> str:
    """Return what people call a code; the code itself where the table does not know it."""
    if not code:
        return "–"
    row = by_code(name).get(code)
    return (row.get(f"label_{language}") or row["label_id"]) if row else code
