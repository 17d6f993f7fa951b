"""The register of foreign nationals: found by what is not sealed, or by the keyed hash of an exact name or number."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from poa_geo.store.tables import identity_key, presence, record_version

COUNTED = (
    "region_code", "category", "permit_type", "nationality", "source_agency", "permit_expires_on", "from_date",
    "to_date", "is_deleted",
)  # fmt: skip
"""What the monthly tables need of a version."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of the register asks for; empty sets mean all.

    `expired_on` and the bounds of `expires_between` are compared with permit and passport; `unreported_since` finds
    present persons of whom nothing was reported since that day.
    """

    prefixes: Sequence[str]
    with_unplaced: bool
    classifications: Collection[str]
    categories: Collection[str] = field(default_factory=frozenset)
    nationalities: Collection[str] = field(default_factory=frozenset)
    sexes: Collection[str] = field(default_factory=frozenset)
    permit_types: Collection[str] = field(default_factory=frozenset)
    verifications: Collection[str] = field(default_factory=frozenset)
    hashes: Collection[str] = field(default_factory=frozenset)
    expires_between: tuple[date, date] | None = None
    expired_on: date | None = None
    unreported_since: date | None = None


def find(connection: Connection, wanted: Wanted, today: date, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Return rows and the number of all that match: nearest end of permit first in lists of deadlines, else newest."""
    condition = and_(*_conditions(wanted, today))
    is_deadline = wanted.expires_between is not None or wanted.expired_on is not None
    order = _deadline() if is_deadline else presence.c.recorded_at.desc()
    query = select(presence).where(condition).order_by(order, presence.c.id).limit(limit)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return rows, int(connection.execute(select(func.count()).select_from(presence).where(condition)).scalar_one())


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    columns = presence.c
    chosen = (
        (columns.category, wanted.categories),
        (columns.nationality, wanted.nationalities),
        (columns.sex, wanted.sexes),
        (columns.permit_type, wanted.permit_types),
        (columns.verification, wanted.verifications),
    )
    return [
        ~columns.is_deleted,
        in_scope(columns.region_code, wanted.prefixes, with_unplaced=wanted.with_unplaced),
        columns.classification.in_(wanted.classifications),
        *(column.in_(codes) for column, codes in chosen if codes),
        *_deadlines(wanted, today),
        *_hashes(wanted.hashes),
    ]


def in_scope(column: ColumnElement[Any], prefixes: Sequence[str], *, with_unplaced: bool) -> ColumnElement[bool]:
    """Return the condition that a region code lies inside one of the prefixes; the empty one is the country."""
    inside = [
        column.is_not(None) if not prefix else or_(column == prefix, column.startswith(f"{prefix}.", autoescape=True))
        for prefix in prefixes
    ]
    return or_(*inside, *([column.is_(None)] if with_unplaced else []), false())


def _is_present(today: date) -> ColumnElement[bool]:
    return or_(presence.c.to_date.is_(None), presence.c.to_date >= today)


def _deadlines(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    permit, passport, conditions = presence.c.permit_expires_on, presence.c.passport_expires_on, []
    if wanted.expires_between:
        first, last = wanted.expires_between
        conditions.append(or_(permit.between(first, last), passport.between(first, last)))
    if wanted.expired_on:
        conditions.append(or_(permit < wanted.expired_on, passport < wanted.expired_on))
    if wanted.unreported_since:
        reported = func.coalesce(presence.c.last_reported_on, presence.c.from_date, presence.c.entered_on)
        conditions.append(or_(reported.is_(None), reported < wanted.unreported_since))
    if conditions:
        conditions.append(_is_present(today))
    return conditions


def _deadline() -> Any:
    return func.coalesce(presence.c.permit_expires_on, presence.c.passport_expires_on)


def _hashes(hashes: Collection[str]) -> list[ColumnElement[bool]]:
    if not hashes:
        return []
    found = select(identity_key.c.record_id).where(
        or_(identity_key.c.name_hash.in_(hashes), identity_key.c.passport_hash.in_(hashes))
    )
    return [presence.c.id.in_(found)]


def known_versions(connection: Connection, instant: datetime) -> int:
    """Return how many versions of presence records were known at an instant: it changes with nothing else."""
    query = select(func.count()).where(record_version.c.kind == "presence", record_version.c.known_from <= instant)
    return int(connection.execute(query).scalar_one())


def as_known(connection: Connection, instant: datetime) -> list[Mapping[str, Any]]:
    """Return of every presence record what the monthly tables need, as it was known at an instant."""
    newest = (
        select(record_version.c.record_id, func.max(record_version.c.version).label("version"))
        .where(record_version.c.kind == "presence", record_version.c.known_from <= instant)
        .group_by(record_version.c.record_id)
        .subquery()
    )
    query = select(record_version.c.body).join(
        newest,
        and_(
            record_version.c.kind == "presence",
            record_version.c.record_id == newest.c.record_id,
            record_version.c.version == newest.c.version,
        ),
    )
    bodies = (json.loads(row.body) for row in connection.execute(query))
    return [{name: body.get(name) for name in COUNTED} for body in bodies]
