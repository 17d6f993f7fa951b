"""The daily run: colours, warnings and the ledger of every day since the start, each as known on that day.

Safe to run twice: a day that was run is not run again, and missed days are caught up to what they would have been. A
new method walks the whole path anew and keeps the old one beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.region import RegionTree
from poa_geo.facts import Facts
from poa_geo.risk.band import ABU, BAND_CODES, KUNING, NO_BAND, BandRule, BandState
from poa_geo.risk.coverage import covered
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.ledger import hit_definition, judge, severity_needed, warning_rules
from poa_geo.risk.method import method_version
from poa_geo.risk.score import scores
from poa_geo.services import alerts, channels
from poa_geo.services.alerts import FinishedDay
from poa_geo.services.installation import Installation, Write
from poa_geo.services.replay import KnownThen, end_of
from poa_geo.services.surges import WeekCounts, week_counts
from poa_geo.store import ledger
from poa_geo.store.records import last_change

DAYS_AT_ONCE = 31
"""Days per transaction: a run that is stopped keeps what it finished."""

ALERT_DAYS = 2
"""Alerts are raised for the last days only: what was missed before is history."""

EVIDENCE_KEPT = 20
"""Issues a warning names: the newest of its region."""

Progress = Callable[[date], None]


@dataclass(frozen=True)
class DailyResult:
    """What a run did: days walked, changes of bands, warnings given, incidents nobody warned of, alerts raised."""

    days: int = 0
    changes: int = 0
    warnings: int = 0
    misses: int = 0
    alerts: int = 0
    last_day: date | None = None


def run_daily(office: Installation, today: date | None = None, *, tell: Progress = lambda _: None) -> DailyResult:
    """Run every finished day that was not run yet, up to yesterday.

    Parameters
    ----------
    office : Installation
    today : date, optional
        The reporting day by default; it is not finished, so it is not run.
    tell : callable
        Is told each day.

    """
    result = _run_days(office, today, tell)
    channels.send_waiting(office)
    return result


def _run_days(office: Installation, today: date | None, tell: Progress) -> DailyResult:
    method, until = method_version(), (today or office.today()) - timedelta(days=1)
    with office.reading() as connection:
        known_version = last_change(connection)
        last = ledger.last_day(connection, method)
        first = office.start_day if last is None else last + timedelta(days=1)
        if first > until:
            return DailyResult(last_day=last)
        walk = _Walk(office, KnownThen(connection, office.tree, office.settings.time_zone), method, first)
        walk.resume(ledger.states(connection, method), ledger.warnings(connection, method))
        result = DailyResult()
        for days in _chunks(first, until):
            with office.writing(SYSTEM, "daily.run") as write:
                done = walk.through(days, write, known_version, tell)
                if days[-1] == until:
                    done = replace(done, alerts=alerts.raise_for(write, walk.newest))
                write.audit("daily_run", days[-1].isoformat(), fields=[f"{len(days)}"])
            result = _added(result, done)
    return result


def _chunks(first: date, until: date) -> Iterator[list[date]]:
    days = [first + timedelta(days=number) for number in range((until - first).days + 1)]
    for start in range(0, len(days), DAYS_AT_ONCE):
        yield days[start : start + DAYS_AT_ONCE]


def _added(one: DailyResult, other: DailyResult) -> DailyResult:
    return DailyResult(
        one.days + other.days,
        one.changes + other.changes,
        one.warnings + other.warnings,
        one.misses + other.misses,
        one.alerts + other.alerts,
        other.last_day,
    )


@dataclass
class _Walk:
    """A walk over days, carrying the colours and the open warnings from one to the next."""

    office: Installation
    known: KnownThen
    method: str
    first: date
    rule: BandRule = field(init=False)
    state: BandState = field(init=False)
    score: NDArray[np.float64] = field(init=False)
    weeks: WeekCounts = field(init=False)
    open_warnings: list[dict[str, Any]] = field(default_factory=list)
    newest: list[FinishedDay] = field(default_factory=list)
    _facts: Facts | None = None
    _weigher: Weigher | None = None

    def resume(self, states: dict[str, dict[str, Any]], warnings: list[dict[str, Any]]) -> None:
        """Go on from where the last run stood, or start on the eve of the first day."""
        eve = self.first - timedelta(days=1)
        facts, tree = self._facts_on(eve), self.office.tree
        self.rule = BandRule.of(tree)
        self.score = scores(self._weigher_of(facts), tree, eve.toordinal())
        self.weeks = week_counts(facts, eve.toordinal())
        fresh = self.rule.start(self.score, covered(facts.coverage, tree, eve.toordinal()), eve.toordinal())
        self.state = restored(fresh, states, tree) if states else fresh
        horizon = eve - timedelta(days=warning_rules().final_days)
        self.open_warnings = [warning for warning in warnings if warning["day"] >= horizon]

    def through(self, days: list[date], write: Write, known_version: int, tell: Progress) -> DailyResult:
        """Walk some days and write what they bring."""
        bands, given, missed, runs = [], [], [], []
        if days[0] == self.office.start_day:
            bands += self._band_rows(np.flatnonzero(self.state.band != ABU), days[0] - timedelta(days=1), write.now)
        for day in days:
            facts = self._facts_on(day)
            state, score, weeks = self.state, self.score, self.weeks
            self._step(facts, day)
            done = FinishedDay(day, facts, state, self.state, self.score - score, weeks, self.weeks)
            self.newest = [*self.newest, done][-ALERT_DAYS:]
            bands += self._band_rows(np.flatnonzero(done.state.band != done.before.band), day, write.now)
            new = self._warnings(done)
            given += new
            missed += self._misses(facts, day)
            self.open_warnings += new
            self._judge(facts, day)
            runs.append(self._run_row(day, known_version, write.now))
            tell(day)
        judged = [warning for warning in self.open_warnings if warning.pop("is_judged", False)]
        ledger.insert_band_days(write.connection, bands)
        ledger.insert_warnings(write.connection, given)
        ledger.insert_misses(write.connection, missed)
        ledger.set_outcomes(write.connection, judged)
        ledger.replace_states(write.connection, self.method, state_rows(self.state, self.office.tree, self.method))
        ledger.insert_runs(write.connection, runs)
        return DailyResult(len(days), len(bands), len(given), len(missed), last_day=days[-1])

    def _facts_on(self, day: date) -> Facts:
        return self.known.at(end_of(day, self.office))

    def _weigher_of(self, facts: Facts) -> Weigher:
        if self._weigher is None or self._facts is not facts:
            self._facts, self._weigher = facts, Weigher(facts.evidence)
        return self._weigher

    def _step(self, facts: Facts, day: date) -> None:
        tree, ordinal = self.office.tree, day.toordinal()
        floor = facts.floor(ordinal) if facts.floor else np.zeros(len(tree), dtype=np.bool_)
        self.score = scores(self._weigher_of(facts), tree, ordinal)
        self.weeks = week_counts(facts, ordinal)
        self.state = self.rule.step(self.state, self.score, covered(facts.coverage, tree, ordinal), floor, ordinal)

    def _band_rows(self, regions: NDArray[np.intp], day: date, now: datetime) -> list[dict[str, Any]]:
        return [
            {
                "region_code": self.office.tree.codes[i],
                "day": day,
                "method": self.method,
                "band": BAND_CODES[self.state.band[i]],
                "score": float(self.score[i]),
                "is_covered": bool(self.state.is_covered[i]),
                "recorded_at": now,
            }
            for i in regions
        ]

    def _run_row(self, day: date, known_version: int, now: datetime) -> dict[str, Any]:
        return {
            "day": day,
            "method": self.method,
            "data_version": known_version,
            "known_at": end_of(day, self.office),
            "finished_at": now,
        }

    # --- Warnings -------------------------------------------------------------------------------------------------

    def _warnings(self, done: FinishedDay) -> list[dict[str, Any]]:
        rose = done.state.rank > done.before.rank
        jumped = ~rose & (done.jump >= warning_rules().jump_points)
        kinds = (("kenaikan", rose), ("loncatan", jumped), ("lonjakan", done.weeks.surges_over(done.weeks_before)))
        return [
            self._warning(done.facts, int(i), kind, done.day) for kind, where in kinds for i in np.flatnonzero(where)
        ]

    def _warning(self, facts: Facts, region: int, kind: str, day: date) -> dict[str, Any]:
        return {
            "id": str(uuid7()),
            "region_code": self.office.tree.codes[region],
            "day": day,
            "kind": kind,
            "band": BAND_CODES[max(int(self.state.rank[region]), KUNING)],
            "method": self.method,
            "hit_definition": hit_definition(),
            "evidence": evidence_ids(facts, self._weigher_of(facts), region, day.toordinal()),
            "window_until": day + timedelta(days=warning_rules().window_days),
            "outcome": None,
            "outcome_on": None,
            "lead_days": None,
            "owner": None,
        }

    def _judge(self, facts: Facts, day: date) -> None:
        """Say what open warnings have come to; after the last day for late reports an outcome is final."""
        tree = self.office.tree
        for warning in self.open_warnings:
            needed = severity_needed(warning["hit_definition"], warning["band"])
            region, start = tree.index(warning["region_code"]), warning["day"].toordinal()
            verdict = judge(facts.outcomes, tree, region, start, needed, day.toordinal())
            on = None if verdict.outcome_day is None else date.fromordinal(verdict.outcome_day)
            if (verdict.outcome, on) != (warning["outcome"], warning["outcome_on"]):
                warning |= {"outcome": verdict.outcome, "outcome_on": on, "lead_days": verdict.lead_days}
                warning["is_judged"] = True
        horizon = day - timedelta(days=warning_rules().final_days)
        self.open_warnings = [one for one in self.open_warnings if one["day"] >= horizon or one.get("is_judged")]

    def _misses(self, facts: Facts, day: date) -> list[dict[str, Any]]:
        """Return the incidents of the day on which late reports are settled that no warning spoke of."""
        tree, rules = self.office.tree, warning_rules()
        event_day = day - timedelta(days=rules.settle_days)
        outcomes, definition = facts.outcomes, hit_definition()
        start, stop = np.searchsorted(outcomes.day, [event_day.toordinal(), event_day.toordinal() + 1])
        missed = []
        for i in range(int(start), int(stop)):
            severity = float(outcomes.severity[i])
            if severity < severity_needed(definition, "kuning"):
                continue
            for code in _regions_of(tree, int(outcomes.region[i])):
                if not self._was_warned(code, event_day, severity):
                    incident_id = facts.incidents.id[outcomes.row[i]].decode()
                    missed.append(
                        {
                            "incident_id": incident_id,
                            "region_code": code,
                            "method": self.method,
                            "day": event_day,
                            "hit_definition": definition,
                        }
                    )
        return missed

    def _was_warned(self, code: str, event_day: date, severity: float) -> bool:
        window = timedelta(days=warning_rules().window_days)
        return any(
            warning["region_code"] == code
            and event_day - window <= warning["day"] < event_day
            and severity >= severity_needed(warning["hit_definition"], warning["band"])
            for warning in self.open_warnings
        )


def evidence_ids(facts: Facts, weigher: Weigher, region: int, day: int) -> list[str]:
    """Return ids of the newest issues behind a region's score on a day."""
    evidence, tree = weigher.evidence, facts.tree
    begun = weigher.begun(day)
    inside = (evidence.region[:begun] >= region) & (evidence.region[:begun] < tree.end[region])
    rows = evidence.row[np.flatnonzero(inside)[::-1][:EVIDENCE_KEPT]]
    return [facts.incidents.id[row].decode() for row in rows if row < len(facts.incidents)]


