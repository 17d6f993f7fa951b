"""What one incident weighs before time passes: severity, credibility, half-life, dimension. Columns in, columns out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from poa_geo.reference import by_code, table

OTHER = "lainnya"
"""The form of an incident whose form is not stated."""

Codes = Sequence[str | None]


def severity_of(forms: Codes, impact: Mapping[str, ArrayLike]) -> NDArray[np.float32]:
    """Return the severity of incidents that no approved assessment judges.

    Parameters
    ----------
    forms : sequence of codes, length n
        Codes of ``reference/forms.csv``; unknown or empty counts as `OTHER`.
    impact : mapping of column name to integers, shape (n,)
        The columns of ``reference/severity_floors.csv``: deaths, injured_seriously, displaced, buildings_burnt. A
        missing column counts as zero.

    Returns
    -------
    float32 array, shape (n,)
        In 25ths: the severity of the form, raised by what happened to people and buildings.

    """
    severity = _of_form(forms, "severity")
    for floor in table("severity_floors"):
        if floor["column"] in impact:
            reached = np.asarray(impact[floor["column"]]) >= int(floor["at_least"])
            severity[reached] = np.maximum(severity[reached], np.float32(floor["severity"]))
    return severity


def credibility_of(source_grades: Codes, information_grades: Codes, verifications: Codes) -> NDArray[np.float32]:
    """Return the weaker of both grades for what is verified, 0 for all else; each argument has length n."""
    source = _look_up(source_grades, _column("source_grades", "credibility"), default=0.0)
    information = _look_up(information_grades, _column("information_grades", "credibility"), default=0.0)
    verified = _look_up(verifications, _column("verifications", "factor"), default=0.0)
    return np.minimum(source, information) * verified


def half_life_of(forms: Codes, stages: Codes) -> NDArray[np.float32]:
    """Return half-lives in days: that of the stage where it has one (a potential), else that of the form."""
    own = _look_up(stages, _column("stages", "half_life_days"), default=0.0)
    return np.where(own > 0, own, _of_form(forms, "half_life_days"))


def dimension_of(forms: Codes, stages: Codes) -> NDArray[np.int8]:
    """Return default dimensions as positions in ``dimensions.csv``: of the stage where it has one, else of the form."""
    own = _look_up(stages, _column("stages", "dimension", positions("dimensions")), default=-1.0)
    of_form = _of_form(forms, "dimension", positions("dimensions"))
    return np.where(own >= 0, own, of_form).astype(np.int8)


def positions_of(name: str, codes: Codes) -> NDArray[np.int8]:
    """Return codes as positions in a reference table; -1 for what it does not hold."""
    return _look_up(codes, positions(name), default=-1.0).astype(np.int8)


def positions(name: str) -> Mapping[str, float]:
    """Return the position of each code in a reference table."""
    return {row["code"]: float(position) for position, row in enumerate(table(name))}


def _column(name: str, column: str, read: Mapping[str, float] | None = None) -> Mapping[str, float]:
    """Return code → value of a column where it is filled; `read` translates codes, numbers are read as they are."""
    filled = {code: row[column] for code, row in by_code(name).items() if row[column]}
    return {code: read[value] if read else float(value) for code, value in filled.items()}


def _of_form(forms: Codes, column: str, read: Mapping[str, float] | None = None) -> NDArray[np.float32]:
    values = _column("forms", column, read)
    return _look_up(forms, values, default=values[OTHER])


def _look_up(codes: Codes, values: Mapping[str, float], default: float) -> NDArray[np.float32]:
    return np.fromiter((values.get(code or "", default) for code in codes), dtype=np.float32, count=len(codes))
