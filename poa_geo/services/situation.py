"""The one answer to a filter: map, list, counts, chart, export and slide all read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poa_geo.access.masking import hide_small
from poa_geo.access.reader import Reader
from poa_geo.domain.evidence import NO_DAY
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import CLASSIFICATIONS, Classification, Incident
from poa_geo.domain.region import NATION, RegionTree, level_of
from poa_geo.domain.situation import Band, Confidence, Explanation, IncidentRow, RegionStatus, Share, Situation
from poa_geo.facts import Facts
from poa_geo.reference import label, table
from poa_geo.risk.band import BAND_CODES, KUNING, MERAH, NO_BAND, BandRule
from poa_geo.risk.explain import Breakdown
from poa_geo.risk.explain import explain as break_down
from poa_geo.risk.severity import positions
from poa_geo.services import incidents as register
from poa_geo.services.incidents import Listed
from poa_geo.services.installation import Installation
from poa_geo.services.monthly_tables import published_count
from poa_geo.services.read_model import ReadModel, RiskDay, read_model_of
from poa_geo.services.replay_day import risk_as_known

LIST_LIMIT = 500
"""Rows a list shows; the count beside it is always the whole."""

FINEST_LEVEL = 3


def data_version(office: Installation) -> int:
    """Return the version of the data: it rises with every write."""
    return read_model_of(office).version()


def data_cutoff(office: Installation) -> datetime | None:
    """Return when the newest data arrived; None while there are none."""
    return read_model_of(office).facts().newest


def situation(
    office: Installation,
    reader: Reader,
    where: Filter,
    as_of: date | None = None,
    *,
    level: int | None = None,
    list_limit: int = LIST_LIMIT,
    known_at: datetime | None = None,
) -> Situation:
    """Answer a filter.

    Parameters
    ----------
    office : Installation
    reader : Reader
        Sees regions of its scope only, and rows within its clearance.
    where : Filter
        Moves counts and lists; never the risk of a region.
    as_of : date, optional
        The day risk is told for; the reporting day by default.
    level : int, optional
        Level of the regions told; one below the focus by default.
    list_limit : int
        Longest list of incidents.
    known_at : datetime, optional
        Tell it as it was known at this instant; with all that is known now by default.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.
    UnknownRegion
        If the region does not exist.

    """
    reader.require("risk.read")
    prefixes = _visible(office.tree, reader, where.region)
    model, day = read_model_of(office), as_of or office.today()
    facts, risk = _known(office, day, known_at)
    rows = facts.matching(where, prefixes, reader.clearance)
    teller = _Teller(office, facts, risk, model, reader, level or min(level_of(where.region) + 1, FINEST_LEVEL), rows)
    focus = None if where.region == NATION else teller.tell([office.tree.index(where.region)])[0]
    newest = rows[::-1][:list_limit]
    return Situation(
        filter=where,
        as_of=day,
        cutoff=facts.newest,
        data_version=facts.version,
        focus=focus,
        regions=teller.tell(_regions(office.tree, prefixes, where.region, teller.level)),
        incidents=_list(
            office, reader, facts, newest, _shares(office, facts, day, where.region, newest, known_at), known_at
        ),
        incident_count=len(rows),
        placed_count=int(teller.counts.sum()),
        coarse_count=int(len(rows) - teller.counts.sum() - teller.unplaced),
        unplaced_count=teller.unplaced,
        presence_count=teller.presence_total(where.region),
        confidence=confidence_of(facts, rows, office, day),
    )


def explain(
    office: Installation, reader: Reader, code: str, as_of: date | None = None, *, known_at: datetime | None = None
) -> Explanation:
    """Say why a region has its score: every piece with its share, and what the score would be without it.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    reader.require("risk.read")
    office.tree.index(code)
    reader.require_region(code)
    model, day = read_model_of(office), as_of or office.today()
    facts, risk = _known(office, day, known_at)
    parts = break_down(facts.evidence, office.tree, code, day.toordinal()) if known_at else model.pieces(code, day)
    region = office.tree.index(code)
    rule = BandRule.of(office.tree)
    return Explanation(
        code=code,
        as_of=day,
        score=parts.score,
        band=BAND_CODES[risk.path.state.band[region]],
        pieces=_pieces(office, reader, facts, parts),
        by_dimension=parts.by_dimension,
        threshold_kuning=float(rule.kuning_from[region]),
        threshold_merah=float(rule.merah_from[region]),
    )


