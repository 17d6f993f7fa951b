"""The read model: what is counted and scored, as columns in memory.

The database stays the truth. Facts are loaded once, refreshed by the change feed, and never changed in place: a
refresh returns new facts, so a reader always sees one version of the data.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from poa_geo import reference
from poa_geo.domain.evidence import NIL, NO_DAY, REPORT, Coverage, Evidence
from poa_geo.domain.filter import Filter
from poa_geo.domain.legal_status import last_day_of
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.domain.region import RegionTree
from poa_geo.domain.situation import Band
from poa_geo.risk.ledger import Outcomes
from poa_geo.risk.legal_floor import LegalFloor
from poa_geo.risk.matters import Matters
from poa_geo.risk.severity import (
    credibility_of,
    dimension_of,
    half_life_of,
    positions,
    positions_of,
    severity_of,
)

Columns = Mapping[str, Sequence[Any]]
"""Column name → values of equal length, as the store reads them."""

Bits = NDArray[np.bool_]
UNIX_EPOCH = 719163  # ordinal of 1970-01-01
NO_ID = b""


@dataclass(frozen=True)
class IncidentFacts:
    """Every incident that is not deleted, one row each, ordered by day, then id.

    Words are positions in their reference table, -1 where unknown; days are ordinals; `region` is an index in the
    region tree at the depth the incident is placed, -1 where it has no place. The last block is what evidence is
    made of; `severity` there is the incident's own, before any assessment.
    """

    id: NDArray[np.bytes_]
    day: NDArray[np.int32]
    region: NDArray[np.int32]
    precision: NDArray[np.int8]
    stage: NDArray[np.int8]
    conflict_source: NDArray[np.int8]
    issue_type: NDArray[np.int8]
    form: NDArray[np.int8]
    realm: NDArray[np.int8]
    verification: NDArray[np.int8]
    agency: NDArray[np.int8]
    source: NDArray[np.int8]
    classification: NDArray[np.int8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    arrival_day: NDArray[np.int32]
    age_from: NDArray[np.int32]
    closed_day: NDArray[np.int32]
    half_life: NDArray[np.float32]
    severity: NDArray[np.float32]
    credibility: NDArray[np.float32]
    dimension: NDArray[np.int8]
    group: NDArray[np.bytes_]
    date_precision: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def read(cls, rows: Columns, tree: RegionTree, zone: tzinfo) -> Self:
        """Turn stored columns into facts, in order."""
        day = _days(rows["event_date"])
        is_potential = np.array([stage == "potensi" for stage in rows["stage"]], dtype=bool)
        updated = _days(rows["updated_on"], missing=0)
        facts = cls(
            id=np.array(rows["id"], dtype="S36"),
            day=day,
            region=np.array([tree.index_or_unplaced(code) for code in rows["region_code"]], dtype=np.int32),
            precision=np.array(rows["geo_precision"], dtype=np.int8),
            stage=positions_of("stages", rows["stage"]),
            conflict_source=positions_of("conflict_sources", rows["conflict_source"]),
            issue_type=positions_of("issue_types", rows["issue_type"]),
            form=positions_of("forms", rows["form"]),
            realm=positions_of("realms", rows["realm"]),
            verification=positions_of("verifications", rows["verification"]),
            agency=positions_of("agencies", rows["source_agency"]),
            source=positions_of("sources", rows["source_name"]),
            classification=np.array([CLASSIFICATIONS.index(word) for word in rows["classification"]], dtype=np.int8),
            lon=np.array(rows["lon"], dtype=np.float64),
            lat=np.array(rows["lat"], dtype=np.float64),
            arrival_day=np.array(
                [moment.astimezone(zone).toordinal() for moment in rows["known_from"]], dtype=np.int32
            ),
            age_from=np.where(is_potential, np.maximum(day, updated), day).astype(np.int32),
            closed_day=_days(rows["closed_on"], missing=NO_DAY),
            half_life=half_life_of(rows["form"], rows["stage"]).astype(np.float32),
            severity=severity_of(rows["form"], {name: np.array(rows[name], dtype=np.int64) for name in IMPACT}),
            credibility=credibility_of(rows["source_grade"], rows["information_grade"], rows["verification"]),
            dimension=dimension_of(rows["form"], rows["stage"]),
            group=np.array([group or "" for group in rows["duplicate_group"]], dtype="S36"),
            date_precision=np.array(rows["date_precision"], dtype=np.int8),
        )
        return facts.ordered()

    def take(self, rows: NDArray[Any]) -> Self:
        """Return some of the rows."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    def ordered(self) -> Self:
        """Return the rows by day, then id."""
        return self.take(np.lexsort((self.id, self.day)))

    def without(self, ids: Collection[str]) -> Self:
        """Return the rows whose id is not among `ids`."""
        gone = np.array([identifier.encode() for identifier in ids], dtype="S36")
        return self.take(~np.isin(self.id, gone))

    def joined(self, others: Self) -> Self:
        """Return both bodies of rows as one."""
        pairs = ((getattr(self, column.name), getattr(others, column.name)) for column in fields(self))
        return type(self)(*(np.concatenate(pair) for pair in pairs)).ordered()


