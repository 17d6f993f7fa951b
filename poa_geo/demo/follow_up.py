"""What offices do about the issues of the demo: follow-up, the plan of the year, and reports waiting in the queue."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from poa_geo.demo.chance import CUT_OFF_HOUR, WITA, Row, moment_on, new_id, stream, table
from poa_geo.domain.action import Action
from poa_geo.domain.plan_item import PlanItem
from poa_geo.domain.record import Incident
from poa_geo.domain.region import is_within
from poa_geo.domain.report import Report

PRECISION = {0: 5, 1: 4, 2: 3}
"""By the number of dots in a code."""

TEXTS = (
    "stage", "action", "responsible", "related_agencies", "success_criterion", "target_b04", "target_b08",
    "target_b12", "evidence",
)  # fmt: skip
PROGRESS = ("progress_b04", "progress_b08", "progress_b12")


def make_actions(today: date, seed: int, current: Sequence[tuple[Incident, Row]]) -> Iterator[Action]:
    """Yield the follow-up of ``follow_up.csv``, due by days from today; each points at the issue it is about."""
    random = stream(seed, "follow-up")
    for row in table("follow_up"):
        given = int(row["meeting_days_ago"] or 20)
        moment = moment_on(today - timedelta(days=max(1, given)), random)
        about = _about(row, current)
        yield Action(
            id=new_id(moment, random),
            recorded_at=moment,
            known_from=moment,
            source_agency="kesbangpol",
            region_code=row["region"],
            geo_precision=PRECISION[row["region"].count(".")],
            subject_kind="incident" if about else "region",
            subject_id=about,
            title=row["title"],
            agency=row["agency"],
            owner=row["owner"],
            due_on=today + timedelta(days=int(row["due_in_days"])),
            status=row["status"],
            done_on=_ago(today, row["done_days_ago"]),
            evidence=row["evidence"] or None,
            outcome=row["outcome"] or None,
            meeting_on=_ago(today, row["meeting_days_ago"]),
        )


def _about(row: Row, current: Sequence[tuple[Incident, Row]]) -> str | None:
    return next(
        (
            incident.id
            for incident, told in current
            if told["scenario"] == row["scenario"] and is_within(incident.region_code, row["region"])
        ),
        None,
    )


def _ago(today: date, days: str) -> date | None:
    return today - timedelta(days=int(days)) if days else None


def make_plan(today: date, seed: int) -> Iterator[PlanItem]:
    """Yield the plan of this year; progress is told for periods that have begun."""
    random = stream(seed, "plan")
    moment = moment_on(date(today.year - 1, 12, 10), random)
    begun = (today.month - 1) // 4 + 1
    for number, row in enumerate(table("plan")):
        written = moment + timedelta(minutes=number)
        told: dict[str, Any] = {name: row[name] for name in TEXTS}
        for place, name in enumerate(PROGRESS):
            told[name] = int(row[name]) if row[name] and place < begun else None
        yield PlanItem(
            id=new_id(written, random),
            recorded_at=written,
            known_from=written,
            source_agency="kesbangpol",
            region_code=row["region"],
            geo_precision=PRECISION[row["region"].count(".")],
            year=today.year,
            **told,
        )


def make_reports(today: date, seed: int, decided_by: str) -> Iterator[Report]:
    """Yield the reports of ``reports.csv``; their texts are stripped already, and no original exists."""
    random = stream(seed, "reports")
    cut_off = datetime.combine(today - timedelta(days=1), time(CUT_OFF_HOUR), WITA).astimezone(UTC)
    for row in table("reports"):
        received = cut_off + timedelta(hours=18) - timedelta(hours=int(row["hours_ago"]))
        received = min(received, cut_off)
        is_decided = row["state"] == "ditolak"
        yield Report(
            id=new_id(received, random),
            recorded_at=received,
            known_from=received,
            source_agency="fkdm" if row["channel"] == "fkdm" else "sumber_terbuka",
            region_code=row["region"],
            geo_precision=3,
            channel=row["channel"],
            text=row["text"],
            place=row["place"],
            state=row["state"],
            decided_by=decided_by if is_decided else None,
            decided_at=received if is_decided else None,
            decision_reason="Bukan persoalan konflik; diteruskan ke dinas terkait" if is_decided else None,
            received_at=received,
        )
