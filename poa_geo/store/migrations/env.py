"""Alembic's door: one revision serves PostGIS and SQLite."""

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers

from poa_geo.store.geometry import Geometry
from poa_geo.store.instant import Instant
from poa_geo.store.schema import DATABASE_OWN
from poa_geo.store.tables import metadata


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Write our own column types by name."""
    if kind == "type" and isinstance(item, Geometry):
        autogen.imports.add("from poa_geo.store.geometry import Geometry")
        return f"Geometry({item.kind!r}, {item.srid})"
    if kind == "type" and isinstance(item, Instant):
        autogen.imports.add("from poa_geo.store.instant import Instant")
        return "Instant()"
    return alembic_helpers.render_item(kind, item, autogen)


def include_object(item: Any, name: str | None, kind: str, is_reflected: bool, other: Any) -> bool:
    """Leave out PostGIS's own tables and what only one database has."""
    if is_reflected and other is None and (kind == "table" or name in DATABASE_OWN):
        return False
    return bool(alembic_helpers.include_object(item, name, kind, is_reflected, other))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_item,
    include_object=include_object,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