@dataclass(frozen=True)
class Matching:
    """The incidents a filter answers, newest first, and the most closed classification among them."""

    ids: list[str]
    classification: Classification


def matching(office: Installation, reader: Reader, where: Filter) -> Matching:
    """Return which incidents a filter answers: those `situation` counts, without reading their rows.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    reader.require("risk.read")
    prefixes = _visible(office.tree, reader, where.region)
    facts = read_model_of(office).facts()
    rows = facts.matching(where, prefixes, reader.clearance)[::-1]
    highest = int(facts.incidents.classification[rows].max()) if len(rows) else 0
    return Matching([facts.incidents.id[row].decode() for row in rows], CLASSIFICATIONS[highest])


@dataclass(frozen=True)
class Scored:
    """A region with its score, as the command `score` prints it."""

    code: str
    name: str
    score: float
    band: Band


def scores(
    office: Installation,
    reader: Reader,
    as_of: date | None = None,
    *,
    level: int | None = None,
    region: str = NATION,
    known_at: datetime | None = None,
) -> list[Scored]:
    """Return the score and band of regions, the worst first."""
    reader.require("risk.read")
    prefixes = _visible(office.tree, reader, region)
    day = as_of or office.today()
    risk = _known(office, day, known_at)[1]
    levels = (level,) if level else (1, 2, 3)
    found = [i for one in levels for prefix in prefixes for i in office.tree.at_level(one, prefix)]
    told = [
        Scored(
            office.tree.codes[i], office.tree.regions[i].name, float(risk.score[i]), BAND_CODES[risk.path.state.band[i]]
        )
        for i in found
    ]
    return sorted(told, key=lambda one: (-one.score, one.code))


def _known(office: Installation, day: date, known_at: datetime | None) -> tuple[Facts, RiskDay]:
    model = read_model_of(office)
    return risk_as_known(office, day, known_at) if known_at else (model.facts(), model.risk(day))


def _visible(tree: RegionTree, reader: Reader, region: str) -> tuple[str, ...]:
    """Return the parts of a region that the reader may see; stops where there is none."""
    if region != NATION:
        tree.index(region)
    prefixes = reader.scope_within(region)
    if not prefixes:
        reader.require_region(region)
    return prefixes


def _regions(tree: RegionTree, prefixes: Sequence[str], region: str, level: int) -> list[int]:
    """Return the regions to tell: of a level inside what is visible; the siblings of a kecamatan beside it."""
    if level_of(region) == FINEST_LEVEL:
        prefixes = (region,)
    inside = {int(i) for prefix in prefixes for i in tree.at_level(level, prefix)}
    return sorted(inside)


class _Teller:
    """Tells regions of one filter: risk from the day, counts from the rows."""

    def __init__(
        self,
        office: Installation,
        facts: Facts,
        risk: RiskDay,
        model: ReadModel,
        reader: Reader,
        level: int,
        rows: NDArray[np.intp],
    ) -> None:
        self.office = office
        self.facts, self.risk, self.model, self.level, self.reader = facts, risk, model, level, reader
        region = facts.column("region", rows)
        is_unverified = facts.column("verification", rows) == positions("verifications")["belum"]
        self._tallies = facts.tally(region), facts.tally(region[is_unverified])
        self.counts = facts.lifted(self._tallies[0], level)
        self.unplaced = int(self._tallies[0][-1])
        self.present = facts.presences.regions_on(risk.day)

    def tell(self, regions: Sequence[int]) -> tuple[RegionStatus, ...]:
        """Return the status of some regions."""
        if not regions:
            return ()
        level = int(self.facts.tree.level[regions[0]])
        counts, unverified = self._counts_at(level)
        present = self.facts.count_regions(self.present, level)
        merah, kuning = self._children(MERAH), self._children(KUNING)
        pressure = self.model.neighbour_pressure(self.risk)
        state, falls = self.risk.path.state, self.risk.path.earliest_fall
        tree = self.facts.tree
        return tuple(
            RegionStatus(
                code=tree.codes[i],
                name=tree.regions[i].name,
                level=level,
                band=BAND_CODES[state.band[i]],
                score=float(self.risk.score[i]),
                previous_band=None if state.previous[i] == NO_BAND else BAND_CODES[state.previous[i]],
                since=date.fromordinal(int(state.since[i])),
                earliest_fall=None if falls[i] == NO_DAY else date.fromordinal(int(falls[i])),
                is_covered=bool(state.is_covered[i]),
                incident_count=int(counts[i]),
                unverified_count=int(unverified[i]),
                presence_count=self._persons(tree.codes[i], int(present[i])),
                children_merah=int(merah[i]),
                children_kuning=int(kuning[i]),
                neighbour_pressure=float(pressure[i]),
                **self._apart(i),
            )
            for i in regions
        )

    def _apart(self, region: int) -> dict[str, Any]:
        """Return what stands beside the computed band: an analyst's colour and a legal status, until when."""
        day = self.risk.day
        shown = [one for one in self.facts.overrides if one.region == region and one.first <= day <= one.last]
        until = self.facts.floor.until(region, day) if self.facts.floor else None
        return {
            "override_band": shown[-1].band if shown else None,
            "override_until": date.fromordinal(shown[-1].last) if shown else None,
            "legal_until": date.fromordinal(until) if until else None,
        }

    def presence_total(self, region: str) -> int | None:
        """Return how many foreign nationals are registered inside a region, hidden where fewer than five."""
        prefixes = self.reader.scope_within(region)
        spans = [self.facts.tree.span(prefix) for prefix in prefixes]
        total = sum(int(((self.present >= span.start) & (self.present < span.stop)).sum()) for span in spans)
        return self._persons(region, total)

    def _persons(self, code: str, count: int) -> int | None:
        """Return a headcount: of the day for who may see the rows behind it, of the fixed tables for everybody else."""
        if not self.reader.can("presence.count"):
            return None
        if self.reader.can("presence.read_masked"):
            return hide_small(count)
        day = date.fromordinal(self.risk.day)
        if not self.reader.may_see_region(code or None):
            return None
        return published_count(self.office, code, day, self.facts.version)

    def _counts_at(self, level: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        told, unverified = (self.facts.lifted(tally, level) for tally in self._tallies)
        return told, unverified

    def _children(self, band: int) -> NDArray[np.int64]:
        """Return how many kabupaten/kota (of a provinsi) or kecamatan (of a kabupaten) have a band."""
        tree = self.facts.tree
        found = np.flatnonzero((self.risk.path.state.band == band) & (tree.parent >= 0))
        return np.bincount(tree.parent[found], minlength=len(tree)).astype(np.int64)


def _shares(
    office: Installation, facts: Facts, day: date, region: str, rows: NDArray[np.intp], known_at: datetime | None
) -> dict[int, float]:
    """Return row in the facts → share of the score of the region in focus; a country has no score."""
    if region == NATION or not len(rows):
        return {}
    model = read_model_of(office)
    parts = break_down(facts.evidence, facts.tree, region, day.toordinal()) if known_at else model.pieces(region, day)
    return dict(zip(parts.row.tolist(), parts.share.tolist(), strict=True))  # rows of matters match no incident


def _list(
    office: Installation,
    reader: Reader,
    facts: Facts,
    rows: NDArray[np.intp],
    shares: dict[int, float],
    known_at: datetime | None,
) -> tuple[IncidentRow, ...]:
    if not reader.can("incident.read"):
        return ()
    ids = [facts.incidents.id[row].decode() for row in rows]
    share_of = {identifier: shares.get(int(row), 0.0) for identifier, row in zip(ids, rows, strict=True)}
    found = register.find_as_known(office, reader, ids, known_at) if known_at else register.listed(office, reader, ids)
    return tuple(as_row(incident, office.tree, share_of[incident.id]) for incident in found)


def as_row(incident: Incident | Listed, tree: RegionTree, share: float = 0.0) -> IncidentRow:
    """Return an incident as lists show it."""
    return IncidentRow(
        id=incident.id,
        event_date=incident.event_date,
        title=incident.title,
        region_code=incident.region_code,
        place=place_name(tree, incident.region_code),
        geo_precision=incident.geo_precision,
        stage=incident.stage,
        form=incident.form,
        issue_type=incident.issue_type,
        conflict_source=incident.conflict_source,
        verification=incident.verification,
        status=incident.status,
        grade=f"{incident.source_grade}{incident.information_grade}",
        source_agency=incident.source_agency,
        deaths=incident.deaths,
        injured=incident.injured,
        share=share,
        lon=incident.lon,
        lat=incident.lat,
    )


def place_name(tree: RegionTree, code: str | None) -> str:
    """Return the name of a place as lists show it; a dash where it is unknown."""
    return tree[code].name if code and code in tree else "–"


def _pieces(office: Installation, reader: Reader, facts: Facts, parts: Breakdown) -> tuple[Share, ...]:
    count = len(facts.incidents)
    ids = {int(row): facts.incidents.id[row].decode() for row in parts.row if row < count}
    may_list = reader.can("incident.read")
    readable = {one.id: one for one in register.find(office, reader, list(ids.values()))} if may_list else {}
    dimensions = [row["code"] for row in table("dimensions")]
    told = []
    for row, share, without, dimension in zip(parts.row, parts.share, parts.without, parts.dimension, strict=True):
        incident = readable.get(ids[int(row)]) if row < count else None
        named = (_incident_named(incident) if incident else {}) if row < count else _matter(facts, reader, row - count)
        told.append(
            Share(
                **_UNNAMED | named,
                share=float(share),
                without=float(without),
                dimension=dimensions[dimension] if dimension >= 0 else None,
            )
        )
    return tuple(told)


_UNNAMED: dict[str, Any] = {"id": None, "title": "", "event_date": None, "grade": None, "region_code": None}


def _incident_named(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": incident.title,
        "event_date": incident.event_date,
        "grade": f"{incident.source_grade}{incident.information_grade}",
        "region_code": incident.region_code,
    }


def _matter(facts: Facts, reader: Reader, row: int) -> dict[str, Any]:
    """Name a matter by its field of life and its region, as far as the reader may know of it."""
    matters = facts.matters
    if not reader.can("incident.read") or matters.classification[row] > reader.clearance:
        return {}
    kind, subject = matters.subject[row]
    code = facts.tree.codes[matters.region[row]] if matters.region[row] >= 0 else None
    field = label("life_fields", matters.life_field[row], reader.language)
    return {
        "id": subject,
        "kind": kind,
        "title": f"{field}, {place_name(facts.tree, code)}",
        "event_date": date.fromordinal(int(matters.age_from[row])),
        "region_code": code,
    }


def confidence_of(facts: Facts, rows: NDArray[np.intp], office: Installation, day: date) -> Confidence:
    """Say how much stands behind some rows: more independent sources, fresher reports, more confidence."""
    state = facts.column("verification", rows)
    is_verified = state == positions("verifications")["terverifikasi"]
    reports = int(np.count_nonzero(is_verified))
    sources = int(np.count_nonzero(np.bincount(facts.column("agency", rows)[is_verified].astype(np.int16) + 1)))
    newest = int(facts.column("arrival_day", rows)[is_verified].max()) if reports else None
    age_days = None if newest is None else day.toordinal() - newest
    return Confidence(
        level=_confidence_level(reports, sources, age_days),
        reports=reports,
        independent_sources=sources,
        newest=None if newest is None else _midnight(newest, office),
        unverified=int(np.count_nonzero(state == positions("verifications")["belum"])),
    )


def _confidence_level(reports: int, sources: int, age_days: int | None) -> str:
    if age_days is None or age_days > 30 or sources < 2:
        return "rendah"
    return "tinggi" if reports >= 5 and sources >= 3 and age_days <= 14 else "sedang"


def _midnight(ordinal: int, office: Installation) -> datetime:
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, tzinfo=office.settings.time_zone)
