"""One geometry column for both databases: PostGIS geometry, or WKB bytes in SQLite. Python always sees shapely."""

from typing import Any

import shapely
from geoalchemy2.shape import from_shape
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

WGS84 = 4326


class _PostgisGeometry(UserDefinedType[str]):
    """A plain column spec: the table hooks of `geoalchemy2.Geometry` do not work inside a TypeDecorator."""

    cache_ok = True

    def __init__(self, kind: str, srid: int) -> None:
        self.kind, self.srid = kind, srid

    def get_col_spec(self, **_: Any) -> str:
        return f"geometry({self.kind},{self.srid})"


class Geometry(TypeDecorator[shapely.Geometry]):
    """A shapely geometry, lon/lat WGS84."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, kind: str = "GEOMETRY", srid: int = WGS84) -> None:
        super().__init__()
        self.kind, self.srid = kind, srid

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of a database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(_PostgisGeometry(self.kind, self.srid))
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: shapely.Geometry | None, dialect: Dialect) -> str | bytes | None:
        """Write hex EWKB to PostGIS, WKB to SQLite."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return str(from_shape(value, srid=self.srid, extended=True).desc)
        return bytes(shapely.to_wkb(value))

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> shapely.Geometry | None:  # noqa: ARG002
        """Read either form back."""
        return None if value is None else shapely.from_wkb(value)
