"""What is amiss in the data of a reader's scope, with the place to mend it, and who reports from where."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from poa_geo.access.reader import Reader
from poa_geo.domain.region import KABUPATEN, KECAMATAN
from poa_geo.reference import by_code, table
from poa_geo.services import actions, nil_reports
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.store import identities
from poa_geo.store import quality as store

UNVERIFIED_AFTER, WAITING_AFTER = timedelta(days=3), timedelta(days=1)

COVERAGE_DAYS = 14
MOST_EXAMPLES = 8


@dataclass(frozen=True)
class Example:
    """One row behind a count: what it is and where it opens."""

    text: str
    page: str
    params: Mapping[str, str]
    detail: str = ""


@dataclass(frozen=True)
class Finding:
    """One kind of defect: a row of ``reference/quality_checks.csv``, how often it occurs, and the first of them."""

    code: str
    count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class CoverageRow:
    """One region: kecamatan heard of in the last two weeks, and reports of that time by agency."""

    code: str
    name: str
    level: int
    is_covered: bool
    covered_below: int
    regions_below: int
    by_agency: Mapping[str, int]
    nil_reports: int
    days_silent: int | None


def findings(office: Installation, reader: Reader) -> list[Finding]:
    """Return every kind of defect with its count, in the order of the reference table; zero is told too."""
    reader.require("quality.read")
    return [_finding(row["code"], CHECKS[row["code"]](office, reader)) for row in table("quality_checks")]


def _finding(code: str, examples: Iterable[Example]) -> Finding:
    found = tuple(examples)
    return Finding(code, len(found), found[:MOST_EXAMPLES])


def coverage(office: Installation, reader: Reader) -> list[CoverageRow]:
    """Return the kabupaten/kota of the scope (the kecamatan, for a reader of one kabupaten), worst covered first."""
    reader.require("quality.read")
    model, today = read_model_of(office), office.today()
    facts, state, tree = model.facts(), model.risk(today).path.state, office.tree
    last = nil_reports.last_heard(facts, today)
    is_narrow = all(prefix.count(".") >= 1 for prefix in reader.scope)
    level = KECAMATAN if is_narrow else KABUPATEN
    incidents, first = facts.incidents, today.toordinal() - COVERAGE_DAYS
    recent = np.flatnonzero((incidents.arrival_day > first) & (incidents.arrival_day <= today.toordinal()))
    nil_recent = facts.nil_reports.region[facts.nil_reports.day > first]
    agencies = [row["code"] for row in table("agencies")]
    rows = []
    for index in sorted({int(i) for prefix in reader.scope for i in tree.at_level(level, prefix)}):
        span = slice(index, int(tree.end[index]))
        mine = recent[(incidents.region[recent] >= span.start) & (incidents.region[recent] < span.stop)]
        numbers, counts = np.unique(incidents.agency[mine], return_counts=True)
        below = np.arange(index + 1, span.stop)
        rows.append(
            CoverageRow(
                code=tree.codes[index],
                name=tree.regions[index].name,
                level=level,
                is_covered=bool(state.is_covered[index]),
                covered_below=int(state.is_covered[below].sum()),
                regions_below=len(below),
                by_agency={agencies[n]: int(c) for n, c in zip(numbers, counts, strict=True) if n >= 0},
                nil_reports=int(((nil_recent >= span.start) & (nil_recent < span.stop)).sum()),
                days_silent=today.toordinal() - int(last[index]) if last[index] else None,
            )
        )
    return sorted(rows, key=lambda row: (row.is_covered, row.covered_below / max(1, row.regions_below), row.code))


# --- The checks -----------------------------------------------------------------------------------------------------


def _late(office: Installation, reader: Reader) -> Iterable[Example]:
    return [
        Example(silent.name, "wilayah", {"wilayah": silent.code}, str(silent.days if silent.days is not None else ""))
        for silent in nil_reports.late(office, reader)
        if silent.level == KECAMATAN
    ]


def _incidents(office: Installation, reader: Reader, rows: Iterable[Mapping[str, Any]]) -> list[Example]:
    if not reader.can("incident.read"):
        return []
    tree = office.tree
    return [
        Example(
            row["title"], "kejadian", {"id": row["id"]},
            tree[row["region_code"]].name if row["region_code"] in tree else "",
        )
        for row in rows
        if _may_see(reader, row)
    ]  # fmt: skip


def _unplaced(office: Installation, reader: Reader) -> Iterable[Example]:
    with office.reading() as connection:
        return _incidents(office, reader, store.unplaced_incidents(connection))


def _unverified(office: Installation, reader: Reader) -> Iterable[Example]:
    with office.reading() as connection:
        return _incidents(office, reader, store.waiting_for_verification(connection, office.now() - UNVERIFIED_AFTER))


def _duplicates(office: Installation, reader: Reader) -> Iterable[Example]:
    """Return one example per group."""
    with office.reading() as connection:
        rows = [row for row in store.duplicate_groups(connection) if _may_see(reader, row)]
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["duplicate_group"], []).append(row)
    firsts = _incidents(office, reader, [members[0] for members in groups.values() if len(members) > 1])
    sizes = [len(members) for members in groups.values() if len(members) > 1]
    return [Example(one.text, one.page, one.params, str(size)) for one, size in zip(firsts, sizes, strict=True)]


def _review(office: Installation, reader: Reader) -> Iterable[Example]:
    with office.reading() as connection:
        return _incidents(office, reader, store.potentials_past_review(connection, office.today()))


def _sums(office: Installation, reader: Reader) -> Iterable[Example]:
    with office.reading() as connection:
        rows = store.figures_with_parts(connection)
    return [
        Example(row["definition"], "orang_asing", {"bagian": "angka"}, f"{sum(row['parts'].values())} ≠ {row['total']}")
        for row in rows
        if row["parts"] and sum(row["parts"].values()) != row["total"] and _may_see(reader, row)
    ]


def _waiting(office: Installation, reader: Reader) -> Iterable[Example]:
    if not reader.can("report.read"):
        return []
    with office.reading() as connection:
        rows = store.undecided_reports(connection, office.now() - WAITING_AFTER)
    return [
        Example(row["received_at"].astimezone(office.settings.time_zone).strftime("%d/%m/%Y %H.%M"), "laporan_masuk",
                {"id": row["id"]}, _place(office, row))
        for row in rows
        if _may_see(reader, row)
    ]  # fmt: skip


def _overdue(office: Installation, reader: Reader) -> Iterable[Example]:
    if not reader.can("action.read"):
        return []
    today = office.today()
    return [
        Example(action.title, "tindak_lanjut", {"id": action.id}, str(action.days_late(today)))
        for action in actions.every(office, reader, is_open=True)
        if action.days_late(today)
    ]


def _retention(office: Installation, reader: Reader) -> Iterable[Example]:
    with office.reading() as connection:
        old = [
            *store.reports_received(connection, office.now() - _period("report_original")),
            *store.presences_ended(connection, office.today() - _period("presence_identity")),
        ]
        readable = identities.wrapped_keys(connection, [row["id"] for row in old])
    seen = [row for row in old if row["id"] in readable and _may_see(reader, row)]
    return [Example(_place(office, row), "admin", {}) for row in seen]


def _period(code: str) -> timedelta:
    """Return how long something is kept."""
    return timedelta(days=int(by_code("retention_periods")[code]["days"]))


def _place(office: Installation, row: Mapping[str, Any]) -> str:
    return office.tree[row["region_code"]].name if row["region_code"] in office.tree else "–"


def _may_see(reader: Reader, row: Mapping[str, Any]) -> bool:
    return reader.may_see_region(row["region_code"]) and reader.may_see_classification(row["classification"])


CHECKS: Mapping[str, Callable[[Installation, Reader], Iterable[Example]]] = {
    "late": _late,
    "unplaced": _unplaced,
    "unverified": _unverified,
    "duplicates": _duplicates,
    "review": _review,
    "sums": _sums,
    "waiting": _waiting,
    "overdue": _overdue,
    "retention": _retention,
}
"""Code in the reference table → its check."""
