"""Which region each row of a boundary file is: by its code in a proven scheme, or by name and place together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import UNPLACED, RegionTree
from poa_geo.errors import BoundaryRejected
from poa_geo.regions.boundary_file import BoundaryTable
from poa_geo.regions.crosswalk import (
    CONTRADICTION_SHARE,
    SCHEMES,
    Agreement,
    Scheme,
    agreement,
    detect_scheme,
    is_same_name,
    plain_name,
    translate,
)
from poa_geo.regions.repair import as_multipolygon, mended
from poa_geo.texts import t

_CODE_COLUMNS = {1: ("kdppum", "kode_prov", "idprov"), 2: ("kdpkab", "kode_kab", "idkab"),
                 3: ("kdcpum", "kode_kec", "idkec")}  # fmt: skip
_ANY_CODE_COLUMNS = ("code", "kode", "kode_wilayah", "kode_kemendagri", "kode_bps")
_NAME_COLUMNS = {1: ("wadmpr", "provinsi", "nmprov"), 2: ("wadmkk", "kabupaten", "nmkab"),
                 3: ("wadmkc", "kecamatan", "nmkec")}  # fmt: skip
_ANY_NAME_COLUMNS = ("name", "nama", "namobj")


@dataclass(frozen=True)
class Identified:
    """Rows of a file, the scheme of their codes (None: identified by name and place), and how well they agree."""

    codes: Sequence[object]
    names: Sequence[object] | None
    scheme: Scheme | None
    agreement: Agreement


@dataclass(frozen=True)
class Columns:
    """What the user said about a file; None is looked for."""

    code: str | None = None
    scheme: Scheme | None = None
    name: str | None = None


@dataclass(frozen=True)
class Rows:
    """Rows of a file: codes and names as stated (None: no such column), outlines, and which had invalid rings."""

    codes: Sequence[object] | None
    names: Sequence[object] | None
    outlines: NDArray[Any]
    was_broken: NDArray[np.bool_]


def read_rows(table: BoundaryTable, level: int, asked: Columns) -> Rows:
    """Find the columns, mend the outlines, and join rows of one code and name: islands often have rows of their own.

    Raises
    ------
    BoundaryRejected
        If a column the user names is not there, or several could hold the code.

    """
    code_column = _column(table, asked.code, _CODE_COLUMNS[level] + _ANY_CODE_COLUMNS, "--code-column")
    name_column = _column(table, asked.name, _NAME_COLUMNS[level], "--name-column") or _column(
        table, None, _ANY_NAME_COLUMNS, "--name-column"
    )
    names = list(table.columns[name_column]) if name_column else None
    outlines, was_broken = mended(table.geometry)
    if code_column is None:
        return Rows(None, names, outlines, was_broken)
    return _joined(Rows(list(table.columns[code_column]), names, outlines, was_broken))


def _joined(rows: Rows) -> Rows:
    groups: dict[tuple[str, str], list[int]] = {}
    for row, code in enumerate(rows.codes or ()):
        groups.setdefault((str(code), plain_name(rows.names[row]) if rows.names else ""), []).append(row)
    together = [
        rows.outlines[its[0]] if len(its) == 1 else shapely.union_all(rows.outlines[its]) for its in groups.values()
    ]
    first = [its[0] for its in groups.values()]
    return Rows(
        codes=[rows.codes[row] for row in first] if rows.codes else None,
        names=[rows.names[row] for row in first] if rows.names else None,
        outlines=as_multipolygon(np.array(together, dtype=object)),
        was_broken=np.array([rows.was_broken[its].any() for its in groups.values()], dtype=bool),
    )


def identify(rows: Rows, level: int, asked: Scheme | None, tree: RegionTree) -> Identified:
    """Say which region each row is.

    Parameters
    ----------
    rows : Rows
    level : int
    asked : {"kemendagri", "bps"}, optional
        The scheme as the user names it; else it has to be proven.
    tree : RegionTree

    Raises
    ------
    BoundaryRejected
        If the code scheme cannot be proven or places contradict it.

    """
    shapely.prepare(rows.outlines)
    if rows.codes is None:
        return _by_name_and_place(rows.names, rows.outlines, level, tree)
    scheme = asked or _proven_scheme(rows.codes, rows.names, rows.outlines, level, tree)
    compared = agreement(translate(rows.codes, level, scheme, tree), rows.names, rows.outlines, tree)
    compared = _with_places_of_others(compared, rows.outlines, tree)
    _check_places(compared, scheme)
    return Identified(rows.codes, rows.names, scheme, compared)


def _column(table: BoundaryTable, asked: str | None, usual: Sequence[str], option: str) -> str | None:
    if asked is not None:
        if asked in table.columns:
            return asked
        known = ", ".join(table.columns)
        raise BoundaryRejected(reason=t("kolom {column} tidak ada; yang ada: {known}.", column=asked, known=known))
    found = [column for column in table.columns if column.lower() in usual]
    if len(found) > 1:
        message = t(
            "ada beberapa kolom yang cocok ({found}); pilih satu dengan {option}.",
            found=", ".join(found),
            option=option,
        )
        raise BoundaryRejected(reason=message)
    return found[0] if found else None


def _proven_scheme(
    codes: Sequence[object], names: Sequence[object] | None, outlines: NDArray[Any], level: int, tree: RegionTree
) -> Scheme:
    proof = detect_scheme(codes, names, outlines, tree, level)
    if proof.scheme is not None:
        return proof.scheme
    kemendagri, bps = (f"{round(100 * proof.shares[scheme])}%" for scheme in SCHEMES)
    message = t(
        "nama dan tempat tidak membuktikan kode ini menurut Kemendagri ({kemendagri} cocok) atau BPS ({bps} cocok). "
        "Pastikan tingkat wilayahnya benar, lalu sebutkan --scheme kemendagri atau --scheme bps.",
        kemendagri=kemendagri, bps=bps,
    )  # fmt: skip
    raise BoundaryRejected(reason=message)


def _with_places_of_others(compared: Agreement, outlines: NDArray[Any], tree: RegionTree) -> Agreement:
    """Let a row be contradicted, too, when the point of its region lies in the outline of another region's row."""
    known = np.flatnonzero(compared.position != UNPLACED)
    points = shapely.points([(tree.regions[i].lon, tree.regions[i].lat) for i in compared.position[known]])
    point, row = shapely.STRtree(outlines).query(points, predicate="intersects")
    at_home = compared.position[known][point] == compared.position[row]
    is_home, is_elsewhere = np.zeros(len(known), dtype=bool), np.zeros(len(known), dtype=bool)
    is_home[point[at_home]] = True
    is_elsewhere[point[~at_home & (compared.position[row] != UNPLACED)]] = True
    by_place = compared.by_place.copy()
    by_place[known[is_elsewhere & ~is_home]] = 0.0
    return Agreement(compared.position, compared.by_name, by_place)


