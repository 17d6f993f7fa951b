"""What a person saw when they last looked at the first screen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import account, last_look


def find(connection: Connection, account_id: str) -> Mapping[str, Any] | None:
    """Return day and bands of an account's last look, None before the first."""
    query = select(last_look.c.looked_on, last_look.c.bands).where(last_look.c.account_id == account_id)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def keep(connection: Connection, account_id: str, looked_on: date, bands: Mapping[str, Any]) -> None:
    """Put the last look of an account in the place of the one before; an account that is gone keeps none."""
    connection.execute(last_look.delete().where(last_look.c.account_id == account_id))
    if connection.execute(select(account.c.id).where(account.c.id == account_id)).first() is None:
        return
    connection.execute(last_look.insert(), {"account_id": account_id, "looked_on": looked_on, "bands": dict(bands)})
