"""The evidence behind a score as a plain table, so that anybody can work the score out again without this product."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.services import incidents
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of

COLUMNS = (
    "id", "region_code", "event_date", "stage", "form", "deaths", "injured_seriously", "displaced", "buildings_burnt",
    "verification", "source_grade", "information_grade", "updated_on", "closed_on", "duplicate_group",
    "assessed_severity",
)  # fmt: skip


def evidence_csv(office: Installation, reader: Reader, code: str) -> str:
    """Return the incidents of a region as CSV with everything its score is made of.

    The rows are those the reader may see; the score of a region is the file's only where that is all of them and no
    other matter is assessed in it. `scripts/recompute.py` works the score out from it.

    Raises
    ------
    NotPermitted
        If the role may not export, or the region lies outside the scope.

    """
    reader.require("export")
    reader.require_region(code)
    facts = read_model_of(office).facts()
    rows = facts.matching(Filter(region=code), (code,), reader.clearance)
    found = incidents.find(office, reader, [facts.incidents.id[row].decode() for row in rows])
    with office.writing(reader, "export.evidence") as write:
        write.audit("incident", code, content={"rows": len(found)})
    return as_csv([vars(one) for one in found], {key: value for key, (value, _) in facts.assessed.items()})


def as_csv(rows: list[dict[str, Any]], assessed: Mapping[str, float]) -> str:
    """Return records of incidents as CSV; `assessed` is id → severity of its highest approved assessment."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "assessed_severity": assessed.get(row["id"])})
    return text.getvalue()
