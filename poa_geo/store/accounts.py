"""Accounts, their sessions, and the tries to sign in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from poa_geo.store.tables import account, login_attempt, login_session

Row = Mapping[str, Any]


def insert(connection: Connection, row: Row) -> None:
    """Add an account."""
    connection.execute(account.insert(), dict(row))


def update(connection: Connection, account_id: str, **values: Any) -> None:
    """Change columns of an account."""
    connection.execute(account.update().where(account.c.id == account_id).values(**values))


def by_username(connection: Connection, username: str) -> dict[str, Any] | None:
    """Return an account by its user name."""
    return _one(connection, select(account).where(account.c.username == username))


def every(connection: Connection) -> list[dict[str, Any]]:
    """Return all accounts by user name."""
    return [dict(row) for row in connection.execute(select(account).order_by(account.c.username)).mappings()]


def insert_session(connection: Connection, row: Row) -> None:
    """Add a session; only the hash of its token is kept."""
    connection.execute(login_session.insert(), dict(row))


def find_session(connection: Connection, token_hash: str) -> dict[str, Any] | None:
    """Return a session together with its account; None where the account is disabled."""
    columns = [column for column in account.columns if column.name != "created_at"]
    query = (
        select(login_session, *columns)
        .join(account, account.c.id == login_session.c.account_id)
        .where(login_session.c.token_hash == token_hash, account.c.is_disabled.is_(False))
    )
    return _one(connection, query)


def touch_session(connection: Connection, token_hash: str, at: datetime) -> None:
    """Note that a session was used."""
    used = login_session.c.token_hash == token_hash
    connection.execute(login_session.update().where(used, login_session.c.last_seen_at < at).values(last_seen_at=at))


def delete_session(connection: Connection, token_hash: str) -> None:
    """End one session."""
    connection.execute(login_session.delete().where(login_session.c.token_hash == token_hash))


def delete_sessions_of(connection: Connection, account_id: str) -> None:
    """End every session of an account."""
    connection.execute(login_session.delete().where(login_session.c.account_id == account_id))


def delete_sessions_over(connection: Connection, now: datetime, idle_since: datetime) -> None:
    """Remove the sessions that have run out."""
    is_over = (login_session.c.expires_at <= now) | (login_session.c.last_seen_at <= idle_since)
    connection.execute(login_session.delete().where(is_over))


def count_sessions(connection: Connection, now: datetime, idle_since: datetime) -> int:
    """Return how many sessions are alive."""
    is_alive = (login_session.c.expires_at > now) & (login_session.c.last_seen_at > idle_since)
    return int(connection.execute(select(func.count()).select_from(login_session).where(is_alive)).scalar_one())


def attempts_since(connection: Connection, key: str, since: datetime) -> list[datetime]:
    """Return when one key tried to sign in, oldest first."""
    rows = select(login_attempt.c.at).where(login_attempt.c.key == key, login_attempt.c.at > since)
    return list(connection.execute(rows.order_by(login_attempt.c.at)).scalars())


def insert_attempts(connection: Connection, keys: Iterable[str], at: datetime) -> None:
    """Note one try under each key."""
    connection.execute(login_attempt.insert(), [{"key": key, "at": at} for key in keys])


def delete_attempts(connection: Connection, *, key: str | None = None, until: datetime | None = None) -> None:
    """Forget the tries of a key, or all tries up to a moment."""
    chosen = login_attempt.c.key == key if key is not None else login_attempt.c.at <= until
    connection.execute(login_attempt.delete().where(chosen))


def _one(connection: Connection, query: Select[Any]) -> dict[str, Any] | None:
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None
