"""Run every benchmark, print the table, and keep it in docs/benchmarks.md."""

import argparse
import os
import platform
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from scripts.bench import answering, importing, kilas, locating, repainting, serving
from scripts.bench.measure import Row
from scripts.bench.place import Place, place

SUBJECTS: dict[str, Callable[[Place], Iterator[Row]]] = {
    "importing": importing.measure,
    "locating": locating.measure,
    "answering": answering.measure,
    "repainting": repainting.measure,
    "serving": serving.measure,
    "kilas": kilas.measure,
}
KEPT_IN = Path("docs/benchmarks.md")
HEADS = ("What", "Budget", "Measured", "Beside", "Ratio", "")


def main() -> None:
    """Measure the subjects named, or all; only a whole run is kept."""
    parser = argparse.ArgumentParser(description="Measure every budget beside what one would write instead.")
    parser.add_argument("subjects", nargs="*", help=f"some of: {', '.join(SUBJECTS)}")
    chosen = parser.parse_args().subjects or list(SUBJECTS)
    load_before = os.getloadavg()[0]
    rows: list[Row] = []
    with place() as here:
        for subject in chosen:
            rows += _measured(subject, here)
    if set(chosen) == set(SUBJECTS):
        KEPT_IN.write_text(_page(rows, load_before))


def _measured(subject: str, here: Place) -> list[Row]:
    """Measure one subject; what cannot be measured here is said in the table and does not stop the others."""
    rows: list[Row] = []
    try:
        for row in SUBJECTS[subject](here):
            print(" | ".join(_cells(row)), flush=True)
            rows.append(row)
    except Exception as error:
        traceback.print_exc()
        rows.append(Row(subject, "", f"not measured: {str(error).splitlines()[0]}"))
    return rows


def _cells(row: Row) -> tuple[str, ...]:
    verdict = {None: "", True: "met", False: "**not met**"}[row.is_met]
    return row.what, row.budget, row.measured, row.beside, row.ratio, verdict


def _page(rows: list[Row], load_before: float) -> str:
    lines = [" | ".join(cells) for cells in (HEADS, ("---",) * len(HEADS), *map(_cells, rows))]
    table = "\n".join(f"| {line} |" for line in lines)
    return f"""# Benchmarks

Measured on {_today()} by `make bench` in one run: {_machine()}. The machine was shared:
its load was {load_before:.1f} when the run began. Where a row says CPU, or a rate is per CPU-second, the work of
others counts for little. Numbers of one row were taken one after the other, so the ratios say more than the times.

{table}

"Beside" is what one would write instead: `folium.GeoJson` with a style function in `st_folium`, `geopandas.sjoin` for
each view, `GROUP BY` in PostgreSQL with indexes on a narrow table, `ST_Covers` with a spatial index, and
`GeoDataFrame.to_postgis` without any check.
"""


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
