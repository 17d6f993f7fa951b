"""Official boundaries from a file: identified, proven, repaired and reported, or refused as a whole.

A row gets a region only if its code says so and name and place do not both speak against it. A file may cover some
provinces only, but then every region of its level inside them: a region left out keeps its present outline only if
the user allows that.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import UNPLACED, RegionTree
from poa_geo.errors import BoundaryRejected
from poa_geo.regions.boundary_file import check_in_indonesia, read_boundary_file
from poa_geo.regions.crosswalk import Scheme, plain_name, stated_code
from poa_geo.regions.identify import Columns, Identified, Rows, identify, read_rows
from poa_geo.regions.repair import area_km2, clean_coverage, gaps_in, mended
from poa_geo.texts import mark, t

_NAMED = 5  # regions named in a refusal
_SMALL_KM2 = 0.05  # gaps and overlaps below are drawing errors nobody sees
_MAX_OVERLAP_SHARE = 0.2  # of the smaller region: more is not an error of drawing but of labelling
_CODE = "kode"


@dataclass(frozen=True)
class BoundaryReport:
    """What a boundary file holds; nothing is changed by it.

    Attributes
    ----------
    level : int
    scheme : {"kemendagri", "bps"} or None
        None where names and places identified the rows.
    outlines : dict of region code to MultiPolygon
        Valid, without overlaps.
    missing : tuple of str
        Codes inside the covered provinces that the file leaves out.
    findings : tuple of RowProblem
        What was mended or deserves a look.

    """

    level: int
    scheme: Scheme | None
    outlines: dict[str, Any]
    missing: tuple[str, ...]
    findings: tuple[RowProblem, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings by rule."""
        return dict(Counter(finding.rule for finding in self.findings))


def read_official(
    path: Path,
    tree: RegionTree,
    level: int,
    asked: Columns | None = None,
    *,
    layer: str | None = None,
    allow_missing: bool = False,
) -> BoundaryReport:
    """Read, prove and repair a file of official boundaries.

    Parameters
    ----------
    path : Path
        See `read_boundary_file` for formats.
    tree : RegionTree
    level : int
        Level of the regions in the file, 1 to 3.
    asked : Columns, optional
        Columns and scheme as the user names them.
    layer : str, optional
    allow_missing : bool
        Let regions that the file leaves out keep their present outline.

    Raises
    ------
    BoundaryRejected
        If any region could be mislabelled, or the file is incomplete.

    """
    asked = asked or Columns()
    stated = read_rows(read_boundary_file(path, layer), level, asked)
    outlines = stated.outlines
    _check_any_area(outlines, path)
    check_in_indonesia(outlines, path.name)
    rows = identify(stated, level, asked.scheme, tree)
    findings = [*_row_findings(rows, stated, tree)]
    _check_labels(rows, tree)
    regions, merged = _one_per_region(rows, outlines, tree)
    missing = _missing(regions, tree, level)
    _check_complete(missing, tree, allow_missing)
    findings += [*_missing_findings(missing, tree), *_overlap_findings(regions, merged, tree)]
    merged = clean_coverage(merged)
    findings += _gap_findings(merged)
    by_code = {tree.codes[i]: outline for i, outline in zip(regions, merged, strict=True)}
    return BoundaryReport(level, rows.scheme, by_code, missing, tuple(findings))


def _check_any_area(outlines: NDArray[Any], path: Path) -> None:
    if shapely.is_empty(outlines).all():
        raise BoundaryRejected(reason=t("berkas {file} tidak berisi bidang wilayah.", file=path.name))


def _row_findings(rows: Identified, stated: Rows, tree: RegionTree) -> Iterable[RowProblem]:
    for row, code in enumerate(rows.codes):
        position = int(rows.agreement.position[row])
        if position == UNPLACED:
            yield _finding(code, "unknown_code", mark("Kode {value} tidak dikenal; bidangnya tidak dipakai."))
            continue
        region = tree.regions[position]
        facts: dict[str, Any] = {"code": region.code, "name": region.name}
        if shapely.is_empty(stated.outlines[row]):
            yield _finding(code, "no_area", mark("{code} {name} tidak memiliki bidang."), **facts)
        elif stated.was_broken[row]:
            yield _finding(
                code, "ring_mended", mark("Cincin {code} {name} tidak sah dan diperbaiki."), is_fixed=True, **facts
            )
        if rows.scheme == "kemendagri" and stated_code(code, region.level) != region.code:
            yield _finding(
                code, "old_code", mark("Kode lama {value} dibaca sebagai {code} {name}."), is_fixed=True, **facts
            )
        if rows.agreement.by_name[row] == 0 and rows.names is not None:
            message = mark("{code} bernama {name} pada daftar wilayah, tetapi {stated} pada berkas.")
            yield _finding(code, "name_differs", message, stated=rows.names[row], **facts)
        if rows.agreement.by_place[row] == 0:
            yield _finding(code, "place_differs", mark("Titik acuan {code} {name} berada di luar bidangnya."), **facts)
    yield from _shared_names(rows)


def _finding(value: object, rule: str, message: str, *, is_fixed: bool = False, **facts: Any) -> RowProblem:
    return RowProblem(_CODE, str(value), rule, message, {"value": str(value), **facts}, is_fixed)