IMPACT = ("deaths", "injured_seriously", "displaced", "buildings_burnt")


@dataclass(frozen=True)
class PresenceFacts:
    """Registered foreign nationals as counts need them: where and when. Never read by anything that scores."""

    region: NDArray[np.int32]
    from_day: NDArray[np.int32]
    to_day: NDArray[np.int32]

    @classmethod
    def read(cls, rows: Columns, tree: RegionTree) -> Self:
        """Turn stored columns into facts."""
        return cls(
            region=np.array([tree.index_or_unplaced(code) for code in rows["region_code"]], dtype=np.int32),
            from_day=_days(rows["from_date"], missing=0),
            to_day=_days(rows["to_date"], missing=NO_DAY),
        )

    def regions_on(self, day: int) -> NDArray[np.int32]:
        """Return the region index of everyone registered as present on a day."""
        return self.region[(self.from_day <= day) & (day <= self.to_day)]


@dataclass(frozen=True)
class NilFacts:
    """Nil reports: region and day of arrival."""

    region: NDArray[np.int32]
    day: NDArray[np.int32]

    @classmethod
    def read(cls, rows: Columns, tree: RegionTree) -> Self:
        """Turn stored columns into facts."""
        return cls(
            region=np.array([tree.index_or_unplaced(code) for code in rows["region_code"]], dtype=np.int32),
            day=_days(rows["received_on"]),
        )


Assessed = Mapping[str, tuple[float, int]]
"""Incident id → (severity in 25ths, position of the dimension) of its highest approved assessment."""


def highest_approved(rows: Columns) -> Assessed:
    """Return what approved assessments say about incidents; drafts say nothing.

    Of equal severities the dimension that stands first in the reference table leads, whatever came first.
    """
    dimensions = positions("dimensions")
    highest: dict[str, tuple[float, int]] = {}
    columns = zip(*(rows[name] for name in ASSESSMENT), strict=True)
    for kind, subject, dimension, likelihood, impact, status in columns:
        if kind != "incident" or status != "disetujui":
            continue
        judged = (float(likelihood * impact), -int(dimensions[dimension]))
        highest[subject] = max(highest.get(subject, (0.0, -99)), judged)
    return {subject: (value, -dimension) for subject, (value, dimension) in highest.items()}


ASSESSMENT = ("subject_kind", "subject_id", "dimension", "likelihood", "impact", "status")


@dataclass(frozen=True)
class OverrideFact:
    """An approved colour of an analyst: region index, band, first and last day (ordinals). It moves no score."""

    region: int
    band: Band
    first: int
    last: int


def overrides_of(rows: Columns, tree: RegionTree) -> tuple[OverrideFact, ...]:
    """Return the approved overrides, the newest approval last."""
    told = zip(*(rows[name] for name in OVERRIDE), strict=True)
    ordered = sorted((row for row in told if row[4] is not None), key=lambda row: (row[4], row[2]))
    return tuple(
        OverrideFact(tree.index(code), band, starts.toordinal(), last_day_of(expires, ended).toordinal())
        for code, band, starts, expires, _, ended in ordered
        if code in tree
    )


OVERRIDE = ("region_code", "band", "starts_on", "expires_on", "approved_on", "ended_on")
LEGAL_STATUS = ("region_code", "declared_on", "valid_until", "ended_on")


def floor_of(rows: Columns, tree: RegionTree) -> LegalFloor:
    """Return where legal statuses hold a band at merah."""
    return LegalFloor.of(tree, zip(*(rows[name] for name in LEGAL_STATUS), strict=True))


