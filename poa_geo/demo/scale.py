"""Many synthetic incidents at once, for benchmarks: plausible in spread and vocabulary, without a story."""

import csv
import io
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import RegionTree
from poa_geo.domain.sheet import columns
from poa_geo.reference import by_code, in_force
from poa_geo.regions.reference import load_village_points

Columns = dict[str, NDArray[Any]]

HISTORY_DAYS = 3650
CLOSED_SHARE = 0.7
VERIFIED_SHARE = 0.9
KECAMATAN_DIGITS = len("64.02.05")


def many_incidents(tree: RegionTree, count: int, today: date, seed: int = 20) -> Columns:
    """Make synthetic incidents all over the tree.

    Parameters
    ----------
    tree : RegionTree
        Incidents lie at the villages of its kecamatan.
    count : int
        Number of rows.
    today : date
        The last ten years before it get the incidents.
    seed : int

    Returns
    -------
    dict of column name to array, shape (count,)
        Columns of `Incident` as text, int, float or ``datetime64[D]``; ``NaT`` where a day is not set. The rows are
        all points; `source_id` is unique under `source_name`.

    """
    chance = np.random.default_rng(seed)
    event_date = np.datetime64(today, "D") - chance.integers(1, HISTORY_DAYS, count)
    return {
        "source_name": np.full(count, "UKURAN"),
        "source_id": np.char.add("ukuran-", np.arange(count).astype(str)),
        "title": np.full(count, "Kejadian buatan untuk uji ukuran"),
        "event_date": event_date,
        **_where(tree, count, chance),
        **_what(count, today, chance),
        **_how_it_went(event_date, np.datetime64(today, "D"), chance),
    }


def as_sheet(rows: Columns) -> bytes:
    """Return synthetic incidents as a CSV file in the layout of our template."""
    known = {column.field: column.name for column in columns("incident") if column.field in rows}
    cells = [["" if value == "NaT" else value for value in rows[name].astype(str).tolist()] for name in known]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(known.values())
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode()


def _where(tree: RegionTree, count: int, chance: np.random.Generator) -> Columns:
    points = load_village_points()
    kecamatan = np.array([code[:KECAMATAN_DIGITS] for code in points.codes])
    inside = np.flatnonzero(np.isin(kecamatan, np.array(tree.codes)))
    village = chance.choice(inside, count)
    return {
        "region_code": kecamatan[village],
        "geo_precision": np.ones(count, dtype=np.int8),
        "lon": points.lon[village] + chance.normal(0, 0.002, count),
        "lat": points.lat[village] + chance.normal(0, 0.002, count),
    }


def _what(count: int, today: date, chance: np.random.Generator) -> Columns:
    issue_types = by_code("issue_types")
    issue_type = _codes("issue_types", count, today, chance)
    sources = {code: row["conflict_source"] or "P5A" for code, row in issue_types.items()}
    known, position = np.unique(issue_type, return_inverse=True)
    return {
        "issue_type": issue_type,
        "conflict_source": np.array([sources[code] for code in known.tolist()])[position],
        "form": _codes("forms", count, today, chance),
        "realm": _codes("realms", count, today, chance),
        "stage": chance.choice(["peristiwa", "konflik"], count, p=[0.95, 0.05]),
        "deaths": (chance.random(count) < 0.01).astype(np.int32),
    }


def _codes(name: str, count: int, today: date, chance: np.random.Generator) -> NDArray[Any]:
    return chance.choice(np.array([row["code"] for row in in_force(name, today)]), count)


def _how_it_went(event_date: NDArray[Any], today: np.datetime64, chance: np.random.Generator) -> Columns:
    count = len(event_date)
    closed_on = event_date + chance.integers(2, 60, count)
    is_closed = (chance.random(count) < CLOSED_SHARE) & (closed_on < today)
    is_verified = chance.random(count) < VERIFIED_SHARE
    return {
        "verification": np.where(is_verified, "terverifikasi", "belum"),
        "status": np.where(is_closed, "selesai", "ditangani"),
        "closed_on": np.where(is_closed, closed_on, np.datetime64("NaT", "D")),
        "source_grade": chance.choice(list("ABCD"), count),
        "information_grade": chance.choice(list("1234"), count),
        "source_agency": np.full(count, "kesbangpol"),
    }
