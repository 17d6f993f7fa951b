"""Warnings as people use them: what is open and why, who looks after it, and how often warnings were right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from poa_geo.access.reader import Reader
from poa_geo.domain.region import KECAMATAN, NATION, is_within, level_of
from poa_geo.domain.situation import Band
from poa_geo.errors import NotFound
from poa_geo.facts import Facts
from poa_geo.reference import in_force
from poa_geo.risk.explain import explain as break_down
from poa_geo.risk.flaps import Flaps, measure_flaps
from poa_geo.risk.ledger import FALSE_ALARM, HIT, TOO_LATE, Skill, hit_definition, severity_needed, warning_rules
from poa_geo.risk.method import method_version
from poa_geo.risk.skill_cells import skill_of
from poa_geo.services import incidents as register
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.store import ledger

MONTH_DAYS = 30
YEAR_WINDOWS = 12
LIST_LENGTH = 25
USUAL_STAGE = "peristiwa"


@dataclass(frozen=True, kw_only=True)
class OpenWarning:
    """A warning whose window still runs: `reason` is the title of the weightiest issue the reader may see.

    `options` are codes of ``reference/response_options.csv`` for the stage of that issue.
    """

    id: str
    region_code: str
    region_name: str
    day: date
    kind: str
    band: Band
    window_until: date
    owner: str | None
    reason: str | None
    reason_id: str | None
    options: tuple[str, ...]


@dataclass(frozen=True)
class LedgerLine:
    """What warnings came to in some months: those that proved right, those that did not, incidents nobody warned of."""

    hits: int
    false_alarms: int
    misses: int
    mean_lead_days: float | None


@dataclass(frozen=True)
class SkillRow:
    """The skill of warnings of a level and band in a period of twelve windows of thirty days."""

    level: int
    band: Band
    since: date
    until: date
    skill: Skill


# --- Open warnings --------------------------------------------------------------------------------------------------


def open_warnings(
    office: Installation, reader: Reader, *, level: int | None = None, region: str = NATION, limit: int = LIST_LENGTH
) -> list[OpenWarning]:
    """Return the warnings of the reader's regions whose thirty days have not passed, merah and newest first.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    today = office.today()
    with office.reading() as connection:
        rows = ledger.warnings(connection, method_version(), since=today - timedelta(days=warning_rules().window_days))
    mine = [row for row in rows if row["outcome"] is None and row["window_until"] >= today and _is_mine(reader, row)]
    mine = [
        row for row in mine if level in (None, level_of(row["region_code"])) and is_within(row["region_code"], region)
    ]
    mine.sort(key=lambda row: (row["band"] != "merah", -row["day"].toordinal(), row["region_code"]))
    return _told(office, reader, mine[:limit])


def _is_mine(reader: Reader, row: Mapping[str, Any]) -> bool:
    return reader.may_see_region(row["region_code"])