def _shared_names(rows: Identified) -> Iterable[RowProblem]:
    named = Counter(plain_name(name) for name in rows.names or ())
    for name, count in sorted(named.items()):
        if name and count > 1:
            message = mark("Nama {value} dipakai {count} kali; wilayahnya dibedakan menurut kode.")
            yield _finding(name, "shared_name", message, count=count)


def _check_labels(rows: Identified, tree: RegionTree) -> None:
    """Refuse when a row lies elsewhere than its code says and no name vouches for it: it may be another region."""
    compared = rows.agreement
    doubtful = np.flatnonzero((compared.by_place == 0) & (compared.by_name != 1))
    if len(doubtful):
        named = _named([tree.regions[i].code for i in compared.position[doubtful]], tree)
        message = mark(
            "kode {named} terletak bukan di tempatnya dan namanya tidak mendukung. Periksa apakah kodenya tertukar."
        )
        raise BoundaryRejected(reason=t(message, named=named))


def _named(codes: Sequence[str], tree: RegionTree) -> str:
    shown = ", ".join(f"{code} {tree[code].name}" for code in codes[:_NAMED])
    return shown if len(codes) <= _NAMED else t("{shown} dan {count} lainnya", shown=shown, count=len(codes) - _NAMED)


def _one_per_region(
    rows: Identified, outlines: NDArray[Any], tree: RegionTree
) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Join rows of one region (islands often stand in rows of their own); two names under one code are refused."""
    position = rows.agreement.position
    usable = np.flatnonzero((position != UNPLACED) & ~shapely.is_empty(outlines))
    regions, region_of_row = np.unique(position[usable], return_inverse=True)
    by_region: list[list[int]] = [[] for _ in regions]
    for row, region in zip(usable.tolist(), region_of_row.tolist(), strict=True):
        by_region[region].append(row)
    for region, its_rows in zip(regions, by_region, strict=True):
        if rows.names is not None and len({plain_name(rows.names[row]) for row in its_rows}) > 1:
            message = mark("kode {code} dipakai untuk beberapa nama ({names}). Perbaiki kodenya.")
            names = ", ".join(sorted({str(rows.names[row]) for row in its_rows}))
            raise BoundaryRejected(reason=t(message, code=tree.codes[region], names=names))
    joined = [outlines[its[0]] if len(its) == 1 else shapely.union_all(outlines[its]) for its in by_region]
    return regions, mended(np.array(joined, dtype=object))[0]


def _missing(regions: NDArray[np.int32], tree: RegionTree, level: int) -> tuple[str, ...]:
    provinces = sorted({tree.codes[i][:2] for i in regions})
    expected = [int(i) for province in provinces for i in tree.at_level(level, province)]
    present = set(regions.tolist())
    return tuple(tree.codes[i] for i in expected if i not in present)


def _check_complete(missing: Sequence[str], tree: RegionTree, allow_missing: bool) -> None:
    if missing and not allow_missing:
        message = mark(
            "{count} wilayah di provinsi yang dicakup tidak ada pada berkas ({named}). "
            "Lengkapi berkas, atau pakai --allow-missing agar wilayah itu memakai batas yang sekarang."
        )
        raise BoundaryRejected(reason=t(message, count=len(missing), named=_named(missing, tree)))


def _missing_findings(missing: Sequence[str], tree: RegionTree) -> Iterable[RowProblem]:
    for code in missing:
        message = mark("{value} {name} tidak ada pada berkas dan tetap memakai batas yang sekarang.")
        yield _finding(code, "missing", message, name=tree[code].name)


def _overlap_findings(regions: NDArray[np.int32], outlines: NDArray[Any], tree: RegionTree) -> Iterable[RowProblem]:
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(outlines)))
    first, second = shapely.STRtree(outlines[suspects]).query(outlines[suspects], predicate="intersects")
    first, second = suspects[first[first < second]], suspects[second[first < second]]
    shared = area_km2(shapely.intersection(outlines[first], outlines[second]))
    smaller = np.minimum(area_km2(outlines[first]), area_km2(outlines[second]))
    for a, b, km2, whole in zip(first, second, shared, smaller, strict=True):
        pair = tree.regions[regions[a]], tree.regions[regions[b]]
        if km2 > _MAX_OVERLAP_SHARE * whole:
            named = _named([region.code for region in pair], tree)
            raise BoundaryRejected(reason=t("bidang {named} saling menutupi. Perbaiki berkasnya.", named=named))
        if km2 > _SMALL_KM2:
            message = mark(
                "{value} {name} bertumpang tindih {km2} km² dengan {other}; dirapikan menurut batas terpanjang."
            )
            facts: dict[str, Any] = {"name": pair[0].name, "other": pair[1].name, "km2": f"{km2:.2f}"}
            yield _finding(pair[0].code, "overlap", message, is_fixed=True, **facts)


def _gap_findings(outlines: NDArray[Any]) -> list[RowProblem]:
    holes = gaps_in(outlines)
    found = []
    for hole, km2 in zip(holes, area_km2(holes), strict=True):
        if km2 > _SMALL_KM2:
            place = shapely.point_on_surface(hole)
            message = mark("Celah {km2} km² tanpa wilayah di bujur {lon}, lintang {lat}.")
            facts: dict[str, Any] = {"km2": f"{km2:.2f}", "lon": f"{place.x:.3f}", "lat": f"{place.y:.3f}"}
            found.append(_finding("", "gap", message, **facts))
    return found
