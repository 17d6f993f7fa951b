"""Recompute a score from an evidence export by hand: plain Python, nothing of the product's own arithmetic.

python scripts/recompute.py EVIDENCE.csv 64.02 2026-11-20

The file is the evidence export (`services.evidence_export`); the weights stand in the reference tables.
"""

import csv
import sys
from datetime import date
from pathlib import Path

TABLES = Path(__file__).resolve().parents[1] / "poa_geo" / "reference"
SCALE, ENERGY_SCALE, CLOSED_HALF_LIFE = 25, 0.6, 10


def table(name):
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


FORMS, STAGES, FLOORS = table("forms"), table("stages"), table("severity_floors")
SOURCES, INFORMATION, VERIFIED = table("source_grades"), table("information_grades"), table("verifications")


def day(text):
    return date.fromisoformat(text) if text else None


def severity(row):
    if row["assessed_severity"]:
        return float(row["assessed_severity"])
    highest = float(FORMS.get(row["form"], FORMS["lainnya"])["severity"])
    for floor in FLOORS.values():
        if int(row[floor["column"]] or 0) >= int(floor["at_least"]):
            highest = max(highest, float(floor["severity"]))
    return highest


def weight(row, today):
    happened, closed = day(row["event_date"]), day(row["closed_on"])
    if happened > today:
        return 0.0
    grades = SOURCES.get(row["source_grade"]), INFORMATION.get(row["information_grade"])
    believed = min(float(grade["credibility"]) if grade else 0.0 for grade in grades)
    believed *= float(VERIFIED[row["verification"]]["factor"])
    of_stage = STAGES[row["stage"]]["half_life_days"]
    half_life = float(of_stage or FORMS.get(row["form"], FORMS["lainnya"])["half_life_days"])
    is_potential = row["stage"] == "potensi" and row["updated_on"]
    since = max(happened, day(row["updated_on"])) if is_potential else happened
    open_until = min(today, max(closed, since)) if closed else today
    open_days, closed_days = max((open_until - since).days, 0), max((today - open_until).days, 0) if closed else 0
    fading = open_days / half_life + closed_days / min(half_life, CLOSED_HALF_LIFE)
    return severity(row) / SCALE * believed * 2**-fading


def score(rows, code, today):
    """Return the score of a region on a day: of suspected duplicates only the strongest counts."""
    weighed = [(weight(row, today), row) for row in rows]
    strongest = {}
    for place, (value, row) in enumerate(weighed):
        best = strongest.setdefault(row["duplicate_group"] or f"#{place}", place)
        if value > weighed[best][0]:
            strongest[row["duplicate_group"]] = place
    inside = [weighed[place] for place in strongest.values()]
    cubes = [v**3 for v, row in inside if row["region_code"] == code or row["region_code"].startswith(code + ".")]
    return 100 * (1 - 2 ** -(sum(cubes) ** (1 / 3) / ENERGY_SCALE))


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as lines:
        print(f"{score(list(csv.DictReader(lines)), sys.argv[2], day(sys.argv[3])):.9f}")
