"""Channels to people outside the app, and what was sent over them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import account, channel, delivery

Row = Mapping[str, Any]


def insert(connection: Connection, row: Row) -> None:
    """Add a channel."""
    connection.execute(channel.insert(), dict(row))


def set_on(connection: Connection, channel_id: str, is_on: bool) -> None:
    """Switch a channel on or off."""
    connection.execute(channel.update().where(channel.c.id == channel_id).values(is_on=is_on))


def every(connection: Connection) -> list[dict[str, Any]]:
    """Return all channels with the account each belongs to, oldest first."""
    columns = [
        account.c[name]
        for name in ("username", "display_name", "role", "agency", "office", "scope", "language", "is_disabled")
    ]
    query = select(channel, *columns).join(account, account.c.id == channel.c.account_id).order_by(channel.c.created_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def deliveries(connection: Connection, since: date) -> list[dict[str, Any]]:
    """Return what was to be sent from a day on, oldest first."""
    query = select(delivery).where(delivery.c.day >= since).order_by(delivery.c.day, delivery.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def insert_delivery(connection: Connection, row: Row) -> None:
    """Plan a message."""
    connection.execute(delivery.insert(), dict(row))


def claim(connection: Connection, row: Row, next_try_at: datetime) -> bool:
    """Take a message for one try; False where another process took it."""
    taken = connection.execute(
        delivery.update()
        .where(delivery.c.id == row["id"], delivery.c.attempts == row["attempts"], delivery.c.sent_at.is_(None))
        .values(attempts=row["attempts"] + 1, next_try_at=next_try_at)
    )
    return taken.rowcount == 1


def note_sent(connection: Connection, delivery_id: str, at: datetime) -> None:
    """Note that a message went out."""
    connection.execute(
        delivery.update().where(delivery.c.id == delivery_id).values(sent_at=at, next_try_at=None, problem=None)
    )


def note_problem(connection: Connection, delivery_id: str, problem: str) -> None:
    """Note why a message did not go out."""
    connection.execute(delivery.update().where(delivery.c.id == delivery_id).values(problem=problem))
