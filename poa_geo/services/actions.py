"""Follow-up: which agency does what by when, and what came of it. Overdue first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.action import MACHINE, Action, check_action, urgency
from poa_geo.domain.region import is_within
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotPermitted
from poa_geo.services import typed
from poa_geo.services.imports import ABOVE_CLEARANCE
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import may_see, next_version, placed, require_version, visible
from poa_geo.store import actions as store
from poa_geo.store import records

KIND = "action"
TYPED = (
    "subject_kind", "subject_id", "title", "agency", "owner", "due_on", "meeting_on", "region_code", "classification",
    "evidence", "outcome", "done_on", "status",
)  # fmt: skip
"""The fields a person fills in."""


@dataclass(frozen=True, kw_only=True)
class NextAction:
    """What a region waits for next, as the first screen tells it."""

    id: str
    title: str
    agency: str
    owner: str | None
    due_on: date
    days_late: int


def every(
    office: Installation, reader: Reader, *, region: str = "", agency: str | None = None, is_open: bool | None = None
) -> list[Action]:
    """Return follow-up of the reader's scope, most urgent first.

    Parameters
    ----------
    region : str
        Only what lies in this region; the empty code is everywhere.
    agency : str, optional
        Only what this agency has to do.
    is_open : bool, optional
        Only what is open, or only what is finished.

    """
    reader.require("action.read")
    with office.reading() as connection:
        rows = store.every_action(connection)
    found = [Action(**row) for row in rows if may_see(reader, row) and is_within(row["region_code"], region)]
    kept = [
        action
        for action in found
        if (agency is None or action.agency == agency) and (is_open is None or action.is_open == is_open)
    ]
    today = office.today()
    return sorted(kept, key=lambda action: urgency(action, today))


def of_subject(office: Installation, reader: Reader, subject_id: str) -> list[Action]:
    """Return the follow-up of one issue, by due day; nothing for a reader who may not see follow-up."""
    if not reader.can("action.read"):
        return []
    with office.reading() as connection:
        rows = store.of_subject(connection, subject_id)
    return [Action(**row) for row in rows if may_see(reader, row)]


def open_for_region(office: Installation, reader: Reader, code: str) -> NextAction | None:
    """Return the most urgent open follow-up inside a region; None where nothing is planned or may be seen."""
    return open_for_regions(office, reader, [code])[code]


def open_for_regions(office: Installation, reader: Reader, codes: list[str]) -> dict[str, NextAction | None]:
    """Return region → its most urgent open follow-up, from one reading."""
    if not reader.can("action.read"):
        return dict.fromkeys(codes)
    today, waiting = office.today(), every(office, reader, is_open=True)
    firsts = {code: next((one for one in waiting if is_within(one.region_code, code)), None) for code in codes}
    return {code: _next(first, today) if first else None for code, first in firsts.items()}


def _next(action: Action, today: date) -> NextAction:
    return NextAction(
        id=action.id,
        title=action.title,
        agency=action.agency,
        owner=action.owner,
        due_on=action.due_on,
        days_late=action.days_late(today),
    )


def get(office: Installation, reader: Reader, action_id: str) -> Action:
    """Return one follow-up.

    Raises
    ------
    NotFound
        If there is none, or it lies outside the reader's scope or clearance.

    """
    reader.require("action.read")
    with office.reading() as connection:
        row = records.get(connection, KIND, action_id)
    return Action(**visible(reader, row, "tindak lanjut"))


def add(office: Installation, reader: Reader, values: Mapping[str, Any]) -> Action:
    """Plan a follow-up.

    Raises
    ------
    InvalidRecord
        If anything is missing or out of reach.
    NotPermitted
        If the region lies outside the scope, or the classification above the clearance.

    """
    reader.require("action.write")
    given = {name: values[name] for name in TYPED if values.get(name) not in (None, "")}
    _check(office, reader, given)
    with office.writing(reader, "action.add") as write:
        origin = typed.origin(reader, write.now) | {"source_agency": reader.agency}
        action = Action(**origin | given | placed(office, given["region_code"]))
        write.insert(KIND, vars(action))
    return action


def change(
    office: Installation, reader: Reader, action_id: str, values: Mapping[str, Any], *, expected_version: int
) -> Action:
    """Change a follow-up or move it on; a finished one says what came of it, and when.

    Raises
    ------
    StepNotAllowed
        If its status cannot go there.
    Conflict
        If somebody else saved meanwhile; names the fields they changed.

    """
    reader.require("action.write")
    before = get(office, reader, action_id)
    given = {name: values[name] or None for name in TYPED if name in values}
    status = given.get("status") or before.status
    if status != before.status:
        require_step(MACHINE, before.status, status)
    if status == "selesai":
        given["done_on"] = given.get("done_on") or before.done_on or office.today()
    elif before.status == "selesai":
        given["done_on"] = None
    after = before.changed(**given | {"status": status})
    _check(office, reader, vars(after))
    require_version(office, KIND, before, expected_version)
    place = placed(office, after.region_code or "")
    with office.writing(reader, f"action.{status}") as write:
        return next_version(write, KIND, before, **given | {"status": status} | place)


def _check(office: Installation, reader: Reader, values: Mapping[str, Any]) -> None:
    problems = check_action(values, office.today())
    if problems:
        raise InvalidRecord(problems)
    office.tree.index(values["region_code"])
    reader.require_region(values["region_code"])
    classification = values.get("classification", "terbatas")
    if not reader.may_see_classification(classification):
        raise NotPermitted(ABOVE_CLEARANCE, value=classification)
