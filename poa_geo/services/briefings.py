"""Briefings: gathered for one audience from the same answers as the screens, written as files, kept and made again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.access.suppression import Counts
from poa_geo.briefing.content import (
    AgencyFigure,
    Briefing,
    Chance,
    FollowUp,
    LedgerCount,
    MapGround,
    PresenceCount,
    Request,
)
from poa_geo.briefing.render import document_for, render
from poa_geo.briefing.sections import SECTION_NAMES, digest
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import CLASSIFICATIONS, Incident
from poa_geo.domain.region import KABUPATEN, KECAMATAN, NATION, level_of, parent_of
from poa_geo.domain.situation import Situation
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.services import geometry, monthly_tables
from poa_geo.services import incidents as register
from poa_geo.services.forecast_told import newest_forecast
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, situation
from poa_geo.services.summary import summary
from poa_geo.services.trend import incidents_by_week
from poa_geo.services.warnings import ledger_line
from poa_geo.store import briefings as stored
from poa_geo.texts import t

AUDIENCE_ROLE = "pimpinan"
MOST_NOTABLE = 5
WEEKS = 12
CANCELLED = "batal"
FORECAST_FRESH = timedelta(days=31)
TOO_CLOSED = mark("Taklimat {classification} hanya dapat disusun akun yang berwenang membaca data {classification}.")


def audience_of(reader: Reader, request: Request) -> Reader:
    """Return the one a briefing is read by: a leader of the region, with the classification as ceiling.

    Raises
    ------
    NotPermitted
        If the maker may not make briefings, not of this region, or not of this classification.

    """
    reader.require("briefing.make")
    reader.require_region(request.region)
    if not reader.may_see_classification(request.classification):
        raise NotPermitted(TOO_CLOSED, classification=request.classification)
    return Reader(
        account_id=reader.account_id,
        username=AUDIENCE_ROLE,
        display_name=request.office,
        role=AUDIENCE_ROLE,
        agency=reader.agency,
        scope=(request.region,),
        language=reader.language,
        ceiling=request.classification,
    )


def make(office: Installation, reader: Reader, request: Request) -> Briefing:
    """Gather a briefing; every number comes from one situation of its region, period and audience.

    Raises
    ------
    NotPermitted
        See `audience_of`.
    InvalidRecord
        If the period is empty or lies ahead, or a section is unknown; the sentence says which.

    """
    audience = audience_of(reader, request)
    _check(request, office.today())
    where = Filter(region=request.region, since=request.since, until=request.until)
    told = situation(office, audience, where, request.until)
    briefing = Briefing(
        region=None if request.region == NATION else office.tree[request.region],
        since=request.since,
        until=request.until,
        classification=request.classification,
        office=request.office,
        zone=office.settings.time_zone,
        cutoff=told.cutoff,
        is_demo=office.is_demo,
        ground=_ground(office, request.region),
        situation=told,
        summary=summary(office, audience, request.region, days=_length(request), as_of=request.until),
        incidents_before=_before(office, audience, where, request),
        weeks=_weeks(office, audience, where),
        explanation=None if request.region == NATION else explain(office, audience, request.region, request.until),
        triggers=_triggers(office, audience, told),
        notable=_notable(office, audience, told),
        cyber=situation(office, audience, where.changed(realms=frozenset({"siber"})), request.until),
        potentials=_potentials(office, audience, request),
        place_names=_place_names(office, request.region),
        remarks=_remarks(request),
        ledger=_ledger(office, audience, request),
        forecast=_forecast(office, audience, request, told),
        **_presence(office, audience, request),
        **_from_store(office, audience, request),
    )
    return replace(briefing, numbers_digest=digest(briefing))


def _check(request: Request, today: date) -> None:
    problems = []
    if request.since > request.until:
        problems.append(t("tanggal awal periode sesudah tanggal akhirnya. Tukar kedua tanggal."))
    if request.until > today:
        problems.append(t("periode berakhir di masa depan. Pilih tanggal akhir paling lambat hari ini."))
    unknown = sorted(set(request.remarks or ()) - set(SECTION_NAMES))
    if unknown:
        problems.append(t("bagian {names} tidak dikenal.", names=", ".join(unknown)))
    if problems:
        raise InvalidRecord(problems)


def _remarks(request: Request) -> Mapping[str, str]:
    return dict.fromkeys(SECTION_NAMES, "") if request.remarks is None else dict(request.remarks)


def _length(request: Request) -> int:
    return (request.until - request.since).days + 1


def _before(office: Installation, audience: Reader, where: Filter, request: Request) -> int:
    last = request.since - timedelta(days=1)
    first = request.since - timedelta(days=_length(request))
    return situation(
        office, audience, where.changed(since=first, until=last), request.until, list_limit=0
    ).incident_count


def _weeks(office: Installation, audience: Reader, where: Filter) -> tuple[tuple[date, int], ...]:
    """Count week by week from a Monday, so that only the week still running is short."""
    last = where.until or office.today()
    monday = last - timedelta(days=last.weekday() + 7 * (WEEKS - 1))
    return tuple(incidents_by_week(office, audience, where.changed(since=monday, until=last)))


def _triggers(office: Installation, audience: Reader, told: Situation) -> dict[str, str]:
    risky = [status.code for status in told.regions if status.band in ("merah", "kuning")]
    pieces = {code: explain(office, audience, code, told.as_of).pieces for code in risky}
    readable = {code: next((piece.title for piece in found if piece.id), None) for code, found in pieces.items()}
    return {code: title for code, title in readable.items() if title}


def _notable(office: Installation, audience: Reader, told: Situation) -> tuple[Incident, ...]:
    """Return the verified incidents that weigh most, suspected duplicates once; unweighed, those with most victims."""
    verified = [row for row in told.incidents if row.verification == "terverifikasi" and row.stage != "potensi"]
    verified.sort(key=lambda row: (-row.share, -row.deaths, -row.injured, -row.event_date.toordinal(), row.id))
    found = register.find(office, audience, [row.id for row in verified[: 3 * MOST_NOTABLE]])
    one_per_group = {incident.duplicate_group or incident.id: incident for incident in reversed(found)}
    strongest = [incident for incident in found if one_per_group[incident.duplicate_group or incident.id] is incident]
    return tuple(strongest[:MOST_NOTABLE])


def _potentials(office: Installation, audience: Reader, request: Request) -> tuple[Incident, ...]:
    where = Filter(region=request.region, until=request.until, stages=frozenset({"potensi"}))
    rows = situation(office, audience, where, request.until).incidents
    found = register.find(office, audience, [row.id for row in rows if row.verification == "terverifikasi"])
    is_open = [one for one in found if one.closed_on is None or one.closed_on > request.until]
    is_open.sort(key=lambda one: (one.review_by or date.max, one.id))
    return tuple(is_open)


def _ledger(office: Installation, audience: Reader, request: Request) -> LedgerCount | None:
    told = ledger_line(office, audience, region=request.region, as_of=request.until)
    if not told.hits + told.false_alarms + told.misses:
        return None
    return LedgerCount(
        hits=told.hits, false_alarms=told.false_alarms, misses=told.misses, lead_days=told.mean_lead_days
    )


def _forecast(office: Installation, audience: Reader, request: Request, told: Situation) -> tuple[Chance, ...] | None:
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


def _place_names(office: Installation, region: str) -> dict[str, str]:
    span = office.tree.span(region)
    inside = zip(office.tree.codes[span], office.tree.regions[span], strict=True)
    return {code: one.name for code, one in inside}


def _ground(office: Installation, region: str) -> MapGround:
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


def _from_store(office: Installation, audience: Reader, request: Request) -> dict[str, Any]:
    readable = CLASSIFICATIONS[: audience.clearance + 1]
    with office.reading() as connection:
        actions = stored.actions(connection, request.region, readable)
        figures = stored.agency_figures(connection, request.region, readable, request.until)
    return {
        "follow_ups": tuple(_follow_up(row, request.until) for row in actions if row["status"] != CANCELLED),
        "agency_figures": tuple(_figure(row) for row in figures),
    }


def _presence(office: Installation, audience: Reader, request: Request) -> dict[str, Any]:
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


# --- Files ------------------------------------------------------------------------------------------------------


def issue(office: Installation, reader: Reader, briefing: Briefing, document: str) -> bytes:
    """Return a briefing as a file and note in the audit who had it written; the file itself names nobody.

    Parameters
    ----------
    document : str
        One of `briefing.render.DOCUMENTS`.

    """
    reader.require("briefing.make")
    content = render(briefing, document)
    with office.writing(reader, "briefing.issue") as write:
        write.audit("briefing", briefing.reference_number, fields=[document], content=briefing.numbers_digest)
    return content


def write_file(
    office: Installation, region: str, as_of: date, by: str | None, path: Path, *, days: int = 7, document: str = ""
) -> str:
    """Write a briefing of the days up to a day to a file, as the command `brief` does; returns its number.

    Parameters
    ----------
    by : str or None
        The issuing office; the region's Kesbangpol by default.
    path : Path
        Its suffix says which document, unless `document` does.

    """
    name = office.tree[region].name if region != NATION else t("Indonesia")
    request = Request(
        region=region,
        since=as_of - timedelta(days=days - 1),
        until=as_of,
        office=by or t("Badan Kesbangpol {region}", region=name),
    )
    document = document or document_for(path.suffix)
    briefing = make(office, SYSTEM, request)
    path.write_bytes(issue(office, SYSTEM, briefing, document))
    return briefing.reference_number


# --- Kept briefings ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class KeptBriefing:
    """A briefing that can be made again: what was asked, and the version of the data it told."""

    id: str
    title: str
    request: Request
    data_version: int
    numbers_digest: str
    created_at: datetime
    created_by: str | None


@dataclass(frozen=True, kw_only=True)
class MadeAgain:
    """A kept briefing with the data of now; `has_changed` says whether anything it tells is different."""

    kept: KeptBriefing
    briefing: Briefing
    has_changed: bool


def save(office: Installation, reader: Reader, request: Request, title: str) -> KeptBriefing:
    """Keep a briefing with the version of its data."""
    briefing = make(office, reader, request)
    with office.writing(reader, "briefing.save") as write:
        row: dict[str, Any] = {
            "id": str(uuid7()),
            "title": title.strip() or f"{briefing.region_name} {request.until.isoformat()}",
            "region_code": request.region,
            "since": request.since,
            "until": request.until,
            "classification": request.classification,
            "office": request.office,
            "sections": dict(briefing.remarks),
            "data_version": briefing.situation.data_version,
            "numbers_digest": briefing.numbers_digest,
            "known_at": write.now,
            "created_by": reader.account_id,
            "created_at": write.now,
        }
        stored.keep(write.connection, row)
        write.audit("briefing", row["id"], fields=sorted(briefing.remarks), content=row)
    return _kept(row)


def saved(office: Installation, reader: Reader) -> list[KeptBriefing]:
    """Return the kept briefings of the reader's regions and clearance, the newest first."""
    reader.require("briefing.make")
    with office.reading() as connection:
        rows = stored.kept(connection)
    return [
        _kept(row)
        for row in rows
        if reader.may_see_region(row["region_code"]) and reader.may_see_classification(row["classification"])
    ]


def again(office: Installation, reader: Reader, briefing_id: str) -> MadeAgain:
    """Make a kept briefing once more and say whether its numbers changed since.

    Raises
    ------
    NotFound
        If there is none that this reader may see.

    """
    kept = next((one for one in saved(office, reader) if one.id == briefing_id), None)
    if kept is None:
        raise NotFound(kind=t("taklimat"))
    briefing = make(office, reader, kept.request)
    return MadeAgain(kept=kept, briefing=briefing, has_changed=briefing.numbers_digest != kept.numbers_digest)


def _kept(row: Mapping[str, Any]) -> KeptBriefing:
    return KeptBriefing(
        id=row["id"],
        title=row["title"],
        request=Request(
            region=row["region_code"],
            since=row["since"],
            until=row["until"],
            office=row["office"],
            classification=row["classification"],
            remarks=row["sections"],
        ),
        data_version=row["data_version"],
        numbers_digest=row["numbers_digest"],
        created_at=row["created_at"],
        created_by=row["created_by"],
    )
