"""Rencana Aksi Terpadu: rows with targets and progress at B04, B08 and B12."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Record
from poa_geo.reference import by_code, table
from poa_geo.texts import mark

FIRST_YEAR, LAST_YEAR = 2015, 2100
LIMITS = {
    "action": 2_000, "responsible": 160, "related_agencies": 300, "success_criterion": 2_000, "target_b04": 200,
    "target_b08": 200, "target_b12": 200, "evidence": 20_000,
}  # fmt: skip

NO_ACTION = mark("Tuliskan rencana aksi.")
NO_RESPONSIBLE = mark("Tuliskan penanggung jawab.")
NO_PLACE = mark("Pilih wilayah rencana aksi.")
NO_STAGE = mark("Pilih bidang: pencegahan, penghentian, atau pemulihan.")
WRONG_YEAR = mark("Tahun rencana aksi tidak masuk akal.")
WRONG_PROGRESS = mark("Capaian diisi 0 sampai 100 persen.")
TOO_LONG = mark("Isi terlalu panjang; paling banyak {limit} huruf.")


@dataclass(frozen=True, kw_only=True)
class PlanItem(Record):
    """One row of the plan of a year; progress is in percent, None where nothing was told yet."""

    year: int
    stage: str  # pencegahan, penghentian, pemulihan
    action: str
    responsible: str
    related_agencies: str | None = None
    success_criterion: str | None = None
    target_b04: str | None = None
    target_b08: str | None = None
    target_b12: str | None = None
    progress_b04: int | None = None
    progress_b08: int | None = None
    progress_b12: int | None = None
    evidence: str | None = None

    def target(self, period: str) -> str | None:
        """Return the target of a period: b04, b08, b12."""
        value: str | None = getattr(self, f"target_{period}")
        return value

    def progress(self, period: str) -> int | None:
        """Return the progress told for a period, in percent."""
        value: int | None = getattr(self, f"progress_{period}")
        return value


def periods() -> tuple[str, ...]:
    """Return the reporting periods of a year, in order."""
    return tuple(row["code"] for row in table("plan_periods"))


def period_of(day: date) -> str:
    """Return the period a day lies in."""
    return next(
        row["code"] for row in table("plan_periods") if int(row["first_month"]) <= day.month <= int(row["last_month"])
    )


def check_plan_item(values: Mapping[str, Any]) -> list[RowProblem]:
    """Return what is wrong with the fields of a plan row; empty when it may be stored."""
    found = [
        (not values.get("action"), "action", NO_ACTION),
        (not values.get("responsible"), "responsible", NO_RESPONSIBLE),
        (values.get("stage") not in by_code("plan_stages"), "stage", NO_STAGE),
        (not values.get("region_code"), "region_code", NO_PLACE),
        (not FIRST_YEAR <= (values.get("year") or 0) <= LAST_YEAR, "year", WRONG_YEAR),
    ]
    for period in periods():
        progress = values.get(f"progress_{period}")
        found.append((progress is not None and not 0 <= progress <= 100, f"progress_{period}", WRONG_PROGRESS))
    problems = [RowProblem(field, "", "plan_item", message) for is_wrong, field, message in found if is_wrong]
    return problems + [
        RowProblem(field, "", "too_long", TOO_LONG, {"limit": limit})
        for field, limit in LIMITS.items()
        if len(values.get(field) or "") > limit
    ]
