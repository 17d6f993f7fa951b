"""Lists out of the house: the rows a filter answers, with their heading, and a line in the audit."""

from dataclasses import fields
from datetime import date
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import CLASSIFICATIONS, Incident
from poa_geo.errors import PoaError
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.incidents import WRITERS, write_incidents
from poa_geo.services import incidents
from poa_geo.services.installation import Installation
from poa_geo.services.situation import situation
from poa_geo.texts import mark

MANY = 10_000_000
NO_FORMAT = mark("Bentuk berkas {format} tidak ada; pilih {formats}.")


def export_incidents(office: Installation, reader: Reader, where: Filter, file_format: str) -> bytes:
    """Return the incidents that a filter answers for this reader, newest first, as a file.

    The rows are those of `situation` for the same filter: list, count and file agree.

    Parameters
    ----------
    where : Filter
    file_format : {"csv", "xlsx", "geojson"}

    Raises
    ------
    NotPermitted
        If the role may not export, or the region lies outside the scope.
    PoaError
        If there is no such format.

    """
    reader.require("export")
    if file_format not in WRITERS:
        raise PoaError(NO_FORMAT, format=file_format, formats=", ".join(WRITERS))
    told = situation(office, reader, where, list_limit=MANY)
    found = incidents.find(office, reader, [row.id for row in told.incidents])
    cutoff = (told.cutoff or office.now()).astimezone(office.settings.time_zone)
    heading = Heading(_most_closed(found), reader.office or reader.display_name, cutoff, office.is_demo)
    data = write_incidents(found, office.tree, heading, file_format)
    with office.writing(reader, "incident.export") as write:
        write.audit("incident", fields=("file",), content=_said(where) | {"rows": len(found), "format": file_format})
    return data


def _most_closed(found: list[Incident]) -> str:
    return max((incident.classification for incident in found), key=CLASSIFICATIONS.index, default=CLASSIFICATIONS[0])


def _said(where: Filter) -> dict[str, Any]:
    """Return a filter as plain values, for the digest in the audit."""
    values = {part.name: getattr(where, part.name) for part in fields(where)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
