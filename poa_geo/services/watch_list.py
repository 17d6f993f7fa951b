"""The watch list: regions that were quiet for twelve months, and what presses on them."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from poa_geo.access.reader import Reader
from poa_geo.risk.watch_list import calm, ranked
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of

USUAL_LENGTH = 10


@dataclass(frozen=True)
class QuietRegion:
    """A region on the list: the pressure of its neighbours and its own score of small matters."""

    code: str
    name: str
    pressure: float
    score: float


def watch_list(
    office: Installation, reader: Reader, *, level: int = 2, as_of: date | None = None, limit: int = USUAL_LENGTH
) -> list[QuietRegion]:
    """Return quiet regions of the scope that are worth a look, the first in need of it first.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    model, day, tree = read_model_of(office), as_of or office.today(), office.tree
    facts, risk = model.facts(), model.risk(day)
    inside = sorted({int(i) for prefix in reader.scope for i in tree.at_level(level, prefix)})
    pressure = model.neighbour_pressure(risk)
    order = ranked(calm(facts.outcomes, tree, day.toordinal()), np.array(inside, dtype=np.intp), pressure, risk.score)
    return [
        QuietRegion(tree.codes[i], tree.regions[i].name, float(pressure[i]), float(risk.score[i]))
        for i in order[:limit]
    ]
