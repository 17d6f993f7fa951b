"""ATHG assessments of the demo: those written down in ``current.csv``, and some of earlier events."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from poa_geo.demo.background import HEAVY_UNTIL_DAYS
from poa_geo.demo.chance import Row, moment_on, new_id, phrases, stream
from poa_geo.demo.scenarios import REVIEW_DAYS
from poa_geo.domain.record import Assessment, Incident
from poa_geo.reference import by_code
from poa_geo.risk.constants import constants

ASSESSED_SHARE = 0.25
LIFE_FIELDS = {"P5A": "politik", "P5B": "sosial_budaya", "P5C": "politik", "P5D": "ekonomi", "P5E": "ekonomi"}
APPROVED = "disetujui"


class Readers(NamedTuple):
    """Accounts (ids) of who assesses and of who reads grave assessments a second time."""

    assessor: str
    second_reader: str


class Judgement(NamedTuple):
    """What an assessment says of its issue."""

    likelihood: int
    impact: int
    dimension: str
    life_field: str
    status: str = APPROVED


def assess_current(
    made: Sequence[tuple[Incident, Row]], today: date, seed: int, readers: Readers
) -> Iterator[Assessment]:
    """Yield the assessments that ``current.csv`` states."""
    random = stream(seed, "current assessments")
    for incident, row in made:
        if row["assessment"]:
            likelihood, impact = int(row["likelihood"]), int(row["impact"])
            judgement = Judgement(likelihood, impact, row["dimension"], row["life_field"], row["assessment"])
            yield _assessment(incident, judgement, today, readers, random)


def assess_background(incidents: Sequence[Incident], today: date, seed: int, readers: Readers) -> Iterator[Assessment]:
    """Yield assessments of some of the earlier events, near the severity of their form."""
    random = stream(seed, "assessments")
    old = today - timedelta(days=HEAVY_UNTIL_DAYS)
    for incident in incidents:
        if incident.verification == "terverifikasi" and incident.event_date < old and random.random() < ASSESSED_SHARE:
            yield _assessment(incident, _judge(incident, random), today, readers, random)


def _judge(incident: Incident, random: Random) -> Judgement:
    form = by_code("forms")[incident.form or "lainnya"]
    wanted = int(form["severity"]) + random.randint(-1, 4)
    matrix = [(likelihood, impact) for likelihood in range(1, 6) for impact in range(1, 6)]
    likelihood, impact = min(matrix, key=lambda cell: (abs(cell[0] * cell[1] - wanted), abs(cell[0] - cell[1])))
    return Judgement(likelihood, impact, form["dimension"], LIFE_FIELDS[incident.conflict_source or "P5A"])


def _assessment(incident: Incident, judgement: Judgement, today: date, readers: Readers, random: Random) -> Assessment:
    seen_on = incident.updated_on or incident.event_date
    assessed_on = min(seen_on + timedelta(days=1), today - timedelta(days=2))
    written = max(moment_on(assessed_on, random), incident.recorded_at + timedelta(minutes=30))
    is_grave = judgement.likelihood * judgement.impact >= constants().second_reader_from
    is_approved = judgement.status == APPROVED
    return Assessment(
        id=new_id(written, random),
        recorded_at=written,
        known_from=written,
        source_agency="kesbangpol",
        classification=incident.classification,
        region_code=incident.region_code,
        geo_precision=incident.geo_precision,
        subject_kind="incident",
        subject_id=incident.id,
        **judgement._asdict(),
        rationale=random.choice(phrases("rationale")),
        review_by=assessed_on + timedelta(days=random.choice((30, 60, REVIEW_DAYS))),
        assessed_on=assessed_on,
        assessor=readers.assessor,
        second_reader=readers.second_reader if is_grave else None,
        approved_on=assessed_on if is_approved else None,
    )
