"""Counts as agencies publish them: kept apart, told side by side, with what explains a difference. Never added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.masking import SMALLEST_SHOWN
from poa_geo.access.reader import Reader
from poa_geo.domain.agency_figure import AgencyFigure, differences
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION
from poa_geo.errors import InvalidRecord, mark
from poa_geo.importers.agency_figures import FigureRow, read_figures
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import placed
from poa_geo.services.visible import all_visible, require_writable
from poa_geo.store.imports import known
from poa_geo.texts import t

KIND = "agency_figure"
SOURCE = "angka_instansi"

MISSING = mark("Kolom wajib {column} kosong.")
UNKNOWN_CODE = mark("Nilai {value} tidak dikenal.")
NEGATIVE = mark("Jumlah tidak boleh kurang dari nol.")
FUTURE_DAY = mark("Tanggal data belum tiba.")
GAP = mark("Rincian berjumlah {parts}, sedangkan total {total}; selisih {gap} dicatat dan ditampilkan.")


@dataclass(frozen=True)
class Comparison:
    """Two figures of one region and why they need not be equal (see `domain.agency_figure.differences`)."""

    first: AgencyFigure
    second: AgencyFigure
    difference: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SideBySide:
    """All figures of one region, newest first, and every pair of the newest of each agency."""

    region_code: str | None
    figures: tuple[AgencyFigure, ...]
    comparisons: tuple[Comparison, ...]


def add(office: Installation, reader: Reader, values: Mapping[str, Any], region: str) -> list[RowProblem]:
    """Keep a figure; return what was noticed about it, such as parts that do not add up to the total.

    Parameters
    ----------
    values : mapping
        Fields of `AgencyFigure`; `source_agency` is who published it.
    region : str
        Code of the region it tells of, as near as the agency's area allows.

    Raises
    ------
    InvalidRecord
        If a field is missing or unknown.

    """
    reader.require("agency_figure.write")
    checked = _checked(office, values, region)
    require_writable(reader, checked)
    with office.writing(reader, "agency_figure.add") as write:
        figure = AgencyFigure(**checked, **_origin(reader, write.now))
        write.insert(KIND, vars(figure))
    return noticed(figure)


def import_figures(office: Installation, reader: Reader, name: str, data: bytes) -> tuple[int, list[RowProblem]]:
    """Keep every figure of a file, or none; return how many are new and what was noticed.

    A figure that is there already (same agency, region, definition, unit and day) is not kept twice.

    Raises
    ------
    ImportRejected
        If the file cannot be read, or lacks a column.
    InvalidRecord
        If a row breaks a rule; nothing is kept.

    """
    reader.require("agency_figure.write")
    rows = read_figures(name, data)
    checked = [_checked(office, _with_agency(row, reader), row.region_code) | {"source_name": SOURCE} for row in rows]
    for values in checked:
        require_writable(reader, values)
        values["source_id"] = _key_of(values)
    with office.writing(reader, "agency_figure.import") as write:
        there = known(write.connection, KIND, [(SOURCE, values["source_id"]) for values in checked])
        fresh = {values["source_id"]: values for values in checked if (SOURCE, values["source_id"]) not in there}
        figures = [AgencyFigure(**values, **_origin(reader, write.now)) for values in fresh.values()]
        for figure in figures:
            write.insert(KIND, vars(figure))
        write.audit(KIND, fields=("records",), content={"file": name, "new": len(figures)})
    return len(figures), [problem for figure in figures for problem in noticed(figure)]


def noticed(figure: AgencyFigure) -> list[RowProblem]:
    """Return what is odd about a figure; it is kept as published all the same."""
    if not figure.gap:
        return []
    facts = {"parts": figure.total - figure.gap, "total": figure.total, "gap": abs(figure.gap)}
    return [RowProblem("rincian", str(figure.total), "parts_do_not_sum", GAP, facts, is_fixed=True)]


def side_by_side(office: Installation, reader: Reader, region: str = NATION) -> list[SideBySide]:
    """Return figures by region, each pair with its difference and what explains it; nothing is added up.

    Readers who see no rows of persons get no parts and no figure below five.
    """
    reader.require("agency_figure.read")
    rows = all_visible(office, reader, KIND, region, order_by="as_of")
    figures = [AgencyFigure(**row) for row in rows]
    if not reader.can("presence.read_masked"):
        figures = [figure.changed(parts=None) for figure in figures if figure.total >= SMALLEST_SHOWN]
    by_region: dict[str | None, list[AgencyFigure]] = {}
    for figure in figures:
        by_region.setdefault(figure.region_code, []).append(figure)
    return [SideBySide(code, tuple(told), _compare(told)) for code, told in sorted(by_region.items(), key=str)]


def _compare(figures: Sequence[AgencyFigure]) -> tuple[Comparison, ...]:
    """Compare the newest figure of each agency and unit with the others."""
    newest: dict[tuple[str, str], AgencyFigure] = {}
    for figure in figures:
        newest.setdefault((figure.source_agency, figure.unit), figure)
    return tuple(
        Comparison(first, second, first.total - second.total, differences(first, second))
        for first, second in combinations(newest.values(), 2)
    )


def _checked(office: Installation, values: Mapping[str, Any], region: str) -> dict[str, Any]:
    place = placed(office, region)
    problems = [
        RowProblem(name, "", "missing", MISSING, {"column": t(label)})
        for name, label in NEEDED.items()
        if values.get(name) in (None, "")
    ]
    problems += [
        RowProblem(name, str(values[name]), "unknown_code", UNKNOWN_CODE, {"value": values[name]})
        for name, vocabulary in (("unit", "figure_units"), ("source_agency", "agencies"))
        if values.get(name) and values[name] not in by_code(vocabulary)
    ]
    counts = [values.get("total"), *(values.get("parts") or {}).values()]
    if any(count is not None and count < 0 for count in counts):
        problems.append(RowProblem("jumlah", "", "negative", NEGATIVE))
    if values.get("as_of") and values["as_of"] > office.today():
        problems.append(RowProblem("tanggal", "", "future", FUTURE_DAY))
    if problems:
        raise InvalidRecord(problems)
    told = {name: values.get(name) for name in (*NEEDED, "parts", "remark")}
    return {**told, **place, "classification": "biasa"}


NEEDED = {
    "definition": mark("definisi"),
    "unit": mark("satuan"),
    "area": mark("wilayah kerja"),
    "as_of": mark("tanggal data"),
    "total": mark("jumlah"),
    "source_agency": mark("instansi"),
}


def _with_agency(row: FigureRow, reader: Reader) -> dict[str, Any]:
    return {**row.values, "source_agency": row.values.get("source_agency") or reader.agency}


def _key_of(values: Mapping[str, Any]) -> str:
    parts = (values["source_agency"], values["region_code"], values["definition"], values["unit"], values["as_of"])
    return "/".join(str(part) for part in parts)[:200]


def _origin(reader: Reader, now: Any) -> dict[str, Any]:
    return {
        "id": str(uuid7()), "recorded_at": now, "known_from": now, "created_by": reader.account_id,
        "updated_by": reader.account_id,
    }  # fmt: skip
