"""How a region came to its colour: every change of it, and what was done in between."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.situation import Band
from poa_geo.risk.band import BAND_CODES
from poa_geo.services import actions, incidents
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of

MOST_INCIDENTS = 200


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something on the way: `kind` is warna, kejadian, ditutup, tindakan; `id` opens the record behind it."""

    day: date
    kind: str
    title: str = ""
    id: str | None = None
    before: Band | None = None
    after: Band | None = None
    detail: str | None = None


def region_path(
    office: Installation, reader: Reader, code: str, *, since: date, until: date | None = None
) -> list[Step]:
    """Return the way of a region through the colours, oldest first, with what happened and what was done.

    The colours are told in hindsight, from all that is known now.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    reader.require("risk.read")
    office.tree.index(code)
    reader.require_region(code)
    until = until or office.today()
    steps = [
        *_colours(office, code, since, until),
        *_incidents(office, reader, code, since, until),
        *_actions(office, reader, code, since, until),
    ]
    return sorted(steps, key=lambda step: (step.day, step.kind != "kejadian", step.kind == "warna", step.id or ""))


def _colours(office: Installation, code: str, since: date, until: date) -> list[Step]:
    region, changes = office.tree.index(code), read_model_of(office).risk(until).path.changes
    mine = np.flatnonzero(changes.region == region)
    found, before = [], None
    for position in mine.tolist():
        day, after = date.fromordinal(int(changes.day[position])), BAND_CODES[changes.band[position]]
        if since <= day <= until:
            found.append(Step(day=day, kind="warna", before=before, after=after))
        before = after
    return found


def _incidents(office: Installation, reader: Reader, code: str, since: date, until: date) -> list[Step]:
    if not reader.can("incident.read"):
        return []
    facts = read_model_of(office).facts()
    where = Filter(region=code, since=since, until=until, verifications=frozenset({"terverifikasi"}))
    rows = facts.matching(where, reader.scope_within(code), reader.clearance)[::-1][:MOST_INCIDENTS]
    found = incidents.find(office, reader, [facts.incidents.id[row].decode() for row in rows])
    steps = [Step(day=one.event_date, kind="kejadian", title=one.title, id=one.id) for one in found]
    closed = [one for one in found if one.closed_on and since <= one.closed_on <= until]
    return steps + [
        Step(day=one.closed_on, kind="ditutup", title=one.title, id=one.id, detail=one.outcome)
        for one in closed
        if one.closed_on
    ]


def _actions(office: Installation, reader: Reader, code: str, since: date, until: date) -> list[Step]:
    if not reader.can("action.read"):
        return []
    done = [one for one in actions.every(office, reader, region=code, is_open=False) if one.done_on]
    return [
        Step(day=one.done_on, kind="tindakan", title=one.title, id=one.id, detail=one.outcome)
        for one in done
        if one.done_on and since <= one.done_on <= until
    ]
