"""Regions, their outlines and neighbours in the database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.store import tables
from poa_geo.store.bulk import insert_rows

Borders = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]


def insert_regions(connection: Connection, tree: RegionTree) -> None:
    """Write the official list; parents come before what is inside them."""
    rows = [
        {
            "code": region.code,
            "name": region.name,
            "level": region.level,
            "type": region.type,
            "parent_code": region.parent_code or None,
            "lon": region.lon,
            "lat": region.lat,
            "bps_code": region.bps_code,
            "area_km2": region.area_km2,
            "population": region.population,
        }
        for region in tree.regions
    ]
    insert_rows(connection, tables.region, rows)


def insert_aliases(connection: Connection, scheme: str, aliases: Mapping[str, str]) -> None:
    """Write other codes of regions: alias → code in force."""
    rows = [{"scheme": scheme, "alias": alias, "region_code": code} for alias, code in aliases.items()]
    insert_rows(connection, tables.region_alias, rows)


def replace_shapes(
    connection: Connection, tree: RegionTree, details: Sequence[NDArray[Any]], official: Iterable[str] = ()
) -> None:
    """Replace all outlines.

    Parameters
    ----------
    details : sequence of arrays of MultiPolygon, shape (len(tree),) each
        Coarse to full, in tree order.
    official : iterable of str
        Codes whose outlines are official rather than schematic.

    """
    is_official = set(official)
    connection.execute(tables.region_shape.delete())
    for detail, outlines in enumerate(details):
        rows = [
            {"code": code, "detail": detail, "is_official": code in is_official, "geometry": outline}
            for code, outline in zip(tree.codes, outlines, strict=True)
        ]
        insert_rows(connection, tables.region_shape, rows)


def shapes(connection: Connection, tree: RegionTree, detail: int) -> NDArray[Any]:
    """Return the outlines of all regions at one detail, in tree order."""
    shape = tables.region_shape
    rows = connection.execute(select(shape.c.geometry).where(shape.c.detail == detail).order_by(shape.c.code))
    outlines = np.empty(len(tree), dtype=object)
    outlines[:] = [row.geometry for row in rows]
    return outlines


def kecamatan_shapes(connection: Connection, tree: RegionTree, detail: int) -> NDArray[Any]:
    """Return the outlines of the kecamatan at one detail, in code order."""
    outlines: NDArray[Any] = shapes(connection, tree, detail)[tree.at_level(KECAMATAN)]
    return outlines


def official_codes(connection: Connection) -> frozenset[str]:
    """Return the codes of regions whose outlines are official."""
    shape = tables.region_shape
    query = select(shape.c.code).where(shape.c.is_official, shape.c.detail == 2)
    return frozenset(row.code for row in connection.execute(query))


def anchored(connection: Connection) -> Sequence[Any]:
    """Return what every incident with a point knows of its place: the rows to place again by other boundaries."""
    incident = tables.incident.c
    query = select(
        incident.id, incident.lon, incident.lat, incident.region_code, incident.geo_precision, incident.placed_by,
        incident.stated_code, incident.stated_precision,
    ).where(incident.lon.is_not(None), incident.lat.is_not(None), ~incident.is_deleted)  # fmt: skip
    return connection.execute(query.order_by(incident.id)).all()


def tell_of_change(connection: Connection, version: str) -> None:
    """Put the new boundaries into the change feed, so that open screens and the read model notice."""
    connection.execute(tables.change.insert(), {"kind": "boundary", "record_id": version})


def replace_neighbours(connection: Connection, tree: RegionTree, borders: Iterable[Borders]) -> None:
    """Replace all neighbours; each border is given once and stands in both directions."""
    rows = [
        {"code": tree.codes[i], "neighbour_code": tree.codes[j], "border_km": float(km)}
        for level in borders
        for a, b, km in zip(*level, strict=True)
        for i, j in ((a, b), (b, a))
    ]
    connection.execute(tables.region_neighbour.delete())
    insert_rows(connection, tables.region_neighbour, rows)


def borders(connection: Connection, tree: RegionTree) -> Borders:
    """Return shared borders in both directions: index, index of the neighbour, length in km."""
    rows = connection.execute(
        select(tables.region_neighbour).order_by(
            tables.region_neighbour.c.code, tables.region_neighbour.c.neighbour_code
        )
    ).all()
    return (
        np.array([tree.index(row.code) for row in rows], dtype=np.int32),
        np.array([tree.index(row.neighbour_code) for row in rows], dtype=np.int32),
        np.array([row.border_km for row in rows], dtype=np.float64),
    )
