"""Briefings: gathered for one audience from the same answers as the screens, written as files, kept and made again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.briefing.content import (
    Briefing,
    Request,
)
from poa_geo.briefing.render import document_for, render
from poa_geo.briefing.sections import SECTION_NAMES, digest
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import NATION
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.services import briefing_parts as parts
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, situation
from poa_geo.services.summary import summary
from poa_geo.store import briefings as stored
from poa_geo.texts import t

AUDIENCE_ROLE = "pimpinan"
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
        ground=parts.ground(office, request.region),
        situation=told,
        summary=summary(office, audience, request.region, days=parts.length(request), as_of=request.until),
        incidents_before=parts.before(office, audience, where, request),
        weeks=parts.weeks(office, audience, where),
        explanation=None if request.region == NATION else explain(office, audience, request.region, request.until),
        triggers=parts.triggers(office, audience, told),
        notable=parts.notable(office, audience, told),
        cyber=situation(office, audience, where.changed(realms=frozenset({"siber"})), request.until),
        potentials=parts.potentials(office, audience, request),
        place_names=parts.place_names(office, request.region),
        remarks=_remarks(request),
        ledger=parts.ledger(office, audience, request),
        forecast=parts.forecast(office, audience, request, told),
        **parts.presence(office, audience, request),
        **parts.from_store(office, audience, request),
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
