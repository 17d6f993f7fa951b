"""Duplicates: proposed by likeness, suspected by a person, merged with a reason, and undone as a whole.

A merge hides one record behind another. Both keep their history; the values of neither are mixed into the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.duplicates import Proposal, Sketch, proposals
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Incident
from poa_geo.domain.region import NATION, is_within
from poa_geo.errors import InvalidRecord, NotFound, mark
from poa_geo.services.incidents import get
from poa_geo.services.installation import Installation, Write
from poa_geo.services.record_steps import may_see, next_version, require_version
from poa_geo.store import duplicates as store
from poa_geo.store import records

KIND = "incident"
LOOK_BACK_DAYS = 90
NO_REASON = mark("Tuliskan mengapa kedua catatan ini kejadian yang sama.")
WITH_ITSELF = mark("Pilih dua catatan yang berbeda.")


@dataclass(frozen=True)
class Pair:
    """A proposal with both incidents, and whether somebody already suspects them to be one."""

    first: Incident
    second: Incident
    likeness: float
    is_suspected: bool


def proposed(
    office: Installation, reader: Reader, region: str = NATION, *, as_of: date | None = None, days: int = LOOK_BACK_DAYS
) -> list[Pair]:
    """Return pairs of recent incidents that may be one, the most alike first; nothing is changed."""
    reader.require("incident.merge")
    until = as_of or office.today()
    with office.reading() as connection:
        rows = [
            row
            for row in store.comparable(connection, until - timedelta(days=days), until)
            if may_see(reader, row) and is_within(row["region_code"], region)
        ]
        found = proposals(map(_sketch, rows))
        ids = {name for one in found for name in (one.first, one.second)}
        known = {name: Incident(**row) for name, row in records.find(connection, KIND, ids).items()}
    return [_pair(one, known) for one in found]


def proposed_for(office: Installation, reader: Reader, incident_id: str) -> list[Pair]:
    """Return the incidents around one incident's day that may be the same event."""
    own = get(office, reader, incident_id)
    around = timedelta(days=7)
    pairs = proposed(office, reader, as_of=own.event_date + around, days=2 * around.days)
    return [pair for pair in pairs if incident_id in (pair.first.id, pair.second.id)]


def suspect(office: Installation, reader: Reader, first_id: str, second_id: str) -> str:
    """Mark two incidents as suspected duplicates: until somebody decides, only the strongest of the group scores.

    Returns
    -------
    str
        Id of the group, which both share; groups they were in become one.

    """
    reader.require("incident.merge")
    first, second = _both(office, reader, first_id, second_id)
    group = min(filter(None, (first.duplicate_group, second.duplicate_group)), default=str(uuid7()))
    with office.writing(reader, "incident.suspect") as write:
        old = {one.duplicate_group for one in (first, second) if one.duplicate_group}
        members = {first.id, second.id} | {
            name for known in old for name in store.group_members(write.connection, known)
        }
        _regroup(write, members, group)
        write.audit(KIND, first.id, fields=("duplicate_group",), content={"group": group})
    return group


def dismiss(office: Installation, reader: Reader, incident_id: str) -> None:
    """Say that an incident is no duplicate: it leaves its group, which ends where one alone remains."""
    reader.require("incident.merge")
    one = get(office, reader, incident_id)
    if one.duplicate_group is None:
        return
    with office.writing(reader, "incident.dismiss") as write:
        others = [name for name in store.group_members(write.connection, one.duplicate_group) if name != one.id]
        _regroup(write, {one.id} | (set(others) if len(others) == 1 else set()), None)
        write.audit(KIND, one.id, fields=("duplicate_group",))


