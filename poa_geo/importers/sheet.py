"""Our own sheets, as CSV, XLSX or GeoJSON: read by the same column rows that generate the template.

Headers may be Indonesian or English, in any order and case; columns nobody knows (such as those a verdict file adds)
are ignored. A row without a source id gets one from its content, so the same file twice adds nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.sheet import SHEET_SOURCE, Column, SheetKind, columns, names_of_columns, plain_header
from poa_geo.errors import MissingColumns
from poa_geo.importers.draft import Draft, Place, refuse
from poa_geo.importers.tables import Table
from poa_geo.importers.values import NOT_IN_LIST, READERS, Reading, vocabulary
from poa_geo.texts import mark

MISSING = mark("Kolom wajib {column} kosong.")
TOO_MANY_CELLS = mark(
    "Baris memiliki lebih banyak sel daripada judul kolom; beri tanda kutip pada teks yang memuat pemisah."
)
CellReader = tuple[int, Column, Callable[[str], Reading], bool]
"""Position of a cell, its column, how to read it, and whether it stays outside the record's fields."""

IDENTITY_KINDS = frozenset({"identity", "identity_date"})
NOT_RECORD_FIELDS = frozenset(
    {
        "source_id",
        "region_code",
        "bps_code",
        "province",
        "regency",
        "district",
        "lon",
        "lat",
        "geo_precision",
        "revised_at",
    }
)


def recognises_sheet(header: tuple[str, ...], kind: SheetKind) -> bool:
    """Say whether a header holds most of the required columns of a sheet, under any of their names."""
    known = names_of_columns(kind)
    present = {known[name].name for name in map(plain_header, header) if name in known}
    required = {column.name for column in columns(kind) if column.is_required}
    return len(present & required) * 2 >= len(required) and len(present) >= min(3, len(header))


def read_sheet(table: Table, kind: SheetKind) -> Iterator[Draft]:
    """Yield one draft per row, its identity fields (if any) under ``values["identity"]`` as a mapping.

    Raises
    ------
    MissingColumns
        If a required column is absent.

    """
    known = names_of_columns(kind)
    found: dict[str, tuple[int, Column]] = {}
    for index, header in enumerate(table.header):
        column = known.get(plain_header(header))
        if column:
            found.setdefault(column.field, (index, column))
    missing = [column.name for column in columns(kind) if column.is_required and column.field not in found]
    if missing:
        raise MissingColumns(file=table.file, missing=", ".join(missing))
    readers = [(index, column, _reader(column), column.field in NOT_RECORD_FIELDS) for index, column in found.values()]
    for number, cells in table.rows:
        yield _draft(kind, number, cells, readers, len(table.header))


def _reader(column: Column) -> Callable[[str], Reading]:
    if column.kind in ("code", "country"):
        return vocabulary(column.vocabulary).read
    return vocabulary(column.vocabulary).read_rank if column.kind == "rank" else READERS[column.kind]


def _draft(kind: SheetKind, number: int, cells: list[str], readers: Sequence[CellReader], width: int) -> Draft:
    values: dict[str, Any] = {}
    taken: dict[str, Any] = {}
    draft = Draft(number, kind, cells, values, source_name=SHEET_SOURCE)
    if len(cells) > width:
        draft.problems.append(refuse("", "", "too_many_cells", TOO_MANY_CELLS))
        return draft
    for index, column, reader, is_taken in readers:
        text = cells[index]
        if not text:
            if column.is_required:
                draft.problems.append(refuse(column.name, "", "missing", MISSING, column=column.name))
            continue
        if reader is Reading:  # plain text, the most common cell
            (taken if is_taken else values)[column.field] = text
            continue
        reading = reader(text)
        if reading.rule:
            draft.problems.append(_problem(column, text, reading))
        if reading.value is not None:
            (taken if is_taken else values)[column.field] = reading.value
    draft.place = _place(taken)
    draft.source_id, draft.revised_at = taken.get("source_id", ""), taken.get("revised_at", "")
    if clock := values.pop("event_time", None):
        values["event_time"] = clock[0]
        values["time_zone"] = values.get("time_zone") or clock[1]
    return draft


def _problem(column: Column, text: str, reading: Reading) -> RowProblem:
    shown = "…" if column.kind in IDENTITY_KINDS else text[:60]
    facts = {"value": shown}
    if reading.message == NOT_IN_LIST:
        facts["choices"] = vocabulary(column.vocabulary).choices
    return RowProblem(column.name, shown, reading.rule, reading.message, facts, reading.is_fixed)


def _place(taken: Mapping[str, Any]) -> Place:
    return Place(
        code=taken.get("region_code", ""),
        bps_code=taken.get("bps_code", ""),
        names=(taken.get("province", ""), taken.get("regency", ""), taken.get("district", "")),
        lon=taken.get("lon"),
        lat=taken.get("lat"),
        precision=taken.get("geo_precision"),
    )
