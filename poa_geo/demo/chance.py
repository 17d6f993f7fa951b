"""Chance that can be repeated: streams from a seed, ids, moments and picks; and the tables of this package."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from importlib import resources
from random import Random
from typing import TypeVar
from uuid import UUID

Row = Mapping[str, str]
Choice = TypeVar("Choice")

WITA = timezone(timedelta(hours=8))  # the demo plays in Kalimantan Timur
HISTORY_DAYS = 730
"""The demo begins this long before `today`."""

CUT_OFF_HOUR = 18
"""Nothing is known after this hour (WITA) of the day before `today`, so no record comes from the future."""


@lru_cache(maxsize=16)
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of ``demo/<name>.csv`` as text."""
    text = (resources.files("poa_geo.demo") / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=16)
def phrases(kind: str) -> tuple[str, ...]:
    """Return the phrases of one kind."""
    return tuple(row["text"] for row in table("phrases") if row["kind"] == kind)


def stream(seed: int, subject: str) -> Random:
    """Return the chance of one subject: a change in one part of the demo leaves the others as they are."""
    return Random(f"{seed}:{subject}")


def pick(rows: Sequence[Row], random: Random) -> Row:
    """Return one row by its column `weight`."""
    return random.choices(rows, [float(row["weight"]) for row in rows])[0]


def weighted(weights: Mapping[Choice, int], random: Random) -> Choice:
    """Return one of the keys by its weight."""
    return random.choices(list(weights), list(weights.values()))[0]


def new_id(moment: datetime, random: Random) -> str:
    """Return a UUID of version 7: it sorts by the moment, its random bits come from the stream."""
    milliseconds = int(moment.timestamp() * 1000)
    high = milliseconds << 16 | 0x7000 | random.getrandbits(12)
    return str(UUID(int=high << 64 | 0b10 << 62 | random.getrandbits(62)))


def moment_on(day: date, random: Random, from_hour: int = 7, to_hour: int = CUT_OFF_HOUR - 1) -> datetime:
    """Return a moment of a day between two hours WITA, in UTC."""
    local = datetime(day.year, day.month, day.day, tzinfo=WITA)
    minutes = random.randrange(from_hour * 60, to_hour * 60 + 60)
    return (local + timedelta(minutes=minutes)).astimezone(UTC)


def soon_after(day: date, today: date, random: Random) -> datetime:
    """Return when an event of a day was reported: the same evening or within two days, never after the cut-off."""
    latest = today - timedelta(days=1)
    return moment_on(min(day + timedelta(days=random.choice((0, 1, 1, 2))), latest), random, 15)
