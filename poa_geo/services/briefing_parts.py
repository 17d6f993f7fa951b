"""The parts a briefing is gathered from, each as its audience may read it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.access.suppression import Counts
from poa_geo.briefing.content import (
    AgencyFigure,
    Chance,
    FollowUp,
    LedgerCount,
    MapGround,
    PresenceCount,
    Request,
)
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import CLASSIFICATIONS, Incident
from poa_geo.domain.region import KABUPATEN, KECAMATAN, level_of, parent_of
from poa_geo.domain.situation import Situation
from poa_geo.services import geometry, monthly_tables
from poa_geo.services import incidents as register
from poa_geo.services.forecast_told import newest_forecast
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, situation
from poa_geo.services.trend import incidents_by_week
from poa_geo.services.warnings import ledger_line
from poa_geo.store import briefings as stored

MOST_NOTABLE = 5
WEEKS = 12
CANCELLED = "batal"
FORECAST_FRESH = timedelta(days=31)


def length(request: Request) -> int:
    """Return the days of a period, both ends included."""
    return (request.until - request.since).days + 1


def before(office: Installation, audience: Reader, where: Filter, request: Request) -> int:
    """Count the incidents of the equally long period before."""
    last = request.since - timedelta(days=1)
    first = request.since - timedelta(days=length(request))
    return situation(
        office, audience, where.changed(since=first, until=last), request.until, list_limit=0
    ).incident_count


def weeks(office: Installation, audience: Reader, where: Filter) -> tuple[tuple[date, int], ...]:
    """Count week by week from a Monday, so that only the week still running is short."""
    last = where.until or office.today()
    monday = last - timedelta(days=last.weekday() + 7 * (WEEKS - 1))
    return tuple(incidents_by_week(office, audience, where.changed(since=monday, until=last)))


def triggers(office: Installation, audience: Reader, told: Situation) -> dict[str, str]:
    """Return red or yellow region → title of its weightiest issue that the audience may read."""
    risky = [status.code for status in told.regions if status.band in ("merah", "kuning")]
    pieces = {code: explain(office, audience, code, told.as_of).pieces for code in risky}
    readable = {code: next((piece.title for piece in found if piece.id), None) for code, found in pieces.items()}
    return {code: title for code, title in readable.items() if title}


def notable(office: Installation, audience: Reader, told: Situation) -> tuple[Incident, ...]:
    """Return the verified incidents that weigh most, suspected duplicates once; unweighed, those with most victims."""
    verified = [row for row in told.incidents if row.verification == "terverifikasi" and row.stage != "potensi"]
    verified.sort(key=lambda row: (-row.share, -row.deaths, -row.injured, -row.event_date.toordinal(), row.id))
    found = register.find(office, audience, [row.id for row in verified[: 3 * MOST_NOTABLE]])
    one_per_group = {incident.duplicate_group or incident.id: incident for incident in reversed(found)}
    strongest = [incident for incident in found if one_per_group[incident.duplicate_group or incident.id] is incident]
    return tuple(strongest[:MOST_NOTABLE])


def potentials(office: Installation, audience: Reader, request: Request) -> tuple[Incident, ...]:
    """Return the verified potentials still open on the last day, those due for review first."""
    where = Filter(region=request.region, until=request.until, stages=frozenset({"potensi"}))
    rows = situation(office, audience, where, request.until).incidents
    found = register.find(office, audience, [row.id for row in rows if row.verification == "terverifikasi"])
    is_open = [one for one in found if one.closed_on is None or one.closed_on > request.until]
    is_open.sort(key=lambda one: (one.review_by or date.max, one.id))
    return tuple(is_open)


def ledger(office: Installation, audience: Reader, request: Request) -> LedgerCount | None:
    """Return what warnings came to in the year before the last day; None before any."""
    told = ledger_line(office, audience, region=request.region, as_of=request.until)
    if not told.hits + told.false_alarms + told.misses:
        return None
    return LedgerCount(
        hits=told.hits, false_alarms=told.false_alarms, misses=told.misses, lead_days=told.mean_lead_days
    )


def forecast(office: Installation, audience: Reader, request: Request, told: Situation) -> tuple[Chance, ...] | None:
    """Return the forecast made within a month before the day, where it is better than its best baseline."""
    level = told.regions[0].level if told.regions else KABUPATEN
    made = newest_forecast(office, audience, level=level)
    if made is None or not timedelta(0) <= request.until - made.day <= FORECAST_FRESH:
        return None
    if not made.is_better:
        return ()
    return tuple(
        Chance(name=one.name, probability=one.probability, low=one.low, high=one.high)
        for one in made.regions
        if one.low is not None and one.high is not None
    )


def place_names(office: Installation, region: str) -> dict[str, str]:
    """Return region code → name, inside the region."""
    span = office.tree.span(region)
    inside = zip(office.tree.codes[span], office.tree.regions[span], strict=True)
    return {code: one.name for code, one in inside}


def ground(office: Installation, region: str) -> MapGround:
    """Return the outlines inside a region; a kecamatan is drawn among its neighbours."""
    focus = parent_of(region) if level_of(region) == KECAMATAN else region
    files = geometry.map_files(office)
    level = min(level_of(focus) + 1, KECAMATAN)
    outlines = files.drawn_inside(focus, level)
    return MapGround(
        outlines=_content(files, outlines), land=_content(files, files.land()),
        is_schematic=geometry.is_schematic(office, focus),
    )  # fmt: skip


def _content(files: geometry.MapFiles, file: geometry.MapFile) -> bytes:
    content = files.find(file.url.rpartition("/")[2])
    assert content is not None  # the file was just named by the same map
    return content


def from_store(office: Installation, audience: Reader, request: Request) -> dict[str, Any]:
    """Return what is read beside the facts: actions and figures of agencies."""
    readable = CLASSIFICATIONS[: audience.clearance + 1]
    with office.reading() as connection:
        actions = stored.actions(connection, request.region, readable)
        figures = stored.agency_figures(connection, request.region, readable, request.until)
    return {
        "follow_ups": tuple(_follow_up(row, request.until) for row in actions if row["status"] != CANCELLED),
        "agency_figures": tuple(_figure(row) for row in figures),
    }


def presence(office: Installation, audience: Reader, request: Request) -> dict[str, Any]:
    """Return what the fixed monthly tables tell of the region: leaders read no other counts of persons."""
    told = monthly_tables.told_on(office, audience, request.region, request.until)
    return {
        "presence": _counts(told.category if told else None),
        "presence_sources": _counts(told.source if told else None),
        "presence_deadlines": _counts(told.deadline if told else None),
        "presence_month": told.month if told else None,
        "presence_total": monthly_tables.count_of(told, request.region) if told else None,
    }


def _counts(counts: Counts | None) -> tuple[PresenceCount, ...]:
    """Return the rows of a table, the largest first, the row of others last."""
    if counts is None:
        return ()
    shown = [PresenceCount(code=code, total=total) for (_, code), total in counts.shown.items()]
    others = [PresenceCount(code="", total=total) for total in counts.others.values()]
    return (*sorted(shown, key=lambda count: (-count.total, count.code)), *others)


def _follow_up(row: Mapping[str, Any], until: date) -> FollowUp:
    names = ("title", "region_code", "agency", "owner", "due_on", "meeting_on")
    done_on = row["done_on"] if row["done_on"] and row["done_on"] <= until else None
    return FollowUp(**{name: row[name] for name in names}, done_on=done_on)


def _figure(row: Mapping[str, Any]) -> AgencyFigure:
    names = ("definition", "area", "as_of", "total")
    return AgencyFigure(agency=row["source_agency"], **{name: row[name] for name in names})
