"""Alerts: what the daily run tells the people of a region, once for each state, and what they have seen of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from uuid_utils import uuid7

from poa_geo.access.masking import shown_count
from poa_geo.access.reader import Reader
from poa_geo.domain.region import NATION, RegionTree, level_of, parent_of
from poa_geo.errors import NotFound
from poa_geo.facts import Facts
from poa_geo.reference import by_code, table
from poa_geo.risk.band import BAND_CODES, MERAH, BandState
from poa_geo.services.installation import Installation, Write
from poa_geo.services.nil_reports import last_heard
from poa_geo.services.surges import WeekCounts
from poa_geo.store import alerts as store

WEEK = timedelta(days=7)
INBOX_DAYS = timedelta(days=60)
INBOX_LENGTH = 100


@dataclass(frozen=True)
class FinishedDay:
    """A day the daily run walked, beside the day before: what its alerts are made of."""

    day: date
    facts: Facts
    before: BandState
    state: BandState
    jump: NDArray[np.float64]
    weeks_before: WeekCounts
    weeks: WeekCounts


@dataclass(frozen=True)
class Rule:
    """The rule of a kind that holds in a region: the nearest one set above it, else the row of the reference table."""

    kind: str
    region_code: str
    is_on: bool
    threshold: float


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert as a reader sees it; `count` of persons is None where it is too small to show."""

    id: str
    kind: str
    region_code: str
    day: date
    is_urgent: bool
    subject_id: str | None
    facts: Mapping[str, Any]
    count: int | None
    acknowledged_at: datetime | None


# --- Rules ----------------------------------------------------------------------------------------------------------


class Rules:
    """Answers which rule holds where; made once per run."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._set = {
            (row["kind"], row["region_code"]): Rule(
                row["kind"],
                row["region_code"],
                row["is_on"],
                _default(row["kind"]).threshold if row["threshold"] is None else row["threshold"],
            )
            for row in rows
        }

    def of(self, kind: str, code: str) -> Rule:
        """Return the rule of a kind in a region."""
        place = code
        while True:
            if found := self._set.get((kind, place)):
                return found
            if place == NATION:
                return _default(kind)
            place = parent_of(place)

    def threshold(self, kind: str, code: str) -> float | None:
        """Return the threshold that holds in a region; None where the kind is off, or its level is not told."""
        rule = self.of(kind, code)
        return rule.threshold if rule.is_on and str(level_of(code)) in _levels(kind) else None


def _default(kind: str) -> Rule:
    return Rule(kind, NATION, True, float(by_code("alert_rules")[kind]["threshold"]))


def _levels(kind: str) -> list[str]:
    return by_code("alert_rules")[kind]["levels"].split()


def rules_of(office: Installation, reader: Reader, code: str) -> list[Rule]:
    """Return the rule of every kind that holds in a region, in the order of the reference table."""
    reader.require("alert.read")
    reader.require_region(code)
    with office.reading() as connection:
        rules = Rules(store.rules(connection))
    return [rules.of(row["code"], code) for row in table("alert_rules")]


def set_rule(
    office: Installation, reader: Reader, kind: str, code: str, *, is_on: bool, threshold: float | None = None
) -> None:
    """Set the rule of a kind for a region and everything inside it.

    Raises
    ------
    NotPermitted
        Without the right ``warning.write``, or outside the scope.
    NotFound
        If there is no such kind.

    """
    reader.require("warning.write")
    reader.require_region(code)
    if kind not in by_code("alert_rules"):
        raise NotFound(kind="aturan")
    row = {"id": str(uuid7()), "kind": kind, "region_code": code, "is_on": is_on, "threshold": threshold}
    with office.writing(reader, "alert_rule.set") as write:
        store.replace_rule(write.connection, row)
        write.audit("alert_rule", f"{kind}:{code}", fields=["is_on", "threshold"], content=row)


# --- Raising --------------------------------------------------------------------------------------------------------


def raise_for(write: Write, days: Sequence[FinishedDay]) -> int:
    """Raise the alerts of the last finished days; what was told already is not told again.

    Parameters
    ----------
    write : Write
        The transaction of the daily run: a day and its alerts are stored together, or neither.
    days : sequence of FinishedDay
        At most the last two, in order.

    Returns
    -------
    int
        How many new alerts there are.

    """
    if not days:
        return 0
    rules, tree, last = Rules(store.rules(write.connection)), write.installation.tree, days[-1]
    found = [row for day in days for row in _of_day(day, rules, tree)]
    found += [*_late_reporters(last, rules, tree), *_overdue(write, last.day, rules), *_permits(write, last.day, rules)]
    by_state = {row["state"]: row for row in found}
    told = store.states_told(write.connection, by_state)
    fresh = [row for state, row in by_state.items() if state not in told]
    store.insert(write.connection, fresh)
    if fresh:
        write.audit("alert", last.day.isoformat(), fields=sorted({row["kind"] for row in fresh}))
    return len(fresh)


def _of_day(day: FinishedDay, rules: Rules, tree: RegionTree) -> list[dict[str, Any]]:
    return [*_band_changes(day, rules, tree), *_jumps(day, rules, tree), *_surges(day, rules, tree)]


def _band_changes(day: FinishedDay, rules: Rules, tree: RegionTree) -> Iterable[dict[str, Any]]:
    """Yield every rise and fall; grey and green are one rank, their changes are the late reporter's."""
    for i in np.flatnonzero(day.state.rank != day.before.rank):
        code, band = tree.codes[i], BAND_CODES[day.state.rank[i]]
        if rules.threshold("band_change", code) is not None:
            yield _row(
                "band_change", code, day.day, band,
                is_urgent=bool(day.state.rank[i] == MERAH),
                facts={"before": BAND_CODES[day.before.rank[i]], "band": band},
            )  # fmt: skip


