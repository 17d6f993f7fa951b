"""Outlines for the map: one file per region in focus and level drawn, named by the hash of its content."""

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from poa_geo.domain.region import NATION, RegionTree, level_of
from poa_geo.errors import Conflict, mark
from poa_geo.regions.locate import GridIndex
from poa_geo.regions.shapes import Shapes, content_hash, geojson_for, outline_for
from poa_geo.regions.shipped import read_context_land
from poa_geo.services.installation import Installation
from poa_geo.settings import BOUNDARIES_FOLDER
from poa_geo.store import installation as stored
from poa_geo.store import regions

DETAILS = (0, 1, 2)
REPLACED_MEANWHILE = mark("Batas wilayah baru saja diganti, dan data ini belum disimpan. Simpan sekali lagi.")
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True)
class MapFile:
    """One GeoJSON file: where the browser fetches it, and what it spans."""

    url: str
    bounds: Bounds


class MapFiles:
    """The map files of one version of the boundaries, made when first asked for."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._lock = threading.Lock()
        self._contents: dict[str, bytes] = {}
        self._made: dict[tuple[str, str, int], MapFile] = {}

    def drawn_inside(self, parent: str, level: int) -> MapFile:
        """Return the file of the regions of a level inside `parent`."""
        return self._keep("inside", parent, level)

    def outline(self, code: str) -> MapFile:
        """Return the file of one region's outline; the nation's for the empty code."""
        return self._keep("outline", code, level_of(code))

    def outlines(self, parent: str, level: int, detail: int = DETAILS[-1]) -> dict[str, Any]:
        """Return region code → outline of the regions of a level inside `parent`."""
        tree = self._shapes.tree
        return {tree.codes[i]: self._shapes.details[detail][i] for i in tree.at_level(level, parent)}

    def land(self) -> MapFile:
        """Return the file of the land around the country."""
        return self._keep("land", NATION, 0)

    def find(self, digest: str) -> bytes | None:
        """Return the content that has a hash, None where no file has it."""
        if digest not in self._contents:
            self._make_all()  # another process named it, or this one has just started
        return self._contents.get(digest)

    def _keep(self, what: str, code: str, level: int) -> MapFile:
        key = (what, code, level)
        with self._lock:
            if key not in self._made:
                content = self._content(what, code, level)
                digest = content_hash(content)
                self._contents[digest] = content
                self._made[key] = MapFile(f"/geo/{digest}", self._bounds(code))
            return self._made[key]

    def _content(self, what: str, code: str, level: int) -> bytes:
        if what == "land":
            return read_context_land(BOUNDARIES_FOLDER)
        return geojson_for(self._shapes, code, level) if what == "inside" else outline_for(self._shapes, code)

    def _bounds(self, code: str) -> Bounds:
        outlines = self._shapes.details[0]
        if code == NATION:
            parts = [outline.bounds for outline in outlines[self._shapes.tree.at_level(1)]]
            west, south, east, north = zip(*parts, strict=True)
            return min(west), min(south), max(east), max(north)
        west, south, east, north = outlines[self._shapes.tree.index(code)].bounds
        return west, south, east, north

    def _make_all(self) -> None:
        tree = self._shapes.tree
        self.land()
        for code in (NATION, *(region.code for region in tree.regions if region.level <= 2)):
            self.outline(code)
            for level in LEVELS_DRAWN[level_of(code)]:
                self.drawn_inside(code, level)


LEVELS_DRAWN = {0: (1, 2), 1: (2, 3), 2: (3,)}
"""Level in focus → levels that can be drawn inside it."""


@lru_cache(maxsize=2)
def _files_of(office: Installation, boundary_version: str) -> MapFiles:  # noqa: ARG001 — a new version is a new entry
    with office.reading() as connection:
        details = tuple(regions.shapes(connection, office.tree, detail) for detail in DETAILS)
    return MapFiles(Shapes(office.tree, details))


@lru_cache(maxsize=2)
def _grid_of(office: Installation, boundary_version: str) -> GridIndex:  # noqa: ARG001
    with office.reading() as connection:
        return GridIndex(regions.kecamatan_shapes(connection, office.tree, DETAILS[-1]))


def map_files(office: Installation) -> MapFiles:
    """Return the map files of the boundaries in force."""
    return _files_of(office, boundary_version(office))


def outlines(office: Installation, parent: str, level: int, detail: int = DETAILS[-1]) -> dict[str, Any]:
    """Return region code → outline of the regions of a level inside a region; full detail unless less is asked for."""
    return map_files(office).outlines(parent, level, detail)


def grid(office: Installation) -> GridIndex:
    """Return the locator of the boundaries in force, over the kecamatan in code order."""
    return _grid_of(office, boundary_version(office))


def boundary_version(office: Installation) -> str:
    """Return what changes with every import of boundaries."""
    with office.reading() as connection:
        return stored.values(connection)["boundary_version"]


def require_in_force(connection: Connection, boundary_version: str) -> None:
    """Stop a write whose places were found by boundaries that were replaced meanwhile.

    Raises
    ------
    Conflict
        If they were.

    """
    if stored.values(connection)["boundary_version"] != boundary_version:
        raise Conflict(REPLACED_MEANWHILE)


def is_schematic(office: Installation, prefix: str, tree: RegionTree | None = None) -> bool:
    """Say whether any outline inside a region is schematic rather than official."""
    tree = tree or office.tree
    with office.reading() as connection:
        official = regions.official_codes(connection)
    return any(tree.codes[i] not in official for i in tree.at_level(3, prefix))