def merge(
    office: Installation,
    reader: Reader,
    kept_id: str,
    merged_id: str,
    *,
    reason: str,
    expected_versions: tuple[int, int] | None = None,
) -> str:
    """Hide one incident behind another; both keep their history. Return the id by which it is undone.

    Raises
    ------
    InvalidRecord
        If no reason is given or both are the same record.
    Conflict
        If one of them was changed after the reader saw it.

    """
    reader.require("incident.merge")
    kept, merged = _both(office, reader, kept_id, merged_id)
    if not reason.strip():
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON)])
    for record, version in zip((kept, merged), expected_versions or (kept.version, merged.version), strict=True):
        require_version(office, KIND, record, version)
    with office.writing(reader, "incident.merge") as write:
        merge_id = str(uuid7())
        next_version(write, KIND, merged, reason=reason, is_deleted=True)
        store.keep_merge(
            write.connection,
            {
                "id": merge_id,
                "kept_id": kept.id,
                "merged_id": merged.id,
                "reason": reason.strip(),
                "merged_by": reader.account_id,
                "merged_at": write.now,
            },
        )
        write.audit(KIND, kept.id, reason=reason)
    return merge_id


def undo(office: Installation, reader: Reader, merge_id: str, *, reason: str) -> Incident:
    """Bring back what a merge hid, as it was.

    Raises
    ------
    NotFound
        If there is no such merge for this reader, or it was undone already.

    """
    reader.require("incident.merge")
    with office.reading() as connection:
        done = store.merge(connection, merge_id)
        row = records.get(connection, KIND, done["merged_id"]) if done else None
    if done is None or row is None or done["undone_at"] or not may_see(reader, row | {"is_deleted": False}):
        raise NotFound(kind="penggabungan")
    get(office, reader, done["kept_id"])
    with office.writing(reader, "incident.unmerge") as write:
        store.mark_undone(write.connection, merge_id, write.now)
        return next_version(write, KIND, Incident(**row), reason=reason, is_deleted=False)


def merges(office: Installation, reader: Reader, incident_id: str) -> list[dict[str, Any]]:
    """Return what was merged into an incident, undone merges included, with each merged incident's title."""
    get(office, reader, incident_id)
    with office.reading() as connection:
        found = [row for row in store.merges_of(connection, incident_id) if row["kept_id"] == incident_id]
        titles = records.find(connection, KIND, [row["merged_id"] for row in found])
    return [
        row | {"title": titles[row["merged_id"]]["title"]}
        for row in found
        if may_see(reader, titles[row["merged_id"]] | {"is_deleted": False})
    ]


def kept_in(office: Installation, reader: Reader, incident_id: str) -> str | None:
    """Return the incident that a merged one is hidden behind; None where it was not merged."""
    reader.require("incident.read")
    with office.reading() as connection:
        found = [row for row in store.merges_of(connection, incident_id) if row["merged_id"] == incident_id]
    standing = [row["kept_id"] for row in found if row["undone_at"] is None]
    return get(office, reader, standing[-1]).id if standing else None


def _both(office: Installation, reader: Reader, first_id: str, second_id: str) -> tuple[Incident, Incident]:
    if first_id == second_id:
        raise InvalidRecord([RowProblem("incident", "", "same", WITH_ITSELF)])
    first, second = get(office, reader, first_id), get(office, reader, second_id)
    for one in (first, second):
        reader.require_region(one.region_code)
    return first, second


def _regroup(write: Write, members: set[str], group: str | None) -> None:
    rows = records.find(write.connection, KIND, members)
    for name in sorted(rows):
        if rows[name]["duplicate_group"] != group:
            next_version(write, KIND, Incident(**rows[name]), duplicate_group=group)


def _sketch(row: Mapping[str, Any]) -> Sketch:
    return Sketch(row["id"], row["event_date"], row["region_code"], row["form"], row["title"], row["chronology"] or "")


def _pair(one: Proposal, known: Mapping[str, Incident]) -> Pair:
    first, second = known[one.first], known[one.second]
    is_suspected = first.duplicate_group is not None and first.duplicate_group == second.duplicate_group
    return Pair(first, second, one.likeness, is_suspected)
