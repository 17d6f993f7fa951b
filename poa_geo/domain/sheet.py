"""The columns of our own sheets: the same rows generate a template, read a file and write an export."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from poa_geo.reference import table

SheetKind = Literal["incident", "presence", "nil_report", "action"]
SHEET_KINDS: tuple[SheetKind, ...] = ("incident", "presence", "nil_report", "action")
MAX_PLAIN_HEADER = 60
SHEET_SOURCE = "lembar"
"""Source name of every row of a sheet."""

OWN_RECORD = "poa:"
"""Starts the source id that an export gives: what follows is the id of the record."""

HERE = "~"
"""Revision of a record that this very store exported: sorts after every other, so no file changes it, only a form."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `name` is its Indonesian header, `field` the record field it fills (also accepted as a header), `kind` says how a
    cell is read (`importers.values`), `vocabulary` names the reference table of its codes.
    """

    name: str
    field: str
    aliases: tuple[str, ...]
    label_en: str
    kind: str
    is_required: bool
    vocabulary: str
    help_id: str
    help_en: str
    example: str


@lru_cache(maxsize=len(SHEET_KINDS))
def columns(kind: SheetKind) -> tuple[Column, ...]:
    """Return the columns of a sheet in the order of its template."""
    return tuple(
        Column(
            name=row["name"],
            field=row["field"],
            aliases=tuple(row["alias"].split()),
            label_en=row["label_en"],
            kind=row["kind"],
            is_required=row["is_required"] == "1",
            vocabulary=row["vocabulary"],
            help_id=row["help_id"],
            help_en=row["help_en"],
            example=row["example"],
        )
        for row in table("template_columns")
        if row["sheet"] == kind
    )


def plain_header(header: str) -> str:
    """Return a header without case, marks and blanks, so that ``Tanggal Kejadian *`` is ``tanggal_kejadian``."""
    return re.sub(r"\W+", "_", header[:MAX_PLAIN_HEADER].casefold()).strip("_")


@lru_cache(maxsize=len(SHEET_KINDS))
def names_of_columns(kind: SheetKind) -> dict[str, Column]:
    """Return every accepted plain header of a sheet: Indonesian name, field, aliases, English label."""
    return {
        plain_header(name): column
        for column in columns(kind)
        for name in (column.label_en, *column.aliases, column.field, column.name)
    }
