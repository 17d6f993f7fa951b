"""Issues that are not incidents: what an approved assessment says of a finding, an organisation or a region.

Every such matter is one piece of evidence, however many assessments it has. It is placed at the region of its
assessment, ages like a potential from its last approval, and tells nothing of any person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import NO_DAY
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.domain.region import RegionTree
from poa_geo.reference import by_code
from poa_geo.risk.severity import half_life_of, positions

Columns = Mapping[str, Sequence[Any]]
Subject = tuple[str, str]
"""Kind and id of what is assessed."""

APPROVED, REPLACED = "disetujui", "digantikan"
REGION_ISSUE = "region_issue"
OF_RECORDS = ("finding", "organisation")
"""Kinds of matter that have a record of their own; a region issue has none."""

UNPROVEN = ("indikasi", "tidak_terbukti")
"""States of a finding that nobody verified, or that was refuted."""


@dataclass(frozen=True)
class Standing:
    """What the record behind a matter says: how far it counts (0 to 1), and the day it was closed."""

    factor: float
    closed_on: date | None = None


@dataclass(frozen=True)
class Matters:
    """One row per assessed matter, as arrays of equal length; see `domain.evidence.Evidence` for the columns.

    `subject` names each row by kind and id, `life_field` is its code, `classification` the rank of the most closed
    assessment behind it.
    """

    subject: tuple[Subject, ...]
    life_field: tuple[str, ...]
    classification: NDArray[np.int8]
    region: NDArray[np.int32]
    day: NDArray[np.int32]
    age_from: NDArray[np.int32]
    closed_day: NDArray[np.int32]
    half_life: NDArray[np.float32]
    severity: NDArray[np.float32]
    credibility: NDArray[np.float32]
    dimension: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.subject)

    @classmethod
    def none(cls) -> Self:
        """Return no matters at all."""
        return cls._of([])

    @classmethod
    def read(cls, rows: Columns, standings: Mapping[Subject, Standing], tree: RegionTree) -> Self:
        """Turn stored assessments into matters.

        Parameters
        ----------
        rows : columns of assessments
        standings : mapping of subject to `Standing`
            Of every finding and organisation there is; a subject without its record counts nothing.
        tree : RegionTree

        """
        by_subject: dict[Subject, list[dict[str, Any]]] = {}
        for values in zip(*(rows[name] for name in ASSESSMENT), strict=True):
            row = dict(zip(ASSESSMENT, values, strict=True))
            if row["subject_kind"] != "incident" and row["status"] in (APPROVED, REPLACED):
                by_subject.setdefault((row["subject_kind"], row["subject_id"]), []).append(row)
        told = (_matter(subject, by_subject[subject], standings, tree) for subject in sorted(by_subject))
        return cls._of([matter for matter in told if matter is not None])

    @classmethod
    def _of(cls, told: Sequence[Mapping[str, Any]]) -> Self:
        def column(name: str, kind: Any) -> NDArray[Any]:
            return np.array([matter[name] for matter in told], dtype=kind)

        return cls(
            subject=tuple(matter["subject"] for matter in told),
            life_field=tuple(matter["life_field"] for matter in told),
            classification=column("classification", np.int8),
            region=column("region", np.int32),
            day=column("day", np.int32),
            age_from=column("age_from", np.int32),
            closed_day=column("closed_day", np.int32),
            half_life=half_life_of([None] * len(told), ["potensi"] * len(told)).astype(np.float32),
            severity=column("severity", np.float32),
            credibility=column("credibility", np.float32),
            dimension=column("dimension", np.int8),
        )


ASSESSMENT = (
    "subject_kind", "subject_id", "dimension", "life_field", "likelihood", "impact", "status", "region_code",
    "classification", "approved_on", "closed_on",
)  # fmt: skip


def _matter(
    subject: Subject, rows: Sequence[Mapping[str, Any]], standings: Mapping[Subject, Standing], tree: RegionTree
) -> dict[str, Any] | None:
    """Return one matter: begun with its first approval, judged by its strongest assessment that still stands."""
    approved = [row for row in rows if row["status"] == APPROVED]
    standing = standings.get(subject, Standing(float(subject[0] not in OF_RECORDS)))
    if not approved or standing.factor <= 0:
        return None
    standing_rows = [row for row in approved if row["closed_on"] is None] or approved
    dimensions = positions("dimensions")
    leading = max(
        standing_rows,
        key=lambda row: (row["likelihood"] * row["impact"], -dimensions[row["dimension"]], row["life_field"]),
    )
    return {
        "subject": subject,
        "life_field": leading["life_field"],
        "classification": max(CLASSIFICATIONS.index(row["classification"]) for row in rows),
        "region": tree.index_or_unplaced(leading["region_code"]),
        "day": min(row["approved_on"] for row in rows).toordinal(),
        "age_from": max(row["approved_on"] for row in approved).toordinal(),
        "closed_day": _closed_day(standing_rows, standing),
        "severity": leading["likelihood"] * leading["impact"],
        "credibility": standing.factor,
        "dimension": int(dimensions[leading["dimension"]]),
    }


def _closed_day(rows: Sequence[Mapping[str, Any]], standing: Standing) -> int:
    """Return the day the record behind it closed, or the day its last assessment did."""
    days = [row["closed_on"] for row in rows]
    own = max(days).toordinal() if all(days) else NO_DAY
    return min(own, standing.closed_on.toordinal() if standing.closed_on else NO_DAY)


def standings(findings: Columns, organisations: Columns) -> dict[Subject, Standing]:
    """Return what the records behind matters say; a finding counts once it is verified, and not when refuted."""
    verified = by_code("verifications")
    told = {
        ("finding", finding): Standing(float(state not in UNPROVEN), closed_on)
        for finding, state, closed_on in zip(findings["id"], findings["state"], findings["closed_on"], strict=True)
    }
    return told | {
        ("organisation", organisation): Standing(float(verified[verification]["factor"]))
        for organisation, verification in zip(organisations["id"], organisations["verification"], strict=True)
    }
