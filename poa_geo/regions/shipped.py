"""The map files that ship in ``data/boundaries``: three nested levels, the land around them, and a manifest.

Plain GeoJSON, one feature per line, packed with gzip: any GIS opens it, and it reads quickly. Built twice from the
same input, the files are the same bytes.
"""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.errors import BoundaryRejected
from poa_geo.regions import schematic
from poa_geo.regions.boundary_file import INDONESIA, read_boundary_file
from poa_geo.regions.reference import load_regions, load_village_points
from poa_geo.regions.repair import as_multipolygon
from poa_geo.regions.shapes import feature_collection, with_upper_levels
from poa_geo.texts import t

LEVEL_FILES = {1: "provinsi.geojson.gz", 2: "kabupaten.geojson.gz", 3: "kecamatan.geojson.gz"}
CONTEXT_FILE = "land.geojson.gz"
MANIFEST_FILE = "MANIFEST.csv"

_CONTEXT_TOLERANCE_DEG = 0.01
_VILLAGES = "village points (MIT, Cahya DSN)"
_LAND = "Natural Earth land (public domain)"


def build_shipped(land_path: Path, folder: Path, day: date) -> None:
    """Compute the schematic map from the village points and a land file, and write it with its manifest.

    Parameters
    ----------
    land_path : Path
        Natural Earth land or countries, 1:10m, in any format of a boundary file.
    folder : Path
        Made if it does not exist; files of the same name are replaced.
    day : date
        Stands in the manifest.

    """
    tree = load_regions()
    land = read_boundary_file(land_path).geometry
    kecamatan = schematic.build(tree, load_village_points(), land)
    outlines = with_upper_levels(tree, kecamatan)
    files = {name: _level(tree, outlines, level) for level, name in LEVEL_FILES.items()}
    files[CONTEXT_FILE] = _context(land)
    packed = {name: gzip.compress(content, mtime=0) for name, content in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**packed, MANIFEST_FILE: _manifest(packed, day)}.items():
        (folder / name).write_bytes(content)


def _level(tree: RegionTree, outlines: NDArray[Any], level: int) -> bytes:
    positions = tree.at_level(level)
    return feature_collection([tree.regions[i] for i in positions], outlines[positions])


def _context(land: NDArray[Any]) -> bytes:
    near = shapely.intersection(shapely.union_all(shapely.make_valid(land)), INDONESIA)
    simple = shapely.coverage_simplify([near], _CONTEXT_TOLERANCE_DEG)
    return feature_collection([], as_multipolygon(shapely.set_precision(simple, 0.001)))


def _manifest(files: dict[str, bytes], day: date) -> bytes:
    rows = io.StringIO(newline="")
    table = csv.writer(rows, lineterminator="\n")
    table.writerow(["file", "source", "licence", "date", "sha256"])
    for name, content in files.items():
        is_context = name == CONTEXT_FILE
        source = _LAND if is_context else f"computed from {_VILLAGES} and {_LAND}; schematic, not official"
        licence = "public domain" if is_context else "Apache-2.0; see THIRD_PARTY_NOTICES"
        table.writerow([name, source, licence, day.isoformat(), hashlib.sha256(content).hexdigest()])
    return rows.getvalue().encode()


def read_kecamatan(folder: Path) -> NDArray[Any]:
    """Return the shipped kecamatan outlines in code order, shape (number of kecamatan,).

    Raises
    ------
    BoundaryRejected
        If the file is missing or does not hold exactly the kecamatan of the region list.

    """
    path = folder / LEVEL_FILES[KECAMATAN]
    if not path.is_file():
        message = t("berkas peta bawaan {file} tidak ditemukan di folder data/boundaries.", file=path.name)
        raise BoundaryRejected(reason=message)
    tree = load_regions()
    lines = list(_feature_lines(gzip.decompress(path.read_bytes()).decode()))
    codes = [line.split('"code":"', 1)[1].split('"', 1)[0] for line in lines]
    if codes != [tree.codes[i] for i in tree.at_level(KECAMATAN)]:
        message = t("berkas peta bawaan {file} tidak cocok dengan daftar wilayah.", file=path.name)
        raise BoundaryRejected(reason=message)
    return as_multipolygon(shapely.from_geojson(np.array(lines, dtype=object)))


def _feature_lines(content: str) -> Iterable[str]:
    return (line.rstrip(",") for line in content.splitlines() if line.startswith('{"type":"Feature",'))


def read_context_land(folder: Path) -> bytes:
    """Return the land around the country as GeoJSON, for the background of the map."""
    return gzip.decompress((folder / CONTEXT_FILE).read_bytes())
