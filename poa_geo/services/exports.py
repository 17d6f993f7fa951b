"""Lists out of the house: the rows a filter answers, with their heading, and a line in the audit.

Persons leave by another door: `services.person_exports`.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, BinaryIO

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import NATION
from poa_geo.domain.situation import RegionStatus
from poa_geo.errors import PoaError
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.incidents import column_names, features_of
from poa_geo.exporters.listing import FORMATS, Feature, write_list
from poa_geo.formatting import hidden_count, period, table_day
from poa_geo.look import band_name
from poa_geo.reference import label
from poa_geo.services import geometry, incidents
from poa_geo.services.installation import Installation
from poa_geo.services.situation import data_cutoff, matching, situation
from poa_geo.texts import current_language, mark, t

CHUNK_ROWS = 1_000
NO_FORMAT = mark("Bentuk berkas {format} tidak ada; pilih {formats}.")
REGION_CLASSIFICATION = "terbatas"
REGION_COLUMNS = (
    "kode_wilayah", "nama_wilayah", "status", "skor", "status_sejak", "melapor", "kejadian", "belum_diverifikasi",
    "orang_asing",
)  # fmt: skip
WORDS = (
    ("stages", "stages"), ("conflict_sources", "conflict_sources"), ("issue_types", "issue_types"),
    ("forms", "forms"), ("realms", "realms"), ("verifications", "verifications"), ("agencies", "agencies"),
)  # fmt: skip
"""Part of a filter → the table of its words."""


@dataclass(frozen=True)
class Exported:
    """What a file holds: the number of its rows and the most closed classification among them."""

    rows: int
    classification: str


def export_incidents(office: Installation, reader: Reader, where: Filter, file_format: str) -> bytes:
    """Return the incidents that a filter answers as a file; see `write_incident_list`."""
    written = io.BytesIO()
    write_incident_list(office, reader, where, file_format, written)
    return written.getvalue()


def write_incident_list(
    office: Installation, reader: Reader, where: Filter, file_format: str, out: BinaryIO
) -> Exported:
    """Write the incidents that a filter answers for this reader, newest first.

    The rows are those of `situation` for the same filter: list, count and file agree. They are read and written a
    thousand at a time.

    Parameters
    ----------
    where : Filter
    file_format : {"csv", "xlsx", "geojson", "gpkg"}
    out : binary file
        Open for writing.

    Raises
    ------
    NotPermitted
        If the role may not export, or the region lies outside the scope.
    PoaError
        If there is no such format.

    """
    reader.require("export")
    reader.require("incident.read")
    _require_format(file_format)
    found = matching(office, reader, where)
    head = heading(office, reader, found.classification, describe(office, where))
    features = features_of(_in_chunks(office, reader, found.ids), office.tree)
    rows = write_list(features, column_names(), head, file_format, out)
    _note(office, reader, "incident", said(where) | {"rows": rows, "format": file_format})
    return Exported(rows, found.classification)


def _in_chunks(office: Installation, reader: Reader, ids: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(ids), CHUNK_ROWS):
        yield from incidents.find(office, reader, ids[start : start + CHUNK_ROWS])


def write_region_list(
    office: Installation, reader: Reader, where: Filter, file_format: str, out: BinaryIO, as_of: date | None = None
) -> Exported:
    """Write the regions inside the one of a filter with risk and counts, as the map shows them.

    Raises
    ------
    NotPermitted, PoaError
        As for `write_incident_list`.

    """
    reader.require("export")
    _require_format(file_format)
    told = situation(office, reader, where, as_of, list_limit=0)
    head = heading(office, reader, REGION_CLASSIFICATION, describe(office, where))
    rows = write_list(_region_features(office, told.regions, where.region), REGION_COLUMNS, head, file_format, out)
    _note(office, reader, "region", said(where) | {"rows": rows, "format": file_format})
    return Exported(rows, REGION_CLASSIFICATION)


def _region_features(office: Installation, statuses: Sequence[RegionStatus], region: str) -> Iterator[Feature]:
    shapes = geometry.outlines(office, region, statuses[0].level) if statuses else {}
    for status in statuses:
        values = (
            status.code, status.name, band_name(status.band), round(status.score, 1), status.since,
            t("ya") if status.is_covered else t("belum"), status.incident_count, status.unverified_count,
            hidden_count(status.presence_count),
        )  # fmt: skip
        yield dict(zip(REGION_COLUMNS, values, strict=True)), shapes.get(status.code)


def heading(office: Installation, reader: Reader, classification: str, rows: str) -> Heading:
    """Return what a file says about itself."""
    told = office.now() if (cutoff := data_cutoff(office)) is None else cutoff
    moment = told.astimezone(office.settings.time_zone)
    return Heading(classification, reader.office or reader.display_name, moment, office.is_demo, rows)


def describe(office: Installation, where: Filter) -> str:
    """Return a filter in words: `Kutai Kartanegara; 14–20 November 2026; Terverifikasi`."""
    parts = [t("Indonesia") if where.region == NATION else office.tree[where.region].name, *_dates(where)]
    for name, table in WORDS:
        codes = sorted(getattr(where, name))
        parts += [", ".join(label(table, code, current_language.get()) for code in codes)] if codes else []
    return "; ".join([*parts, t("hanya tanpa lokasi")] if where.unplaced_only else parts)


def _dates(where: Filter) -> list[str]:
    if where.since and where.until:
        return [period(where.since, where.until)]
    if where.since:
        return [t("sejak {day}", day=table_day(where.since))]
    return [t("sampai {day}", day=table_day(where.until))] if where.until else []


def said(where: Any) -> dict[str, Any]:
    """Return a filter as plain values, for the digest in the audit."""
    values = {part.name: getattr(where, part.name) for part in fields(where)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _require_format(file_format: str) -> None:
    if file_format not in FORMATS:
        raise PoaError(NO_FORMAT, format=file_format, formats=", ".join(FORMATS))


def _note(office: Installation, reader: Reader, kind: str, content: dict[str, Any]) -> None:
    with office.writing(reader, f"{kind}.export") as write:
        write.audit(kind, fields=("file",), content=content)
