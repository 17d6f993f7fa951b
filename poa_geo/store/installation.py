"""What the database knows about its own installation: a few named values."""

from sqlalchemy import Connection, Engine, select

from poa_geo.store import schema
from poa_geo.store.engine import reading
from poa_geo.store.tables import installation


def read(engine: Engine) -> dict[str, str]:
    """Return the named values of an installation whose schema is current.

    Raises
    ------
    StoreUnavailable
        If there is no installation yet; the sentence names the command to run.

    """
    schema.require_current(engine)
    with reading(engine) as connection:
        return values(connection)


def values(connection: Connection) -> dict[str, str]:
    """Return all named values."""
    return {row.key: row.value for row in connection.execute(select(installation))}


def put(connection: Connection, key: str, value: str) -> None:
    """Set one named value."""
    connection.execute(installation.delete().where(installation.c.key == key))
    connection.execute(installation.insert(), {"key": key, "value": value})
