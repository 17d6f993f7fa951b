"""The shape of the database: made, raised and checked by Alembic."""

from importlib import resources

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect

from poa_geo.errors import StoreUnavailable, mark
from poa_geo.store.engine import reading, writing

DATABASE_OWN = frozenset({"point", "ix_incident_point", "ix_region_shape_geometry"})
"""Columns and indexes that only PostGIS has; the tables in Python do not know them."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision, in one transaction."""
    with writing(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to a revision; ``base`` removes every table."""
    with writing(engine) as connection:
        command.downgrade(_config(connection), revision)


def check(engine: Engine) -> None:
    """Raise if the tables in Python and in the database differ."""
    with writing(engine) as connection:
        command.check(_config(connection))


def require_current(engine: Engine) -> None:
    """Say in one sentence what to do when the database is empty or of another release.

    Raises
    ------
    StoreUnavailable
        Names the command to run.

    """
    with reading(engine) as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        raise StoreUnavailable(mark("Basis data masih kosong. Jalankan: poa-geo init"))
    if current != heads()[0]:
        raise StoreUnavailable(
            mark("Basis data berasal dari versi lain (revisi {current}). Jalankan: poa-geo init"),
            current=current,
        )


def is_empty(connection: Connection) -> bool:
    """Say whether nothing was ever made here."""
    return not inspect(connection).has_table("alembic_version")


def heads() -> list[str]:
    """Return the newest revisions; there is one."""
    return list(ScriptDirectory.from_config(_config(None)).get_heads())


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("poa_geo.store") / "migrations"))
    config.set_main_option("path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config


__all__ = [
    "DATABASE_OWN",
    "CommandError",
    "check",
    "downgrade",
    "heads",
    "is_empty",
    "require_current",
    "upgrade",
]
