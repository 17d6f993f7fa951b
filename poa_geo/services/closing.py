"""Closing an issue, and what it does to the colour: the score now, what it was, and the day it can fall."""

from dataclasses import dataclass
from datetime import date, timedelta

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Incident
from poa_geo.domain.situation import RegionStatus
from poa_geo.errors import InvalidRecord, mark
from poa_geo.risk.explain import explain as break_down
from poa_geo.services import incidents
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.services.situation import situation

AHEAD = timedelta(days=10)
"""A closed issue loses half its weight in this time, so the score is told for that day too."""

LOOK_BACK = timedelta(days=30)

NO_OUTCOME = mark("Tuliskan apa yang telah dilakukan dan hasilnya.")
NOT_VERIFIED = mark("Verifikasi kejadian ini lebih dulu; yang belum diverifikasi tidak dihitung dalam skor.")
BEFORE_EVENT = mark("Tanggal ditutup mendahului tanggal kejadian.")
LATER = mark("Tanggal ditutup belum tiba.")


@dataclass(frozen=True)
class Outlook:
    """A region's score on three days, from what is known now.

    `then` is the day its band began, or 30 days ago where that is not known; `ahead` assumes that nothing new happens.
    """

    status: RegionStatus
    then: date
    score_then: float
    ahead: date
    score_ahead: float


@dataclass(frozen=True)
class Closed:
    """What closing did: the score of the region on the same day, just before and just after."""

    incident: Incident
    score_before: float
    outlook: Outlook | None


def outlook(office: Installation, reader: Reader, code: str) -> Outlook:
    """Tell the score of a region now, when its band began, and in ten days if nothing new happens.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    today = office.today()
    status = situation(office, reader, Filter(region=code, since=today, until=today), list_limit=0).focus
    if status is None:
        raise ValueError("a country has no score")
    then = status.since if status.since and today - LOOK_BACK * 12 <= status.since < today else today - LOOK_BACK
    return Outlook(
        status=status,
        then=then,
        score_then=_score(office, code, then),
        ahead=today + AHEAD,
        score_ahead=_score(office, code, today + AHEAD),
    )


def _score(office: Installation, code: str, day: date) -> float:
    return break_down(read_model_of(office).weigher(), office.tree, code, day.toordinal()).score


def close_issue(
    office: Installation, reader: Reader, incident_id: str, *, closed_on: date, outcome: str, expected_version: int
) -> Closed:
    """Close an issue with what was done; its weight continues from where it was and halves every ten days.

    Raises
    ------
    InvalidRecord
        If nothing is said about what was done, the day cannot be, or nobody verified it yet.
    Conflict
        If somebody else saved meanwhile.

    """
    reader.require("incident.verify")
    before = incidents.get(office, reader, incident_id)
    _check(before, closed_on, outcome, office.today())
    code = before.region_code
    score_before = _score(office, code, office.today()) if code else 0.0
    closed = incidents.close(
        office, reader, incident_id, closed_on=closed_on, outcome=outcome.strip(), expected_version=expected_version
    )
    return Closed(closed, score_before, outlook(office, reader, code) if code else None)


def _check(incident: Incident, closed_on: date, outcome: str, today: date) -> None:
    found = [
        (not outcome.strip(), "outcome", NO_OUTCOME),
        (incident.verification == "belum", "verification", NOT_VERIFIED),
        (closed_on < incident.event_date, "closed_on", BEFORE_EVENT),
        (closed_on > today, "closed_on", LATER),
    ]
    problems = [RowProblem(field, "", "closing", message) for is_wrong, field, message in found if is_wrong]
    if problems:
        raise InvalidRecord(problems)