def _told(office: Installation, reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[OpenWarning]:
    model = read_model_of(office)
    facts = model.facts()
    ids = {row["id"]: _weightiest(office, facts, row["region_code"], row["day"]) for row in rows}
    wanted = sorted({one for found in ids.values() for one in found})
    readable = {one.id: one for one in register.find(office, reader, wanted)} if reader.can("incident.read") else {}
    told = []
    for row in rows:
        reason = next((readable[one] for one in ids[row["id"]] if one in readable), None)
        told.append(
            OpenWarning(
                id=row["id"],
                region_code=row["region_code"],
                region_name=office.tree[row["region_code"]].name,
                day=row["day"],
                kind=row["kind"],
                band=row["band"],
                window_until=row["window_until"],
                owner=row["owner"],
                reason=reason.title if reason else None,
                reason_id=reason.id if reason else None,
                options=options(reason.stage if reason else USUAL_STAGE, row["band"], office.today()),
            )
        )
    return told


def _weightiest(office: Installation, facts: Facts, code: str, day: date) -> list[str]:
    """Return the ids of the incidents with the greatest shares on the day of a warning."""
    parts = break_down(read_model_of(office).weigher(), office.tree, code, day.toordinal())
    rows = [int(row) for row in parts.row if row < len(facts.incidents)]
    return [facts.incidents.id[row].decode() for row in rows[:5]]


def options(stage: str, band: str, today: date) -> tuple[str, ...]:
    """Return the codes of the responses that suit a stage and a band."""
    rows = in_force("response_options", today)
    return tuple(row["code"] for row in rows if row["stage"] == stage and row["band"] == band)


def set_owner(office: Installation, reader: Reader, warning_id: str, owner: str) -> None:
    """Name who looks after a warning: an office or a function.

    Raises
    ------
    NotPermitted
        Without the right ``warning.write``.
    NotFound
        If there is no such warning in the reader's regions.

    """
    reader.require("warning.write")
    with office.writing(reader, "warning.own") as write:
        rows = ledger.warnings(write.connection, method_version())
        row = next((row for row in rows if row["id"] == warning_id and _is_mine(reader, row)), None)
        if row is None:
            raise NotFound(kind="peringatan")
        ledger.set_owner(write.connection, warning_id, owner.strip()[:160] or None)
        write.audit("warning", warning_id, fields=["owner"])


# --- The ledger -----------------------------------------------------------------------------------------------------


def ledger_line(
    office: Installation,
    reader: Reader,
    months: int = YEAR_WINDOWS,
    *,
    region: str | None = None,
    as_of: date | None = None,
) -> LedgerLine:
    """Return what warnings of the last months came to, on the level below the reader's own.

    Parameters
    ----------
    months : int
        Of thirty days.
    region : str, optional
        Only inside this region.
    as_of : date, optional
        The day those months end; today by default.

    """
    reader.require("risk.read")
    until, level = as_of or office.today(), told_level(reader, region)
    since = until - timedelta(days=MONTH_DAYS * months)
    with office.reading() as connection:
        warned = ledger.warnings(connection, method_version(), since=since, until=until)
        missed = [row for row in ledger.misses(connection, method_version(), since=since) if row["day"] <= until]
    told = _at(reader, warned, level, region)
    outcomes = [row["outcome"] for row in told]
    leads = [row["lead_days"] for row in told if row["outcome"] == HIT]
    return LedgerLine(
        hits=outcomes.count(HIT),
        false_alarms=outcomes.count(FALSE_ALARM) + outcomes.count(TOO_LATE),
        misses=len(_at(reader, missed, level, region)),
        mean_lead_days=sum(leads) / len(leads) if leads else None,
    )


def told_level(reader: Reader, region: str | None = None) -> int:
    """Return the level warnings are counted on: kabupaten/kota, or the kecamatan of one of them."""
    widest = level_of(region) if region is not None else min((level_of(code) for code in reader.scope), default=0)
    return min(max(2, widest + 1), KECAMATAN)


def _at(reader: Reader, rows: Iterable[Mapping[str, Any]], level: int, region: str | None) -> list[Mapping[str, Any]]:
    return [
        row
        for row in rows
        if level_of(row["region_code"]) == level
        and _is_mine(reader, row)
        and is_within(row["region_code"], region or "")
    ]


def skill_table(office: Installation, reader: Reader) -> list[SkillRow]:
    """Return the skill of warnings per level, band and period, newest period first.

    A period is twelve fixed windows of thirty days counted from the start of the colour path; only windows count
    whose outcomes are final. The newest period may be shorter.
    """
    reader.require("risk.read")
    with office.reading() as connection:
        last = ledger.last_day(connection, method_version())
        rows = [row for row in ledger.warnings(connection, method_version()) if _is_mine(reader, row)]
    if last is None:
        return []
    facts, tree = read_model_of(office).facts(), office.tree
    told = []
    for starts in _periods(office.start_day, last):
        for level in (1, 2, 3):
            inside = np.array(sorted({int(i) for code in reader.scope for i in tree.at_level(level, code)}), np.intp)
            for band in _bands():
                given = [
                    (tree.index(row["region_code"]), row["day"].toordinal())
                    for row in rows
                    if level_of(row["region_code"]) == level and (band == "kuning" or row["band"] == "merah")
                ]
                severity = severity_needed(hit_definition(), band)
                found = skill_of(given, facts.outcomes, tree, inside, severity, starts)
                told.append(SkillRow(level, band, _first(starts), _last(starts), found))
    return told


def _bands() -> tuple[Band, ...]:
    return ("kuning", "merah")


def _periods(first: date, last: date) -> list[list[int]]:
    """Return the starts of the finished windows, twelve to a period, newest period first."""
    rules = warning_rules()
    stop = last.toordinal() - rules.window_days - rules.settle_days + 1
    starts = list(range(first.toordinal(), stop + 1, rules.window_days))
    groups = [starts[i : i + YEAR_WINDOWS] for i in range(0, len(starts), YEAR_WINDOWS)]
    return groups[::-1]


def _first(starts: Sequence[int]) -> date:
    return date.fromordinal(starts[0])


def _last(starts: Sequence[int]) -> date:
    return date.fromordinal(starts[-1] + warning_rules().window_days - 1)


# --- The flap budget ------------------------------------------------------------------------------------------------


def flaps(office: Installation, reader: Reader, *, level: int = 2) -> Flaps:
    """Return how often colours of the reader's regions changed, as the daily runs stored them, against the budget.

    Counted are regions that ever had a report: grey ones that nobody reports from never change.
    """
    reader.require("risk.read")
    with office.reading() as connection:
        last = ledger.last_day(connection, method_version())
        rows = ledger.band_days(connection, method_version())
    mine = [row for row in rows if level_of(row["region_code"]) == level and _is_mine(reader, row)]
    changes = [(row["region_code"], row["day"]) for row in mine if row["day"] >= office.start_day]
    return measure_flaps(changes, len({row["region_code"] for row in mine}), office.start_day, last or office.start_day)
