"""A ground to place rows on without outlines: each point belongs to the nearest kecamatan point within 30 km."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from poa_geo.importers.draft import Draft, count_verdicts
from poa_geo.importers.gazetteer import Gazetteer
from poa_geo.importers.intake import Circumstances, Intake, take_in
from poa_geo.importers.merging import judge
from poa_geo.importers.placing import Ground
from poa_geo.regions.locate import distance_km
from poa_geo.regions.reference import load_regions, old_codes

TODAY = date(2026, 11, 21)
TREE = load_regions()
KECAMATAN = TREE.at_level(3)
POINTS = np.array([(TREE.regions[i].lon, TREE.regions[i].lat) for i in KECAMATAN])
REACH_KM = 30.0
HERE_AND_NOW = Circumstances(today=TODAY, agency="kesbangpol", key=b"k" * 32)
TENGGARONG = TREE["64.02.06"]


def _distances(lon: float, lat: float) -> NDArray[np.float64]:
    return distance_km(np.tile([lon, lat], (len(POINTS), 1)), POINTS)


def locate(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    found = []
    for x, y in zip(lon, lat, strict=True):
        km = _distances(x, y)
        found.append(KECAMATAN[km.argmin()] if km.min() < REACH_KM else -1)
    return np.array(found, dtype=np.int32)


def distance(code: str, lon: float, lat: float) -> float:
    return float(_distances(lon, lat)[np.isin(KECAMATAN, TREE.at_level(3, code))].min())


GROUND = Ground(Gazetteer(TREE, old_codes()), locate, distance)


def take(data: bytes | str, name: str = "berkas.csv", circumstances: Circumstances = HERE_AND_NOW) -> Intake:
    return take_in(name, data.encode() if isinstance(data, str) else data, GROUND, circumstances)


def judged(data: bytes | str, stored: dict[tuple[str, str], str] | None = None) -> tuple[Intake, list[Draft]]:
    intake = take(data)
    return intake, judge(intake.drafts, stored or {})


def only(data: bytes | str) -> Draft:
    """Return the one draft of a file of one row."""
    (draft,) = take(data).drafts
    return draft


def row(**cells: str) -> str:
    """Return a sheet of one complete row with some cells changed."""
    full = {"tanggal_kejadian": "12/08/2026", "judul": "Blokade jalan", "bentuk": "blokade"} | cells
    quoted = ('"' + value.replace('"', '""') + '"' for value in full.values())
    return ";".join(full) + "\n" + ";".join(quoted) + "\n"


def rules_of(draft: Draft) -> list[str]:
    return [problem.rule for problem in draft.problems]


def counts(intake: Intake) -> dict[str, int]:
    return dict(count_verdicts(intake.drafts))
