"""Rencana Aksi Terpadu: rows of a year with their targets and progress, and the file of a period."""

from collections.abc import Mapping
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.plan_item import PlanItem, check_plan_item
from poa_geo.errors import InvalidRecord
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.plan import write_plan
from poa_geo.services import typed
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import may_see, next_version, placed, require_version, stored, visible
from poa_geo.services.situation import data_cutoff
from poa_geo.store import actions as store

KIND = "plan_item"
TYPED = (
    "year", "stage", "action", "responsible", "related_agencies", "success_criterion", "target_b04", "target_b08",
    "target_b12", "progress_b04", "progress_b08", "progress_b12", "evidence", "region_code",
)  # fmt: skip
"""The fields a person fills in."""


def years(office: Installation, reader: Reader) -> list[int]:
    """Return the years that have a plan, and this one, newest first."""
    reader.require("plan.read")
    with office.reading() as connection:
        known = store.plan_years(connection)
    return sorted({*known, office.today().year}, reverse=True)


def every(office: Installation, reader: Reader, year: int) -> list[PlanItem]:
    """Return the plan of a year in the reader's scope."""
    reader.require("plan.read")
    with office.reading() as connection:
        rows = store.plan_of(connection, year)
    return [PlanItem(**row) for row in rows if may_see(reader, row)]


def add(office: Installation, reader: Reader, values: Mapping[str, Any]) -> PlanItem:
    """Add a row to the plan.

    Raises
    ------
    InvalidRecord
        If anything is missing or out of reach.
    NotPermitted
        If the region lies outside the scope.

    """
    reader.require("plan.write")
    given = {name: values[name] for name in TYPED if values.get(name) not in (None, "")}
    _check(office, reader, given)
    with office.writing(reader, "plan.add") as write:
        origin = typed.origin(reader, write.now) | {"source_agency": reader.agency}
        item = PlanItem(**origin | given | placed(office, given["region_code"]))
        write.insert(KIND, vars(item))
    return item


def change(
    office: Installation, reader: Reader, item_id: str, values: Mapping[str, Any], *, expected_version: int
) -> PlanItem:
    """Change a row of the plan, mostly its progress.

    Raises
    ------
    Conflict
        If somebody else saved meanwhile; names the fields they changed.

    """
    reader.require("plan.write")
    given = {name: None if values[name] == "" else values[name] for name in TYPED if name in values}
    before = PlanItem(**visible(reader, stored(office, KIND, item_id), "rencana aksi"))
    _check(office, reader, vars(before.changed(**given)))
    require_version(office, KIND, before, expected_version)
    with office.writing(reader, "plan.change") as write:
        return next_version(write, KIND, before, **given)


def export(office: Installation, reader: Reader, year: int, period: str) -> bytes:
    """Return the plan of a year with targets and progress of a period as a workbook."""
    reader.require("export")
    items = every(office, reader, year)
    cutoff = data_cutoff(office) or office.now()
    zone = office.settings.time_zone
    heading = Heading("terbatas", reader.office or reader.display_name, cutoff.astimezone(zone), office.is_demo)
    data = write_plan(items, year, period, office.tree, heading)
    with office.writing(reader, "plan.export") as write:
        write.audit(KIND, fields=("file",), content={"year": year, "period": period, "rows": len(items)})
    return data


def _check(office: Installation, reader: Reader, values: Mapping[str, Any]) -> None:
    problems = check_plan_item(values)
    if problems:
        raise InvalidRecord(problems)
    office.tree.index(values["region_code"])
    reader.require_region(values["region_code"])