def _jumps(day: FinishedDay, rules: Rules, tree: RegionTree) -> Iterable[dict[str, Any]]:
    for i in np.flatnonzero((day.state.rank == day.before.rank) & (day.jump > 0)):
        threshold = rules.threshold("score_jump", tree.codes[i])
        if threshold is not None and day.jump[i] >= threshold:
            yield _row("score_jump", tree.codes[i], day.day, facts={"points": round(float(day.jump[i]), 1)})


def _surges(day: FinishedDay, rules: Rules, tree: RegionTree) -> Iterable[dict[str, Any]]:
    growth, before = day.weeks.growth(), day.weeks_before.growth()
    for i in np.flatnonzero((growth > 0) & (day.weeks.this_week > day.weeks_before.this_week)):
        threshold = rules.threshold("count_surge", tree.codes[i])
        if threshold is not None and before[i] < threshold <= growth[i]:
            facts = {"this_week": int(day.weeks.this_week[i]), "mean": round(float(day.weeks.mean[i]), 1)}
            yield _row("count_surge", tree.codes[i], day.day, facts=facts)


def _late_reporters(day: FinishedDay, rules: Rules, tree: RegionTree) -> Iterable[dict[str, Any]]:
    """Yield regions that reported before and fell silent; the state is their last report, so it is told once."""
    last = last_heard(day.facts, day.day)
    for i in np.flatnonzero((last > 0) & ~day.state.is_covered):
        threshold, silent = rules.threshold("late_reporter", tree.codes[i]), day.day.toordinal() - int(last[i])
        if threshold is not None and silent >= threshold:
            heard = date.fromordinal(int(last[i])).isoformat()
            yield _row("late_reporter", tree.codes[i], day.day, heard, facts={"last": heard}, is_dated=False)


def _overdue(write: Write, day: date, rules: Rules) -> Iterable[dict[str, Any]]:
    open_ones = [row["code"] for row in table("action_statuses") if row["is_closed"] != "1"]
    for row in store.overdue_actions(write.connection, open_ones, day):
        threshold, code = rules.threshold("overdue_action", row["region_code"]), row["region_code"]
        if threshold is not None and (day - row["due_on"]).days + 1 >= threshold:
            facts = {"due_on": row["due_on"].isoformat(), "classification": row["classification"]}
            state = f"{row['id']}:{row['due_on']}"
            yield _row("overdue_action", code, day, state, facts=facts, is_dated=False) | {"subject_id": row["id"]}