@dataclass(frozen=True)
class Facts:
    """One version of everything that is counted and scored.

    Attributes
    ----------
    version : int
        Newest number of the change feed that is in here.
    tree : RegionTree
    incidents : IncidentFacts
    assessed : mapping
        See `Assessed`.
    nil_reports : NilFacts
    presences : PresenceFacts
    newest : datetime or None
        When the newest of it was written down.
    matters : Matters
        What is assessed and is no incident.
    floor : LegalFloor or None
        Where a legal status holds a band at merah.
    overrides : tuple of OverrideFact
        Colours of analysts; beside the path, never in it.

    """

    version: int
    tree: RegionTree
    incidents: IncidentFacts
    assessed: Assessed
    nil_reports: NilFacts
    presences: PresenceFacts
    newest: datetime | None = None
    matters: Matters = field(default_factory=Matters.none)
    floor: LegalFloor | None = None
    overrides: tuple[OverrideFact, ...] = ()

    def changed(self, **changes: Any) -> Self:
        """Return facts with other parts."""
        return replace(self, **changes)

    @cached_property
    def evidence(self) -> Evidence:
        """What scores, in canonical order: incidents with some credibility, and assessed matters.

        `row` points into `incidents`; beyond their end, into `matters`.
        """
        rows = np.flatnonzero(self.incidents.credibility > 0)
        incidents = self.incidents.take(rows)
        severity, dimension = self._judged(incidents)
        matters, none = self.matters, np.full(len(self.matters), -1)
        return Evidence(
            region=_both(incidents.region, matters.region),
            day=_both(incidents.day, matters.day),
            age_from=_both(incidents.age_from, matters.age_from),
            closed_day=_both(incidents.closed_day, matters.closed_day),
            half_life=_both(incidents.half_life, matters.half_life),
            severity=_both(severity, matters.severity),
            credibility=_both(incidents.credibility, matters.credibility),
            dimension=_both(dimension, matters.dimension),
            conflict_source=_both(incidents.conflict_source, none),
            group=_both(_numbered(incidents.group), none),
            row=_both(rows.astype(np.int32), np.arange(len(matters)) + len(self.incidents)),
        ).sorted_canonically()

    def _judged(self, incidents: IncidentFacts) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
        severity, dimension = incidents.severity.copy(), incidents.dimension.copy()
        if self.assessed:
            subjects = np.array([subject.encode() for subject in self.assessed], dtype="S36")
            for row in np.flatnonzero(np.isin(incidents.id, subjects)):
                severity[row], dimension[row] = self.assessed[incidents.id[row].decode()]
        return severity, dimension

    @cached_property
    def coverage(self) -> Coverage:
        """What proves that a region was looked at: verified reports that are no history, and nil reports."""
        rows = self._proving
        reports, nil = self.incidents.region[rows], self.nil_reports
        return Coverage(
            region=np.concatenate([reports, nil.region]),
            day=np.concatenate([self.incidents.arrival_day[rows], nil.day]),
            kind=np.concatenate([np.full(len(reports), REPORT), np.full(len(nil.region), NIL)]).astype(np.int8),
        )

    @cached_property
    def _proving(self) -> NDArray[np.intp]:
        incidents = self.incidents
        is_historical = np.array([row["is_historical"] == "1" for row in reference.table("sources")] + [False])
        verified = incidents.verification == positions("verifications")["terverifikasi"]
        return np.flatnonzero(verified & ~is_historical[incidents.source])

    @cached_property
    def outcomes(self) -> Outcomes:
        """What can prove a warning right: verified events that are no potentials, in order of days."""
        incidents = self.incidents
        verified = incidents.verification == positions("verifications")["terverifikasi"]
        rows = np.flatnonzero(verified & (incidents.stage != positions("stages")["potensi"]) & (incidents.region >= 0))
        events = incidents.take(rows)
        return Outcomes(
            day=events.day,
            known_day=events.arrival_day,
            region=events.region,
            severity=self._judged(events)[0],
            row=rows.astype(np.int32),
        )

    def matching(self, where: Filter, prefixes: Sequence[str], clearance: int) -> NDArray[np.intp]:
        """Return the rows of `incidents` that a filter lets through, oldest first.

        Parameters
        ----------
        where : Filter
        prefixes : sequence of str
            The regions the reader may see of what the filter asks for; the empty code is the country and the unplaced.
        clearance : int
            Rank of the most closed classification the reader may see.

        """
        incidents = self.incidents
        start, stop = self._between(where)
        kept = np.ones(stop - start, dtype=bool)
        if clearance < len(CLASSIFICATIONS) - 1:
            kept &= incidents.classification[start:stop] <= clearance
        for table, column, wanted in self._chosen(where):
            kept &= _among(table, wanted)[column[start:stop]]
        kept &= self._inside(incidents.region[start:stop], prefixes)
        if where.unplaced_only:
            kept &= incidents.region[start:stop] < 0
        return np.flatnonzero(kept) + start

    def _between(self, where: Filter) -> tuple[int, int]:
        day = self.incidents.day
        start = 0 if where.since is None else int(np.searchsorted(day, where.since.toordinal(), side="left"))
        stop = len(day) if where.until is None else int(np.searchsorted(day, where.until.toordinal(), side="right"))
        return start, max(start, stop)

    def _chosen(self, where: Filter) -> list[tuple[str, NDArray[np.int8], frozenset[str]]]:
        """Return table, column and wanted codes of each part of the filter that is set."""
        incidents = self.incidents
        parts = [
            ("stages", incidents.stage, where.stages),
            ("conflict_sources", incidents.conflict_source, where.conflict_sources),
            ("issue_types", incidents.issue_type, where.issue_types),
            ("forms", incidents.form, where.forms),
            ("realms", incidents.realm, where.realms),
            ("verifications", incidents.verification, where.verifications),
            ("agencies", incidents.agency, where.agencies),
        ]
        return [part for part in parts if part[2]]

    def _inside(self, region: NDArray[np.int32], prefixes: Sequence[str]) -> Bits:
        if "" in prefixes:
            return np.ones(len(region), dtype=bool)
        inside = np.zeros(len(region), dtype=bool)
        for prefix in prefixes:
            span = self.tree.span(prefix)
            inside |= (region >= span.start) & (region < span.stop)
        return inside

    def column(self, name: str, rows: NDArray[np.intp]) -> NDArray[Any]:
        """Return one column of some of the incidents; rows that stand side by side are not copied."""
        values: NDArray[Any] = getattr(self.incidents, name)
        is_run = len(rows) > 0 and int(rows[-1] - rows[0]) + 1 == len(rows)
        return values[rows[0] : rows[-1] + 1] if is_run else values[rows]

    def counts(self, rows: NDArray[np.intp], level: int) -> NDArray[np.int64]:
        """Return how many of the rows lie in each region of a level, shape (len(tree),); coarser ones are left out."""
        return self.count_regions(self.column("region", rows), level)

    def count_regions(self, region: NDArray[np.int32], level: int) -> NDArray[np.int64]:
        """Return how many region indices lie in each region of a level, shape (len(tree),)."""
        return self.lifted(self.tally(region), level)

    def tally(self, region: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return how many of some region indices are each region, at any depth; the last place is for the unplaced."""
        count = np.bincount(region.astype(np.int64) + 1, minlength=len(self.tree) + 1)
        return np.roll(count, -1).astype(np.int64)

    def lifted(self, tally: NDArray[np.int64], level: int) -> NDArray[np.int64]:
        """Return a tally summed up to the regions of a level, shape (len(tree),); coarser ones are left out."""
        inside = self.tree.ancestor_at[level]
        held = np.flatnonzero((inside >= 0) & (tally[:-1] > 0))
        return np.bincount(inside[held], weights=tally[held], minlength=len(self.tree)).astype(np.int64)


def _days(values: Sequence[Any], missing: int | None = None) -> NDArray[np.int32]:
    """Return dates as ordinals."""
    days = np.array(values, dtype="datetime64[D]")
    ordinals = days.astype(np.int64) + UNIX_EPOCH
    if missing is not None:
        ordinals = np.where(np.isnat(days), missing, ordinals)
    return ordinals.astype(np.int32)


def _both(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """Return two columns as one, of the type of the first."""
    return np.concatenate([first, second.astype(first.dtype)])


def _numbered(groups: NDArray[np.bytes_]) -> NDArray[np.int32]:
    """Return group ids as numbers, -1 for none."""
    numbers = np.full(len(groups), -1, dtype=np.int32)
    grouped = groups != NO_ID
    numbers[grouped] = np.unique(groups[grouped], return_inverse=True)[1]
    return numbers


def _among(table: str, wanted: frozenset[str]) -> Bits:
    """Return which positions of a reference table are wanted; the last place is for "unknown" (-1)."""
    return np.array([row["code"] in wanted for row in reference.table(table)] + [False])
