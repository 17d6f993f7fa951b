"""Mapping the columns of a file that nobody's format fits: proposed, corrected on the screen, remembered per agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from poa_geo.access.reader import Reader
from poa_geo.domain.sheet import Column, SheetKind, columns, names_of_columns, plain_header
from poa_geo.importers.agency_sheet import names_of
from poa_geo.importers.intake import header_of
from poa_geo.services.imports import RIGHTS
from poa_geo.services.installation import Installation
from poa_geo.store import imports as store

SHEET_OF: Mapping[str, SheetKind] = {
    "manpower": "presence",
    "lodging": "presence",
    "presence_sheet": "presence",
    "incident_sheet": "incident",
    "nil_report_sheet": "nil_report",
    "action_sheet": "action",
}
"""Formats whose columns can be mapped → the columns they are mapped to."""

ALIKE = 86


@dataclass(frozen=True)
class Proposal:
    """How the columns of a file may be meant: header → field, None where nothing fits."""

    form: str
    fields: Mapping[str, str | None]


def mappable(reader: Reader) -> list[str]:
    """Return the formats whose columns the reader may map."""
    return [form for form, kind in SHEET_OF.items() if reader.can(RIGHTS[kind])]


def fields_of(form: str) -> list[Column]:
    """Return the columns that those of a file can be mapped to."""
    return list(columns(SHEET_OF[form]))


def propose(office: Installation, reader: Reader, name: str, data: bytes, form: str) -> Proposal:
    """Say what each column of a file probably means: as the agency mapped it last, by known names, by likeness.

    Raises
    ------
    ImportRejected
        If the file cannot be read at all.
    NotPermitted
        If the reader may not import this kind of record.

    """
    reader.require(RIGHTS[SHEET_OF[form]])
    with office.reading() as connection:
        remembered = store.mapping_of(connection, reader.agency, form)
    known = {name: column.field for name, column in names_of_columns(SHEET_OF[form]).items()} | dict(names_of(form))
    taken: set[str] = set()
    fields: dict[str, str | None] = {}
    for header in header_of(name, data):
        field = remembered.get(header) or _meant(plain_header(header), known)
        fields[header] = field if field not in taken else None
        taken |= {field} if field else set()
    return Proposal(form, fields)


def _meant(plain: str, known: Mapping[str, str]) -> str | None:
    if plain in known:
        return known[plain]
    found = process.extractOne(plain, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE)
    return known[found[0]] if found else None