def _check_places(compared: Agreement, scheme: Scheme) -> None:
    known = compared.position != UNPLACED
    if np.mean(known) < CONTRADICTION_SHARE:
        message = t(
            "hanya {known} dari {total} kode dikenal menurut skema {scheme} pada tingkat ini. "
            "Periksa --level, --scheme, dan --code-column.",
            known=int(known.sum()), total=len(known), scheme=scheme,
        )  # fmt: skip
        raise BoundaryRejected(reason=message)
    wrong = known & (compared.by_place == 0)
    if wrong.sum() >= CONTRADICTION_SHARE * known.sum():
        message = t(
            "{wrong} dari {total} wilayah terletak jauh dari tempat yang disebut kodenya, "
            "jadi kode ini bukan menurut {scheme}. Periksa --scheme dan --code-column.",
            wrong=int(wrong.sum()), total=int(known.sum()), scheme=scheme,
        )  # fmt: skip
        raise BoundaryRejected(reason=message)


def _by_name_and_place(
    names: Sequence[object] | None, outlines: NDArray[Any], level: int, tree: RegionTree
) -> Identified:
    """Take a row for the one region of its name whose point it holds; without codes every row must be proven so."""
    position = np.full(len(outlines), UNPLACED, dtype=np.int32)
    candidates = tree.at_level(level)
    points = shapely.points([(tree.regions[i].lon, tree.regions[i].lat) for i in candidates])
    for point, row in zip(*shapely.STRtree(outlines).query(points, predicate="intersects"), strict=True):
        if names is not None and is_same_name(names[int(row)], tree.regions[candidates[point]].name):
            position[row] = UNPLACED - 1 if position[row] != UNPLACED else candidates[point]
    unproven = int(np.sum(position < 0))
    if unproven:
        message = t(
            "berkas tidak memiliki kolom kode, dan nama bersama tempat tidak membuktikan {count} dari {total} wilayah. "
            "Sebutkan --code-column beserta --scheme.",
            count=unproven, total=len(position),
        )  # fmt: skip
        raise BoundaryRejected(reason=message)
    return Identified([tree.codes[i] for i in position], names, None, agreement(position, names, outlines, tree))
