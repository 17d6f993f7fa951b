"""Weekly nil reports of every kecamatan: the proof that green is earned. One kabupaten fell silent."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from random import Random

from poa_geo.demo.chance import HISTORY_DAYS, moment_on, new_id, phrases, stream
from poa_geo.demo.places import kecamatan_of
from poa_geo.domain.record import Incident, NilReport
from poa_geo.domain.region import RegionTree, is_within

WEEK = 7
LATE_REGION, LATE_DAYS = "64.11", 24
"""Mahakam Ulu sent nothing in this many days, far more than a report counts for."""


def make_nil_reports(tree: RegionTree, today: date, seed: int, incidents: Iterable[Incident]) -> Iterator[NilReport]:
    """Yield the weekly reports of the last two years; a week with a verified event is no week to report nothing."""
    random = stream(seed, "nil reports")
    eventful = {(incident.region_code, incident.event_date) for incident in incidents if _is_verified_event(incident)}
    for position, code in enumerate(kecamatan_of(tree)):
        last = 2 + position % WEEK  # the offices report on different days
        for days_ago in range(last, HISTORY_DAYS, WEEK):
            is_late = is_within(code, LATE_REGION) and days_ago <= LATE_DAYS
            period = [today - timedelta(days=days_ago + back) for back in range(WEEK)]
            if not is_late and not _happened(code, period, eventful):
                yield _report(code, period, random)


def _is_verified_event(incident: Incident) -> bool:
    return incident.verification == "terverifikasi" and incident.stage != "potensi"


def _happened(code: str, period: Iterable[date], eventful: Collection[tuple[str | None, date]]) -> bool:
    return any((code, day) in eventful for day in period)


def _report(code: str, period: list[date], random: Random) -> NilReport:
    received = moment_on(period[0] + timedelta(days=1), random)
    return NilReport(
        id=new_id(received, random),
        recorded_at=received,
        known_from=received,
        source_agency=random.choice(("kecamatan", "fkdm")),
        classification="biasa",
        region_code=code,
        geo_precision=3,
        period_from=period[-1],
        period_to=period[0],
        received_on=period[0] + timedelta(days=1),
        sense_of_safety=random.choice((6, 7, 7, 8, 8, 9)),
        peace_signs=random.choice(phrases("peace_sign")) or None,
    )