def _permits(write: Write, day: date, rules: Rules) -> Iterable[dict[str, Any]]:
    """Yield counts of permits that end in one week; one for each region and week."""
    ahead = day + timedelta(days=int(_default("permit_expiry").threshold))
    monday = ahead - timedelta(days=ahead.weekday())
    counts: dict[str, int] = {}
    for code, count in store.permits_ending(write.connection, monday, monday + WEEK - timedelta(days=1)):
        place = ".".join(code.split(".")[:2])
        counts[place] = counts.get(place, 0) + count
    for code, count in sorted(counts.items()):
        if rules.threshold("permit_expiry", code) is not None:
            facts = {"week": monday.isoformat(), "persons": count}
            yield _row("permit_expiry", code, day, monday.isoformat(), facts=facts, is_dated=False)


def _row(
    kind: str,
    code: str,
    day: date,
    *marks: str,
    facts: Mapping[str, Any],
    is_urgent: bool = False,
    is_dated: bool = True,
) -> dict[str, Any]:
    """Return an alert; its state names what is told: kind, region, day where the day is part of it, and marks."""
    return {
        "id": str(uuid7()),
        "kind": kind,
        "region_code": code,
        "subject_id": None,
        "state": ":".join([kind, code, *([day.isoformat()] if is_dated else []), *marks]),
        "is_urgent": is_urgent,
        "day": day,
        "facts": dict(facts),
        "acknowledged_by": None,
        "acknowledged_at": None,
    }


# --- Inbox ----------------------------------------------------------------------------------------------------------


def inbox(office: Installation, reader: Reader, *, is_open: bool = True, limit: int = INBOX_LENGTH) -> list[Alert]:
    """Return the alerts of the reader's regions of the last sixty days, urgent and new ones first.

    Parameters
    ----------
    is_open : bool
        Only those nobody has acknowledged; otherwise only the others.

    Raises
    ------
    NotPermitted
        Without the right ``alert.read``.

    """
    reader.require("alert.read")
    with office.reading() as connection:
        rows = store.newest(connection, office.today() - INBOX_DAYS)
    seen = [row for row in rows if may_see(reader, row) and (row["acknowledged_at"] is None) == is_open]
    seen.sort(key=lambda row: (not row["is_urgent"], -row["day"].toordinal(), row["region_code"]))
    return [_told(reader, row) for row in seen[:limit]]


def waiting(office: Installation, reader: Reader) -> int:
    """Return how many alerts wait for the reader's regions; 0 for a role without an inbox."""
    return len(inbox(office, reader)) if reader.can("alert.read") else 0


def may_see(reader: Reader, row: Mapping[str, Any]) -> bool:
    """Say whether an alert is for a reader: region, clearance of what it is about, and the right its kind needs."""
    needs: Callable[[], bool] = {
        "permit_expiry": lambda: reader.can("presence.read_masked"),  # weekly counts would undo the fixed tables
        "overdue_action": lambda: reader.can("action.read"),
    }.get(row["kind"], lambda: reader.can("risk.read"))
    is_cleared = reader.may_see_classification(row["facts"].get("classification", "biasa"))
    return reader.may_see_region(row["region_code"]) and is_cleared and needs()


def _told(reader: Reader, row: Mapping[str, Any]) -> Alert:
    facts = dict(row["facts"])
    persons = facts.pop("persons", None)
    return Alert(
        id=row["id"],
        kind=row["kind"],
        region_code=row["region_code"],
        day=row["day"],
        is_urgent=row["is_urgent"],
        subject_id=row["subject_id"],
        facts=facts,
        count=None if persons is None else shown_count(reader, persons),
        acknowledged_at=row["acknowledged_at"],
    )


def acknowledge(office: Installation, reader: Reader, alert_ids: Collection[str]) -> int:
    """Note that alerts were seen; ids outside the reader's inbox are left alone. Return how many were noted.

    Raises
    ------
    NotPermitted
        Without the right ``alert.acknowledge``.

    """
    reader.require("alert.acknowledge")
    mine = {one.id for one in inbox(office, reader)} & set(alert_ids)
    if mine:
        with office.writing(reader, "alert.acknowledge") as write:
            store.acknowledge(write.connection, mine, reader.account_id, write.now)
            for alert_id in sorted(mine):
                write.audit("alert", alert_id)
    return len(mine)
