"""The chronology of an incident: what became known when. Entries are only ever added."""

from datetime import date
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.errors import InvalidRecord, mark
from poa_geo.services.incidents import get
from poa_geo.services.installation import Installation
from poa_geo.store import chronology as store

MAX_TEXT = 4_000
NO_TEXT = mark("Tuliskan perkembangan kejadian.")
LONG_TEXT = mark("Isi terlalu panjang; paling banyak {limit} huruf.")
LATER = mark("Waktu kejadian belum tiba.")


def add(office: Installation, reader: Reader, incident_id: str, *, day: date, clock: str | None, text: str) -> None:
    """Add what happened at a time, in the local time of the incident.

    Parameters
    ----------
    day : date
    clock : str, optional
        ``HH:MM``; left out where only the day is known.
    text : str
        Without names of persons.

    Raises
    ------
    InvalidRecord
        If the text is missing or too long, or the day has not come.
    NotFound, NotPermitted
        If the incident is not the reader's to see, or the right is missing.

    """
    reader.require("chronology.write")
    incident = get(office, reader, incident_id)
    reader.require_region(incident.region_code)
    text = text.strip()
    wrong = NO_TEXT if not text else LONG_TEXT if len(text) > MAX_TEXT else LATER if day > office.today() else None
    if wrong:
        raise InvalidRecord([RowProblem("text", "", "chronology", wrong, {"limit": MAX_TEXT})])
    moment = " ".join(filter(None, (day.isoformat(), clock, incident.time_zone if clock else None)))
    with office.writing(reader, "incident.chronology") as write:
        row = {
            "id": str(uuid7()),
            "incident_id": incident_id,
            "happened_at": moment,
            "text": text,
            "entered_by": reader.account_id,
            "entered_at": write.now,
        }
        store.add(write.connection, row)
        write.audit("incident", incident_id, fields=("chronology_entry",), content=row)


def entries(office: Installation, reader: Reader, incident_id: str) -> list[dict[str, Any]]:
    """Return the entries of an incident by when it happened, then by when it was written down."""
    get(office, reader, incident_id)
    with office.reading() as connection:
        found = store.entries(connection, incident_id)
    return sorted(found, key=lambda entry: (entry["happened_at"][:16], entry["entered_at"]))
