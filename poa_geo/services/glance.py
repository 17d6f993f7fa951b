"""The light page of a reader: what the first screen tells, with the outlines of its small map."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.access.reader import Reader
from poa_geo.domain.region import NATION, PROVINSI, level_of, parent_of
from poa_geo.domain.summary import Summary
from poa_geo.services import geometry
from poa_geo.services.installation import Installation
from poa_geo.services.summary import summary
from poa_geo.services.warnings import LedgerLine, ledger_line

DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Glance:
    """One screen for ten seconds.

    Attributes
    ----------
    outlines : mapping
        Code → outline in degrees, of every region told.
    around : array of geometry
        Land that lies around them, in degrees.
    now : datetime
        When it was made, UTC.

    """

    told: Summary
    ledger: LedgerLine
    region_name: str
    outlines: dict[str, Any] = field(repr=False)
    around: NDArray[Any] = field(repr=False)
    is_schematic: bool
    now: datetime


def glance(office: Installation, reader: Reader) -> Glance:
    """Gather the light page of a reader.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    region = reader.home
    told = summary(office, reader, region, days=DAYS)
    level = level_of(region)
    return Glance(
        told=told,
        ledger=ledger_line(office, reader),
        region_name=office.tree[region].name if region else "Indonesia",
        outlines=geometry.outlines(office, region, level + 1, detail=level),
        around=_around(office, region),
        is_schematic=geometry.is_schematic(office, region),
        now=office.now(),
    )


def _around(office: Installation, region: str) -> NDArray[Any]:
    """Return the land beside a region: the rest of the country, and what lies abroad."""
    files = geometry.map_files(office)
    land = files.find(files.land().url.rpartition("/")[2])
    beside = dict(geometry.outlines(office, NATION, PROVINSI, detail=0)) if region else {}
    if level_of(region) > PROVINSI:
        beside.pop(parent_of(region))
        beside |= geometry.outlines(office, parent_of(region), level_of(region), detail=1)
    beside.pop(region, None)
    abroad = shapely.get_parts(shapely.from_geojson([(land or b"").decode()]))
    return np.array([*abroad, *beside.values()], dtype=object)