def _regions_of(tree: RegionTree, region: int) -> Iterator[str]:
    while region >= 0:
        yield tree.codes[region]
        region = int(tree.parent[region])


def state_rows(state: BandState, tree: RegionTree, method: str) -> list[dict[str, Any]]:
    """Return where the path stands, as rows to go on from."""
    return [
        {
            "region_code": tree.codes[i],
            "method": method,
            "rank": int(state.rank[i]),
            "calm_days": int(state.calm_days[i]),
            "is_covered": bool(state.is_covered[i]),
            "band": BAND_CODES[state.band[i]],
            "since": date.fromordinal(int(state.since[i])),
            "previous": None if state.previous[i] == NO_BAND else BAND_CODES[state.previous[i]],
        }
        for i in range(len(tree))
    ]


def restored(fresh: BandState, rows: dict[str, dict[str, Any]], tree: RegionTree) -> BandState:
    """Return the state that `state_rows` kept; a region that is new since then starts fresh."""
    state = BandState(
        fresh.day,
        *(getattr(fresh, name).copy() for name in ("rank", "calm_days", "is_covered", "band", "since", "previous")),
    )
    for i, code in enumerate(tree.codes):
        if code not in rows:
            continue
        row = rows[code]
        state.rank[i], state.calm_days[i], state.is_covered[i] = row["rank"], row["calm_days"], row["is_covered"]
        state.band[i], state.since[i] = BAND_CODES.index(row["band"]), row["since"].toordinal()
        state.previous[i] = NO_BAND if row["previous"] is None else BAND_CODES.index(row["previous"])
    return state
