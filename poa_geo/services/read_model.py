"""The facts of a running installation: loaded once, refreshed by the change feed, shared by every reader."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine

from poa_geo.domain.region import RegionTree
from poa_geo.facts import (
    Columns,
    Facts,
    IncidentFacts,
    NilFacts,
    PresenceFacts,
    floor_of,
    highest_approved,
    overrides_of,
)
from poa_geo.risk.band_path import BandPath, path
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.explain import Breakdown, explain
from poa_geo.risk.matters import Matters, standings
from poa_geo.risk.neighbours import pressure
from poa_geo.risk.score import energy_of, region_cubes, score_of
from poa_geo.services.installation import Installation
from poa_geo.store import read_model, regions
from poa_geo.store.engine import reading
from poa_geo.store.listening import Listener
from poa_geo.store.records import changes_since, last_change

Reading = Callable[[str], Columns]
"""Record kind → its narrow columns."""

KEPT_DAYS = 8
"""Risk days kept ready: the readers of a morning look at few."""

KEPT_PIECES = 64
"""Explained regions kept ready."""


@dataclass(frozen=True)
class RiskDay:
    """The risk of every region on one day, from one version of the data; arrays of shape (len(tree),)."""

    day: int
    cubes: NDArray[np.float64]
    path: BandPath

    @cached_property
    def energy(self) -> NDArray[np.float64]:
        """Energy of every region."""
        return energy_of(self.cubes)

    @cached_property
    def score(self) -> NDArray[np.float64]:
        """Score of every region, 0 to below 100."""
        return score_of(self.energy)


class ReadModel:
    """The facts of one database, always current, with the risk of the days that were asked for.

    A refresh costs one cheap query when nothing changed; readers share one version and never wait for each other's
    reading, only for a refresh.
    """

    def __init__(self, engine: Engine, tree: RegionTree, zone: tzinfo, start_day: date) -> None:
        self._engine, self._tree, self._zone = engine, tree, zone
        self._start_day = start_day.toordinal()
        self._lock = threading.RLock()
        self._listener = Listener(engine)
        self._version = 0
        self._facts: Facts | None = None
        self._weigher: Weigher | None = None
        self._borders: regions.Borders | None = None
        self._days: OrderedDict[int, RiskDay] = OrderedDict()
        self._pieces: dict[tuple[str, int], Breakdown] = {}

    def version(self) -> int:
        """Return the newest number of the change feed: what PostgreSQL announced, or one query on a primary key."""
        if self._listener.may_have_changed():
            with reading(self._engine) as connection:
                self._version = last_change(connection)
        return self._version

    def facts(self) -> Facts:
        """Return the facts as the database has them now."""
        with self._lock, reading(self._engine) as connection:
            newest = last_change(connection)
            if self._facts is None:
                self._facts = load(connection, self._tree, self._zone)
                self._forget_risk()
            elif newest != self._facts.version:
                if any(kind == "boundary" for _, kind, _ in changes_since(connection, self._facts.version)):
                    self._borders = None
                self._facts = refresh(self._facts, connection, self._zone)
                self._forget_risk()
            return self._facts

    def risk(self, day: date) -> RiskDay:
        """Return the risk of every region on a day, in hindsight: with all that is known now."""
        with self._lock:
            facts, ordinal = self.facts(), day.toordinal()
            if ordinal not in self._days:
                self._days[ordinal] = self._risk_on(facts, ordinal)
            self._days.move_to_end(ordinal)
            while len(self._days) > KEPT_DAYS:
                self._days.popitem(last=False)
            return self._days[ordinal]

    def weigher(self) -> Weigher:
        """Return the evidence ready to be weighed on any day."""
        with self._lock:
            facts = self.facts()
            if self._weigher is None:
                self._weigher = Weigher(facts.evidence)
            return self._weigher

    def pieces(self, code: str, day: date) -> Breakdown:
        """Return what makes up the score of a region on a day; kept, because every filter on it asks again."""
        with self._lock:
            weigher, key = self.weigher(), (code, day.toordinal())
            if key not in self._pieces:
                if len(self._pieces) >= KEPT_PIECES:
                    self._pieces.clear()
                self._pieces[key] = explain(weigher, self._tree, *key)
            return self._pieces[key]

    def risk_as_known(self, day: date, known_at: datetime) -> tuple[Facts, RiskDay]:
        """Return facts and risk of a day from the versions that were known at an instant; not kept."""
        with reading(self._engine) as connection:
            facts = load(connection, self._tree, self._zone, known_at)
        return facts, risk_on(facts, Weigher(facts.evidence), day.toordinal(), self._start_day)

    def borders(self) -> regions.Borders:
        """Return shared borders of regions of one level, of the boundaries of the facts: index, index, length in km."""
        with self._lock:
            if self._borders is None:
                with reading(self._engine) as connection:
                    self._borders = regions.borders(connection, self._tree)
            return self._borders

    def neighbour_pressure(self, risk: RiskDay) -> NDArray[np.float64]:
        """Return the pressure of neighbours on every region; it stands beside a score, never in it."""
        return pressure(*self.borders(), risk.energy)

    def _risk_on(self, facts: Facts, day: int) -> RiskDay:
        return risk_on(facts, self.weigher(), day, self._start_day)

    def _forget_risk(self) -> None:
        self._weigher = None
        self._days.clear()
        self._pieces.clear()


def risk_on(facts: Facts, weigher: Weigher, day: int, start_day: int) -> RiskDay:
    """Return the risk of every region on a day; before the colour path starts, a band has no past."""
    first_day = min(start_day, day + 1)
    return RiskDay(
        day=day,
        cubes=region_cubes(weigher, facts.tree, day),
        path=path(weigher, facts.coverage, facts.tree, first_day, day, facts.floor),
    )


def load(connection: Connection, tree: RegionTree, zone: tzinfo, known_at: datetime | None = None) -> Facts:
    """Read all facts, as they are now or as they were known at an instant."""

    def columns(kind: str) -> Columns:
        return read_model.known_at(connection, kind, known_at) if known_at else read_model.current(connection, kind)

    return Facts(
        version=last_change(connection),
        tree=tree,
        incidents=IncidentFacts.read(columns("incident"), tree, zone),
        nil_reports=NilFacts.read(columns("nil_report"), tree),
        presences=PresenceFacts.read(columns("presence"), tree),
        newest=read_model.newest(connection, known_at),
        **assessed_parts(columns, tree),
        **declared_parts(columns, tree),
    )


def assessed_parts(columns: Reading, tree: RegionTree) -> dict[str, Any]:
    """Return the parts of the facts that assessments make: severities of incidents, and matters of their own."""
    assessments = columns("assessment")
    standing = standings(columns("finding"), columns("organisation"))
    return {"assessed": highest_approved(assessments), "matters": Matters.read(assessments, standing, tree)}


def declared_parts(columns: Reading, tree: RegionTree) -> dict[str, Any]:
    """Return the parts of the facts that stand apart from every score: legal statuses and overrides."""
    return {"floor": floor_of(columns("legal_status"), tree), "overrides": overrides_of(columns("override"), tree)}


def refresh(facts: Facts, connection: Connection, zone: tzinfo) -> Facts:
    """Return the facts with everything that changed since: incidents row by row, the small kinds as a whole."""
    changed: dict[str, set[str]] = {}
    for _, kind, record_id in changes_since(connection, facts.version):
        changed.setdefault(kind, set()).add(record_id)
    tree = facts.tree
    parts: dict[str, Any] = {}

    def columns(kind: str) -> Columns:
        return read_model.current(connection, kind)

    if ids := changed.get("incident"):
        rows = read_model.current(connection, "incident", ids)
        parts["incidents"] = facts.incidents.without(ids).joined(IncidentFacts.read(rows, tree, zone))
    if changed.keys() & {"assessment", "finding", "organisation"}:
        parts |= assessed_parts(columns, tree)
    if changed.keys() & {"legal_status", "override"}:
        parts |= declared_parts(columns, tree)
    if "nil_report" in changed:
        parts["nil_reports"] = NilFacts.read(columns("nil_report"), tree)
    if "presence" in changed:
        parts["presences"] = PresenceFacts.read(columns("presence"), tree)
    newest = read_model.newest(connection)
    return facts.changed(version=last_change(connection), newest=newest, **parts)


@lru_cache(maxsize=4)
def _model_of(engine: Engine, tree: RegionTree, zone: tzinfo, start_day: date) -> ReadModel:
    return ReadModel(engine, tree, zone, start_day)


def read_model_of(office: Installation) -> ReadModel:
    """Return the one read model this process keeps for an installation."""
    return _model_of(office.engine, office.tree, office.settings.time_zone, office.start_day)
