"""What tests share besides fixtures: where things lie, and made-up people and records."""

import os
import uuid
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.domain.record import Incident
from poa_geo.services.installation import Installation
from poa_geo.store import records

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
IS_CI = os.environ.get("CI", "").lower() == "true"
FIRST_DAY = date(2026, 3, 2)


def missing(what: str, remedy: str) -> None:
    """Skip where a tool is absent; in CI an absent tool is a failure."""
    message = f"{what} is missing: {remedy}"
    if IS_CI:
        pytest.fail(message)
    pytest.skip(message)


def make_reader(role: str = "analis_provinsi", *scope: str, account_id: str | None = "tester") -> Reader:
    """Return a reader; the whole of Kalimantan Timur unless a scope is given."""
    return Reader(
        account_id=account_id,
        username=role,
        display_name=role,
        role=role,
        agency="kesbangpol",
        scope=scope or ("64",),
    )


def make_incident(**changes: Any) -> Incident:
    """Return a verified, graded incident of Muara Badak on the first day."""
    moment = datetime.combine(FIRST_DAY, time(4), tzinfo=UTC)
    values: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "recorded_at": moment,
        "known_from": moment,
        "source_agency": "kesbangpol",
        "region_code": "64.02.05",
        "geo_precision": 3,
        "event_date": FIRST_DAY,
        "title": "Blokade jalan desa",
        "form": "blokade",
        "verification": "terverifikasi",
        "source_grade": "A",
        "information_grade": "1",
    }
    return Incident(**values | changes)


def store_incidents(office: Installation, *incidents: Incident) -> None:
    """Write incidents as an import would."""
    with office.writing(SYSTEM, "incident.import") as write:
        records.insert(write.connection, "incident", [vars(incident) for incident in incidents])
        write.audit("incident")
