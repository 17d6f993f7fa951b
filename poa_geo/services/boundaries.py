"""Official boundaries in place of the present ones: looked at first, then swapped with every record placed again.

Everything that takes time is computed before the transaction; the transaction itself stores outlines, neighbours and
moved records, or nothing.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import KECAMATAN, RegionTree, is_within
from poa_geo.errors import BoundaryRejected
from poa_geo.regions.identify import Columns
from poa_geo.regions.locate import GridIndex
from poa_geo.regions.neighbours import Borders, shared_borders
from poa_geo.regions.official import BoundaryReport, read_official
from poa_geo.regions.reference import load_village_points
from poa_geo.regions.replace import replaced
from poa_geo.regions.shapes import TOLERANCES_DEG, shapes_of, simplified
from poa_geo.services.ground import ground_on
from poa_geo.services.installation import Installation, Write
from poa_geo.services.relocation import Tell, place_all_again
from poa_geo.store import installation as stored
from poa_geo.store import regions
from poa_geo.texts import mark, t

RIGHT = "boundary.import"
FULL_DETAIL = 2

CHANGED_MEANWHILE = mark("batas baru saja diganti pihak lain. Ulangi impor.")
LOSES_DETAIL = mark(
    "{count} batas resmi di dalam {value} {name} akan diganti sketsa; impor lagi batas kecamatannya sesudah ini."
)
NOT_ONE_MAP = mark("garis batas pada berkas tidak dapat disusun menjadi satu peta. Periksa bentuk wilayahnya.")


@dataclass(frozen=True)
class BoundarySource:
    """A boundary file and what the user says about it: see `read_official`."""

    path: Path
    level: int = KECAMATAN
    columns: Columns = field(default_factory=Columns)
    layer: str | None = None
    allow_missing: bool = False


@dataclass(frozen=True)
class BoundaryResult:
    """What a swap did.

    Attributes
    ----------
    version : str
        Name of the boundaries in force now.
    regions : int
        Regions whose outline came from the file.
    relocated : int
        Incidents that count for another region now.
    confirmed : int
        Incidents whose region stays, and whose place rests on official boundaries now.
    unplaced : int
        Among the relocated: incidents whose point lies in no region now.
    doubtful : int
        Incidents whose point lies far from the region they state; the statement stands.

    """

    version: str
    regions: int
    relocated: int = 0
    confirmed: int = 0
    unplaced: int = 0
    doubtful: int = 0

    @property
    def counts(self) -> Mapping[str, Any]:
        """Every count by name."""
        names = ("regions", "relocated", "confirmed", "unplaced", "doubtful")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class NewBoundaries:
    """Boundaries ready to be stored.

    Attributes
    ----------
    report : BoundaryReport
        Of the file they come from.
    replaces, version : str
        Names of the boundaries they were made from, and of themselves.
    details : three arrays of MultiPolygon, shape (number of regions,) each
        By detail, in tree order.
    borders : sequence of Borders
        By level.
    official : frozenset of str
        Codes with official outlines.
    grid : GridIndex
        Locator over the kecamatan.

    """

    report: BoundaryReport
    replaces: str
    version: str
    details: Sequence[NDArray[Any]]
    borders: Sequence[Borders]
    official: frozenset[str]
    grid: GridIndex


def _silent(_: str) -> None:
    pass


def preview(office: Installation, reader: Reader, source: BoundarySource, tell: Tell = _silent) -> BoundaryReport:
    """Say what a boundary file holds; nothing changes.

    Raises
    ------
    NotPermitted
        If the reader may not import boundaries, or the file reaches beyond the reader's scope.
    BoundaryRejected
        If any region could be mislabelled, or the file is incomplete.

    """
    reader.require(RIGHT)
    tell(t("membaca dan memeriksa berkas"))
    report = read_official(
        source.path, office.tree, source.level, source.columns, layer=source.layer, allow_missing=source.allow_missing
    )
    for province in sorted({code[:2] for code in report.outlines}):
        reader.require_region(province)
    return dataclasses.replace(report, findings=(*report.findings, *_loses_detail(office, report)))


def _loses_detail(office: Installation, report: BoundaryReport) -> Iterable[RowProblem]:
    """Say where official kecamatan would give way to a sketch inside a coarser official outline."""
    with office.reading() as connection:
        official = regions.official_codes(connection)
    for code in report.outlines:
        count = sum(1 for inner in official if inner != code and is_within(inner, code))
        if count:
            facts = {"value": code, "name": office.tree[code].name, "count": count}
            yield RowProblem("kode", code, "loses_detail", LOSES_DETAIL, facts)


def replace(office: Installation, reader: Reader, source: BoundarySource, tell: Tell = _silent) -> BoundaryResult:
    """Put the outlines of a file in force and place every incident again, in one transaction; or change nothing.

    Raises
    ------
    NotPermitted, BoundaryRejected
        As `preview` and `put_in_force`.

    """
    report = preview(office, reader, source, tell)
    return put_in_force(office, reader, prepare(office, report, tell), tell)


def put_in_force(office: Installation, reader: Reader, made: NewBoundaries, tell: Tell = _silent) -> BoundaryResult:
    """Store prepared boundaries and place every incident again, in one transaction.

    Raises
    ------
    NotPermitted
        If the reader may not import boundaries.
    BoundaryRejected
        If somebody else replaced the boundaries since these were prepared.

    """
    reader.require(RIGHT)
    with office.writing(reader, RIGHT) as write:
        if stored.values(write.connection)["boundary_version"] != made.replaces:
            raise BoundaryRejected(reason=t(CHANGED_MEANWHILE))
        tell(t("menyimpan batas"))
        _store(write, made)
        counts = place_all_again(write, ground_on(office.tree, made.grid, made.official, made.version), tell)
        result = BoundaryResult(made.version, len(made.report.outlines), **counts)
        told = " ".join(f"{name}={count}" for name, count in result.counts.items())
        content = {"before": made.replaces, **result.counts}
        write.audit("boundary", made.version, fields=("geometry", "region_code"), content=content, reason=told)
    return result


def prepare(office: Installation, report: BoundaryReport, tell: Tell = _silent) -> NewBoundaries:
    """Make the map of the whole country with the outlines of a report in it; nothing changes.

    Raises
    ------
    BoundaryRejected
        If a kecamatan would be left without area, or the outlines do not make one map.

    """
    tree = office.tree
    with office.reading() as connection:
        version = stored.values(connection)["boundary_version"]
        current = regions.kecamatan_shapes(connection, tree, FULL_DETAIL)
        before = regions.official_codes(connection)
    is_schematic = np.array([tree.codes[i] not in before for i in tree.at_level(KECAMATAN)])
    try:
        tell(t("menyusun peta kecamatan"))
        kecamatan = replaced(tree, current, is_schematic, _to_full_detail(report.outlines), load_village_points())
        tell(t("menyederhanakan untuk tiga tingkat rincian"))
        details = shapes_of(tree, kecamatan).details
        borders = tuple(shared_borders(tree, kecamatan).values())
    except shapely.GEOSException as error:
        raise BoundaryRejected(reason=t(NOT_ONE_MAP)) from error
    official = _official(tree, before, report)
    full = details[FULL_DETAIL]
    grid = GridIndex(full[tree.at_level(KECAMATAN)])
    return NewBoundaries(report, version, _version(full, official), details, borders, official, grid)


def _to_full_detail(outlines: Mapping[str, Any]) -> dict[str, Any]:
    """Simplify what comes in as what stands was simplified once: regions outside the file stay as they are."""
    coverage = simplified(np.array(list(outlines.values()), dtype=object), TOLERANCES_DEG[FULL_DETAIL])
    return dict(zip(outlines, coverage, strict=True))


def _official(tree: RegionTree, before: frozenset[str], report: BoundaryReport) -> frozenset[str]:
    """Return the codes with official outlines: those of the file, older ones it leaves alone, and what is made of them.

    An outline of a kabupaten is divided among its kecamatan by village points, so those are a sketch again.
    """
    stated = set(report.outlines)
    divided = {code for code in before if any(code != outer and is_within(code, outer) for outer in stated)}
    official = stated | (before - divided)
    for level in (2, 1):
        for i in tree.at_level(level):
            inside = range(int(i) + 1, int(tree.end[i]))
            if all(tree.codes[j] in official for j in inside if tree.level[j] == level + 1):
                official.add(tree.codes[i])
    return frozenset(official)


def _version(outlines: NDArray[Any], official: frozenset[str]) -> str:
    digest = hashlib.sha256(" ".join(sorted(official)).encode())
    for content in shapely.to_wkb(outlines):
        digest.update(content)
    return digest.hexdigest()[:16]


def _store(write: Write, made: NewBoundaries) -> None:
    connection, tree = write.connection, write.installation.tree
    regions.replace_shapes(connection, tree, made.details, made.official)
    regions.replace_neighbours(connection, tree, made.borders)
    regions.tell_of_change(connection, made.version)
    stored.put(connection, "boundary_version", made.version)
